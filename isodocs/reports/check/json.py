"""The check for programs, in the form of `schemas/check.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from isodocs import __version__

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult
    from isodocs.model.gap import Gap

VERSION = 1


def render(result: CheckResult, **_: object) -> str:
    """Render `result` as one JSON object."""
    register = result.register
    document = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "on": register.on.isoformat(),
        "source": register.inventory.label,
        "organisation": register.config.organisation,
        "documents": {str(state): count for state, count in result.states.items()},
        "summary": {**result.tally, "failed": result.failed},
        "coverage": {
            id: {str(status): count for status, count in coverage.counts.items()}
            for id, coverage in result.coverages.items()
        },
        "in_preparation": [*register.config.in_preparation],
        "gaps": [_gap(gap) for gap in result.gaps],
    }
    return json.dumps(document, indent=2) + "\n"


def _gap(gap: Gap) -> dict[str, Any]:
    finding = gap.finding
    return {
        "code": gap.code,
        "name": gap.name,
        "level": str(gap.level),
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "document": finding.document,
        "owner": finding.owner,
        "subject": finding.subject,
        "clauses": list(finding.clauses),
        "message": finding.message,
        "hint": finding.hint,
        "fingerprint": gap.fingerprint,
        "waived_until": gap.waived_until or None,
        "waived_because": gap.waived_because or None,
    }
