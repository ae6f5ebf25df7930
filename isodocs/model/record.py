"""Retained information: records with a story (one file each) and records that come in rows."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model import layout
from isodocs.model.gap import Place
from isodocs.model.record_law import Law
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.outline import Outline
    from isodocs.model.problem import Problem
    from isodocs.model.record_law import Condition, DayKind

FOLDER = layout.RECORDS


class RecordField(NamedTuple):
    """One field of a kind of record, as its published schema describes it.

    `form` is text, date, period, number, flag or list; `refers` names what the value must be an
    identifier of: person, role, owner (either), document, revision (of the record's own document),
    clause, standard, file, file-or-number, record (of any kind) or a kind of record. `on` are the
    dates on which the person it names did what it says, the first that is filled in counts; with
    `names_only` that person has nothing to do. `day` is what a date is the day of, `least` the
    smallest number that makes sense. `known_in` is the kind of register in which what the field
    names is found, by id or title, where such a register is kept. `last_in` is the day in another
    kind of record that says the same of this one: `measurement.date`; the later of the two counts.
    `site` says that it names sites.
    """

    name: str
    form: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    refers: str = ""
    about: str = ""
    on: tuple[str, ...] = ()
    names_only: bool = False
    day: DayKind | None = None
    least: float | None = None
    known_in: str = ""
    last_in: str = ""
    site: bool = False

    @property
    def is_free(self) -> bool:
        """Whether anything may be written in it that says what it is about."""
        bound = self.choices or self.pattern or self.refers or self.known_in or self.site
        return self.form in ("text", "list") and not bound


class RecordStep(NamedTuple):
    """What is entered later than the beginning of a record: a step of its story, by its fields.

    It is taken once the field `done` says something. A step without that is needed by few records.
    """

    title: str
    fields: tuple[str, ...]
    done: str = ""


@immutable(frozen=True, slots=True)
class RecordKind:
    """A kind of record, as its schema declares it."""

    name: str
    title: str
    table: bool  # whether they come in rows; otherwise each is a Markdown file
    fields: Mapping[str, RecordField]
    key: str = ""  # the field that identifies a record among its kind
    number: str = ""  # the first one there is, such as `NC-{year}-001`; empty: people choose
    closed: tuple[str, ...] = ()  # values of `status` after which a record no longer changes
    retention: str = ""  # how long it is kept,
    retained_from: str = ""  # counted from this field
    proves: tuple[str, ...] = ()  # clauses that such records show to be done, with their standard
    # For a clause of it, only those of which all of that holds.
    proves_when: Mapping[str, Mapping[str, Condition]] = field(default_factory=dict)
    proves_at_once: bool = False  # whether they show it before a day on which anything was done
    proves_named: bool = False  # whether each record also shows the clauses that it names
    of_edition: bool = False  # whether what it shows is of the edition that it names alone
    on_occasion: bool = False  # made when something happens: an old one is not too old
    per_standard: bool = False  # whether a table is about the standard that its file's name says
    by_columns: bool = False  # whether a table of its name needs its columns to be of it
    also_called: tuple[str, ...] = ()  # names that people use for it
    of_people: bool = False  # whether each is about people: trained, confirming, employed
    final: bool = False  # whether rows stay as they were written
    watched: bool = False  # whether history is asked for rows that were changed or taken out
    # It asks nothing more of people once one of these fields is filled in, or is its `status`.
    ended: tuple[str, ...] = ()
    done: tuple[str, ...] = ()  # the fields that hold the day on which something was done
    law: Law = field(default_factory=Law)  # what must hold of its records
    steps: tuple[RecordStep, ...] = ()  # what is entered later, in that order

    def next_step(self, said: Container[str]) -> RecordStep | None:
        """The first step that is not taken by a record that says something in the fields `said`."""
        return next((step for step in self.steps if step.done and step.done not in said), None)


@immutable(frozen=True, slots=True)
class Record:
    """One record. `values` are texts as written, lists joined in `lists`; dates are read once.

    `places` gives each field's (line, column); `line` is where the record begins.
    """

    kind: str
    id: str
    path: str
    line: int
    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    outline: Outline | None = None
    blob: str = ""

    def text(self, name: str) -> str:
        """A field as written; empty when it is missing."""
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """A field that is a date; None when it is missing or no date."""
        return self.days.get(name)

    def done(self, name: str, on: date) -> date | None:
        """The day of a deed; None before that day, whatever the record says already."""
        day = self.days.get(name)
        return day if day is not None and day <= on else None

    def items(self, name: str) -> tuple[str, ...]:
        """A field that is a list; none when it is missing."""
        return self.lists.get(name, ())

    def each(self, name: str) -> tuple[str, ...]:
        """What a field says: the items of a list, or its one value; none when it is missing."""
        text = self.text(name)
        return self.items(name) or ((text,) if text else ())

    def place(self, name: str = "") -> Place:
        """The place of a field; the record's beginning when it is missing."""
        line, column = self.places.get(name, (self.line, 0))
        return Place(self.path, line, column)

    @property
    def title(self) -> str:
        """What it is about, in the words of the field that says it; empty where none does."""
        return next(filter(None, map(self.text, ("title", "what", "name", "description"))), "")

    @property
    def label(self) -> str:
        """The record as people name it: `NC-2026-003`, or its kind and line."""
        return self.id or f"{self.kind} at {self.path}:{self.line}"
