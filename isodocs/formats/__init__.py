"""The formats of reports: a module for each, found by its place.

A report says what there is to show (`Report`), a format writes it. A module of this package has
`NEEDS`, the parts of a report of which it takes any one, and `write`, which makes text of a report
that has it. So every report that has the part has the format, and nothing else names either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, Protocol, cast

Data = Mapping[str, Any]
"""Plain data for programs: texts, numbers, lists, days, moments and more of the kind."""


class Rows(NamedTuple):
    """The names of the columns, and for each row a value to each (see `cell`)."""

    header: Sequence[str]
    rows: Iterable[Sequence[object]]


class CalendarDay(NamedTuple):
    """A whole day in a calendar; what has the same `identity` tomorrow is the same entry."""

    day: date
    summary: str
    description: str
    category: str
    identity: str


class Calendar(NamedTuple):
    """Entries of a calendar, made on the day `on`."""

    name: str
    on: date
    days: Iterable[CalendarDay]


def cell(value: object) -> str:
    """A value of a row as text: `yes` and `no`, a list with commas, nothing for None."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is shown. A report defines the parts that it has; each part makes it formats.

    `width` is how many columns its text may take.
    """

    width: int = 80

    def data(self) -> Data:
        """All of it for programs, as the schema of the report in `schemas/` says."""
        raise NotImplementedError

    def rows(self) -> Rows:
        """What it lists, as a table."""
        raise NotImplementedError

    def text(self) -> Iterable[str]:
        """Its lines for people."""
        raise NotImplementedError

    def markdown(self) -> Iterable[str]:
        """Its lines in Markdown, where they say more than its rows as a table do."""
        raise NotImplementedError

    def calendar(self) -> Calendar:
        """Its days."""
        raise NotImplementedError

    def oscal(self) -> Data:
        """An OSCAL document (NIST)."""
        raise NotImplementedError

    def yaml(self) -> Iterable[str]:
        """Its lines as YAML that people edit and give back."""
        raise NotImplementedError


class _Writer(Protocol):
    NEEDS: Sequence[Callable[..., object]]

    def write(self, report: Report) -> str: ...


def names() -> tuple[str, ...]:
    """Every format, by its name on the command line."""
    return tuple(module.name for module in iter_modules(__path__))


def fits(report: type[Report], name: str) -> bool:
    """Whether the reports of this class have the format `name`."""
    if name not in names():
        return False
    needs = _writer(name).NEEDS
    return any(getattr(report, part.__name__) is not part for part in needs)


def of(report: type[Report]) -> tuple[str, ...]:
    """The formats that the reports of this class have."""
    return tuple(name for name in names() if fits(report, name))


def write(report: Report, name: str) -> str:
    """The report in the format `name`; raises ValueError where it lacks what that needs."""
    if not fits(type(report), name):
        raise ValueError(f"{type(report).__name__} has no format {name}")
    return _writer(name).write(report)


def _writer(name: str) -> _Writer:
    return cast("_Writer", import_module(f"{__name__}.{name}"))
