"""Tables of records: a YAML list of mappings, or a CSV file with a header.

What a CSV file is made of is `record_csv`'s work. Tables have many rows and few different cells, so
each different cell is typed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Cells
from datetime import date
from itertools import islice

from isodocs.dataclass import field, mutable, replace
from isodocs.errors import StrictYamlError
from isodocs.expressions import expression
from isodocs.model.characters import FORBIDDEN
from isodocs.model.node import Mapping as MappingNode
from isodocs.model.node import Scalar, Sequence
from isodocs.model.problem import Problem
from isodocs.model.record import Record, RecordField, RecordKind
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import strict_yaml
from isodocs.records import record_csv, record_values
from isodocs.records.record_csv import LIMIT, UNREADABLE
from isodocs.records.record_values import NO_DAYS, NOTHING
from isodocs.words import say

_MOST_VALUES = 500_000
"""How many values of a table in YAML are read: each costs the parser half a kilobyte."""
_FAR = 16 * 1024
"""So much of a table of no kind is looked at, in bytes."""
_ITEM = expression(rb"^(?=-[ \t])", re.MULTILINE)


def unreadable(path: str, blob: str, *problems: Problem) -> Record:
    """What stands for a file or row that cannot be read: of no kind, so that no one counts it."""
    return Record("", "", path, problems[0].line or 1, {}, problems=problems, blob=blob)


def columns(data: bytes) -> tuple[str, ...]:
    """The names of the columns of any table in CSV; none where it cannot be read."""
    sheet = record_csv.read(top(data))
    return () if isinstance(sheet, Problem) else sheet.header


def keys(data: bytes) -> tuple[str, ...]:
    """The keys of the first row of any list in YAML; none where it is not a list of rows."""
    try:
        root = strict_yaml.read(b"".join(_ITEM.split(top(data))[:2]))
    except StrictYamlError:
        return ()
    first = root.items[0] if isinstance(root, Sequence) and root.items else None
    return tuple(entry.key.text for entry in first) if isinstance(first, MappingNode) else ()


def items(data: bytes) -> list[bytes]:
    """The text of each row of a list in YAML; all of it as one where it is written otherwise."""
    rows = [piece for piece in _ITEM.split(data) if _ITEM.match(piece)]
    return rows if rows or not data.strip() else [data]


def top(data: bytes) -> bytes:
    """The first lines of a file that may be large."""
    if len(data) <= _FAR:
        return data
    return data[: data.rfind(b"\n", 0, _FAR) + 1] or data[:_FAR]


# -- YAML -----------------------------------------------------------------------------------


def read_yaml(kind: RecordKind, path: str, blob: str, data: bytes) -> Iterator[Record]:
    """The rows of a table in YAML."""
    data, line = _first_rows(data)
    if data.count(b":") + data.count(b",") + data.count(b"- ") > _MOST_VALUES:
        message = say(
            "the table has more than {most_values:,} values and is not read",
            most_values=_MOST_VALUES,
        )
        hint = say("Divide it into several, such as one a year, or save it as CSV.")
        yield unreadable(path, blob, Problem(UNREADABLE, message, hint, 1, 1))
        return
    if line:
        yield unreadable(path, blob, record_csv.too_many_rows(line))
    text, hidden = _without_hidden(data)
    yield from (unreadable(path, blob, problem) for problem in hidden)
    try:
        root = strict_yaml.read(text, limit=LIMIT)
    except StrictYamlError as error:
        problem = Problem(UNREADABLE, error.message, error.hint, error.line, error.column)
        yield unreadable(path, blob, problem)
        return
    if isinstance(root, Scalar) and not root.text.strip():
        return
    if not isinstance(root, Sequence):
        hint = say("Begin each one with '- '.")
        problem = Problem(UNREADABLE, say("a table is a list of records"), hint, 1, 1)
        yield unreadable(path, blob, problem)
        return
    for item in root.items:
        if isinstance(item, MappingNode):
            nodes = {entry.key.text: entry.value for entry in item}
            places = {entry.key.text: (entry.key.line, entry.key.column) for entry in item}
            yield record_values.of_nodes(kind, path, item.line, nodes, places, [], blob=blob)
        else:
            message = say("a row must hold 'key: value'")
            problem = Problem(UNREADABLE, message, say("Write '- key: value'."), item.line)
            yield unreadable(path, blob, problem)


def _first_rows(data: bytes) -> tuple[bytes, int]:
    """As many rows as are read, and the line of the first that is not; 0 where all are."""
    rows = islice(_ITEM.finditer(data), record_csv.MOST_ROWS, None)
    if (next_row := next(rows, None)) is None:
        return data, 0
    return data[: next_row.start()], data.count(b"\n", 0, next_row.start()) + 1


def _without_hidden(data: bytes) -> tuple[bytes, list[Problem]]:
    """The table without the rows that hold a character no one sees, and what is wrong with those.

    Empty lines take their place. What is hidden above the first row is left to the person who reads
    it.
    """
    try:
        if len(data) > LIMIT or not FORBIDDEN.search(data.decode("utf-8-sig")):
            return data, []
    except UnicodeDecodeError:
        return data, []
    kept, problems, line = [], [], 1
    for number, piece in enumerate(_ITEM.split(data)):
        problem = record_csv.hidden(piece.decode("utf-8"), line) if number else None
        lines = piece.count(b"\n")
        kept.append(b"\n" * lines if problem else piece)
        problems += [problem] if problem else []
        line += lines
    return b"".join(kept), problems


# -- CSV ------------------------------------------------------------------------------------
class _Cell(NamedTuple):
    """A valid cell: its text, and the day or the items that it is."""

    text: str
    day: date | None = None
    items: tuple[str, ...] | None = None


@mutable(slots=True)
class _Column:
    """A column of a known field, with every different valid cell met in it."""

    number: int
    spec: RecordField
    known: dict[str, _Cell] = field(default_factory=dict)

    def read(self, raw: str, line: int, problems: list[Problem]) -> _Cell | None:
        """The cell; None when it is empty. What is wrong with it joins `problems`."""
        text = raw.strip()
        if not text:
            return None
        place, before = (line, self.number), len(problems)
        if self.spec.form == "list":
            items = tuple(record_values.as_chosen(self.spec, i) for i in record_values.cut(text))
            found = (record_values.checked(self.spec, item, place) for item in items)
            problems += [problem for problem in found if problem]
            cell = _Cell(", ".join(items), None, items)
        else:
            text = record_values.as_chosen(self.spec, text)
            day, problem = record_values.typed(self.spec, text, place)
            problems += [problem] if problem else []
            cell = _Cell(text, day)
        if len(problems) == before:
            self.known[raw] = cell
        return cell


class _Places(Mapping[str, tuple[int, int]]):
    """The places of the cells of one row, worked out when someone asks."""

    __slots__ = ("columns", "line")

    def __init__(self, columns: Mapping[str, int], line: int) -> None:
        self.columns = columns
        self.line = line

    def __getitem__(self, name: str) -> tuple[int, int]:
        return self.line, self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def read_csv(kind: RecordKind, path: str, blob: str, data: bytes) -> Iterator[Record]:
    """The rows of a table in CSV; what is wrong with its header is reported with the first row."""
    sheet = record_csv.read(data, kind.fields)
    if isinstance(sheet, Problem):
        yield unreadable(path, blob, sheet)
        return
    columns, at_top = _header(kind, sheet)
    numbers = {c.spec.name: c.number for c in columns if c}
    needed = [name for name in record_values.required(kind) if name in numbers]
    for row in sheet.rows():
        if row.problem:
            yield unreadable(path, blob, row.problem)
            continue
        places = _Places(numbers, row.line)
        values, lists, days, problems = _row(columns, row.cells, row.line)
        problems += [
            record_values.missing(kind, name, row.line) for name in needed if name not in values
        ]
        yield Record(
            kind.name,
            values.get(kind.key, ""),
            path,
            row.line,
            values,
            lists or NOTHING,
            days or NO_DAYS,
            places,
            (*at_top, *problems),
            blob=blob,
        )
        at_top = []
    # no one misses the rows of an empty table; but a text that is not a table looks like its header
    if at_top and sheet.header and (sheet.flaw or not numbers):
        yield unreadable(path, blob, *at_top)


def _header(
    kind: RecordKind, sheet: record_csv.Sheet
) -> tuple[list[_Column | None], list[Problem]]:
    """The columns, None for those of no field, and what is wrong with the header."""
    columns: list[_Column | None] = []
    header, line = sheet.header, sheet.line
    problems = [sheet.flaw] if sheet.flaw else []
    if sheet.above:
        message = say("line {above} is above the header and is not read", above=sheet.above)
        hint = say("Line {line} was taken for the header. Let the table begin with it.", line=line)
        problems.append(Problem(record_values.UNKNOWN, message, hint, sheet.above))
    seen: set[str] = set()
    for number, name in enumerate(header, start=1):
        known = kind.fields.get(name)
        plain = name.casefold()
        twice = name in seen if known else plain in kind.fields and plain in header
        seen.add(name)
        if twice:
            message = say("the column '{name}' is there twice", name=name)
            problems.append(Problem(UNREADABLE, message, say("Keep one."), line, number))
        elif known is None and name:
            problems.append(record_values.unknown(kind, name, (line, number)))
        columns.append(_Column(number, known) if known and not twice else None)
    for name in record_values.required(kind):
        if name not in header:
            problem = record_values.missing(kind, name, line)
            hint = say("{hint} Line {line} was taken for the header.", hint=problem.hint, line=line)
            problems.append(replace(problem, hint=hint))
    return columns, problems


def _row(
    columns: list[_Column | None], cells: Cells[str], line: int
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, date], list[Problem]]:
    """The values, lists and days of one row, and what is wrong with them."""
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    days: dict[str, date] = {}
    problems: list[Problem] = []
    for column, raw in zip(columns, cells, strict=False):
        if column is None or not raw:
            continue
        cell = column.known.get(raw) or column.read(raw, line, problems)
        if cell is None:
            continue
        name = column.spec.name
        values[name] = cell.text
        if cell.day is not None:
            days[name] = cell.day
        if cell.items is not None:
            lists[name] = cell.items
    return values, lists, days, problems
