"""Records that were written down long after what they bear witness to, or before it.

History shows when a record was first entered. What came with the first records of its kind, when
the organisation began to keep them here, is not a late entry but an import.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.history.lost_rows import identity
from isodocs.model.period import Period
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.history import DayEntry, Stamp
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register

_CORRECTION = timedelta(days=30)
"""By less than this, a day that was written again is the same day, corrected."""
_BEFORE_AUDIT = timedelta(days=14)
"""So shortly before an audit of a certification body, nothing is entered late by chance."""
_REMEMBERED = Period(12, "month")
"""For so long a late entry is reported; after that auditors have seen it."""


@immutable(frozen=True, slots=True)
class LateEntry:
    """A record entered on `entered`, long after the day in `field`; `heavy` where it weighs.

    `before_audit` is the day of an audit that was at hand. It was `imported` with the first records
    of its kind.
    """

    record: Record
    field: str
    day: date
    entered: date
    stamp: Stamp
    heavy: bool
    before_audit: date | None
    imported: bool


def late_entries(register: Register) -> Iterator[LateEntry]:
    """Every record of the last twelve months that was entered late."""
    audits = _audits(register)
    late = register.config.late_entry_after
    for record, field, day, entry, entered in _entered(register):
        at_hand = next((a for a in audits if timedelta() <= a - entered <= _BEFORE_AUDIT), None)
        near = at_hand is not None and entered - day > _BEFORE_AUDIT and not entry.began
        very = late.after(late.after(day)) < entered
        if not (near or very or (late.after(day) < entered and not entry.began)):
            continue
        heavy = near or (very and not entry.with_file and not entry.began)
        audit = at_hand if near else None
        yield LateEntry(record, field, day, entered, entry.stamp, heavy, audit, entry.began)


def early_entries(register: Register) -> Iterator[tuple[Record, str, date, date]]:
    """Every day of a deed that was entered before it, in the last twelve months: with both days."""
    for record, kind, known in _known(register):
        for deed in kind.done:
            day = record.done(deed, register.on)
            entry = next((e for e in known if e.deed == deed and e.day == day), None)
            when = entry.stamp.when if entry else None
            early = day and when and day - when.date() > timedelta(days=1)
            if day and when and early and _is_remembered(register, when.date()):
                yield record, deed, day, when.date()


def _entered(register: Register) -> Iterator[tuple[Record, str, date, DayEntry, date]]:
    """The days that records bear witness to, each with when it was first written down."""
    for record, kind, known in _known(register):
        for deed in kind.law.deeds:
            day = record.done(deed, register.on)
            entry = _first(known, deed, day) if day else None
            when = entry.stamp.when if entry else None
            if day and entry and when and _is_remembered(register, when.date()):
                yield record, deed, day, entry, when.date()


def _known(register: Register) -> Iterator[tuple[Record, RecordKind, tuple[DayEntry, ...]]]:
    """The records whose days history knows, with those days."""
    if register.ledger.shallow:
        return  # what came before some commits is not known
    for name, records in register.records.items():
        kind = kinds().get(name)
        for record in records if kind and kind.done else ():
            known = register.ledger.entries.get((name, identity(record)), ())
            if kind and known:
                yield record, kind, known


def _is_remembered(register: Register, entered: date) -> bool:
    return _REMEMBERED.after(entered) >= register.on


def _first(known: tuple[DayEntry, ...], deed: str, day: date) -> DayEntry | None:
    """The commit that first wrote down that day, or one that it corrects."""
    return next((e for e in known if e.deed == deed and abs(e.day - day) <= _CORRECTION), None)


def _audits(register: Register) -> tuple[date, ...]:
    """The days on which audits of certification bodies began, or are planned to."""
    events = register.records.get("certification-event", ())
    days = (event.day("started") or event.day("planned") for event in events)
    return tuple(sorted(day for day in days if day))
