"""When something was last done about a record: by its own word, or by another record about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@once_per_register
def latest(
    register: Register, kind: str, day: str, of: str, *, sound: bool = False
) -> Mapping[str, Record]:
    """The latest record of a kind about each record of another, by the id of that.

    With `sound` only those count that can be read without a problem.
    """
    (field,) = (f.name for f in kinds()[kind].fields.values() if f.refers == of)
    found: dict[str, tuple[date, Record]] = {}
    for record in register.records.get(kind, ()):
        done, id = record.done(day, register.on), record.text(field)
        if sound and record.problems:
            continue
        if done and (id not in found or done >= found[id][0]):
            found[id] = (done, record)
    return {id: record for id, (_, record) in found.items()}


def last_done(register: Register, record: Record, name: str) -> date | None:
    """The day of a deed by now: of the field, or of the latest record that says it (`x-last-in`).

    An objective whose measurements are recorded is measured, also where it does not repeat the day.
    """
    kind = kinds().get(record.kind)
    field = kind.fields.get(name) if kind else None
    days = [record.done(name, register.on)]
    if field is not None and field.last_in and record.id:
        other, _, day = field.last_in.partition(".")
        about = latest(register, other, day, record.kind, sound=True).get(record.id)
        days.append(about.day(day) if about else None)
    return max(filter(None, days), default=None)
