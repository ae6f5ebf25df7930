"""A table that people keep in Excel -> rows of a kind of record, as far as its headings say so.

Which kind it is follows from the name of its file or sheet and from its headings. What each heading
was taken for, what was not understood, and what is wrong with a cell is said; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable, replace
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.office.workbook import CellRead, RowRead, SheetRead, name_of
from isodocs.parsing import as_written
from isodocs.parsing.field_labels import field_called, folded
from isodocs.parsing.fields import parse_day
from isodocs.records import record_names, record_values
from isodocs.records.choice_labels import choice_called
from isodocs.records.column_labels import fields_called
from isodocs.records.record_kinds import kinds
from isodocs.words import noun, say

if TYPE_CHECKING:
    from isodocs.model.config import DayOrder
    from isodocs.model.record import Record, RecordField, RecordKind

PLACE, NEXT = "place", "next-due"
"""The columns that `isodocs records` adds to a table."""
_TOP = 15
"""Among so many rows the headings are looked for."""
_LEAST, _SHARE, _MANY = 3, 0.5, 6
"""So many headings, and such a part of them, are understood where only they say what it is.

Where many are, it may have many others as well.
"""
_ALIKE = 2
"""So many figures with zeros before them show that a column has them."""
_YES = frozenset("yes y ja j oui o si x ✓ ✔ true wahr vrai verdadero 1".split())
_NO = frozenset("no n nein non false falsch faux falso nee - 0".split())
_SHORTENED = expression(r"[0-9][.,][0-9]+E[+-]?[0-9]+", re.IGNORECASE)
_NUMBER = expression(r"-?[0-9]+(?:[.,][0-9]+)?")
_GRADE = expression(
    r"[1-6](?:[.,][0-9]+)?[+-]?|sehr gut|gut|befriedigend|ausreichend|mangelhaft|ungenügend"
)
_CALLED_NOTE = ("note", "noten", "schulnote")
"""What a grade is called in German, and a remark in other languages."""


class CellProblem(NamedTuple):
    """What is wrong with a cell, by its name in Excel."""

    cell: str
    message: str


class ShortFigure(NamedTuple):
    """A figure without the zeros that others of its column have, such as `like`."""

    cell: str
    text: str
    like: str


class RegisterRow(NamedTuple):
    """One row of a table: the values of the fields that have a column, and what is wrong.

    `place` is the line of the table that it was exported from, and `commit` the commit, where it
    says so.
    """

    number: int
    values: Mapping[str, str]
    problems: tuple[CellProblem, ...]
    place: str = ""
    commit: str = ""


@immutable(frozen=True, slots=True)
class RegisterRead:
    """A sheet as a table of records.

    `columns` are the headings and the fields that they were taken for, `unknown` other headings
    with the number of cells that say something. `exact` says that it is a table of isodocs: its
    headings are the names of fields. `places` are the numbers of the columns, from 0. `beside` are
    records about these that the same rows hold: the last calibration in a list of equipment.
    `meant` are the choices that words stand for: the field, the word, the choice.
    """

    kind: RecordKind
    sheet: str
    columns: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, int], ...]
    rows: tuple[RegisterRow, ...]
    exact: bool
    places: tuple[tuple[int, str], ...]
    meant: tuple[tuple[str, str, str], ...]
    beside: tuple[RegisterRead, ...] = ()

    @property
    def commit(self) -> str:
        """The commit that it was exported from, where its places say so."""
        return next((row.commit for row in self.rows if row.commit), "")

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that such a record needs and that have no column."""
        known = {field for _, field in self.columns}
        needed = (field.name for field in self.kind.fields.values() if field.required)
        return tuple(name for name in needed if name not in known)


@immutable(frozen=True, slots=True)
class MasterList:
    """A list of documents: for each its fields, with the row of the sheet."""

    sheet: str
    rows: tuple[tuple[int, Mapping[str, str]], ...]


@immutable(frozen=True, slots=True)
class NotUnderstood:
    """A sheet that is not a table of any kind of record, with its headings."""

    sheet: str
    why: str
    headings: tuple[str, ...]


def recognise(sheet: SheetRead, file: str) -> RegisterRead | MasterList | NotUnderstood | None:
    """What a sheet of the file called `file` holds; None where it is empty."""
    if not sheet.rows:
        return None
    best: tuple[float, int, RecordKind, Mapping[int, str]] | None = None
    named = [k for name in (sheet.name, file) if (k := record_names.meant(name))]
    for at, row in enumerate(sheet.rows[:_TOP]):
        heads = [cell.text for cell in row.cells]
        grades = _grades(heads, sheet.rows[at + 1 :])
        for kind in kinds().values():
            columns = _columns(kind, heads, grades)
            score = _score(kind, heads, columns, named)
            if score and (best is None or score > best[0]):
                best = (score, at, kind, columns)
    listed = _master_list(sheet)
    if listed and (best is None or best[2] not in named):
        return listed
    heads = [cell.text for cell in _widest(sheet).cells if cell.text]
    if best is None:
        why = say("its headings are not those of any kind of record")
        if own := record_names.meant(sheet.name) if sheet.name else None:
            why = say(
                "it may be {title}, but its headings are not understood", title=noun(own.title)
            )
        return NotUnderstood(sheet.name, why, tuple(heads))
    _, top, kind, fields = best
    if not kind.table:
        why = say(
            "each {title} is a file of its own (`isodocs new {name}`)",
            title=noun(kind.title),
            name=kind.name,
        )
        return NotUnderstood(sheet.name, why, tuple(heads))
    return _with_beside(sheet, top, _read(sheet, top, kind, fields))


