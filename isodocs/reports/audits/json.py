"""Internal audits for programs, in the form of `schemas/audits.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from isodocs.reports import heading
from isodocs.reports.audits._held import Audit, audits

if TYPE_CHECKING:
    from isodocs.assess.audits import ClauseAudited
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register,
    clauses: Mapping[str, Sequence[ClauseAudited]],
    *,
    left_out: Sequence[str] = (),
    **_: object,
) -> str:
    """Render the audits and the clauses of each standard as one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "audits": [_audit(audit) for audit in audits(register)],
        "standards": [
            {"standard": standard, "clauses": [_clause(register, clause) for clause in found]}
            for standard, found in clauses.items()
        ],
        "left_out": [*left_out],
    }
    return heading.as_json(document)


def _audit(audit: Audit) -> dict[str, Any]:
    record = audit.record
    return {
        "id": record.id,
        "title": record.text("title"),
        "standards": list(record.items("standards")),
        "clauses": list(record.items("clauses")),
        "in_programme": audit.in_programme,
        "by": _day(audit.by),
        "state": audit.state,
        "done": _day(audit.done),
        "audit": audit.carried_out_as or None,
        "path": record.path,
        "line": record.line,
    }


def _clause(register: Register, found: ClauseAudited) -> dict[str, Any]:
    requirement = register.maps[found.clause.standard].get(found.clause.number)
    due = found.due
    return {
        "clause": found.clause.number,
        "title": requirement.title if requirement else "",
        "last_audited": _day(found.last),
        "due": _day(due),
        "overdue": due is None or due < register.on,
        "planned": _day(found.planned),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
