"""Readiness for a spreadsheet: one row for each point."""

from __future__ import annotations

from collections.abc import Sequence

from isodocs.model.readiness import Readiness
from isodocs.register import Register
from isodocs.reports import spreadsheet

HEADER = (
    "purpose",
    "standard",
    "weight",
    "area",
    "message",
    "remedy",
    "owner",
    "due",
    "codes",
    "subject",
    "count",
)


def render(register: Register, found: Sequence[Readiness], **_: object) -> str:
    """Render the points of each readiness of `found` below a header."""
    return spreadsheet.render(
        HEADER,
        (
            (
                readiness.purpose,
                readiness.standard,
                point.weight,
                point.area,
                point.message,
                point.remedy,
                point.owner,
                point.due,
                ", ".join(point.codes),
                point.subject,
                point.count,
            )
            for readiness in found
            for point in readiness.points
        ),
    )
