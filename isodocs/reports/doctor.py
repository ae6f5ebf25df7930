"""What is really enforced, and where: one line for each thing, with its remedy below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.formats.text.style import style
from isodocs.model.diagnosis import Diagnosis, Health, Line
from isodocs.reports import heading
from isodocs.words import joined, say

_HEADER = ("topic", "state", "fact", "remedy")
_COLOURS = {
    Health.MISSING: "red",
    Health.WEAK: "yellow",
    Health.UNKNOWN: "dim",
    Health.OK: "green",
}

_MARK = max(map(len, Health))

_INDENT = " " * (_MARK + 1)


@immutable(frozen=True)
class DoctorReport(Report):
    """What was found at the moment `now` in the repository at `place`."""

    diagnosis: Diagnosis
    now: datetime
    place: str

    def data(self) -> Data:
        """In the form of `schemas/doctor.schema.json`."""
        return {
            **heading.tool(1),
            "at": self.now,
            "place": self.place,
            "organisation": self.diagnosis.organisation,
            "counts": self.diagnosis.counts,
            "lines": [dict(zip(_HEADER, row, strict=True)) for row in self.rows().rows],
        }

    def rows(self) -> Rows:
        """A row to each thing that was looked at."""
        lines = self.diagnosis.lines
        return Rows(_HEADER, [(line.topic, line.health, line.fact, line.remedy) for line in lines])

    def text(self) -> Iterator[str]:
        """The counts, then the lines."""
        parts = (
            say("What is enforced here"),
            self.diagnosis.organisation,
            say("{now:%Y-%m-%d %H:%M}", now=self.now),
        )
        yield from heading.title(parts, self.width)
        yield from wrapped(self.place, self.width)
        yield from wrapped(_counts(self.diagnosis), self.width)
        yield ""
        for line in self.diagnosis.lines:
            yield from _line(line, self.width)


def _counts(diagnosis: Diagnosis) -> str:
    found = (
        say("{count} {health}", count=count, health=health)
        for health, count in diagnosis.counts.items()
        if count
    )
    return say("{found}. Nothing of the repository was run.", found=joined(", ", found))


def _line(line: Line, width: int) -> Iterator[str]:
    mark = style(f"{line.health:<{_MARK}}", _COLOURS[line.health])
    yield from wrapped(
        say("{topic}: {fact}", topic=line.topic, fact=line.fact),
        width,
        _INDENT,
        say("{mark} ", mark=mark),
    )
    if line.remedy and line.health is not Health.OK:
        yield from wrapped(
            Text(line.remedy, ("dim",)),
            width,
            say("{indent}  ", indent=_INDENT),
            say("{indent}→ ", indent=_INDENT),
        )
