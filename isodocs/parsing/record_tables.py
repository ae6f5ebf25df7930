"""Tables of records: a YAML list of mappings, or a CSV file with a header.

CSV is read as spreadsheets write it: comma or semicolon, RFC 4180 quotes, with or without a byte
order mark. Tables have many rows and few different cells, so each different cell is typed once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from isodocs.model.node import Mapping as MappingNode
from isodocs.model.node import Scalar, Sequence
from isodocs.model.problem import Problem
from isodocs.model.record import Record, RecordField, RecordKind
from isodocs.parsing import record_values, strict_yaml
from isodocs.parsing.record_values import NO_DAYS, NOTHING

LIMIT = 8 * 1024 * 1024
"""The largest table read, in bytes."""
UNREADABLE = "record"


def unreadable(path: str, blob: str, *problems: Problem) -> Record:
    """What stands for a file or row that cannot be read: of no kind, so that nobody counts it."""
    return Record("", "", path, problems[0].line or 1, {}, problems=problems, blob=blob)


# -- YAML -----------------------------------------------------------------------------------


def read_yaml(kind: RecordKind, path: str, blob: str, data: bytes) -> Iterator[Record]:
    """The rows of a table in YAML."""
    try:
        root = strict_yaml.read(data, limit=LIMIT)
    except strict_yaml.StrictYamlError as error:
        problem = Problem(UNREADABLE, error.message, error.hint, error.line, error.column)
        yield unreadable(path, blob, problem)
        return
    if isinstance(root, Scalar) and not root.text.strip():
        return
    if not isinstance(root, Sequence):
        hint = "Begin each one with '- '."
        problem = Problem(UNREADABLE, "a table is a list of records", hint, 1, 1)
        yield unreadable(path, blob, problem)
        return
    for item in root.items:
        if isinstance(item, MappingNode):
            nodes = {entry.key.text: entry.value for entry in item}
            places = {entry.key.text: (entry.key.line, entry.key.column) for entry in item}
            yield record_values.of_nodes(kind, path, item.line, nodes, places, [], blob=blob)
        else:
            message = "a row must hold 'key: value'"
            problem = Problem(UNREADABLE, message, "Write '- key: value'.", item.line)
            yield unreadable(path, blob, problem)


# -- CSV ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A valid cell: its text, and the day or the items that it is."""

    text: str
    day: date | None = None
    items: tuple[str, ...] | None = None


@dataclass(slots=True)
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
            items = record_values.cut(text)
            found = (record_values.checked(self.spec, item, place) for item in items)
            problems += [problem for problem in found if problem]
            cell = _Cell(", ".join(items), None, items)
        else:
            day, problem = record_values.typed(self.spec, text, place)
            problems += [problem] if problem else []
            cell = _Cell(text, day)
        if len(problems) == before:
            self.known[raw] = cell
        return cell


class _Places(Mapping[str, tuple[int, int]]):
    """Where the cells of one row stand, worked out when somebody asks."""

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
    """The rows of a table in CSV; what is wrong with its header is told with the first row."""
    text, fault = _text(data)
    if fault:
        yield unreadable(path, blob, fault)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        columns, at_top = _header(kind, header)
        numbers = {c.spec.name: c.number for c in columns if c}
        needed = [name for name in record_values.required(kind) if name in numbers]
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                message = f"the row has {len(cells)} cells, the header {len(header)}"
                hint = "Put a value that holds the separator in quotes."
                yield unreadable(path, blob, Problem(UNREADABLE, message, hint, line))
            else:
                places = _Places(numbers, line)
                values, lists, days, problems = _row(columns, cells, line)
                problems += [
                    record_values.missing(kind, name, line) for name in needed if name not in values
                ]
                yield Record(
                    kind.name,
                    values.get(kind.key, ""),
                    path,
                    line,
                    values,
                    lists or NOTHING,
                    days or NO_DAYS,
                    places,
                    (*at_top, *problems),
                    blob=blob,
                )
                at_top = []
    except csv.Error as error:
        hint = 'Close every quote; write a quote inside quotes twice ("").'
        problem = Problem(UNREADABLE, f"not readable as CSV: {error}", hint, reader.line_num)
        yield unreadable(path, blob, problem)


def delimiter(text: str) -> str:
    """What stands between the cells of a table, by its header."""
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _text(data: bytes) -> tuple[str, Problem | None]:
    if len(data) > LIMIT:
        message = f"the table is larger than {LIMIT:,} bytes"
        return "", Problem(UNREADABLE, message, "Split it.", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", Problem(UNREADABLE, "not UTF-8 text", "Save the file as UTF-8.", line)
    if match := strict_yaml.FORBIDDEN.search(text):
        line = text.count("\n", 0, match.start()) + 1
        what = f"an invisible or control character (U+{ord(match[0]):04X})"
        return "", Problem(UNREADABLE, f"{what} is not allowed here", "Delete it.", line)
    return text, None


def _header(kind: RecordKind, header: list[str]) -> tuple[list[_Column | None], list[Problem]]:
    """The columns, None for those of no field, and what is wrong with the header."""
    columns: list[_Column | None] = []
    problems: list[Problem] = []
    for number, name in enumerate(header, start=1):
        known = kind.fields.get(name)
        twice = known is not None and name in header[: number - 1]
        if twice:
            message = f"the column '{name}' is there twice"
            problems.append(Problem(UNREADABLE, message, "Keep one.", 1, number))
        elif known is None and name:
            problems.append(record_values.unknown(kind, name, (1, number)))
        columns.append(_Column(number, known) if known and not twice else None)
    for name in record_values.required(kind):
        if name not in header:
            problems.append(record_values.missing(kind, name, 1))
    return columns, problems


def _row(
    columns: list[_Column | None], cells: list[str], line: int
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
