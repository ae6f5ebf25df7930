"""The plan as a table: one row for each thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register

HEADER = ("owner", "day", "overdue", "kind", "about", "what", "remedy")


def table(register: Register, by_owner: Mapping[str, Sequence[Duty]], **_: object) -> Rows:
    """A row to each duty of each owner."""
    return Rows(
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
