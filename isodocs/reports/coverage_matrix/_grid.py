"""The documents behind a standard's clauses, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage


def documents(coverages: Sequence[Coverage]) -> dict[str, ClauseEvidence]:
    """Every document behind any clause, by identifier, in the order of the identifiers."""
    found = {
        item.document: item
        for coverage in coverages
        for row in coverage.rows
        for item in row.evidence
    }
    return dict(sorted(found.items()))


def cells(row: ClauseCoverage) -> dict[str, ClauseEvidence]:
    """What stands in the row of a clause, by document."""
    return {item.document: item for item in row.evidence}


def weight(item: ClauseEvidence) -> str:
    """How much a document counts for a clause: `fully`, `partly` or `not`."""
    return "fully" if item.counts else "partly" if item.partly else "not"
