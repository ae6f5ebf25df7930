"""The matrix for a terminal: a line to a clause, a column of one character to a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.formats.text.style import style
from isodocs.model.coverage import (
    ClauseCoverage,
    ClauseEvidence,
    Coverage,
    CoverageStatus,
    Strength,
)
from isodocs.reports import heading
from isodocs.reports.coverage import _shown
from isodocs.reports.coverage.text import LOOKS
from isodocs.reports.coverage_matrix import _grid

if TYPE_CHECKING:
    from isodocs.model.register import Register

_MARKS = {
    Strength.LOCATED: "L",
    Strength.CLAIMED: "C",
    Strength.MAPPED: "M",
    Strength.CORRESPONDING: "E",
    Strength.INHERITED: "I",
}
_STATUS = {CoverageStatus.PARTIAL: "partly", CoverageStatus.NOT_APPLICABLE: "n/a"}
_LEGEND = (
    "L a section names the clause, C the front matter names it, M a table elsewhere maps it, E an "
    "equal clause of another standard is named, I the clause above is named; in small letters what "
    "counts only partly, - what does not count."
)
_TALLEST = 10
"""Longer identifiers stand below the matrix instead of above it."""
_PARTS = re.compile(r"[./()_-]")
_PREFIX = re.compile(r"[A-Za-z]+")


def render(
    register: Register,
    coverages: Sequence[Coverage],
    *,
    width: int = 80,
    gaps: bool = False,
    **_: object,
) -> str:
    """Render `coverages`, each in as many blocks as its documents need at this width."""
    lines: list[str] = []
    for coverage in coverages:
        name = heading.standard(register, coverage.standard)
        lines += [""] if lines else []
        lines += heading.lines(register, f"Clauses of {name} by document", width)
        lines += wrapped(coverage.summary, width)
        rows = _shown.rows(register, coverage, gaps=gaps)
        found = _grid.documents([coverage])
        titles = {id: item.title for id, item in found.items()}
        for block in _blocks([*found], rows, width):
            lines += ["", *_block(block, rows, titles, width)]
    lines += ["", *wrapped(Text(_LEGEND, ("dim",)), width)]
    return "\n".join(lines) + "\n"


def _blocks(
    ids: Sequence[str], rows: Sequence[ClauseCoverage], width: int
) -> Iterator[list[list[str]]]:
    """The documents in blocks that fit beside the clauses, and within a block by their prefix."""
    room = max(width - _left(rows), 1)
    block: list[list[str]] = []
    taken = 0
    for id in ids:
        new = not block or _prefix(block[-1][-1]) != _prefix(id)
        needed = 2 if new and block else 1
        if block and taken + needed > room:
            yield block
            block, taken, new, needed = [], 0, True, 1
        if new:
            block.append([])
        block[-1].append(id)
        taken += needed
    yield block


def _left(rows: Sequence[ClauseCoverage]) -> int:
    numbers = max((len(row.requirement.number) for row in rows), default=0)
    return max(numbers, len("CLAUSE")) + 2 + len("covered") + 2


def _prefix(id: str) -> str:
    match = _PREFIX.match(id)
    return match[0] if match else ""


def _block(
    block: Sequence[Sequence[str]],
    rows: Sequence[ClauseCoverage],
    titles: Mapping[str, str],
    width: int,
) -> Iterator[str]:
    left = _left(rows)
    number_width = left - len("covered") - 4
    numbers: dict[str, str] = {}
    if max((len(id) for group in block for id in group), default=0) > _TALLEST:
        ids = [id for group in block for id in group]
        numbers = {id: f"{at:0{len(str(len(ids)))}}" for at, id in enumerate(ids, start=1)}
    yield from _heads(block, left, numbers)
    chapter = ""
    for row in rows:
        number = row.requirement.number
        if chapter and _chapter(number) != chapter:
            yield ""
        chapter = _chapter(number)
        cells = _grid.cells(row)
        marks = " ".join("".join(_mark(cells.get(id)) for id in group) for group in block)
        status = _STATUS.get(row.status, str(row.status))
        marks = f"{' ' * (len('covered') - len(status))}  {marks}".rstrip()
        yield f"{number:<{number_width}}  {style(status, *LOOKS[row.status])}{marks}"
    if numbers:
        key: list[Row] = [[at, id, titles[id]] for id, at in numbers.items()]
        yield ""
        yield from table([Column(""), Column(""), Column("", share=1)], key, width)


def _heads(block: Sequence[Sequence[str]], left: int, numbers: Mapping[str, str]) -> Iterator[str]:
    """The identifiers, written downwards: `SOP` once over its numbers where it fits there.

    Where they are too long for that, `numbers` stand in their place.
    """
    tops, columns = [], []
    for group in block:
        prefix = "" if numbers else _prefix(group[0])
        flat = 0 < len(prefix) <= len(group)
        tops.append(prefix.ljust(len(group)) if flat else " " * len(group))
        for id in group:
            short = id[len(prefix) :].lstrip("-_.") if flat else id
            columns.append(numbers.get(id) or one_line(short))
        columns.append("")
    height = max(map(len, columns), default=0)
    if any(top.strip() for top in tops):
        yield " " * left + " ".join(tops).rstrip()
    for level in range(height):
        letters = [column.rjust(height)[level] if column else " " for column in columns]
        yield (" " * left + "".join(letters)).rstrip()


def _chapter(number: str) -> str:
    """The part of a standard it stands in: 8 of 8.4.1, A.5 of A.5.19, AC of AC-2(1)."""
    annex = number[:1].isalpha() and number[1:2] == "."
    return ".".join(_PARTS.split(number)[: 2 if annex else 1])


def _mark(item: ClauseEvidence | None) -> str:
    if item is None:
        return " "
    mark = _MARKS[item.strength]
    return mark if item.counts else mark.lower() if item.partly else "-"
