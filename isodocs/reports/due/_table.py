"""What is due, as a table: one row for each duty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register

HEADER = ("day", "overdue", "kind", "subject", "what", "owner", "place")


def table(register: Register, duties: Sequence[Duty], **_: object) -> Rows:
    """A row to each of `duties`."""
    return Rows(
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
