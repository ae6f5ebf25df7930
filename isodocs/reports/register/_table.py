"""The register as a table: one row for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.statement_evidence import Evidences
from isodocs.formats import Rows
from isodocs.reports import approvals
from isodocs.reports.revisions import effective_from

if TYPE_CHECKING:
    from isodocs.model.judgement import Judgement
    from isodocs.model.register import Entry, Register

HEADER = (
    "id",
    "title",
    "type",
    "owner",
    "state",
    "revision",
    "effective",
    "declared_effective",
    "approved_on",
    "approved_by",
    "assurance",
    "next_review",
    "review_overdue",
    "pending_revision",
    "pending_state",
    "path",
    "sha256",
)


def table(register: Register, entries: Sequence[Entry], **_: object) -> Rows:
    """A row to each of `entries`, a selection from `register`."""
    evidences = Evidences(register)
    rows = (tuple(_row(register, entry, evidences)) for entry in entries)
    return Rows(HEADER, rows)


def _row(register: Register, entry: Entry, evidences: Evidences) -> Iterator[object]:
    document = entry.document
    shown = entry.in_force or entry.newest
    pending = entry.pending if entry.pending is not shown else None
    judgement = shown.judgement
    yield from (entry.id, document.title, document.type, document.owner, entry.state)
    yield from (shown.number, effective_from(shown), document.effective, shown.approved_on)
    yield "; ".join(_approvers(register, judgement, evidences) if judgement else ())
    yield judgement.assurance.label if judgement and shown.approved_on else ""
    yield from (entry.next_review, "yes" if entry.review_overdue else "no")
    yield from (pending.number, pending.state) if pending else ("", "")
    yield from (entry.place_path, shown.document.sha256)


def _approvers(register: Register, judgement: Judgement, evidences: Evidences) -> Iterator[str]:
    for record in judgement.accepted:
        if statement := record.statement:
            evidence = evidences.of_approval(record, statement, judgement)
            yield f"{statement.name} ({approvals.role(register, statement, evidence)})"
