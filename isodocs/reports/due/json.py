"""What is due, for programs, in the form of `schemas/due.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.reports import duties, heading

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register

VERSION = 1


def render(register: Register, found: Sequence[Duty], *, until: date, **_: object) -> str:
    """Render `found` as one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "until": until.isoformat(),
        "duties": [duties.as_data(duty, register.on) for duty in found],
    }
    return heading.as_json(document)
