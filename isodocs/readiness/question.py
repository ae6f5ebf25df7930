"""What is asked of an audit to come, what is missing for it, and which audits say anything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import EVERYWHERE, Where
from isodocs.assess.audits import report_due
from isodocs.assess.written_up import unstated
from isodocs.dataclass import replace
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.audit import AuditKind
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


class Missing(NamedTuple):
    """What cannot be shown, and what to do.

    `to_fix` says that it blocks nothing: it is arranged in time, or most of it is there. `planned`
    is what has an entry of its own in the plan.
    """

    message: str
    remedy: str
    to_fix: bool = False
    planned: bool = False


class AuditQuestion(NamedTuple):
    """The audit of one standard that something is shown at; `until` is its day, where known.

    `register` has what shows it for the site or process `where`, and `everything` all there is.
    """

    register: Register
    purpose: AuditKind
    requirements: RequirementMap
    until: date | None
    where: Where = EVERYWHERE
    everything: Register | None = None

    @property
    def day(self) -> date:
        """The day by which it must be there."""
        return max(self.until or self.register.on, self.register.on)

    def full(self, number: str) -> str:
        """A clause as a command takes it: with its standard where there are several."""
        several = len(self.register.maps) > 1
        return f"{self.requirements.id}:{number}" if several else number


def finished(audit: Record, on: date) -> date | None:
    """The day on which an audit ended, if it has."""
    day = audit.day("finished")
    return day if day and day <= on else None


def has_no_report(audit: Record, on: date) -> bool:
    """Whether the report of a finished audit is there, or due, and lacks what it has to state."""
    if finished(audit, on) is None or not unstated(audit):
        return False
    due = report_due(audit)
    return audit.day("reported") is not None or due is None or due < on


def without(register: Register, audits: list[str]) -> Register:
    """The same register, had these audits not taken place."""
    records = tuple(
        record
        for record in register.inventory.records
        if record.kind != "audit" or record.id not in audits
    )
    return replace(register, inventory=replace(register.inventory, records=records))
