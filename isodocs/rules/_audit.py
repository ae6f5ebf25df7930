"""How a gap of an audit or its programme is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.gap import Finding
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record


def finding(record: Record, message: str, hint: str, field: str, subject: str = "") -> Finding:
    """A gap of an audit, or of the programme, for the person who is to close it."""
    return Finding(
        say("{label}: {message}", label=record.label, message=message),
        hint,
        record.place(field),
        subject=f"{record.id} {subject}".strip(),
        owner=record.text("owner") or record.text("lead-auditor") or record.text("chair"),
    )
