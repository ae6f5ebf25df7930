"""What is really enforced, and where: one line for each thing that was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from isodocs.named_tuple import NamedTuple


class Health(StrEnum):
    """The state of one thing, worst first; `unknown` is what cannot be seen from here."""

    MISSING = "missing"
    WEAK = "weak"
    UNKNOWN = "unknown"
    OK = "ok"


class Line(NamedTuple):
    """One thing: what is so, and what to do where it should be otherwise."""

    topic: str
    health: Health
    fact: str
    remedy: str = ""


class Diagnosis(NamedTuple):
    """Everything that was looked at, in the order in which it is reported."""

    lines: tuple[Line, ...]
    organisation: str = ""

    @property
    def counts(self) -> Mapping[Health, int]:
        """How many lines are of each state."""
        found = Counter(line.health for line in self.lines)
        return {health: found[health] for health in Health}

    @property
    def missing(self) -> bool:
        """Whether anything is missing."""
        return any(line.health is Health.MISSING for line in self.lines)
