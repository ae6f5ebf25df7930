"""A certificate over its cycle: its state, and what has to happen by when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from isodocs.model.period import Period
    from isodocs.model.record import Record


class CertificationRule(NamedTuple):
    """One rule of ISO/IEC 17021-1: its clause, the spans it counts with, kinds it is about."""

    name: str
    clause: str
    span: Period | None = None
    lead: Period | None = None
    kinds: tuple[str, ...] = ()


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
    have verified.
    """

    certification: Record
    kind: str
    rule: CertificationRule
    since: date
    due: date
    done: date | None = None
    event: Record | None = None
    about: Record | None = None

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
