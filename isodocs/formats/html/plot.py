"""Where the figures of a trend are on its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.page import Trend

WIDTH, HEIGHT = 320, 132
_SIDE, _TOP, _BOTTOM = 6, 20, 20
_CHARACTER = 6.4
"""About as wide is a character of a label."""
_FEW = 7
"""So many values of a line at most have their figure beside them."""
_DOTS = 24
"""So many values of a line at most have a dot."""


class PlotLabel(NamedTuple):
    """A text at a place."""

    x: float
    y: float
    text: str
    anchor: str


class Plot(NamedTuple):
    """What is drawn: `columns` are x, y, width and height; `line` are points of a polyline."""

    columns: tuple[tuple[float, float, float, float], ...]
    line: str
    dots: tuple[tuple[float, float], ...]
    labels: tuple[PlotLabel, ...]
    target: float | None
    width: int = WIDTH
    height: int = HEIGHT
    floor: float = HEIGHT - _BOTTOM


def plot(trend: Trend) -> Plot:
    """The picture of a trend."""
    values = [point.value for point in trend.points]
    known = [value for value in values if value is not None]
    ends = known + ([] if trend.target is None else [trend.target])
    low, high = (min(ends), max(ends)) if trend.line and ends else (0.0, max(ends, default=1.0))
    span = (high - low) or abs(high) or 1.0
    low -= 0.15 * span if trend.line else 0.0
    step = (WIDTH - 2 * _SIDE) / max(len(values), 1)
    scale = (HEIGHT - _TOP - _BOTTOM) / ((high - low) or 1.0)

    def at(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value - low) * scale, 1)

    places = [
        (round(_SIDE + (index + 0.5) * step, 1), at(value))
        for index, value in enumerate(values)
        if value is not None
    ]
    wide = min(step * 0.7, 34.0)
    columns = [
        (round(x - wide / 2, 1), y, round(wide, 1), round(HEIGHT - _BOTTOM - y, 1))
        for x, y in places
    ]
    return Plot(
        () if trend.line else tuple(columns),
        " ".join(f"{x},{y}" for x, y in places) if trend.line else "",
        tuple(places) if trend.line and len(places) <= _DOTS else (),
        (*_times(trend, step), *_figures(trend, places)),
        None if trend.target is None else at(trend.target),
    )


def _times(trend: Trend, step: float) -> list[PlotLabel]:
    """As many times below the picture as have room, evenly; the last one always has."""
    longest = max((len(point.when) for point in trend.points), default=0)
    every = max(1, -int(-(longest * _CHARACTER + 8) // step))
    last = len(trend.points) - 1
    chosen: list[PlotLabel] = []
    end = WIDTH + longest * _CHARACTER
    for index in range(last, -1, -every):
        point = trend.points[index]
        made = _label(_SIDE + (index + 0.5) * step, HEIGHT - 6.0, point.when)
        wide = len(point.when) * _CHARACTER
        begin = made.x - {"end": wide, "middle": wide / 2, "start": 0}[made.anchor]
        if begin + wide <= end:
            chosen.append(made)
            end = begin - 4
    return chosen


def _figures(trend: Trend, places: list[tuple[float, float]]) -> list[PlotLabel]:
    texts = [point.said for point in trend.points if point.value is not None]
    few = not trend.line or len(texts) <= _FEW
    chosen = range(len(texts)) if few else (0, len(texts) - 1)
    return [_label(places[index][0], places[index][1] - 6, texts[index]) for index in chosen]


def _label(x: float, y: float, text: str) -> PlotLabel:
    """A label in the middle above its place, or as far inside as it has to be."""
    half = len(text) * _CHARACTER / 2
    if x + half > WIDTH:
        return PlotLabel(WIDTH, y, text, "end")
    return PlotLabel(0, y, text, "start") if x < half else PlotLabel(round(x, 1), y, text, "middle")
