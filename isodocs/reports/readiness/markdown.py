"""Readiness as Markdown, to send to those concerned or to put into the minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.markdown import line
from isodocs.formats.text.escape import one_line
from isodocs.model.readiness import Readiness, Weight
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.register import Register

_TITLES = {
    Weight.STOPS: "What stops us",
    Weight.FIX: "Worth fixing",
    Weight.ASK: "What the auditor will ask to see",
}


def render(
    register: Register, found: Sequence[Readiness], *, left_out: Sequence[str] = (), **_: object
) -> str:
    """Render each readiness of `found` below a heading of its own."""
    lines: list[str] = []
    for readiness in found:
        lines += [*_one(register, readiness), ""]
    lines += [f"Left out: {heading.left_out(register, id)}." for id in left_out]
    return "\n".join(lines).rstrip("\n") + "\n"


def _one(register: Register, readiness: Readiness) -> Iterator[str]:
    known = readiness.standard in register.maps
    name = f", {heading.standard(register, readiness.standard)}" if known else ""
    yield f"# Readiness for {readiness.purpose}{name}"
    yield ""
    left = f", {readiness.days_left} days left until {readiness.until}" if readiness.until else ""
    yield f"**{str(readiness.verdict).capitalize()}** on {readiness.on}{left}; score "
    yield f"{readiness.score} of 100."
    for weight in Weight:
        points = readiness.of(weight)
        if points:
            yield from ("", f"## {_TITLES[weight]}", "")
            yield "| What | What to do | Whose | By |"
            yield "| --- | --- | --- | --- |"
            for point in points:
                cells = (point.message, point.remedy, point.owner, str(point.due or ""))
                yield line(map(_cell, cells))


def _cell(text: str) -> str:
    """Text that cannot leave its cell or become markup of its own."""
    plain = one_line(text)
    for character in ("\\", "|", "<", "[", "]"):
        plain = plain.replace(character, f"\\{character}")
    return plain
