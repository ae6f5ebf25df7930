"""Days as reports say them."""

from __future__ import annotations

from isodocs.reports.days import span
from isodocs.words import in_language, translated


def test_a_span_is_said_in_each_language() -> None:
    held = span("2026-05-04", "2026-05-06")
    assert held == "2026-05-04 to 2026-05-06"
    with in_language("de"):
        assert translated(held) == "2026-05-04 bis 2026-05-06"


def test_of_one_day_there_is_no_span() -> None:
    assert span("2026-05-04", "2026-05-04") == span("2026-05-04", "") == "2026-05-04"
    assert span("", "") == ""
