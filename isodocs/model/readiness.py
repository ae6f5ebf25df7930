"""Whether an organisation is ready for an audit, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from isodocs.model.gap import Place


class AuditKind(StrEnum):
    """The audit that one wants to be ready for (ISO/IEC 17021-1:2015, 9.3 to 9.6)."""

    STAGE_1 = "stage-1"
    STAGE_2 = "stage-2"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"
    INTERNAL = "internal"


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
    """One reason, with whose it is and by when. `codes` are the rules whose gaps are behind it.

    `count` says how many gaps it stands for.
    """

    weight: Weight
    area: str
    message: str
    remedy: str
    owner: str = ""
    due: date | None = None
    codes: tuple[str, ...] = ()
    subject: str = ""
    count: int = 1
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class AreaScore:
    """One area of the score: what it can bring, what it brings, and why not more."""

    area: str
    possible: int
    reached: int
    stops: int
    fixes: int


@dataclass(frozen=True, slots=True)
class Readiness:
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
