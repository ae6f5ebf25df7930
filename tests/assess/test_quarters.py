"""How often something happened in each quarter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from isodocs.assess.quarters import per_quarter
from isodocs.formats.html.plot import HEIGHT, WIDTH, plot
from isodocs.model.page import Trend, TrendPoint

ON = date(2026, 11, 20)


def test_quarters_without_any_are_counted_and_none_before_the_first() -> None:
    days = [date(2026, 3, 31), date(2026, 4, 1), None, date(2026, 10, 1), date(2026, 12, 1)]
    found = [(str(quarter), number) for quarter, number in per_quarter(days, ON)]
    assert found == [("2026-Q1", 1), ("2026-Q2", 1), ("2026-Q3", 0), ("2026-Q4", 1)]
    assert [number for _, number in per_quarter([], ON)] == [0, 0, 0, 0]
    assert len(per_quarter([date(1999, 1, 1)], ON)) == 8


def test_a_picture_stays_inside_its_frame_whatever_the_figures_are() -> None:
    for values in ([], [0.0], [5.0] * 40, [-3.0, None, 1e9], [2.0, 2.0]):
        for line in (True, False):
            points = [TrendPoint("2026-Q3", value, "a long figure") for value in values]
            made = plot(Trend("Name", points, line=line, target=3.0))
            for x, y in made.dots:
                assert 0 <= x <= WIDTH
                assert 0 <= y <= HEIGHT
            for x, _, wide, _ in made.columns:
                assert x >= 0
                assert x + wide <= WIDTH
            for label in made.labels:
                assert 0 <= label.x <= WIDTH


def test_times_below_a_picture_never_touch() -> None:
    for number in range(1, 60):
        points = [TrendPoint(f"2026-{n:02}-01", 1.0, "1") for n in range(number)]
        times = [
            label for label in plot(Trend("Name", points, line=True)).labels if label.text != "1"
        ]
        ends = []
        for label in times:
            wide = 10 * 6.4
            begin = label.x - {"end": wide, "middle": wide / 2, "start": 0}[label.anchor]
            ends.append((begin, begin + wide))
        assert times[0].text == points[-1].when
        assert all(later[0] >= earlier[1] for later, earlier in pairwise(ends))
