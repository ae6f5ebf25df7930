"""The plan for a spreadsheet: one row for each thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isodocs.model.duty import Duty
from isodocs.register import Register
from isodocs.reports import spreadsheet

HEADER = ("owner", "day", "overdue", "kind", "about", "what", "remedy")


def render(register: Register, by_owner: Mapping[str, Sequence[Duty]], **_: object) -> str:
    """Render the duties of each owner below a header."""
    return spreadsheet.render(
        HEADER,
        (
            (
                owner,
                duty.day,
                "yes" if duty.overdue(register.on) else "no",
                duty.kind,
                duty.subject,
                duty.what,
                duty.remedy,
            )
            for owner, duties in by_owner.items()
            for duty in duties
        ),
    )
