"""Records that history shows and that are not there any more, before they need not be kept.

A record that says that something was done is evidence of it, whether or not it is closed. It may be
worked on, moved and numbered otherwise, but not taken out before its retention has ended. What was
only planned may be taken out until its day has passed; then it is evidence of what was not done. So
is a risk, or another thing that is and did not happen, while what was decided about it is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.deadlines import due_by
from isodocs.assess.once import once_per_register
from isodocs.history.altered_records import deeds_until_retained, retention
from isodocs.history.lost_rows import identity
from isodocs.model.period import Period
from isodocs.model.record import Record
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import parse_day
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.history import DayEntry, Ledger, RecordIdentity, RecordLeft
    from isodocs.model.record import RecordKind
    from isodocs.model.register import Register

_AT_ONCE = Period(0, "day")
_Days = frozenset[tuple[str, date]]
_Came = list[tuple["RecordIdentity", _Days]]


class RecordGone(NamedTuple):
    """A record that is gone: of what kind, under which number, and a day that it gave for a deed.

    `left` is the last commit that took it out; None where none did: a change that is not committed
    yet, or a merge.
    """

    kind: str
    id: str
    deed: str
    day: date
    left: RecordLeft | None


class Gone(NamedTuple):
    """The records that are gone, and those that only got another number, with that."""

    records: Sequence[RecordGone]
    renumbered: Mapping[RecordIdentity, RecordIdentity]


@once_per_register
def records_gone(register: Register) -> Gone:
    """The records that are gone, but for closed ones of a file each, which are found by their text.

    Where a file of records cannot be read, only what a commit took out is known to be gone.
    """
    unclear = any(not record.kind for record in register.inventory.records)
    ledger = register.ledger
    present = {
        (kind, identity(record))
        for kind, records in register.records.items()
        for record in records
        if kind in kinds()
    }
    reported = {
        (each.kind, each.id)
        for each in ledger.altered_records
        if each.removed and not each.was_disposed_of(register.on)
    }
    came = _came(register)
    # One that gave most days has the fewest that can take its place, so it comes first.
    by_days = sorted(ledger.entries.items(), key=lambda each: -len(each[1]))
    found: list[RecordGone] = []
    renumbered: dict[RecordIdentity, RecordIdentity] = {}
    for key, known in by_days:
        kind, id = kinds()[key[0]], key[1][0] if len(key[1]) == 1 else ""
        if key in present or not kind.key or not id or (kind.name, id) in reported:
            continue
        left = ledger.left.get(key, ())
        last = max(left, key=lambda each: (each.stamp.order, each.path), default=None)
        if last is None and unclear:
            continue
        commits = {"", *(each.stamp.commit for each in left)}
        others = [came[kind.name, at] for at in commits if (kind.name, at) in came]
        if _had_to_be_kept(register, kind, known, last):
            gone = RecordGone(kind.name, id, known[0].deed, known[0].day, last)
        elif (overdue := _open(register, key)) is None:
            continue
        else:
            gone = overdue
        if now := _take_number(key, known, others, ledger):
            renumbered[key] = now
        else:
            found.append(gone)
    for key in sorted(ledger.changes.keys() - ledger.entries.keys() - present):
        if now := _same_plan(register, key):
            renumbered[key] = now
        elif not (unclear and key not in ledger.left):
            was = _planned(register, key) or (kinds()[key[0]].key and _open(register, key))
            found += [was] if was else []
    return Gone(found, renumbered)


def _open(register: Register, key: RecordIdentity) -> RecordGone | None:
    """What is gone, and need not be kept, while something was overdue that cannot just be ended.

    That is what is done once, such as the action on a risk, and what says why it is over.
    """
    left = max(register.ledger.left.get(key, ()), key=lambda e: e.stamp.order, default=None)
    went = left.stamp.day(register.on) if left else register.on
    record = _as_last_known(register.ledger, key)
    for duty in kinds()[key[0]].law.promises:
        due = due_by(register, record, duty) if duty.done or duty.ended_because else None
        if due and (duty.grace or _AT_ONCE).after(due) < went:
            field = duty.by if duty.by and "." not in duty.by else duty.what
            return RecordGone(key[0], record.id, field, due, left)
    return None


def _as_last_known(ledger: Ledger, key: RecordIdentity) -> Record:
    """A record that is gone, as far as history knows its days and what its duties depend on."""
    values = {each.field: each.value for each in ledger.changes.get(key, ())}
    done = {each.deed: each.day for each in ledger.entries.get(key, ())}
    days = {name: day for name, text in values.items() if (day := parse_day(text))} | done
    texts = values | {name: day.isoformat() for name, day in done.items()}
    return Record(key[0], key[1][0], "", 0, texts, days=days)


def _planned(register: Register, key: RecordIdentity) -> RecordGone | None:
    """What is gone although a day on which it had to be done had passed, before it was done."""
    kind, ledger = kinds()[key[0]], register.ledger
    left = max(ledger.left.get(key, ()), key=lambda each: each.stamp.order, default=None)
    went = left.stamp.day(register.on) if left else register.on
    days = [(day, field) for field, text in _plan(ledger, key) if (day := parse_day(text))]
    day, field = max(days, default=(went, ""))
    until = retention(kind.name, day) if kind.retention else None
    if not kind.key or until is None or not day < went <= until:
        return None
    return RecordGone(kind.name, key[1][0], field, day, left)


def _same_plan(register: Register, key: RecordIdentity) -> RecordIdentity | None:
    """A record of another number that came when this one left, with the same days to come."""
    ledger = register.ledger
    commits = {each.stamp.commit for each in ledger.left.get(key, ())}
    mine = _plan(ledger, key)
    for record in register.records.get(key[0], ()):
        other = (key[0], identity(record))
        first = next(iter(ledger.changes.get(other, ())), None)
        came = first.stamp.commit in commits if first else other not in ledger.entries
        if came and mine and mine == {(name, record.text(name)) for name, _ in mine}:
            return other
    return None


def _plan(ledger: Ledger, key: RecordIdentity) -> set[tuple[str, str]]:
    """The days by which a record last had to be done, by field."""
    law = kinds()[key[0]].law
    fields = {name for duty in law.promises for name in (duty.by, duty.or_by)}
    last = {each.field: each.value for each in ledger.changes[key] if each.field in fields}
    return {(name, text) for name, text in last.items() if text}


def _take_number(
    gone: RecordIdentity, known: Collection[DayEntry], came: Iterable[_Came], ledger: Ledger
) -> RecordIdentity | None:
    """The one that came with a commit that took a record out and has its place, which it takes.

    Of each deed it gives a day that the record ever gave: which may have been corrected meanwhile.
    Of several it is the one that weighs what the record did.
    """
    ever, deeds = {(each.deed, each.day) for each in known}, {each.deed for each in known}
    said = _weights(ledger, gone)
    for new in came:
        fits = [each for each in new if {deed for deed, _ in each[1] & ever} == deeds]
        if fits:
            now = max(fits, key=lambda each: len(said & _weights(ledger, each[0])))
            new.remove(now)
            return now[0]
    return None


def _weights(ledger: Ledger, key: RecordIdentity) -> set[tuple[str, str, str]]:
    return {(said.field, said.value, said.on) for said in ledger.weighed.get(key, ())}


def _had_to_be_kept(
    register: Register, kind: RecordKind, known: Collection[DayEntry], left: RecordLeft | None
) -> bool:
    """Whether its retention had not ended when it went; it has not begun for what is still open.

    It counts from the latest day that the record ever gave for what is done until then, so that one
    is not disposed of by dating it back first.
    """
    deeds = deeds_until_retained(kind)
    if not kind.retention or not deeds:
        return False
    begun = any(each.deed == kind.retained_from for each in known)
    start = max((each.day for each in known if each.deed in deeds), default=None) if begun else None
    until = retention(kind.name, start)
    return until is None or (left.stamp.day(register.on) if left else register.on) <= until


def _came(register: Register) -> Mapping[tuple[str, str], _Came]:
    """The days that records gave when they first came, by kind and commit.

    What is not committed yet came with the commit of no name.
    """
    found: defaultdict[tuple[str, str], _Came] = defaultdict(list)
    entries = register.ledger.entries
    for key, known in entries.items():
        first = known[0].stamp.commit
        days = frozenset((e.deed, e.day) for e in known if e.stamp.commit == first)
        found[key[0], first].append((key, days))
    for kind, records in register.records.items():
        deeds = kinds()[kind].done if kind in kinds() else ()
        for record in records if deeds else ():
            if (key := (kind, identity(record))) not in entries:
                given = ((deed, record.day(deed)) for deed in deeds)
                days = frozenset((deed, day) for deed, day in given if day)
                found[kind, ""].append((key, days))
    return found
