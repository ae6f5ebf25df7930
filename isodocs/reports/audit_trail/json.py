"""The audit trail for programs, in the form of `schemas/audit-trail.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.reports import heading
from isodocs.reports.audit_trail._words import as_data, rests_on

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.trail import Trail

VERSION = 1


def render(register: Register, trail: Trail, *, only: str = "", **_: object) -> str:
    """Render `trail` as one JSON object; `only` says in words what it was narrowed to."""
    content = {
        **heading.as_data(register, VERSION),
        "tip": trail.tip or None,
        "shallow": trail.shallow,
        "rests_on": rests_on(trail),
        "only": only,
        "total": trail.total,
        "events": [as_data(event) for event in trail.events],
    }
    return heading.as_json(content)
