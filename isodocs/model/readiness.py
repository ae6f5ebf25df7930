"""Whether an organisation is ready for an audit, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from isodocs.model.gap import Place

if TYPE_CHECKING:
    from isodocs.model.audit import Area, AuditKind
    from isodocs.model.gap import Gap


class Weight(StrEnum):
    """What a point means for the audit; the heaviest first."""

    STOPS = "stops you"
    FIX = "worth fixing"
    ASK = "will be asked"


class ReadinessVerdict(StrEnum):
    """What it comes to."""

    NOT_READY = "not ready"
    WITH_WORK = "ready once some things are fixed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Point:
    """One reason, with whose it is and by when; `gaps` are those behind it, where there are any."""

    weight: Weight
    area: Area
    message: str
    remedy: str
    owner: str = ""
    due: date | None = None
    subject: str = ""
    gaps: tuple[Gap, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules of the gaps behind it."""
        return tuple(dict.fromkeys(gap.code for gap in self.gaps))

    @property
    def count(self) -> int:
        """How many gaps it stands for."""
        return len(self.gaps) or 1

    @property
    def place(self) -> Place:
        """Where to look, of a single gap."""
        return self.gaps[0].finding.place if len(self.gaps) == 1 else Place()

    @property
    def is_late_duty(self) -> bool:
        """Whether all of it is a duty that was not done by its day."""
        return bool(self.gaps) and all(gap.rule.by_calendar for gap in self.gaps)


class AreaScore(NamedTuple):
    """One area of the score: what it can bring, what it brings, and why not more."""

    area: Area
    possible: int
    reached: int
    stops: int
    fixes: int


class Readiness(NamedTuple):
    """The answer for one audit of one standard (or of all, `standard` empty), on one day."""

    purpose: AuditKind
    standard: str
    on: date
    until: date | None
    points: tuple[Point, ...]
    scores: tuple[AreaScore, ...]

    @property
    def verdict(self) -> ReadinessVerdict:
        """Not ready as long as anything stops."""
        weights = {point.weight for point in self.points}
        if Weight.STOPS in weights:
            return ReadinessVerdict.NOT_READY
        return ReadinessVerdict.WITH_WORK if Weight.FIX in weights else ReadinessVerdict.READY

    @property
    def score(self) -> int:
        """From 0 to 100: what the areas bring together."""
        return sum(score.reached for score in self.scores)

    @property
    def days_left(self) -> int | None:
        """Days until the audit; negative when the day has passed, None when none is known."""
        return (self.until - self.on).days if self.until else None

    def of(self, weight: Weight) -> tuple[Point, ...]:
        """The points of one weight."""
        return tuple(point for point in self.points if point.weight is weight)

    @property
    def counts(self) -> Mapping[Weight, int]:
        """How many points of each weight there are."""
        return {weight: len(self.of(weight)) for weight in Weight}
