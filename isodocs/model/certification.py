"""A certificate over its cycle, and the edition it is to: states, and what happens by when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.period import Period
    from isodocs.model.record import Record


class CertificationRule(NamedTuple):
    """One rule of ISO/IEC 17021-1: its clause, the spans it counts with, kinds it is about.

    `of` is the standard that it is in, which for accreditations is another.
    """

    name: str
    clause: str
    span: Period | None = None
    lead: Period | None = None
    kinds: tuple[str, ...] = ()
    of: str = "ISO/IEC 17021-1:2015"


class EditionState(StrEnum):
    """The state of an edition on a day."""

    DRAFT = "draft"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Dated(NamedTuple):
    """A day, or all that is known of it: a month, a year. `sure` where it is past doubt."""

    text: str
    first: date
    last: date
    sure: bool = True


class Edition(NamedTuple):
    """One edition of a standard, as `schemas/editions.yaml` has it.

    `drafted` is since when the draft of what is not published is out, `expected` when it may
    appear. `successor` took its place on `replaced`, or is its draft. From `only_new_from` on first
    certifications are to the successor only; `ends` is the last day of certificates to it.
    """

    id: str
    name: str
    published: Dated | None = None
    drafted: str = ""
    expected: str = ""
    successor: str = ""
    replaced: Dated | None = None
    only_new_from: Dated | None = None
    ends: Dated | None = None
    certifiable: bool = True
    note: str = ""
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The standard it is an edition of: `iso-9001`."""
        return self.id.rpartition("-")[0]

    @property
    def certain_end(self) -> date | None:
        """The last day of certificates to it, where that is past doubt."""
        return self.ends.last if self.ends and self.ends.sure else None

    def state(self, on: date) -> EditionState:
        """What it is on a day; a last day that is to be confirmed withdraws nothing."""
        if self.published is None or on < self.published.first:
            return EditionState.DRAFT
        if self.replaced is None or on < self.replaced.first:
            return EditionState.IN_FORCE
        over = self.certain_end is not None and self.certain_end < on
        return EditionState.SUPERSEDED if self.certifiable and not over else EditionState.WITHDRAWN

    def is_replaced(self, on: date) -> bool:
        """Whether another edition has taken its place by a day."""
        return self.state(on) in (EditionState.SUPERSEDED, EditionState.WITHDRAWN)

    def days_left(self, on: date) -> int | None:
        """Days until certificates to it end; None where no day is known, or nothing replaced it."""
        return (self.ends.last - on).days if self.ends and self.is_replaced(on) else None


class CertificateState(StrEnum):
    """The state of a certification on a day."""

    APPLYING = "not yet certified"
    CERTIFIED = "certified"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    LOST = "expired beyond restoration"
    WITHDRAWN = "withdrawn"
    SUCCEEDED = "succeeded"

    @property
    def is_past(self) -> bool:
        """Whether nothing is asked of the certificate any more."""
        return self in (
            CertificateState.WITHDRAWN,
            CertificateState.SUCCEEDED,
            CertificateState.LOST,
        )


class Cycle(NamedTuple):
    """Three years of a certificate: from a decision, or a restoration, to the last day.

    `counts_from` is the day whose year the surveillances follow: the decision, or the end of the
    cycle before where that came first. `limit` is the latest day on which the cycle can end. An
    `initial` one follows a first certification. One ends `with_edition` where the last day of all
    certificates to its edition comes before its own, `issued_until`.
    """

    begins: date
    expires: date
    counts_from: date
    limit: date
    initial: bool = False
    with_edition: bool = False
    issued_until: date | None = None


class Milestone(NamedTuple):
    """Something that has to happen by a day, by a rule of the certification body's own standard.

    `done` is the day it happened. `event` is the audit planned or held for it, None where nothing
    is arranged. `since` is the first day on which it counts. `about` is the finding that it asks to
    have verified. `sure` is whether its last day is past doubt: that of an edition may be to be
    confirmed.
    """

    certification: Record
    kind: str
    rule: CertificationRule
    since: date
    due: date
    done: date | None = None
    event: Record | None = None
    about: Record | None = None
    sure: bool = True

    def is_late(self, on: date) -> bool:
        """Whether the day has passed and it has not happened, or it happened after it."""
        return self.due < on if self.done is None else self.due < self.done

    def is_open(self) -> bool:
        """Whether it still has to happen."""
        return self.done is None

    def arrange_by(self) -> date:
        """The day by which people should have it arranged."""
        return self.rule.lead.before(self.due) if self.rule.lead else self.due

    def arranged(self) -> date | None:
        """The day for which its audit is arranged; None where there is none, or it was held."""
        if self.event is None or self.event.day("finished"):
            return None
        return self.event.day("planned")

    def act_on(self) -> date:
        """The day of what is next: of an audit while it is arranged, else the last day allowed."""
        return min(self.due, self.arranged() or self.due)


class Certification(NamedTuple):
    """One certification on one day. `expires` is None before the decision.

    `cycle` is the one that runs on the day, or ran last. `previous` is the certification before.
    """

    record: Record
    state: CertificateState
    decided: date | None
    expires: date | None
    milestones: tuple[Milestone, ...]
    events: tuple[Record, ...]
    successor: Record | None = None
    cycle: Cycle | None = None
    previous: Certification | None = None

    @property
    def holds(self) -> bool:
        """Whether the organisation may call itself certified."""
        return self.state is CertificateState.CERTIFIED
