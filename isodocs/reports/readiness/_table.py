"""Readiness as a table: one row for each point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.readiness import Readiness
    from isodocs.model.register import Register

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


def table(register: Register, found: Sequence[Readiness], **_: object) -> Rows:
    """A row to each point of each readiness of `found`."""
    return Rows(
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
