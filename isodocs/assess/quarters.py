"""How often something happened in each of the last quarters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from isodocs.named_tuple import NamedTuple

MOST = 8
"""As many quarters are looked at, with that of today: two years."""
LEAST = 4
"""As many are shown where the first is later."""


class Quarter(NamedTuple):
    """A quarter of a year, by its year and its number in it."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day is."""
    return Quarter(day.year, (day.month + 2) // 3)


def per_quarter(days: Iterable[date | None], on: date) -> list[tuple[Quarter, int]]:
    """The number of days in each quarter up to today: of a year, or from the first that has one."""
    counts = Counter(quarter_of(day) for day in days if day and day <= on)
    now = quarter_of(on)
    last = now.year * 4 + now.number - 1
    every = [Quarter(n // 4, n % 4 + 1) for n in range(last - MOST + 1, last + 1)]
    begun = min(min(counts, default=now), every[-LEAST])
    return [(each, counts[each]) for each in every if each >= begun]
