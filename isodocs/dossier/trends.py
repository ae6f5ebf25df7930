"""Figures over time as parts of a page: counts by quarter, and values that were measured."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.quarters import per_quarter
from isodocs.model.dossier import Tone
from isodocs.model.page import Trend, TrendPoint
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.assess.measurements import Series

_MOST = 36
"""So many of the last values are drawn: three years by month."""
_TONES = {True: Tone.GOOD, False: Tone.BAD, None: Tone.PLAIN}


def counts(name: str, days: Iterable[date | None], on: date) -> Trend:
    """How often something happened in each quarter."""
    found = per_quarter(days, on)
    points = [TrendPoint(str(quarter), number, str(number)) for quarter, number in found]
    return Trend(name, points)


def values(series: Series, name: str) -> Trend:
    """The measured values of one figure, and whether the last meets its target."""
    points = [
        TrendPoint(
            row.text("period") or str(row.day("date") or ""),
            float(row.text("value")),
            row.text("value"),
        )
        for row in series.rows[-_MOST:]
    ]
    said = {True: say(", meets its target"), False: say(", misses its target"), None: ""}[
        series.met
    ]
    note = (
        series.reached + (joined("", (", ", series.direction)) if series.direction else "") + said
    )
    return Trend(name, points, note, _TONES[series.met], True, series.limit, series.target)
