"""A certificate over its cycle: its state, and what has to happen by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.period import Period
    from isodocs.model.record import Record


@dataclass(frozen=True, slots=True)
class CertificationRule:
    """One rule of ISO/IEC 17021-1: its clause, and the spans it counts with."""

    name: str
    clause: str
    span: Period | None = None
    lead: Period | None = None


class CertificateState(StrEnum):
    """The state of a certification on a day."""

    APPLYING = "not yet certified"
    CERTIFIED = "certified"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    LOST = "expired beyond restoration"
    WITHDRAWN = "withdrawn"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that has to happen by a day, by a rule of the certification body's own standard.

    `done` is the day it happened. `event` is the audit planned or held for it, None where nothing
    is arranged. `since` is the first day on which it counts.
    """

    certification: Record
    kind: str
    rule: CertificationRule
    since: date
    due: date
    done: date | None = None
    event: Record | None = None

    def is_late(self, on: date) -> bool:
        """Whether the day has passed and it has not happened, or it happened after it."""
        return self.due < on if self.done is None else self.due < self.done

    def is_open(self) -> bool:
        """Whether it still has to happen."""
        return self.done is None

    def arrange_by(self) -> date:
        """The day by which people should have it arranged."""
        return self.rule.lead.before(self.due) if self.rule.lead else self.due


@dataclass(frozen=True, slots=True)
class Certification:
    """One certification on one day. `expires` is None before the decision."""

    record: Record
    state: CertificateState
    decided: date | None
    expires: date | None
    milestones: tuple[Milestone, ...]
    events: tuple[Record, ...]
    successor: Record | None = None

    @property
    def holds(self) -> bool:
        """Whether the organisation may call itself certified."""
        return self.state is CertificateState.CERTIFIED
