"""The Statement of Applicability for programs, in the form of `schemas/soa.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.reports import heading
from isodocs.reports.coverage import _shown
from isodocs.reports.soa import _rows

if TYPE_CHECKING:
    from isodocs.model.applicability import StatementOfApplicability
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register, statement: StatementOfApplicability, *, gaps: bool = False, **_: object
) -> str:
    """Render `statement` as one JSON object; `gaps` narrows the controls listed."""
    requirements = register.maps[statement.standard]
    every = _rows.rows(register, statement)
    document = {
        **heading.as_data(register, VERSION),
        "standard": statement.standard,
        "display_name": requirements.display_name,
        "tables": [*statement.paths],
        "document": statement.document or None,
        "revision": statement.revision or None,
        "standing": str(statement.standing),
        "why_not": statement.why_not,
        "summary": _rows.summary(statement, every),
        "flaws": [
            {"control": f.decision.number, "place": str(f.decision.place), "message": f.message}
            for f in statement.table.flaws
        ],
        "controls": [_row(row) for row in every if row.open or not gaps],
    }
    return heading.as_json(document)


def _row(row: _rows.ControlRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "statement": _shown.decision_as_data(row.decision),
        "behind": [
            {"name": item.name, "kind": item.kind, "named": item.named, "why_not": item.why_not}
            for item in row.behind
        ],
        "open": [*row.open],
    }
