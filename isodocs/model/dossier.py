"""All that is known about one document, record, person or role, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from isodocs.dataclass import immutable

Value = str | bool | int | date | datetime | tuple[str, ...] | None
"""What a cell holds; a report shows it and a program gets it as it is."""


class Tone(StrEnum):
    """How a value should strike the reader."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@immutable(frozen=True, slots=True)
class Detail:
    """One line: `name` for programs (`next-due`), from which people's label follows.

    `note` explains the value, such as the name of a person who is given by id.
    """

    name: str
    value: Value
    note: str = ""
    tone: Tone = Tone.PLAIN


@immutable(frozen=True, slots=True)
class DossierTable:
    """A table: `name` for programs, `title` for people, `empty` where it has no row.

    `shown` are the columns that fit a terminal, all where it is empty; `see` is the command that
    lists the rows.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    empty: str = ""
    shown: tuple[str, ...] = ()
    see: str = ""


@immutable(frozen=True, slots=True)
class Dossier:
    """One document, record, person or role on one day.

    `sort` is `document`, `person`, `role` or the kind of the record; `notices` say what a reader
    must know first, such as that a text is not in force. `text` is the text itself, empty where
    there is none to show.
    """

    sort: str
    id: str
    title: str
    path: str
    line: int
    facts: tuple[Detail, ...]
    parts: tuple[DossierTable, ...]
    notices: tuple[str, ...] = ()
    text: str = ""
