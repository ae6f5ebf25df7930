"""Readiness for programs, in the form of `schemas/readiness.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.readiness import Point, Readiness
    from isodocs.model.register import Register

VERSION = 1


def render(
    register: Register, found: Sequence[Readiness], *, left_out: Sequence[str] = (), **_: object
) -> str:
    """Render each readiness of `found` in one JSON object."""
    document = {
        **heading.as_data(register, VERSION),
        "readiness": [_one(readiness) for readiness in found],
        "left_out": [*left_out],
    }
    return heading.as_json(document)


def _one(readiness: Readiness) -> dict[str, Any]:
    return {
        "purpose": str(readiness.purpose),
        "standard": readiness.standard or None,
        "verdict": str(readiness.verdict),
        "score": readiness.score,
        "until": readiness.until.isoformat() if readiness.until else None,
        "days_left": readiness.days_left,
        "areas": [
            {
                "area": score.area,
                "possible": score.possible,
                "reached": score.reached,
                "stops": score.stops,
                "fixes": score.fixes,
            }
            for score in readiness.scores
        ],
        "points": [_point(point) for point in readiness.points],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "weight": str(point.weight),
        "area": point.area,
        "message": point.message,
        "remedy": point.remedy,
        "owner": point.owner,
        "due": point.due.isoformat() if point.due else None,
        "codes": list(point.codes),
        "subject": point.subject,
        "count": point.count,
    }
