"""What is due, for a spreadsheet: one row for each duty."""

from __future__ import annotations

from collections.abc import Sequence

from isodocs.model.duty import Duty
from isodocs.register import Register
from isodocs.reports import spreadsheet

HEADER = ("day", "overdue", "kind", "subject", "what", "owner", "place")


def render(register: Register, duties: Sequence[Duty], **_: object) -> str:
    """Render `duties` below a header."""
    return spreadsheet.render(
        HEADER,
        (
            (
                duty.day,
                "yes" if duty.overdue(register.on) else "no",
                duty.kind,
                duty.subject,
                duty.what,
                duty.owner,
                str(duty.place) if duty.place.path else "",
            )
            for duty in duties
        ),
    )
