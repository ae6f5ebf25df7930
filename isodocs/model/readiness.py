"""Whether an organisation is ready for an audit, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model.gap import EVERYTHING, LookedAt, Place
from isodocs.named_tuple import NamedTuple

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


@immutable(frozen=True, slots=True)
class Point:
    """One reason, with whose it is and by when; `gaps` are those behind it, where there are any.

    `expected` names what of `schemas/must-be-shown.yaml` is missing; `found_in` is the file of the
    record that it is about, where no gap says so. `because` is the document that would show it and
    is not in force, `reason` why, and `clauses` what rests on it. `overdue` are the subjects of the
    gaps of duties that would show it once they are done. `cause` is the document or record that a
    gap is on. `planned` is what has an entry of its own in the plan.
    """

    weight: Weight
    area: Area
    message: str
    remedy: str
    owner: str = ""
    due: date | None = None
    subject: str = ""
    gaps: tuple[Gap, ...] = ()
    expected: str = ""
    found_in: str = ""
    because: str = ""
    reason: str = ""
    clauses: tuple[str, ...] = ()
    overdue: frozenset[str] = frozenset()
    cause: str = ""
    planned: bool = False

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
    def is_wrong_today(self) -> bool:
        """Whether something of it is wrong now, not only work before the audit."""
        return any(not gap.rule.prepares for gap in self.gaps)

    @property
    def is_late_duty(self) -> bool:
        """Whether all of it is a duty that was not done by its day."""
        return bool(self.gaps) and all(gap.rule.by_calendar for gap in self.gaps)

    @property
    def is_question(self) -> bool:
        """Whether there is nothing to fix: the auditor will only ask about it."""
        return self.weight is Weight.ASK


class Expected(NamedTuple):
    """One thing that is expected: whether it is shown, and what its absence means here, if much.

    `absent`: there is nothing of it at all, not even what is out of date.
    """

    area: Area
    shown: bool
    point: Point | None = None
    expectation: str = ""
    absent: bool = False


class AreaShown(NamedTuple):
    """One area: how much is expected of it and shown, and how many points it has.

    It is not judged where nothing is expected and nothing recorded.
    """

    area: Area
    expected: int
    shown: int
    stops: int
    fixes: int

    @property
    def judged(self) -> bool:
        """Whether there was anything to judge."""
        return self.expected > 0


class SiteShown(NamedTuple):
    """One of several sites of a certificate: its audits, and what cannot be shown there.

    `missing` are what other sites have and this one has not, and the gaps of what names the site;
    `open` the findings that are open there.
    """

    site: str
    last: date | None
    planned: date | None
    due: date | None
    missing: tuple[str, ...]
    open: tuple[str, ...]


class Readiness(NamedTuple):
    """The answer for one audit of one standard (or of all, `standard` empty), on one day.

    `where` is the site and the process that were asked about, each empty where it is all; `sites`
    are those of a certificate that has several. `looked_at` says which gaps did not count.
    """

    purpose: AuditKind
    standard: str
    on: date
    until: date | None
    points: tuple[Point, ...]
    areas: tuple[AreaShown, ...]
    where: tuple[str, str] = ("", "")
    sites: tuple[SiteShown, ...] = ()
    looked_at: LookedAt = EVERYTHING

    @property
    def verdict(self) -> ReadinessVerdict:
        """Not ready as long as anything stops."""
        weights = {point.weight for point in self.points}
        if Weight.STOPS in weights:
            return ReadinessVerdict.NOT_READY
        return ReadinessVerdict.WITH_WORK if Weight.FIX in weights else ReadinessVerdict.READY

    @property
    def expected(self) -> int:
        """How many things the audit expects to be shown."""
        return sum(area.expected for area in self.areas)

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(area.shown for area in self.areas)

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
