"""Readiness for people: the verdict, what stops, what is worth fixing, what will be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.readiness import Point, Readiness, ReadinessVerdict, Weight
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.register import Register

_LOOKS = {Weight.STOPS: "red", Weight.FIX: "yellow", Weight.ASK: "cyan"}
_TITLES = {
    Weight.STOPS: "What stops you",
    Weight.FIX: "Worth fixing",
    Weight.ASK: "What the auditor will ask to see",
}


def render(
    register: Register,
    found: Sequence[Readiness],
    *,
    width: int = 80,
    as_table: bool = False,
    left_out: Sequence[str] = (),
    **_: object,
) -> str:
    """Render each readiness of `found`; with `as_table` the points as rows.

    `left_out` are the standards that are not among them.
    """
    lines: list[str] = []
    for number, readiness in enumerate(found):
        if number:
            lines.append("")
        lines += _one(register, readiness, width, as_table)
    lines += [""] if left_out else []
    for standard in left_out:
        text = f"Left out: {heading.left_out(register, standard)}; name it with --standard."
        lines += wrapped(Text(text, ("dim",)), width)
    return "\n".join(lines).rstrip("\n") + "\n"


def _one(register: Register, readiness: Readiness, width: int, as_table: bool) -> Iterator[str]:
    yield from heading.lines(register, f"Readiness for {_name(register, readiness)}", width)
    look = {ReadinessVerdict.NOT_READY: "red", ReadinessVerdict.READY: "green"}.get(
        readiness.verdict, "yellow"
    )
    when = f", {_days(readiness)}" if readiness.until else ""
    yield from wrapped(
        (Text(str(readiness.verdict).capitalize(), ("bold", look)), f"{when}"), width
    )
    yield ""
    if as_table:
        yield from _table(readiness, width)
    else:
        for weight in Weight:
            yield from _points(readiness.of(weight), weight, width)
    yield from _score(readiness, width)


def _name(register: Register, readiness: Readiness) -> str:
    known = readiness.standard in register.maps
    name = heading.standard(register, readiness.standard) if known else readiness.standard
    return f"{readiness.purpose}{f', {name}' if name else ''}"


def _days(readiness: Readiness) -> str:
    left = readiness.days_left
    if left is None:
        return ""
    if left < 0:
        return f"the audit was to be on {readiness.until}"
    days = "1 day" if left == 1 else f"{left} days"
    return f"{days} left until {readiness.until}"


def _points(points: Sequence[Point], weight: Weight, width: int) -> Iterator[str]:
    if not points:
        return
    yield from wrapped(Text(f"{_TITLES[weight]} ({len(points)})", ("bold", _LOOKS[weight])), width)
    for point in points:
        yield from wrapped(point.message, width, "    ", "  - ")
        if weight is not Weight.ASK:
            whose = f"{point.owner}: " if point.owner else ""
            codes = f" ({', '.join(point.codes)})" if point.codes else ""
            yield from wrapped(f"{whose}{point.remedy}{codes}", width, "      ", "    → ")
    yield ""


def _table(readiness: Readiness, width: int) -> Iterator[str]:
    rows: list[Row] = [
        [
            Text(str(point.weight), (_LOOKS[point.weight],)),
            point.message,
            point.owner,
            str(point.due or ""),
        ]
        for point in readiness.points
    ]
    columns = (
        Column("", share=1),
        Column("WHAT", share=4),
        Column("WHOSE", share=1, optional=True),
        Column("BY", optional=True),
    )
    yield from table(columns, rows, width)
    yield ""


def _score(readiness: Readiness, width: int) -> Iterator[str]:
    yield from wrapped(Text(f"Score {readiness.score} of 100", ("bold",)), width)
    rows: list[Row] = []
    for score in readiness.scores:
        parts = []
        if score.stops:
            parts.append(f"{score.stops} that stop{'s' if score.stops == 1 else ''}")
        if score.fixes:
            parts.append(f"{score.fixes} to fix")
        rows.append([score.area, f"{score.reached}/{score.possible}", ", ".join(parts)])
    yield from table((Column(""), Column("", right=True), Column("", share=1)), rows, width)
