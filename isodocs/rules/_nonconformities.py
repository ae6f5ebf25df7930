"""What the rules of nonconformities have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.gap import Finding
from isodocs.words import in_context, say

if TYPE_CHECKING:
    from isodocs.model.record import Record


def about_nonconformity(
    record: Record, message: str, hint: str, field: str, subject: str = ""
) -> Finding:
    """A finding about a nonconformity, at one of its fields."""
    return Finding(
        say(
            "{label} ({grade}): {message}",
            label=record.label,
            grade=in_context(record.text("grade"), "grade"),
            message=message,
        ),
        hint,
        record.place(field),
        subject=f"{record.id} {subject}".strip(),
        owner=record.text("owner"),
    )
