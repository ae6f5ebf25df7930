"""A matrix of trainings (a row to each person, a column to each training) -> rows of training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isodocs.office.registers import CellProblem, RegisterRead, RegisterRow, order_of, value_of
from isodocs.office.workbook import RowRead, SheetRead, name_of
from isodocs.parsing import as_written
from isodocs.parsing.fields import parse_day
from isodocs.records import record_names
from isodocs.records.column_labels import fields_called
from isodocs.records.record_kinds import kinds
from isodocs.words import listed, say

_TRAINING, _COMPETENCE, _PEOPLE = "training", "competence", "people"
_TOP = 15
"""Among so many rows the headings are looked for."""
_LEAST = 2
"""A single column of days may say since when someone is there."""


def training_matrix(sheet: SheetRead, file: str) -> RegisterRead | None:
    """What the matrix of a sheet says, a row for each day; None where it is none.

    The name of the sheet or file speaks of trainings or competences. The first heading that means a
    person is followed by those of trainings, and a column below them holds days and little else.
    """
    named = {kind.name for name in (sheet.name, file) if (kind := record_names.meant(name))}
    if not named & {_TRAINING, _COMPETENCE}:
        return None
    for at, row in enumerate(sheet.rows[:_TOP]):
        heads = [cell.text.strip() for cell in row.cells]
        below = sheet.rows[at + 1 :]
        persons = (i for i, head in enumerate(heads) if _means_a_person(head))
        person = next(persons, None)
        if person is None:
            continue
        days = [i for i in range(len(heads)) if i != person and _holds_days(heads[i], i, below)]
        if len(days) >= _LEAST:
            return _read(sheet.name, heads, below, person, days)
    return None


def _means_a_person(heading: str) -> bool:
    return "person" in fields_called(kinds()[_TRAINING], heading)


def _holds_days(heading: str, column: int, rows: Sequence[RowRead]) -> bool:
    """Whether a column is one of a training: not that of the day on which a person came."""
    if not heading or fields_called(kinds()[_PEOPLE], heading):
        return False
    said = [text for row in rows if (text := _text(row, column))]
    days = sum(_is_day(text) for text in said)
    return days > 0 and days * 2 >= len(said)


def _is_day(text: str) -> bool:
    return bool(parse_day(text) or as_written.read_day(text, None) or as_written.is_open(text))


def _text(row: RowRead, column: int) -> str:
    return row.cells[column].text.strip() if column < len(row.cells) else ""


def _read(
    name: str, heads: Sequence[str], below: Sequence[RowRead], person: int, days: Sequence[int]
) -> RegisterRead:
    kind = kinds()[_TRAINING]
    orders = {at: order_of(below, at) for at in days}

    def rows() -> Iterator[RegisterRow]:
        for row in below:
            who = _text(row, person)
            for at in days if who else ():
                if not _text(row, at):
                    continue
                day, wrong = value_of(kind.fields["date"], row.cells[at], orders[at])
                problems = (CellProblem(name_of(at, row.number), wrong),) if wrong else ()
                values = {"person": who, _COMPETENCE: heads[at], "date": day}
                yield RegisterRow(row.number, values, problems)

    others = [i for i, head in enumerate(heads) if head and i != person and i not in days]
    return RegisterRead(
        kind,
        name,
        (
            (heads[person], "person"),
            (listed([heads[at] for at in days]), _COMPETENCE),
            (say("the days below"), "date"),
        ),
        tuple((heads[i], sum(bool(_text(row, i)) for row in below)) for i in others),
        tuple(rows()),
        exact=False,
        places=((person, "person"),),
        meant=(),
    )