def _with_beside(sheet: SheetRead, top: int, read: RegisterRead) -> RegisterRead:
    """Take columns that were not understood for those of records that refer to these."""
    key = next((at for at, name in read.places if name == read.kind.key), None)
    if read.exact or key is None:
        return read
    left = {heading for heading, _ in read.unknown}
    heads = [cell.text if cell.text.strip() in left else "" for cell in sheet.rows[top].cells]
    found: list[RegisterRead] = []
    for kind in kinds().values():
        needed = [field for field in kind.fields.values() if field.required]
        refers = next((f.name for f in needed if f.refers == read.kind.name), "")
        columns = _columns(kind, heads) if refers and kind.table else {}
        if not {field.name for field in needed if field.name != refers} & {*columns.values()}:
            continue
        one = _read(sheet, top, kind, {key: refers, **columns})
        said = tuple(row for row in one.rows if any(row.values[name] for name in columns.values()))
        found.append(replace(one, rows=said, unknown=()))
        left -= {heads[at].strip() for at in columns}
        heads = [head if head.strip() in left else "" for head in heads]
    unknown = tuple((heading, cells) for heading, cells in read.unknown if heading in left)
    return replace(read, unknown=unknown, beside=tuple(found))


def _widest(sheet: SheetRead) -> RowRead:
    return max(sheet.rows[:_TOP], key=lambda row: sum(bool(cell.text) for cell in row.cells))


def _grades(heads: Sequence[str], rows: Sequence[RowRead]) -> set[int]:
    """The columns called `Note` that hold grades, as in German, and no remarks."""

    def below(at: int) -> list[str]:
        cells = (row.cells[at].text.strip().casefold() for row in rows if at < len(row.cells))
        return [text for text in cells if text]

    called = (at for at, head in enumerate(heads) if folded(head) in _CALLED_NOTE)
    return {at for at in called if (said := below(at)) and all(map(_GRADE.fullmatch, said))}


def _columns(
    kind: RecordKind, heads: Sequence[str], grades: Collection[int] = ()
) -> dict[int, str]:
    """The field of each column; a heading with one meaning goes before one with several.

    A grade is a result, where that is not one of some words.
    """
    free_result = "result" in kind.fields and not kind.fields["result"].choices
    of_grade = ("result",) if free_result else ()
    meant = {
        at: (head,)
        if head in kind.fields
        else of_grade
        if at in grades
        else fields_called(kind, head)
        for at, head in enumerate(heads)
        if head.strip() and head.strip() not in (PLACE, NEXT)
    }
    found: dict[int, str] = {}
    for at in sorted(meant, key=lambda at: (len(meant[at]) != 1, at)):
        free = [name for name in meant[at] if name not in found.values()]
        if free:
            found[at] = free[0]
    return found


def _score(
    kind: RecordKind,
    heads: Sequence[str],
    columns: Mapping[int, str],
    named: Sequence[RecordKind],
) -> float:
    """How sure it is that these are the headings of a kind; 0 where they are not."""
    known = set(columns.values())
    needed = {field.name for field in kind.fields.values() if field.required}
    share = len(known) / max(sum(bool(head.strip()) for head in heads), 1)
    if kind in named and len(known) > 1:
        return 10 + len(known) + share - named.index(kind) / 10
    enough = share >= _SHARE if len(known) < _MANY else True
    sure = needed - {kind.key} <= known and len(known) >= _LEAST and enough
    return len(known & needed) + share if sure else 0


def _read(sheet: SheetRead, at: int, kind: RecordKind, columns: Mapping[int, str]) -> RegisterRead:
    heads = [cell.text.strip() for cell in sheet.rows[at].cells]
    added = {i: head for i, head in enumerate(heads) if head in (PLACE, NEXT)}
    exact = all(heads[i] == name for i, name in columns.items()) and bool(columns)
    order = {name: order_of(sheet.rows[at + 1 :], i) for i, name in columns.items()}
    place = next((i for i, head in added.items() if head == PLACE), -1)
    rows: list[RegisterRow] = []
    meant: dict[tuple[str, str, str], None] = {}
    unknown = dict.fromkeys(
        (i for i, h in enumerate(heads) if h and i not in {*columns, *added}), 0
    )
    for row in sheet.rows[at + 1 :]:
        if not any(i in columns and cell.text.strip() for i, cell in enumerate(row.cells)):
            continue
        for i in unknown:
            unknown[i] += bool(i < len(row.cells) and row.cells[i].text.strip())
        values: dict[str, str] = {}
        problems: list[CellProblem] = []
        for i, name in columns.items():
            cell = row.cells[i] if i < len(row.cells) else CellRead("")
            text, wrong = value_of(kind.fields[name], cell, order[name])
            values[name] = text
            written = cell.text.strip()
            if text in kind.fields[name].choices and text != written.casefold():
                meant[name, written, text] = None
            if wrong:
                problems.append(CellProblem(name_of(i, row.number), wrong))
        where = row.cells[place].text if 0 <= place < len(row.cells) else ""
        line, _, commit = where.partition("@")
        rows.append(RegisterRow(row.number, values, tuple(problems), line, commit))
    return RegisterRead(
        kind,
        sheet.name,
        tuple((heads[i], name) for i, name in sorted(columns.items())),
        tuple((heads[i], count) for i, count in unknown.items()),
        tuple(rows),
        exact,
        tuple(sorted(columns.items())),
        tuple(meant),
    )


