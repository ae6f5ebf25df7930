"""The files below `records/` -> records, every value with its line.

A table is a YAML list of mappings or a CSV file with a header (comma or semicolon, RFC 4180); its
kind is the file's name, or its folder's: `records/training.csv`, `records/training/2026.yaml`. A
record with a story is a Markdown file; its front matter says `record: <kind>`, or its folder does.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from isodocs.model.node import Mapping as MappingNode
from isodocs.model.node import Node, Scalar, Sequence
from isodocs.model.outline import Outline
from isodocs.model.period import Period
from isodocs.model.problem import Problem
from isodocs.model.record import FOLDER, Record, RecordField, RecordKind
from isodocs.parsing import front_matter, markdown, strict_yaml
from isodocs.parsing.fields import parse_day
from isodocs.parsing.record_kinds import kinds
from isodocs.parsing.words import did_you_mean

LIMIT = 8 * 1024 * 1024
"""The largest table read, in bytes."""
SUFFIXES = (".md", ".csv", ".yaml", ".yml")
"""Files that may hold records; others below the folder are evidence."""
_KIND = "record"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_ITEMS = re.compile(r"\s*[;|]\s*|\s*,\s+")
"""Between the items of a list in one cell of a table."""

_day = lru_cache(maxsize=50_000)(parse_day)


def parse(path: str, blob: str, data: bytes, *, outlined: bool = True) -> tuple[Record, ...]:
    """Read one file below `records/`; never raises, what is wrong is a problem of a record.

    A file that is of no known kind and none of ours (a PDF, a picture, a note) gives no record.
    Without `outlined` the text below the front matter is not read.
    """
    suffix = posixpath.splitext(path)[1]
    if suffix == ".md":
        return _story(path, blob, data, outlined)
    if suffix in (".csv", ".yaml", ".yml"):
        return tuple(_table(path, blob, data, suffix))
    return ()


def _of_path(path: str) -> RecordKind | None:
    """The kind that the names of file and folder say, singular or plural."""
    parts = path.removeprefix(FOLDER).split("/")
    for name in (parts[-1].split(".", 1)[0], *reversed(parts[:-1])):
        for candidate in (name, name.removesuffix("s"), re.sub(r"ies$", "y", name)):
            if candidate in kinds():
                return kinds()[candidate]
    return None


# -- stories --------------------------------------------------------------------------------


def _story(path: str, blob: str, data: bytes, outlined: bool) -> tuple[Record, ...]:
    if not front_matter.has_front_matter(data):
        return ()
    matter = front_matter.read(data)
    named = matter.mapping.get(_KIND) if matter.mapping else None
    name = named.text.strip() if isinstance(named, Scalar) else ""
    kind = kinds().get(name) if name else _of_path(path)
    problems = list(matter.problems)
    if name and kind is None:
        known = [k.name for k in kinds().values() if not k.table]
        problems.append(
            Problem(
                "record",
                f"there is no kind of record {name!r}.{did_you_mean(name, known)}",
                f"Kinds are: {', '.join(known)}.",
                named.line if named else 1,
                named.column if named else 1,
            )
        )
    if kind is None or kind.table:
        if not problems:
            return ()
        return (Record("", "", path, 1, {}, problems=tuple(problems), blob=blob),)
    nodes = {e.key.text: e.value for e in matter.mapping or () if e.key.text != _KIND}
    places = {e.key.text: (e.key.line, e.key.column) for e in matter.mapping or ()}
    outline = None
    if outlined:
        body = matter.body.decode("utf-8", "replace")
        outline = markdown.outline(body, first_line=matter.body_line)
    return (_record(kind, path, 1, nodes, places, problems, blob=blob, outline=outline),)


# -- tables ---------------------------------------------------------------------------------


def _table(path: str, blob: str, data: bytes, suffix: str) -> Iterator[Record]:
    kind = _of_path(path)
    if kind is None or not kind.table:
        return
    rows = _csv_rows(data) if suffix == ".csv" else _yaml_rows(data)
    for row in rows:
        if isinstance(row, Problem):
            yield Record(kind.name, "", path, row.line, {}, problems=(row,), blob=blob)
        else:
            line, nodes, places = row
            yield _record(kind, path, line, nodes, places, [], blob=blob)


_Row = tuple[int, dict[str, Node], dict[str, tuple[int, int]]]


def _yaml_rows(data: bytes) -> Iterator[_Row | Problem]:
    try:
        root = strict_yaml.read(data, limit=LIMIT)
    except strict_yaml.StrictYamlError as error:
        yield Problem("record", error.message, error.hint, error.line, error.column)
        return
    if isinstance(root, Scalar) and not root.text.strip():
        return
    if not isinstance(root, Sequence):
        yield Problem("record", "a table is a list of records", "Begin each one with '- '.", 1, 1)
        return
    for item in root.items:
        if isinstance(item, MappingNode):
            nodes = {entry.key.text: entry.value for entry in item}
            places = {entry.key.text: (entry.key.line, entry.key.column) for entry in item}
            yield item.line, nodes, places
        else:
            yield Problem(
                "record", "a row must hold 'key: value'", "Write '- key: value'.", item.line
            )


def _csv_rows(data: bytes) -> Iterator[_Row | Problem]:
    if len(data) > LIMIT:
        yield Problem("record", f"the table is larger than {LIMIT:,} bytes", "Split it.", 1)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Problem("record", "not UTF-8 text", "Save the file as UTF-8.", line)
        return
    if match := strict_yaml.FORBIDDEN.search(text):
        line = text.count("\n", 0, match.start()) + 1
        what = f"an invisible or control character (U+{ord(match[0]):04X})"
        yield Problem("record", f"{what} is not allowed here", "Delete it.", line)
        return
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _csv_row(header, cells, line)
    except csv.Error as error:
        hint = 'Close every quote; write a quote inside quotes twice ("").'
        yield Problem("record", f"not readable as CSV: {error}", hint, reader.line_num)


def _csv_row(header: list[str], cells: list[str], line: int) -> _Row | Problem:
    if len(cells) > len(header):
        message = f"the row has {len(cells)} cells, the header {len(header)}"
        return Problem("record", message, "Put a value that holds the separator in quotes.", line)
    nodes: dict[str, Node] = {}
    places = {}
    for column, (name, cell) in enumerate(zip(header, cells, strict=False), start=1):
        if cell.strip():
            nodes[name] = Scalar(cell.strip(), line, column, line)
            places[name] = (line, column)
    return line, nodes, places


# -- values ---------------------------------------------------------------------------------


def _record(
    kind: RecordKind,
    path: str,
    line: int,
    nodes: Mapping[str, Node],
    places: Mapping[str, tuple[int, int]],
    problems: list[Problem],
    *,
    blob: str,
    outline: Outline | None = None,
) -> Record:
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    days: dict[str, date] = {}
    for name, node in nodes.items():
        field = kind.fields.get(name)
        if field is None:
            problems.append(_unknown(kind, name, places[name]))
        elif field.form == "list":
            lists[name] = tuple(_list(field, node, problems))
            values[name] = ", ".join(lists[name])
        elif not isinstance(node, Scalar):
            hint = f"Write one value after '{name}:'."
            problems.append(_wrong(field, f"'{name}' must be a text", hint, node))
        elif text := node.text.strip():
            values[name] = text
            if (day := _value(field, text, node, problems)) is not None:
                days[name] = day
    for field in kind.fields.values():
        if field.required and not values.get(field.name):
            problems.append(
                Problem(
                    "record-field-missing",
                    f"{kind.title.lower()} without '{field.name}'",
                    f"Add '{field.name}': {field.about}" if field.about else "Add it.",
                    places.get(field.name, (line, 0))[0],
                )
            )
    id = values.get(kind.key, "") if kind.key else ""
    return Record(
        kind.name, id, path, line, values, lists, days, places, tuple(problems), outline, blob
    )


def _unknown(kind: RecordKind, name: str, place: tuple[int, int]) -> Problem:
    return Problem(
        "record-field-unknown",
        f"unknown field {name!r} in {kind.title.lower()}.{did_you_mean(name, kind.fields)}",
        f"Known fields are {', '.join(kind.fields)}.",
        *place,
    )


def _wrong(field: RecordField, message: str, hint: str, node: Node) -> Problem:
    return Problem("record-field-wrong-form", message, hint, node.line, node.column)


def _list(field: RecordField, node: Node, problems: list[Problem]) -> Iterator[str]:
    if isinstance(node, Scalar):
        items: tuple[Node, ...] = tuple(
            Scalar(part, node.line, node.column, node.end_line)
            for part in _ITEMS.split(node.text)
            if part.strip()
        )
    else:
        items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        if not isinstance(item, Scalar):
            hint = "Write a plain list."
            problems.append(_wrong(field, f"an item of '{field.name}' must be a text", hint, item))
        elif text := item.text.strip():
            _check(field, text, item, problems)
            yield text


def _value(field: RecordField, text: str, node: Scalar, problems: list[Problem]) -> date | None:
    """Check a value against its field; the day that it is, if it is one."""
    if field.form == "date":
        day = _day(text)
        if day is None:
            message = f"'{field.name}' is {text!r}, which is not a calendar date"
            hint = "Write year-month-day, for example 2026-12-01."
            problems.append(_wrong(field, message, hint, node))
        return day
    if field.form == "period" and Period.parse(text) is None:
        message = f"'{field.name}' is {text!r}, which is not a span of time"
        problems.append(_wrong(field, message, "Write for example '12 months'.", node))
    elif field.form == "number" and not _NUMBER.fullmatch(text):
        message = f"'{field.name}' is {text!r}, which is not a number"
        problems.append(_wrong(field, message, "Write digits, for example 12 or 0.5.", node))
    elif field.form == "flag" and text.lower() not in ("yes", "no", "true", "false"):
        problems.append(_wrong(field, f"'{field.name}' is {text!r}", "Write yes or no.", node))
    else:
        _check(field, text, node, problems)
    return None


def _check(field: RecordField, text: str, node: Scalar, problems: list[Problem]) -> None:
    if field.choices and text not in field.choices:
        near = did_you_mean(text, field.choices)
        hint = f"Write one of {', '.join(field.choices)}."
        problems.append(_wrong(field, f"'{field.name}' is {text!r}.{near}", hint, node))
    elif field.pattern and not re.fullmatch(field.pattern, text):
        hint = field.about or f"It must fit {field.pattern}."
        problems.append(
            _wrong(field, f"'{field.name}' is {text!r}, which has the wrong form", hint, node)
        )
