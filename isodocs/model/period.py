"""Spans such as `12 months`, added to dates the way people count them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from isodocs.dataclass import immutable
from isodocs.expressions import expression

_FORM = expression(r"\s*([0-9]{1,4})\s*(day|week|month|year)s?\s*", re.ASCII)


UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}


@immutable(frozen=True, slots=True)
class Period:
    """A number of days, weeks, months or years."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """Read `12 months`, `2 years`, `30 days`, `6 weeks`; None for anything else."""
        match = _FORM.fullmatch(text.lower())
        return cls(int(match[1]), match[2]) if match else None

    def after(self, start: date) -> date:
        """The day this span after `start`; the 31st falls back to a shorter month's last day.

        Beyond the calendar's end (year 9999) the last day of the calendar is returned.
        """
        try:
            if self.unit in ("day", "week"):
                return start + timedelta(days=self.count * (7 if self.unit == "week" else 1))
            months = start.month - 1 + self.count * (12 if self.unit == "year" else 1)
            year, month = start.year + months // 12, months % 12 + 1
            return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        except (OverflowError, ValueError):
            return date.max

    def before(self, end: date) -> date:
        """The day this span before `end`; the 31st falls back to a shorter month's last day.

        Before the calendar's beginning (year 1) its first day is returned.
        """
        try:
            if self.unit in ("day", "week"):
                return end - timedelta(days=self.count * (7 if self.unit == "week" else 1))
            months = end.month - 1 - self.count * (12 if self.unit == "year" else 1)
            year, month = end.year + months // 12, months % 12 + 1
            return date(year, month, min(end.day, calendar.monthrange(year, month)[1]))
        except (OverflowError, ValueError):
            return date.min

    def exceeds(self, other: Period) -> bool:
        """Whether it is longer than another."""
        start = date(2001, 1, 1)
        return self.after(start) > other.after(start)

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count == 1 else UNITS[self.unit]}"


LONGEST = Period(10, "year")
"""The longest span after which anything is done again."""
