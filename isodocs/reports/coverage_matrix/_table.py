"""The matrix as a table: a row to a clause, a column to a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows
from isodocs.reports.coverage import _shown
from isodocs.reports.coverage_matrix import _grid

if TYPE_CHECKING:
    from isodocs.model.coverage import Coverage
    from isodocs.model.register import Register


def table(
    register: Register, coverages: Sequence[Coverage], *, gaps: bool = False, **_: object
) -> Rows:
    """The rows of `coverages`; a cell says how, and whether it counts only partly."""
    ids = [*_grid.documents(coverages)]

    def rows() -> Iterator[Sequence[object]]:
        for coverage in coverages:
            for row in _shown.rows(register, coverage, gaps=gaps):
                cells = _grid.cells(row)
                said = {
                    id: str(item.strength)
                    if item.counts
                    else f"{item.strength}, counts {_grid.weight(item)}"
                    for id, item in cells.items()
                }
                asked = row.requirement
                # The standard in front keeps 8.10 from becoming 8.1 in a spreadsheet.
                yield asked.reference, asked.title, row.status, *(said.get(id, "") for id in ids)

    return Rows(("clause", "title", "status", *ids), rows())
