"""The records of a kind as a spreadsheet in which people can work, and which can be read again.

The head of each column is the name of its field, as in the files below `records/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from isodocs.assess.record_index import record_index
from isodocs.dossier.columns import PLACE, filled, value
from isodocs.expressions import expression
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell, SheetColumn, SheetTable
from isodocs.words import say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.record import Record, RecordField, RecordKind
    from isodocs.model.register import Register

NEXT = "next-due"
_ROOM = 200
"""So many rows below the last record take entries as well."""
_NUMBER = expression(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")
_FLAG = ("yes", "no")


def sheet(
    register: Register,
    kind: RecordKind,
    records: Sequence[Record],
    names: Sequence[str],
    due: Mapping[int, date],
) -> SheetTable:
    """The sheet of a kind; without `names`, with all fields, those that are empty folded away."""
    shown = tuple(names) or filled(kind, records)
    rest = () if names else tuple(name for name in kind.fields if name not in shown)
    columns = (
        *(_column(register, kind.fields[name]) for name in shown),
        SheetColumn(PLACE, added=True),
        SheetColumn(NEXT, added=True),
        *(_column(register, kind.fields[name], folded=True) for name in rest),
    )

    def row(record: Record) -> list[object]:
        day = due.get(id(record))
        late = day is not None and day < register.on
        cells = [_cell(record, kind.fields[name]) for name in shown]
        when = SheetCell(day, Tone.BAD) if late else day
        return [*cells, value(record, PLACE), when, *("" for _ in rest)]

    return SheetTable(kind.title, columns, map(row, records), room=_ROOM)


def _column(register: Register, field: RecordField, *, folded: bool = False) -> SheetColumn:
    choices, closed = _choices(register, field)
    about = say("{about} Needed.", about=field.about) if field.required else field.about
    return SheetColumn(field.name, choices, closed, field.form, about, folded=folded)


def _choices(register: Register, field: RecordField) -> tuple[Sequence[str], bool]:
    """What may be entered, and whether nothing else may; a list has several, so it offers none."""
    if field.form == "list":
        return (), False
    if field.form == "flag":
        return _FLAG, True
    if field.choices:
        return field.choices, True
    return _known(register, field.refers), False


def _known(register: Register, refers: str) -> Sequence[str]:
    """The identifiers that a field may name; none where it names anything else."""
    index = record_index(register)
    known: dict[str, Iterable[str]] = {
        "document": register.entries,
        "person": index.people,
        "role": index.roles,
        "owner": {*index.people, *index.roles},
        "standard": register.maps,
    }
    return sorted(known.get(refers, index.kinds.get(refers, ())))


def _cell(record: Record, field: RecordField) -> object:
    """A field as it is written; a number as one, where Excel keeps it as it is written."""
    text = record.text(field.name)
    if field.form == "number" and _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= 15:
        return Decimal(text)
    return value(record, field.name)
