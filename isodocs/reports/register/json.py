"""The register for programs, in the form of `schemas/register.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from isodocs.register import Entry, Register, RevisionStatus
from isodocs.reports import approvals, heading
from isodocs.reports.revisions import effective_from

VERSION = 1


def render(register: Register, entries: Sequence[Entry], **_: object) -> str:
    """Render `entries`, a selection from `register`, as one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "assurance": approvals.ASSURANCE,
        "documents": [_entry(register, entry) for entry in entries],
    }
    return heading.as_json(document)


def _entry(register: Register, entry: Entry) -> dict[str, Any]:
    document = entry.document
    shown = entry.in_force or entry.newest
    pending = entry.pending
    return {
        "id": entry.id,
        "title": document.title,
        "type": document.type,
        "owner": document.owner,
        "path": entry.place_path,
        "present": bool(entry.current),
        "state": str(entry.state),
        "revision": _revision(register, shown),
        "pending": _revision(register, pending) if pending and pending is not shown else None,
        "next_review": entry.next_review.isoformat() if entry.next_review else None,
        "review_overdue": entry.review_overdue,
    }


def _revision(register: Register, status: RevisionStatus) -> dict[str, Any]:
    effective, declared = effective_from(status), status.document.effective
    approved = status.approved_on
    accepted = status.judgement.accepted if status.judgement else ()
    return {
        "number": status.number,
        "state": str(status.state),
        "effective": effective.isoformat() if effective else None,
        "declared_effective": declared.isoformat() if declared else None,
        "approved_on": approved.isoformat() if approved else None,
        "change": status.document.change,
        "sha256": status.document.sha256,
        "approvals": [approvals.as_data(register, record) for record in accepted],
    }
