"""A duty for programs, the same in every report that lists duties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isodocs.model.duty import Duty


def as_data(duty: Duty, on: date) -> dict[str, Any]:
    """One duty as it is on the day `on`."""
    return {
        "kind": duty.kind,
        "subject": duty.subject,
        "what": duty.what,
        "day": duty.day.isoformat() if duty.day else None,
        "overdue": duty.overdue(on),
        "owner": duty.owner,
        "path": duty.place.path,
        "line": duty.place.line,
    }
