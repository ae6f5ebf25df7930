"""Which clauses a coverage report shows, and how it names what is behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isodocs.model.coverage import ClauseCoverage, Coverage, CoverageStatus, Evidence, Strength

_OPEN = (CoverageStatus.PARTIAL, CoverageStatus.GAP)


def rows(coverage: Coverage, *, gaps: bool = False, clause: str = "") -> Sequence[ClauseCoverage]:
    """The rows of `coverage`: with `gaps` only what is to close, with `clause` it and those below.

    What is declared not applicable with good reason is nothing to close.
    """
    return [
        row
        for row in coverage.rows
        if (not gaps or row.status in _OPEN) and (not clause or _within(row, clause))
    ]


def _within(row: ClauseCoverage, clause: str) -> bool:
    number = row.requirement.number
    return number == clause or number.startswith(f"{clause}.")


def through(row: ClauseCoverage, item: Evidence) -> str:
    """The clause above, whose claim reaches down to this one; empty for a claim of its own."""
    above = row.requirement.number.rpartition(".")[0]
    return above if item.strength is Strength.INHERITED else ""


def counting(row: ClauseCoverage) -> Iterator[Evidence]:
    """What covers the clause, the strongest first."""
    return (item for item in row.evidence if item.counts)
