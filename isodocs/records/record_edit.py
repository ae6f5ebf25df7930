"""Fields of one record set in place: only their lines, or their cells of a table, change.

What the edit leaves is read back before it is returned, so that no other field and no other record
can change with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError, errors_in
from isodocs.model.problem import Problem
from isodocs.parsing import front_matter, yaml_edit
from isodocs.parsing.endings import CSV, ending
from isodocs.records import record_csv, record_parsing, record_values
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordKind

_BOM = "\ufeff"


def edit(kind: RecordKind, record: Record, data: bytes, values: Mapping[str, str]) -> bytes:
    """The file `data` with fields of `record` set to these texts; an empty one takes a field out.

    Lists are written `a; b`. Raises IsodocsError where the file cannot be edited in place: a
    column that the table lacks, or a way of writing that says something else afterwards.
    """
    values = {name: record_values.as_chosen(kind.fields[name], t) for name, t in values.items()}
    with errors_in(record.path):
        if ending(record.path) == CSV:
            after = _csv(kind, record, data, values)
        elif kind.table:
            after = _yaml_row(kind, record, data, values)
        else:
            order = [record_parsing.KIND, *kind.fields]
            after = front_matter.edit(data, _typed(kind, values), order=order)
        _verify(kind, record, data, after, values)
    return after


def _typed(kind: RecordKind, values: Mapping[str, str]) -> dict[str, yaml_edit.Value]:
    found: dict[str, yaml_edit.Value] = {}
    for name, text in values.items():
        is_list = kind.fields[name].form == "list"
        found[name] = (record_values.cut(text) if is_list else text) if text else None
    return found


# -- YAML -----------------------------------------------------------------------------------


def _yaml_row(kind: RecordKind, record: Record, data: bytes, values: Mapping[str, str]) -> bytes:
    """A row is a block of `key: value` lines once its dash is a blank."""
    lines = re.findall(rb"[^\n]++\n?|\n", data)
    first = record.line - 1
    dash = re.match(rb"([ ]*)-([ ]+)(?=\S)", lines[first])
    if dash is None:
        raise _cannot(record)
    deeper = re.compile(rb"[ ]{%d}|[ \t]*(#.*)?\r?\n?\Z" % (len(dash[1]) + 1))
    last = first + 1
    while last < len(lines) and deeper.match(lines[last]):
        last += 1
    while last > first + 1 and lines[last - 1].strip()[:1] in (b"", b"#"):
        last -= 1  # what is between two rows belongs to neither
    block = dash[1] + b" " + lines[first][len(dash[1]) + 1 :] + b"".join(lines[first + 1 : last])
    newline = "\r\n" if lines[first].endswith(b"\r\n") else "\n"
    order, typed = list(kind.fields), _typed(kind, values)
    edited = yaml_edit.edit(block, typed, order=order, first_line=record.line, newline=newline)
    at = len(dash[1])
    if edited[: at + 1].strip() or not edited.strip():
        raise _cannot(record)
    return b"".join([*lines[:first], edited[:at], b"-", edited[at + 1 :], *lines[last:]])


# -- CSV ------------------------------------------------------------------------------------


def _csv(kind: RecordKind, record: Record, data: bytes, values: Mapping[str, str]) -> bytes:
    sheet = record_csv.read(data, kind.fields)
    if isinstance(sheet, Problem):
        raise _cannot(record)
    text = data.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    text = text[len(mark) :]
    delimiter, header = sheet.delimiter, sheet.header
    if absent := [name for name in values if name not in header]:
        raise IsodocsError(
            say("the table has no column {absent}", absent=", ".join(absent)),
            path=record.path,
            hint=say(
                "Add {part} to its header, then run the command again.",
                part=say("it") if len(absent) == 1 else say("them"),
            ),
            line=sheet.line,
        )
    start = 0
    newline = "\n" if "\n" in text else "\r"
    for _ in range(record.line - 1):
        start = text.index(newline, start) + 1
    cells = list(_cells(text, start, delimiter))
    end = cells[-1][1]
    if len(cells) < len(header):  # a row may be cut short behind its last value
        text = text[:end] + delimiter * (len(header) - len(cells)) + text[end:]
        cells += [(end + n, end + n) for n in range(1, len(header) - len(cells) + 1)]
    for name in sorted(values, key=header.index, reverse=True):  # the last first: places hold
        begin, end = cells[header.index(name)]
        text = text[:begin] + _cell(values[name], delimiter) + text[end:]
    return (mark + text).encode()


def _cell(value: str, delimiter: str) -> str:
    out = io.StringIO(newline="")
    # What the line end holds is put in quotes; alone, an empty value would be written as "".
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow([value, ""])
    return out.getvalue().removesuffix(f"{delimiter}\r\n")


def _cells(text: str, start: int, delimiter: str) -> Iterator[tuple[int, int]]:
    """Where each cell of the row that begins at `start` begins and ends, quotes included."""
    begin, at, quoted = start, start, False
    while at < len(text):
        char = text[at]
        if quoted:
            # Two quotes inside quotes are one; csv reads them so, and so do spreadsheets.
            if char == '"' and text[at + 1 : at + 2] == '"':
                at += 1
            elif char == '"':
                quoted = False
        elif char == '"' and at == begin:
            quoted = True
        elif char in (delimiter, "\n", "\r"):
            yield begin, at
            begin = at + 1
            if char != delimiter:
                return
        at += 1
    yield begin, at


# -- both -----------------------------------------------------------------------------------


def _verify(
    kind: RecordKind, record: Record, before: bytes, after: bytes, values: Mapping[str, str]
) -> None:
    """Refuse an edit after which anything but these fields reads differently."""
    old = [*record_parsing.parse(record.path, "", before, outlined=False)]
    new = [*record_parsing.parse(record.path, "", after, outlined=False)]
    if len(old) != len(new):
        raise _cannot(record)
    for one, other in zip(old, new, strict=True):
        changed = values if one.line == record.line else {}
        if _said(kind, one, changed) != _said(kind, other, {}):
            raise _cannot(record)


def _said(kind: RecordKind, record: Record, changed: Mapping[str, str]) -> dict[str, str]:
    """What a record says, with these fields changed."""
    values = dict(record.values)
    for name, text in changed.items():
        is_list = kind.fields[name].form == "list"
        said = ", ".join(record_values.cut(text)) if is_list else text.strip()
        values.pop(name, None)
        if said:
            values[name] = said
    return {name: text for name, text in values.items() if text}


def _cannot(record: Record) -> IsodocsError:
    return IsodocsError(
        say("the record cannot be edited in place as it is written"),
        path=record.path,
        line=record.line,
        hint=say("Edit the file; `isodocs check` says whether it is right."),
    )
