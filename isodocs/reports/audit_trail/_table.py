"""The audit trail as a table: one row for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.formats import Rows
from isodocs.reports.audit_trail._words import as_data

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.trail import Event, Trail

_EVENT = ("event", "basis", "document", "revision", "what")
_GIVER = ("name", "person", "role_title")
_SAID = ("meaning", "said_at", "stamped_at", "reason", "assurance", "key", "remark", "path")
_COMMIT = (
    "id",
    "author",
    "author_email",
    "author_date",
    "committer",
    "committer_email",
    "committer_date",
    "subject",
)
HEADER = ("number", *_EVENT, *_GIVER, "for", *_SAID, "commit", *_COMMIT[1:])


def table(register: Register, trail: Trail, **_: object) -> Rows:
    """A row to each event of `trail`."""
    rows = (_row(number, event) for number, event in enumerate(trail.events, start=1))
    return Rows(HEADER, rows)


def _row(number: int, event: Event) -> list[object]:
    data = as_data(event)
    giver, commit = data["giver"] or {}, data["commit"] or {}
    principal = giver.get("for") or {}
    return [
        number,
        *(data[key] for key in _EVENT),
        *(giver.get(key) for key in _GIVER),
        principal.get("name"),
        *(data[key] for key in _SAID),
        *(commit.get(key) for key in _COMMIT),
    ]
