"""The diagnosis for people: one line for each thing, with its remedy below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from isodocs.formats.text.layout import Text, wrapped
from isodocs.formats.text.style import style
from isodocs.model.diagnosis import Diagnosis, Health, Line

_COLOURS = {
    Health.MISSING: "red",
    Health.WEAK: "yellow",
    Health.UNKNOWN: "dim",
    Health.OK: "green",
}
_MARK = max(map(len, Health))
_INDENT = " " * (_MARK + 1)


def render(diagnosis: Diagnosis, now: datetime, *, place: str, width: int = 80) -> str:
    """Render what was found in the repository at `place`."""
    parts = ("What is enforced here", diagnosis.organisation, f"{now:%Y-%m-%d %H:%M}")
    lines = [*wrapped(Text(" · ".join(filter(None, parts)), ("bold",)), width)]
    lines += [*wrapped(place, width), *wrapped(_counts(diagnosis), width), ""]
    for line in diagnosis.lines:
        lines += _line(line, width)
    return "\n".join(lines) + "\n"


def _counts(diagnosis: Diagnosis) -> str:
    found = (f"{count} {health}" for health, count in diagnosis.counts.items() if count)
    return f"{', '.join(found)}. Nothing of the repository was run."


def _line(line: Line, width: int) -> Iterator[str]:
    mark = style(f"{line.health:<{_MARK}}", _COLOURS[line.health])
    yield from wrapped(f"{line.topic}: {line.fact}", width, _INDENT, f"{mark} ")
    if line.remedy and line.health is not Health.OK:
        yield from wrapped(Text(line.remedy, ("dim",)), width, f"{_INDENT}  ", f"{_INDENT}→ ")
