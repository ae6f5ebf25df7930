"""A document's life for programs, in the form of `schemas/history.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.assess.decisions import decisions
from isodocs.assess.statement_evidence import Evidences, weakest
from isodocs.reports import approvals, heading
from isodocs.reports.history import _life
from isodocs.reports.revisions import commit_as_data, effective_from, in_force_until

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus

VERSION = 1


def render(register: Register, entry: Entry, **_: object) -> str:
    """Render the life of `entry` as one JSON object."""
    document = entry.document
    removal = entry.history.removal
    evidences = Evidences(register)
    approved = [s.judgement for s in entry.revisions if s.judgement and s.approved_on]
    whole = weakest(judgement.assurance for judgement in approved)
    content = {
        **heading.as_data(register, VERSION),
        "assurance": whole.label if whole else None,
        "shallow": register.ledger.shallow,
        "document": {
            "id": entry.id,
            "title": document.title,
            "type": document.type,
            "owner": document.owner,
            "path": entry.place_path,
            "present": bool(entry.current),
            "state": str(entry.state),
            "in_force": entry.in_force.number if entry.in_force else None,
            "next_review": entry.next_review.isoformat() if entry.next_review else None,
            "review_overdue": entry.review_overdue,
        },
        "revisions": [
            _revision(register, entry, status, evidences) for status in reversed(entry.revisions)
        ],
        "moves": [
            {
                "from": move.old.path if move.old else None,
                "to": move.new.path if move.new else None,
                **commit_as_data(move.stamp),
            }
            for move in _life.moves(entry)
        ],
        "removed": commit_as_data(removal) if removal else None,
    }
    return heading.as_json(content)


def _revision(
    register: Register, entry: Entry, status: RevisionStatus, evidences: Evidences
) -> dict[str, Any]:
    document, revision, judgement = status.document, status.revision, status.judgement
    effective, until = effective_from(status), in_force_until(entry, status)
    return {
        "number": status.number,
        "state": str(status.state),
        "declared": document.declared,
        "effective": effective.isoformat() if effective else None,
        "declared_effective": document.effective.isoformat() if document.effective else None,
        "until": until.isoformat() if until else None,
        "approved_on": status.approved_on.isoformat() if status.approved_on else None,
        "change": document.change,
        "path": document.path,
        "sha256": document.sha256,
        "first": commit_as_data(revision.first),
        "last": commit_as_data(revision.last),
        "commits": len(_life.written(entry, status)),
        "authors": [commit_as_data(stamp) for stamp in status.authors],
        "assurance": judgement.assurance.label if judgement and status.approved_on else None,
        "decisions": [
            {
                **approvals.as_data(
                    register,
                    made.record,
                    made.statement,
                    evidences.of_approval(made.record, made.statement, made.judgement),
                ),
                "outcome": str(made.outcome),
                "why": made.why,
            }
            for made in decisions(register, entry, status)
        ],
        "alterations": [
            {"sha256": form.document.sha256, **commit_as_data(form.first)}
            for form in status.alterations
        ],
    }
