"""Coverage as a table: one row for each clause and document behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows
from isodocs.reports.coverage import _shown

if TYPE_CHECKING:
    from isodocs.model.coverage import Coverage
    from isodocs.model.register import Register

HEADER = (
    "clause",
    "title",
    "status",
    "reason",
    "document",
    "document_title",
    "revision",
    "state",
    "strength",
    "through",
    "section",
    "path",
    "line",
    "counts",
    "why_not",
)


def table(
    register: Register,
    coverages: Sequence[Coverage],
    *,
    gaps: bool = False,
    clause: str = "",
    **_: object,
) -> Rows:
    """The rows of `coverages`; a clause that nothing is behind has one row, too."""
    rows = (row for coverage in coverages for row in _rows(register, coverage, gaps, clause))
    return Rows(HEADER, rows)


def _rows(
    register: Register, coverage: Coverage, gaps: bool, clause: str
) -> Iterator[Sequence[object]]:
    for row in _shown.rows(register, coverage, gaps=gaps, clause=clause):
        # With its standard in front a clause stays a text: a spreadsheet would make 8.10 to 8.1.
        asked = row.requirement
        head = (asked.reference, asked.title, row.status, row.reason)
        if not row.evidence:
            yield (*head, *[""] * (len(HEADER) - len(head)))
        for item in row.evidence:
            yield (
                *head,
                item.document,
                item.title,
                item.revision,
                item.state,
                item.strength,
                item.through,
                item.section,
                item.path,
                item.line,
                "yes" if item.counts else "partly" if item.partly else "no",
                item.why_not,
            )
