"""From when on a revision holds."""

from __future__ import annotations

from datetime import date

from isodocs.register import RevisionStatus


def effective_from(status: RevisionStatus) -> date | None:
    """The effective date of an approved revision; None where it only declares one."""
    return status.effective_on if status.approved_on else None
