"""Which clauses a coverage report shows, and how it names what is behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.model.coverage import (
    ClauseCoverage,
    ClauseEvidence,
    Coverage,
    CoverageStatus,
    Strength,
)

if TYPE_CHECKING:
    from isodocs.model.applicability import ControlDecision
    from isodocs.model.register import Register

_OPEN = (CoverageStatus.PARTIAL, CoverageStatus.GAP)


def rows(
    register: Register, coverage: Coverage, *, gaps: bool = False, clause: str = ""
) -> Sequence[ClauseCoverage]:
    """The rows of `coverage`: with `gaps` only what is to close, with `clause` it and those below.

    What is declared not applicable with good reason is nothing to close.
    """
    known = register.maps[coverage.standard]
    return [
        row
        for row in coverage.rows
        if (not gaps or row.status in _OPEN)
        and (not clause or known.within(row.requirement.number, clause))
    ]


def through(item: ClauseEvidence) -> str:
    """By what a clause that the document itself does not name rests on it, to follow its name."""
    if not item.through:
        return ""
    if item.strength is Strength.MAPPED:
        return f"mapped by {item.through}"
    if item.strength is Strength.CORRESPONDING:
        return f"as {item.through}"
    return f"through {item.through}"


def counting(row: ClauseCoverage) -> Iterator[ClauseEvidence]:
    """What covers the clause, the strongest first."""
    return (item for item in row.evidence if item.counts)


def shared(coverages: Sequence[Coverage]) -> dict[str, list[str]]:
    """The documents behind clauses of several standards, each with the standards it serves."""
    serves: dict[str, dict[str, None]] = {}
    for coverage in coverages:
        for row in coverage.rows:
            for item in row.evidence:
                serves.setdefault(item.document, {})[coverage.standard] = None
    return {id: [*standards] for id, standards in sorted(serves.items()) if len(standards) > 1}


def decision_as_data(decision: ControlDecision | None) -> dict[str, object] | None:
    """A row of the Statement of Applicability, for programs (`$defs/decision` of the schemas)."""
    if decision is None:
        return None
    return {
        "control": decision.number,
        "title": decision.title,
        "applicable": decision.applicable,
        "justification": decision.justification,
        "state": str(decision.state) if decision.state else None,
        "owner": decision.owner,
        "documents": [*decision.documents],
        "records": [*decision.records],
        "evidence": [*decision.evidence],
        "path": decision.place.path,
        "line": decision.place.line,
    }