def order_of(rows: Iterable[RowRead], column: int) -> DayOrder | None:
    """Which number of a day is the month in a column, as far as one of its days shows it."""
    shown = {
        order
        for row in rows
        if column < len(row.cells) and (order := as_written.order_shown(row.cells[column].text))
    }
    return shown.pop() if len(shown) == 1 else None


def value_of(field: RecordField, cell: CellRead, order: DayOrder | None) -> tuple[str, str]:
    """What a cell says in a field, in the form that the field takes, and what is wrong with it."""
    text = cell.text.strip()
    if not text:
        return "", ""
    if cell.is_formula:
        return "", say("the formula has no result; save the file with Excel first")
    if text.startswith("#") and text.rstrip("!?").isupper() and " " not in text:
        return text, say("a formula gave {text}", text=text)
    if field.form == "date":
        return _day(field, text, order)
    if cell.is_day:
        return text, say(
            "'{name}' is a day, as Excel understood it; format the cell as text", name=field.name
        )
    if _SHORTENED.fullmatch(text):
        return text, say(
            "Excel has shortened this number to {text}; format the cell as text", text=text
        )
    if field.form == "flag":
        plain = folded(text)
        said = "yes" if plain in _YES else "no" if plain in _NO else text
    elif field.form == "number" and _NUMBER.fullmatch(text):
        said = text.replace(",", ".")
    elif field.form == "period":
        period = as_written.read_period(text)
        said = str(period) if period else text
    elif field.form == "list":
        said = "; ".join(filter(None, (part.strip() for part in re.split(r"[;\n]", text))))
    else:
        lines = (" ".join(line.split()) for line in text.split("\n"))
        written = "\n".join(lines)
        said = choice_called(field, written) or written
    items = record_values.cut(said) if field.form == "list" else (said,)
    checks = (
        record_values.checked(field, item, (1, 1))
        if field.form == "list"
        else record_values.typed(field, item, (1, 1))[1]
        for item in items
    )
    problem = next((one for one in checks if one), None)
    return said, f"{problem.message.rstrip('.')}. {problem.hint}" if problem else ""


def without_zeros(
    read: RegisterRead, added: Collection[int], records: Collection[Record]
) -> Iterator[ShortFigure]:
    """The figures of the rows `added` that lack the zeros that others have.

    Excel takes `008` for the number 8. Where the others of a column, with those of the records
    there are, have zeros before them up to one length, a shorter one has probably lost its own.
    """
    for at, name in read.places:
        if read.kind.fields[name].form in ("number", "date", "period", "flag", "list"):
            continue
        texts = [row.values[name] for row in read.rows]
        known = {text for text in (*texts, *(record.text(name) for record in records)) if text}
        padded = sorted(t for t in known if t.isdecimal() and t[0] == "0" and t.strip("0"))
        lengths = {len(text) for text in padded}
        if len(padded) < _ALIKE or len(lengths) > 1:
            continue
        for row, text in zip(read.rows, texts, strict=True):
            if row.number in added and text.isdecimal() and len(text) < len(padded[0]):
                yield ShortFigure(name_of(at, row.number), text, padded[0])


def _day(field: RecordField, text: str, order: DayOrder | None) -> tuple[str, str]:
    day = parse_day(text) or as_written.read_day(text, order)
    if day is not None:
        return day.isoformat(), ""
    if as_written.is_open(text):
        return text, say(
            "'{name}' is {text!r}: which number is the month?", name=field.name, text=text
        )
    return text, say("'{name}' is {text!r}, which is not a day", name=field.name, text=text)


def _master_list(sheet: SheetRead) -> MasterList | None:
    """The documents that a sheet lists, where its headings are those of such a list."""
    for at, row in enumerate(sheet.rows[:_TOP]):
        columns = {i: f for i, cell in enumerate(row.cells) if (f := field_called(cell.text))}
        known = set(columns.values())
        if "id" in known and "title" in known and known & {"revision", "effective"}:
            rows = []
            for below in sheet.rows[at + 1 :]:
                said = {
                    columns[i]: cell.text.strip()
                    for i, cell in enumerate(below.cells)
                    if i in columns and cell.text.strip()
                }
                if said.get("id"):
                    rows.append((below.number, said))
            return MasterList(sheet.name, tuple(rows))
    return None
