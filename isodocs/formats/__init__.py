"""The formats of reports: a module for each, found by its place.

A report says what there is to show, a format writes it. A module of this package has `TAKES`, a
class of this file, and `write`, which makes text of what is of that class, or the bytes of a file
whose name has its `ENDING`. So every `Report` has the formats that take one, and those of the parts
that it has as well (`WithCalendar`, ...).
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol, cast

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple
from isodocs.words import Phrase, in_english

if TYPE_CHECKING:
    from isodocs.model.checked import Checked
    from isodocs.model.gap import Gap
    from isodocs.model.page import Page
    from isodocs.model.rule import Rule
    from isodocs.model.sheet import SheetTable

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


class PlacedGap(NamedTuple):
    """A gap at a line that every editor can open, with a fingerprint that no other gap has.

    `path` begins at the top of the repository. What is about no file is at the first line of the
    configuration. `column` is 0 where it is not known.
    """

    gap: Gap
    path: str
    line: int
    column: int
    fingerprint: str


class FoundGaps(NamedTuple):
    """What a check found, for programs that show gaps beside the files.

    `rules` are those that were asked of everything. `prefix` is the folder of the management
    system in its repository, such as `quality/`.
    """

    checked: Checked
    rules: Sequence[Rule]
    prefix: str

    def placed(self) -> Iterator[PlacedGap]:
        """Every gap, in the order of the check."""
        from isodocs.model.layout import CONFIG

        seen: Counter[str] = Counter()
        for gap in self.checked.gaps:
            place, fingerprint = gap.finding.place, gap.fingerprint
            seen[fingerprint] += 1
            if seen[fingerprint] > 1:
                fingerprint += f"-{seen[fingerprint]}"
            path = self.prefix + (place.path or CONFIG)
            yield PlacedGap(gap, path, max(place.line, 1), place.column, fingerprint)


def cell(value: object) -> str:
    """A value of a row as text: `yes` and `no`, a list with commas, nothing for None."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Phrase):
        return value
    return "" if value is None else str(value)


class Origin(NamedTuple):
    """What a file was made by and of: the command as people type it, and the id of a commit."""

    command: str = ""
    commit: str = ""


@immutable(frozen=True, kw_only=True)
class Report:
    """What is shown; `width` is how many columns its text may take.

    `origin` is known where it becomes a file that says so. Not an ABC: a dataclass takes the method
    `register` of these for the default of such a field.
    """

    width: int = 80
    origin: Origin | None = None

    @property
    def title(self) -> str:
        """What it is called: `Nonconformities` for `NonconformitiesReport`."""
        words = re.findall(r"[A-Z][a-z]*", type(self).__name__.removesuffix("Report"))
        return " ".join(words).capitalize()

    @abstractmethod
    def data(self) -> Data:
        """All of it for programs, as the schema of the report in `schemas/` says."""

    @abstractmethod
    def rows(self) -> Rows:
        """What it lists, as a table."""

    @abstractmethod
    def text(self) -> Iterable[str]:
        """Its lines for people."""


class WithMarkdown:
    """What says more in Markdown than its rows as a table do."""

    @abstractmethod
    def markdown(self) -> Iterable[str]:
        """Its lines."""


class WithPage:
    """What is a page to read."""

    @abstractmethod
    def page(self) -> Page:
        """Its page."""


class WithSheets:
    """What fills a spreadsheet with more than its rows do."""

    @abstractmethod
    def sheets(self) -> Iterable[SheetTable]:
        """Its tables, each a sheet."""


class WithCalendar:
    """What has days."""

    @abstractmethod
    def calendar(self) -> Calendar:
        """Its days."""


class WithOscal:
    """What is also a document of OSCAL (NIST)."""

    @abstractmethod
    def oscal(self) -> Data:
        """The document."""


class WithGaps:
    """What lists gaps, each at a line of a file."""

    @abstractmethod
    def found(self) -> FoundGaps:
        """All of them, and the rules that were asked."""

    @abstractmethod
    def text(self) -> Iterable[str]:
        """Its lines for people."""


class WithYaml:
    """What people edit and give back."""

    @abstractmethod
    def yaml(self) -> Iterable[str]:
        """Its lines as YAML."""


Shown = (
    Report | WithMarkdown | WithPage | WithSheets | WithCalendar | WithGaps | WithOscal | WithYaml
)


_FOR_PEOPLE = ("text", "markdown", "html")


class _Writer(Protocol):
    TAKES: type[Shown]
    ENDING: str

    def write(self, report: Shown) -> str | bytes: ...


def names() -> tuple[str, ...]:
    """Every format, by its name on the command line."""
    return tuple(module.name for module in iter_modules(__path__))


def fits(report: type[Shown], name: str) -> bool:
    """Whether the reports of this class have the format `name`."""
    return name in names() and issubclass(report, _writer(name).TAKES)


def of(report: type[Shown]) -> tuple[str, ...]:
    """The formats that the reports of this class have."""
    return tuple(name for name in names() if fits(report, name))


def ending(name: str) -> str:
    """How the files of a format end that no terminal can show, such as `.xlsx`; else nothing."""
    writer = _writer(name)
    return writer.ENDING if hasattr(writer, "ENDING") else ""


def write(report: Shown, name: str) -> str | bytes:
    """The report in the format `name`; raises ValueError where it does not have it.

    Only what people read is in their language.
    """
    if not fits(type(report), name):
        raise ValueError(f"{type(report).__name__} has no format {name}")
    if name in _FOR_PEOPLE:
        return _writer(name).write(report)
    with in_english():
        return _writer(name).write(report)


def _writer(name: str) -> _Writer:
    return cast("_Writer", import_module(f"{__name__}.{name}"))
