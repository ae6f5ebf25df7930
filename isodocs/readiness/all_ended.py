"""Whether all that is recorded of something has ended, so that nothing shows what there is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.assess.record_conditions import is_over
from isodocs.readiness.facts import Missing
from isodocs.records.record_kinds import kinds
from isodocs.words import listed

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.record import Record

_NAMED = 4


def all_ended(records: Sequence[Record], on: date) -> Missing | None:
    """The doubt, where every record has ended; the records are of one kind, and there is one."""
    if not records or not all(is_over(record, on) for record in records):
        return None
    kind = kinds()[records[0].kind]
    names = listed((record.id or record.label for record in records), most=_NAMED)
    state = listed(dict.fromkeys(record.text("status") or "over" for record in records), "or")
    return Missing(
        f"every {kind.title.lower()} on record is {state} ({names}); an auditor will ask which "
        "there are now",
        f"Look again, and record those of today: `isodocs new {kind.name}`.",
        to_fix=True,
    )
