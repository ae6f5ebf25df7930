"""Days and intervals as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.config import DayOrder
from isodocs.model.period import Period
from isodocs.parsing.as_written import is_open, read_day, read_period

OCTOBER = date(2026, 10, 26)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-10-26", "2026/10/26", "2026-10-26T08:00:00Z", "2026-10-26 08:00"),
        *(
            "26.10.2026",
            "26. 10. 2026",
            "26.10.26",
            "26. 10. 26",
            "26/10/2026",
            "10/26/2026",
            "26-10-2026",
        ),
        *("26 October 2026", "October 26, 2026", "Oct 26 2026", "26th of October 2026"),
        *("26. Oktober 2026", "26 octobre 2026", "26 de octubre de 2026", "26 oktober 2026"),
        *("26-Oct-2026", "26 October 2026.", "26Oct2026", "26Oktober2026"),
    ],
)
def test_a_day_in_any_form(text: str) -> None:
    assert read_day(text) == OCTOBER
    assert not is_open(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "October 2026",
        "31.02.2026",
        "2026-13-01",
        *("26/10/26", "10.26.26", "26-10-26"),
        "v1.2.2026x",
        "26Octo2026",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None
    assert not is_open(text)


def test_a_year_in_two_figures_is_of_this_century_or_the_last() -> None:
    assert read_day("1.4.68") == date(2068, 4, 1)
    assert read_day("1.4.98") == date(1998, 4, 1)


def test_only_the_habit_of_the_house_says_which_number_is_the_month() -> None:
    assert read_day("4/1/2027") is None
    assert is_open("4/1/2027")
    assert read_day("4/1/2027", DayOrder.DAY) == date(2027, 1, 4)
    assert read_day("4/1/2027", DayOrder.MONTH) == date(2027, 4, 1)
    assert read_day("4.1.2027", DayOrder.MONTH) == date(2027, 1, 4)
    assert read_day("5/5/2027") == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        *(("12 months", 12), ("annually", 12), ("Annual", 12), ("18", 18), ("Jährlich", 12)),
        *(("every 2 months", 2), ("Alle zwei Monate", 2), ("quarterly", 3)),
    ],
)
def test_an_interval_in_any_form(text: str, months: int) -> None:
    assert read_period(text) == Period(months, "month")


def test_an_interval_in_years_and_what_is_none() -> None:
    assert read_period("every 2 years") == read_period("alle 2 Jahre") == Period(2, "year")
    assert read_period("every three years") == Period(3, "year")
    for text in ("annual (or upon change)", "Quarterly + on change", "Mindestens jährlich"):
        assert read_period(text) == Period(3 if text[0] == "Q" else 12, "month")
    assert read_period("at least every 2 years, or after an incident") == Period(2, "year")
    for text in ("", "often", "0", "as needed", "12 apples", "1234 months ago"):
        assert read_period(text) is None


@given(st.text(max_size=40))
def test_no_text_fails(text: str) -> None:
    read_day(text)
    read_period(text)
    is_open(text)


@given(st.dates(date(1000, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day}.{day.month}.{day.year}") == day
    assert read_day(f"{day.day}/{day.month}/{day.year}", DayOrder.DAY) == day
