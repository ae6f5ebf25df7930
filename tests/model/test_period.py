from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12 months", date(2024, 2, 29), date(2025, 2, 28)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2024, 1, 31), date(2024, 2, 29)),
        ("2 years", date(2024, 2, 29), date(2026, 2, 28)),
        ("4 years", date(2024, 2, 29), date(2028, 2, 29)),
        ("6 weeks", date(2026, 12, 31), date(2027, 2, 11)),
        ("90 days", date(2026, 11, 24), date(2027, 2, 22)),
        ("24 Months", date(2026, 11, 30), date(2028, 11, 30)),
    ],
)
def test_spans_end_on_the_day_people_expect(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert period is not None
    assert period.after(start) == end


@pytest.mark.parametrize(
    "text", ["", "a year", "12", "months", "-1 months", "1.5 years", "12 moons"]
)
def test_other_words_are_no_spans(text: str) -> None:
    assert Period.parse(text) is None


def test_the_calendar_ends_quietly() -> None:
    assert Period(9999, "year").after(date(2026, 1, 1)) == date.max
    assert Period(1, "day").after(date.max) == date.max


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 400))
def test_months_never_leave_the_month_they_aim_at(start: date, months: int) -> None:
    end = Period(months, "month").after(start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day


@given(st.integers(1, 9999), st.sampled_from(["day", "week", "month", "year"]))
def test_what_is_printed_reads_back(count: int, unit: str) -> None:
    assert Period.parse(str(Period(count, unit))) == Period(count, unit)
