"""The diagnosis for programs, in the form of `schemas/doctor.schema.json`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from isodocs import __version__
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.diagnosis import Diagnosis

VERSION = 1


def render(diagnosis: Diagnosis, now: datetime, *, place: str, **_: object) -> str:
    """Render what was found in the repository at `place` as one JSON object."""
    content = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "at": now.isoformat(timespec="seconds"),
        "place": place,
        "organisation": diagnosis.organisation,
        "counts": {str(health): count for health, count in diagnosis.counts.items()},
        "lines": [
            {
                "topic": line.topic,
                "state": str(line.health),
                "fact": line.fact,
                "remedy": line.remedy,
            }
            for line in diagnosis.lines
        ],
    }
    return heading.as_json(content)
