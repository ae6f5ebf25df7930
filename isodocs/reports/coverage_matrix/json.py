"""The matrix for programs, in the form of `schemas/coverage-matrix.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.reports import heading
from isodocs.reports.coverage import _shown
from isodocs.reports.coverage_matrix import _grid

if TYPE_CHECKING:
    from isodocs.model.coverage import Coverage
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register, coverages: Sequence[Coverage], *, gaps: bool = False, **_: object
) -> str:
    """Render `coverages` as one JSON object: documents, and the cells of each clause."""
    document = {
        **heading.as_data(register, VERSION),
        "documents": [
            {
                "id": id,
                "title": item.title,
                "revision": item.revision,
                "state": str(item.state),
                "standards": [
                    coverage.standard
                    for coverage in coverages
                    if any(id in _grid.cells(row) for row in coverage.rows)
                ],
            }
            for id, item in _grid.documents(coverages).items()
        ],
        "standards": [
            {
                "id": coverage.standard,
                "display_name": register.maps[coverage.standard].display_name,
                "in_preparation": coverage.standard in register.config.in_preparation,
                "clauses": [
                    {
                        "number": row.requirement.number,
                        "title": row.requirement.title,
                        "status": str(row.status),
                        "documents": {
                            id: {"strength": str(item.strength), "counts": _grid.weight(item)}
                            for id, item in _grid.cells(row).items()
                        },
                    }
                    for row in _shown.rows(register, coverage, gaps=gaps)
                ],
            }
            for coverage in coverages
        ],
    }
    return heading.as_json(document)
