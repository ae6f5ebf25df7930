"""The rows of a table as pieces of its text: they are taken out, put in order, and found again.

What a row says is not touched here, so that a table in which rows only moved holds the same bytes
in another order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.model.problem import Problem
from isodocs.parsing.endings import CSV, ending
from isodocs.records import record_csv, record_parsing
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record, RecordKind

_DASH = expression(r"[ ]*-(?=\s)")
_ASIDE = expression(r"[ \t]*(?:#.*)?\r?\n?\Z")


def widened(kind: RecordKind, path: str, data: bytes, fields: Collection[str]) -> bytes:
    """A table in CSV with a column for each of these fields; rows stay, since they may be short.

    Anything but a table in CSV with a header is returned as it is.
    """
    sheet = record_csv.read(data, kind.fields) if ending(path) == CSV else None
    if sheet is None or isinstance(sheet, Problem) or not sheet.line:
        return data
    absent = [name for name in kind.fields if name in fields and name not in sheet.header]
    if not absent:
        return data
    lines = _lines(data.decode("utf-8"))
    last = sheet.body - 1  # a header may go over several lines
    line = lines[last].rstrip("\r\n")
    end = lines[last][len(line) :]
    lines[last] = line + "".join(f"{sheet.delimiter}{name}" for name in absent) + end
    after = "".join(lines).encode()
    if _said(path, after) != _said(path, data):
        raise _cannot(path)
    return after


def arranged(path: str, data: bytes, order: Sequence[int]) -> bytes:
    """The table with these rows in this order, by their numbers from 0 in the order of the file.

    A row that is not named is taken out. In YAML, comments above a row go with it; those of a row
    that is taken out stay. Raises IsodocsError for a table that is not written row by row.
    """
    rows = _readable(path, data)
    if list(order) == list(range(len(rows))):
        return data
    lines = _lines(data.decode("utf-8"))
    starts = [row.line - 1 for row in rows]
    in_csv = ending(path) == CSV
    if not in_csv and not all(_DASH.match(lines[start]) for start in starts):
        raise _cannot(path)
    above = [] if in_csv else [_above(lines, start, begin) for begin, start in _pairs(starts)]
    begins = [at - len(notes) for at, notes in zip(starts, above, strict=True)] if above else starts
    ends = [*begins[1:], len(lines)]
    head = lines[: begins[0]] if begins else lines
    end = "\r\n" if "\r\n" in "".join(lines[:2]) else "\n"
    pieces = ["".join(lines[begin:stop]) for begin, stop in zip(begins, ends, strict=True)]
    pieces = [piece if piece.endswith(("\n", "\r")) else piece + end for piece in pieces]
    kept = [pieces[at] for at in order]
    lost = [each for at in range(len(rows)) if at not in set(order) and above for each in above[at]]
    after = "".join([*head, *lost, *kept]).encode()
    if not kept and not in_csv:
        after += b"[]" + end.encode() if not "".join(head).strip() else b""
    wanted = [rows[at].values for at in order]
    if [row.values for row in _readable(path, after)] != wanted:
        raise _cannot(path)
    return after


def counterparts(
    kind: RecordKind, base: Sequence[Record], now: Sequence[Record]
) -> Mapping[int, Record]:
    """The row that each row of an earlier text (by its line) is now, as far as that is sure.

    A row is known by its number; where the kind has none, by all that it says, or as the one row
    that changed between two that did not.
    """
    if kind.key:
        by_id = {record.id: record for record in reversed(now) if record.id}
        return {row.line: by_id[row.id] for row in base if row.id in by_id}
    same: defaultdict[tuple[tuple[str, str], ...], list[Record]] = defaultdict(list)
    for record in now:
        same[_content(record)].append(record)
    found: dict[int, Record] = {}
    for row in base:
        if left := same[_content(row)]:
            found[row.line] = left.pop(0)
    taken = {record.line for record in found.values()}
    at = {record.line: number for number, record in enumerate(now)}
    for number, row in enumerate(base):
        if row.line in found:
            continue
        before = at[found[base[number - 1].line].line] if _met(base, number - 1, found) else -1
        after = at[found[base[number + 1].line].line] if _met(base, number + 1, found) else len(now)
        whole = (number == 0 or before >= 0) and (number == len(base) - 1 or after < len(now))
        if whole and after - before == _NEXT_BUT_ONE and now[before + 1].line not in taken:
            found[row.line] = now[before + 1]
            taken.add(now[before + 1].line)
    return found


_NEXT_BUT_ONE = 2


def _met(base: Sequence[Record], number: int, found: Mapping[int, Record]) -> bool:
    return 0 <= number < len(base) and base[number].line in found


def _content(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, text) for name, text in record.values.items() if text))


def _readable(path: str, data: bytes) -> list[Record]:
    """The rows; raises IsodocsError where one of them cannot be read, so that no place is sure."""
    rows = record_parsing.parse(path, "", data, outlined=False)
    if not all(row.kind for row in rows):
        raise _cannot(path)
    return list(rows)


def _said(path: str, data: bytes) -> list[tuple[str, Mapping[str, str]]]:
    return [(row.kind, row.values) for row in record_parsing.parse(path, "", data)]


def _lines(text: str) -> list[str]:
    """The lines as the places of records count them, with their ends."""
    newline = "\n" if "\n" in text else "\r"
    lines = [f"{line}{newline}" for line in text.split(newline)]
    lines[-1] = lines[-1].removesuffix(newline)
    return lines if lines[-1] else lines[:-1]


def _pairs(starts: Sequence[int]) -> list[tuple[int, int]]:
    """Each start of a row with that of the row before it, or with itself for the first."""
    return [(starts[max(at - 1, 0)], start) for at, start in enumerate(starts)]


def _above(lines: Sequence[str], start: int, begin: int) -> list[str]:
    """The comments directly above a row, of which those above the first are the table's."""
    at = start
    while at > begin + 1 and _ASIDE.fullmatch(lines[at - 1]):
        at -= 1
    return list(lines[at:start])


def _cannot(path: str) -> IsodocsError:
    return IsodocsError(
        say("the rows of this table cannot be put in order as it is written"),
        path=path,
        hint=say("Edit the file; `isodocs check` says whether it is right."),
    )
