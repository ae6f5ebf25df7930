"""The register for a spreadsheet: one row for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isodocs.register import Entry, Register
from isodocs.reports import approvals, spreadsheet
from isodocs.reports.revisions import effective_from

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


def render(register: Register, entries: Sequence[Entry], **_: object) -> str:
    """Render `entries`, a selection from `register`, below a header."""
    return spreadsheet.render(HEADER, (tuple(_row(register, entry)) for entry in entries))


def _row(register: Register, entry: Entry) -> Iterator[object]:
    document = entry.document
    shown = entry.in_force or entry.newest
    pending = entry.pending if entry.pending is not shown else None
    statements = shown.judgement.statements if shown.judgement else ()
    yield from (entry.id, document.title, document.type, document.owner, entry.state)
    yield from (shown.number, effective_from(shown), document.effective, shown.approved_on)
    yield "; ".join(f"{s.name} ({approvals.role_title(register, s)})" for s in statements)
    yield approvals.ASSURANCE if statements else ""
    yield from (entry.next_review, "yes" if entry.review_overdue else "no")
    yield from (pending.number, pending.state) if pending else ("", "")
    yield from (entry.place_path, shown.document.sha256)
