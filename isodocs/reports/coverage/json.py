"""Coverage for programs, in the form of `schemas/coverage.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs.assess.clause_records import proofs
from isodocs.reports import heading, requirement
from isodocs.reports.coverage import _records, _shown

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, Coverage
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register,
    coverages: Sequence[Coverage],
    *,
    gaps: bool = False,
    clause: str = "",
    **_: object,
) -> str:
    """Render `coverages` as one JSON object; `gaps` and `clause` narrow the clauses listed."""
    document = {
        **heading.as_data(register, VERSION),
        "standards": [
            {
                "id": coverage.standard,
                "display_name": register.maps[coverage.standard].display_name,
                "in_use": coverage.standard in register.config.standards,
                "in_preparation": coverage.standard in register.config.in_preparation,
                "summary": {
                    "applicable": coverage.applicable,
                    **{str(status): count for status, count in coverage.counts.items()},
                },
                "clauses": [
                    _row(row) for row in _shown.rows(register, coverage, gaps=gaps, clause=clause)
                ],
                "records": [
                    _records.as_data(proof) for proof in proofs(register, coverage.standard, clause)
                ]
                if clause
                else [],
            }
            for coverage in coverages
        ],
        "shared": [
            {"id": id, "standards": standards} for id, standards in _shown.shared(coverages).items()
        ],
    }
    return heading.as_json(document)


def _row(row: ClauseCoverage) -> dict[str, Any]:
    return {
        **requirement.as_data(row.requirement),
        "status": str(row.status),
        "reason": row.reason,
        "statement": _shown.decision_as_data(row.decision),
        "shown_by": [*row.shown],
        "documents": [
            {
                "id": item.document,
                "title": item.title,
                "revision": item.revision,
                "state": str(item.state),
                "path": item.path,
                "line": item.line,
                "section": item.section,
                "strength": str(item.strength),
                "through": item.through or None,
                "counts": item.counts,
                "relation": item.relation and str(item.relation),
                "partly": item.partly,
                "why_not": item.why_not,
            }
            for item in row.evidence
        ],
    }
