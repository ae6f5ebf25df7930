"""What was settled about gaps: waivers, and the baseline of those that were there on the first day.

A waiver is a dated, reasoned decision to live with one gap until a day. What a baseline records is
still a gap: it is shown, and readiness, coverage and packs are as without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.gap import Gap
    from isodocs.model.problem import Problem

FOLDER = layout.WAIVERS


@immutable(frozen=True, slots=True)
class Waiver:
    """`rule` is a code or a name; `document` an identifier or a path; `subject` narrows it.

    `until` is the last day on which the waiver holds. `places` gives each key's (line, column).
    """

    path: str
    rule: str = ""
    document: str = ""
    subject: str = ""
    reason: str = ""
    granted_by: str = ""
    granted: date | None = None
    until: date | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


RECORDED = layout.BASELINE_RECORDED
"""Written once and never again; what was closed since is dropped in further files beside it."""


OF_ALL = "many documents: "
"""What a line begins with, after the fingerprint, where it is about many documents."""


class RecordedGap(NamedTuple):
    """One line of a baseline; `about` is for people: the document or path, and the subject."""

    rule: str
    level: str
    fingerprint: str
    about: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What is compared with a gap of today."""
        return (self.rule, self.fingerprint)


class Baseline(NamedTuple):
    """What was recorded on a day, without what was dropped since.

    `first` counts the gaps of that day by rule. `documents` are those of that day: where a rule
    reports once what holds of many, the gap of one of them is part of that.
    """

    on: date | None = None
    gaps: tuple[RecordedGap, ...] = ()
    first: Mapping[str, int] = {}
    documents: frozenset[str] = frozenset()
    problems: tuple[tuple[str, Problem], ...] = ()

    def gives_way(self, other: Baseline) -> bool:
        """Whether the other is in its place, and is not the same with more of it dropped."""
        same = (self.on, self.first, self.documents) == (other.on, other.first, other.documents)
        return bool(other.on) and not (same and Counter(other.gaps) <= Counter(self.gaps))

    @property
    def burn_down(self) -> BurnDown | None:
        """What is counted of it; None where nothing was recorded."""
        if self.on is None:
            return None
        listed = Counter(each.rule for each in self.gaps)
        rules = {code: (listed[code], number) for code, number in sorted(self.first.items())}
        return BurnDown(self.on, rules)


NO_BASELINE = Baseline()
"""Nothing was recorded."""


class BurnDown(NamedTuple):
    """By rule, how many gaps of the first day are listed still, and how many there were."""

    on: date
    rules: Mapping[str, tuple[int, int]]

    def left(self, gaps: Iterable[Gap]) -> Mapping[str, int]:
        """How many are left, by rule, by the gaps of a check of everything.

        What a rule reported once, and now of each document, is one entry all the same.
        """
        held = Counter(gap.rule.code for gap in gaps if gap.recorded)
        return {code: min(held[code], listed) for code, (listed, _) in self.rules.items()}
