"""What is due, for programs, in the form of `schemas/due.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from isodocs.model.duty import Duty
from isodocs.register import Register
from isodocs.reports import heading

VERSION = 1


def render(register: Register, duties: Sequence[Duty], *, until: date, **_: object) -> str:
    """Render `duties` as one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "until": until.isoformat(),
        "duties": [
            {
                "kind": duty.kind,
                "subject": duty.subject,
                "what": duty.what,
                "day": duty.day.isoformat() if duty.day else None,
                "overdue": duty.overdue(register.on),
                "owner": duty.owner,
                "path": duty.place.path,
                "line": duty.place.line,
            }
            for duty in duties
        ],
    }
    return heading.as_json(document)
