"""Clause by document: a line to a clause, a column of one character to a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.coverage_strength import summary
from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.formats import Data, Report, Rows, WithPage, WithSheets
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
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell, SheetColumn, SheetTable
from isodocs.reports import heading
from isodocs.reports.coverage import LOOKS, TONES, shown
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.model.register import Register

_MARKS = {
    Strength.LOCATED: "L",
    Strength.CLAIMED: "C",
    Strength.MAPPED: "M",
    Strength.CORRESPONDING: "E",
    Strength.INHERITED: "I",
}

_STATUS = {CoverageStatus.PARTIAL: "partly", CoverageStatus.NOT_APPLICABLE: "n/a"}

_LEGEND = say(
    "L a section names the clause, C the front matter names it, M a table "
    "elsewhere maps it, E an equal clause of another standard is named, I "
    "the clause above is named; in small letters what counts only partly, - "
    "what does not count."
)

_TALLEST = 10
"""Longer identifiers are below the matrix instead of above it."""

_PARTS = expression(r"[./()_-]")

_PREFIX = expression(r"[A-Za-z]+")


@immutable(frozen=True)
class CoverageMatrixReport(Report, WithPage, WithSheets):
    """The documents behind the clauses of standards; with `gaps` only clauses with gaps."""

    register: Register
    coverages: Sequence[Coverage]
    gaps: bool = False

    def data(self) -> Data:
        """In the form of `schemas/coverage-matrix.schema.json`."""
        register = self.register
        return {
            **heading.data(register, 1),
            "documents": [
                {
                    "id": id,
                    "title": item.title,
                    "revision": item.revision,
                    "state": item.state,
                    "standards": [
                        coverage.standard
                        for coverage in self.coverages
                        if any(id in _by_document(row) for row in coverage.rows)
                    ],
                }
                for id, item in documents(self.coverages).items()
            ],
            "standards": [
                {
                    "id": coverage.standard,
                    "display_name": register.maps[coverage.standard].display_name,
                    "in_preparation": coverage.standard in register.config.in_preparation,
                    "clauses": [_as_data(row) for row in self._shown(coverage)],
                }
                for coverage in self.coverages
            ],
        }

    def rows(self) -> Rows:
        """A row to a clause; a cell says how, and whether it counts only partly."""
        ids = [*documents(self.coverages)]
        rows = (
            # The standard in front keeps 8.10 from becoming 8.1 in a spreadsheet.
            (row.requirement.reference, row.requirement.title, row.status, *_cells(row, ids))
            for coverage in self.coverages
            for row in self._shown(coverage)
        )
        return Rows(("clause", "title", "status", *ids), rows)

    @property
    def title(self) -> str:
        """What it is called."""
        return say("Clauses by document")

    def sheets(self) -> Iterator[SheetTable]:
        """A sheet to each standard, in colours."""
        for coverage in self.coverages:
            found = documents([coverage])
            heads = (f"{id}\n{item.title}".strip() for id, item in found.items())
            rows = [
                (
                    row.requirement.number,
                    say(row.requirement.title),
                    SheetCell(say(str(row.status)), TONES[row.status]),
                    *_toned(row, found),
                )
                for row in self._shown(coverage)
            ]
            columns = (say("Clause"), say("Title"), say("Status"), *heads)
            name = heading.standard(self.register, coverage.standard)
            yield SheetTable(name, tuple(map(SheetColumn, columns)), rows, fixed=3)

    def text(self) -> Iterator[str]:
        """Each standard in as many blocks as its documents need at this width."""
        for number, coverage in enumerate(self.coverages):
            name = heading.standard(self.register, coverage.standard)
            yield from ("",) if number else ()
            yield from heading.lines(
                self.register, say("Clauses of {name} by document", name=name), self.width
            )
            yield from wrapped(summary(coverage), self.width)
            rows = self._shown(coverage)
            found = documents([coverage])
            titles = {id: item.title for id, item in found.items()}
            for block in _blocks([*found], rows, self.width):
                yield from ("", *_block(block, rows, titles, self.width))
        yield from ("", *wrapped(Text(_LEGEND, ("dim",)), self.width))

    def page(self) -> Page:
        """A heat map, from which each cell leads to the whole story of its clause."""
        from isodocs.reports.coverage_page import page

        return page(self.register, self.coverages, self._shown)

    def _shown(self, coverage: Coverage) -> Sequence[ClauseCoverage]:
        return shown(self.register, coverage, gaps=self.gaps)


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
    left - len("covered") - 4
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
        cells = _by_document(row)
        marks = " ".join("".join(_mark(cells.get(id)) for id in group) for group in block)
        status = _STATUS.get(row.status, say(str(row.status)))
        marks = f"{' ' * (len('covered') - len(status))}  {marks}".rstrip()
        yield f"{number:<{number_width}}  {style(status, *LOOKS[row.status])}{marks}"
    if numbers:
        key: list[Row] = [[at, id, titles[id]] for id, at in numbers.items()]
        yield ""
        yield from table([Column(""), Column(""), Column("", share=1)], key, width)


def _heads(block: Sequence[Sequence[str]], left: int, numbers: Mapping[str, str]) -> Iterator[str]:
    """The identifiers, written downwards: `SOP` once over its numbers where it fits there.

    Where they are too long for that, `numbers` are in their place.
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
    """The part of a standard it is in: 8 of 8.4.1, A.5 of A.5.19, AC of AC-2(1)."""
    annex = number[:1].isalpha() and number[1:2] == "."
    return ".".join(_PARTS.split(number)[: 2 if annex else 1])


def _mark(item: ClauseEvidence | None) -> str:
    if item is None:
        return " "
    mark = _MARKS[item.strength]
    return mark if item.counts else mark.lower() if item.partly else "-"


def documents(coverages: Sequence[Coverage]) -> dict[str, ClauseEvidence]:
    """Every document behind any clause, by identifier, in the order of the identifiers."""
    found = {
        item.document: item
        for coverage in coverages
        for row in coverage.rows
        for item in row.evidence
    }
    return dict(sorted(found.items()))


def _by_document(row: ClauseCoverage) -> dict[str, ClauseEvidence]:
    """What is in the row of a clause, by document."""
    return {item.document: item for item in row.evidence}


def _weight(item: ClauseEvidence) -> str:
    """How much a document counts for a clause: `fully`, `partly` or `not`."""
    return "fully" if item.counts else "partly" if item.partly else "not"


def _cells(row: ClauseCoverage, ids: Sequence[str]) -> Iterator[str | None]:
    by_document = _by_document(row)
    for id in ids:
        item = by_document.get(id)
        how = (
            say("{strength}, counts {weight}", strength=item.strength, weight=_weight(item))
            if item
            else None
        )
        yield say(str(item.strength)) if item and item.counts else how


def _toned(row: ClauseCoverage, ids: Iterable[str]) -> Iterator[SheetCell | None]:
    by_document = _by_document(row)
    for id, said in zip(ids, _cells(row, [*ids]), strict=True):
        item = by_document.get(id)
        tone = Tone.BAD
        if item and item.counts:
            tone = Tone.GOOD
        elif item and item.partly:
            tone = Tone.WARNING
        yield SheetCell(said, tone) if said else None


def _as_data(row: ClauseCoverage) -> dict[str, object]:
    return {
        "number": row.requirement.number,
        "title": row.requirement.title,
        "status": row.status,
        "documents": {
            id: {"strength": item.strength, "counts": _weight(item)}
            for id, item in _by_document(row).items()
        },
    }
