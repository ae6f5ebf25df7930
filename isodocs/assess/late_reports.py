"""Reports of internal audits that were there, or were entered here, after the day they were due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.assess.audits import internal_audits, report_due
from isodocs.history.lost_rows import identity
from isodocs.model.period import Period
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_REPORTED = "reported"
_REMEMBERED = Period(12, "month")
_FILED_WITHIN = timedelta(days=14)
"""So long after the day on which it was due, a report that was in time may be entered."""


class LateReport(NamedTuple):
    """A report that was due on `due`; `reported` is the day it gives, `entered` when that was."""

    audit: Record
    due: date
    reported: date
    entered: date | None

    @property
    def in_words(self) -> str:
        """What was late."""
        if self.reported > self.due or self.entered is None:
            return say(
                "reported on {reported}; the report was due on {due}",
                reported=self.reported,
                due=self.due,
            )
        return say(
            "dated {reported}, but entered on {entered}; the report was due on {due}",
            reported=self.reported,
            entered=self.entered,
            due=self.due,
        )


def late_reports(register: Register) -> Iterator[LateReport]:
    """The late reports, each until the next audit of one of its standards, or for a year."""
    for audit in internal_audits(register):
        due, reported = report_due(audit), audit.day(_REPORTED)
        if due is None or reported is None or reported > register.on:
            continue
        entered = _entered(register, audit, reported)
        filed_late = entered is not None and entered > due + _FILED_WITHIN
        late = entered if filed_late and entered and entered > reported else reported
        remembered = late > due and register.on <= _REMEMBERED.after(late)
        if remembered and not _was_audited_since(register, audit, late):
            yield LateReport(audit, due, reported, entered)


def _entered(register: Register, audit: Record, reported: date) -> date | None:
    """The day on which the day of the report was first written down; None where it was imported."""
    if register.ledger.shallow:
        return None
    known = register.ledger.entries.get((audit.kind, identity(audit)), ())
    entry = next((e for e in known if e.deed == _REPORTED and e.day == reported), None)
    when = entry.stamp.when if entry and not entry.began else None
    return when.date() if when else None


def _was_audited_since(register: Register, audit: Record, day: date) -> bool:
    standards = set(audit.items("standards"))
    return any(
        (finished := other.day("finished"))
        and day < finished <= register.on
        and not standards.isdisjoint(other.items("standards"))
        for other in internal_audits(register)
    )
