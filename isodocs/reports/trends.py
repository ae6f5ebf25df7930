"""Figures over time as parts of a page: counts by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from isodocs.assess.quarters import per_quarter
from isodocs.model.page import Trend, TrendPoint


def counts(name: str, days: Iterable[date | None], on: date) -> Trend:
    """How often something happened in each quarter."""
    found = per_quarter(days, on)
    points = [TrendPoint(str(quarter), number, str(number)) for quarter, number in found]
    return Trend(name, points)
