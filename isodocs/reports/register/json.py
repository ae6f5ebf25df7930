"""The register for programs, in the form of `schemas/register.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs.assess.statement_evidence import Evidences, weakest
from isodocs.reports import approvals, heading
from isodocs.reports.revisions import effective_from

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus

VERSION = 1


def render(register: Register, entries: Sequence[Entry], **_: object) -> str:
    """Render `entries`, a selection from `register`, as one JSON object."""
    evidences = Evidences(register)
    shown = [entry.in_force or entry.newest for entry in entries]
    whole = weakest(s.judgement.assurance for s in shown if s.judgement and s.approved_on)
    document = {
        **heading.as_data(register, VERSION),
        "assurance": whole.label if whole else None,
        "documents": [_entry(register, entry, evidences) for entry in entries],
    }
    return heading.as_json(document)


def _entry(register: Register, entry: Entry, evidences: Evidences) -> dict[str, Any]:
    document = entry.document
    shown = entry.in_force or entry.newest
    pending = entry.pending if entry.pending is not shown else None
    return {
        "id": entry.id,
        "title": document.title,
        "type": document.type,
        "owner": document.owner,
        "path": entry.place_path,
        "present": bool(entry.current),
        "state": str(entry.state),
        "revision": _revision(register, shown, evidences),
        "pending": _revision(register, pending, evidences) if pending else None,
        "next_review": entry.next_review.isoformat() if entry.next_review else None,
        "review_overdue": entry.review_overdue,
    }


def _revision(register: Register, status: RevisionStatus, evidences: Evidences) -> dict[str, Any]:
    effective, declared = effective_from(status), status.document.effective
    approved, judgement = status.approved_on, status.judgement
    return {
        "number": status.number,
        "state": str(status.state),
        "effective": effective.isoformat() if effective else None,
        "declared_effective": declared.isoformat() if declared else None,
        "approved_on": approved.isoformat() if approved else None,
        "assurance": judgement.assurance.label if judgement and approved else None,
        "change": status.document.change,
        "sha256": status.document.sha256,
        "approvals": [
            approvals.as_data(
                register,
                record,
                record.statement,
                evidences.of_approval(record, record.statement, judgement),
            )
            for record in (judgement.accepted if judgement else ())
            if record.statement
        ],
    }
