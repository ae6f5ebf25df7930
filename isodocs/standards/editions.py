"""Editions of standards, from `schemas/editions.yaml`."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from isodocs.model.certification import Dated, Edition
from isodocs.model.period import Period
from isodocs.model.requirement import Source
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table
from isodocs.words import joined, say

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
FILE = "editions.yaml"
_SETTLES = Period(1, "year")
"""How long after it was published certification bodies are accredited for an edition (about)."""


@cache
def editions() -> Mapping[str, Edition]:
    """Every edition that is known, by its id."""
    entries = table(FILE).children("editions") or ()
    found = {e.key.text: _edition(e.key.text, Fields.of(e.value)) for e in entries}
    return {
        id: edition._replace(replaced=found[edition.successor].published)
        if edition.successor
        else edition
        for id, edition in found.items()
    }


@cache
def sources() -> Mapping[str, Source]:
    """Where the facts are from, by the ids that editions name."""
    entries = table(FILE).children("sources") or ()
    read = {entry.key.text: Fields.of(entry.value) for entry in entries}
    return {
        id: Source(id, fields.text("what"), fields.text("where"), fields.text("read"))
        for id, fields in read.items()
    }


def name_of(id: str) -> str:
    """The name of an edition that is known, else its id."""
    return editions()[id].name if id in editions() else id


def family(id: str) -> str:
    """The standard that an id is an edition of: `iso-9001`."""
    return id.rpartition("-")[0]


def name_of_family(family: str) -> str:
    """What the standard of several editions is called: `ISO 9001`; its id where none is known."""
    names = (each.name for each in editions().values() if each.family == family)
    return next(names, family).partition(":")[0]


def to_begin_with(family: str, maps: Collection[str], on: date) -> str:
    """The edition to begin with on a day: of those with a map the newest that has settled.

    Where none has, it is the oldest.
    """
    known = sorted(e.id for e in editions().values() if e.family == family and e.id in maps)
    published = {id: editions()[id].published for id in known}
    settled = [id for id, day in published.items() if day and _SETTLES.after(day.last) <= on]
    return settled[-1] if settled else known[0]


def other_editions(standards: Collection[str]) -> frozenset[str]:
    """The editions of the same standards: what was worked to before, what comes next."""
    families = {editions()[id].family for id in standards if id in editions()}
    return frozenset(id for id, edition in editions().items() if edition.family in families)


def predecessors(id: str) -> tuple[Edition, ...]:
    """The editions whose place one took, the last first."""
    before = next((each for each in editions().values() if each.successor == id), None)
    return (before, *predecessors(before.id)) if before else ()


def in_force(edition: Edition, on: date) -> Edition:
    """The edition that has taken the place of one by a day, and not been replaced itself."""
    while edition.is_replaced(on):
        edition = editions()[edition.successor]
    return edition


def _edition(id: str, fields: Fields) -> Edition:
    unsure = fields.texts("to-be-confirmed")

    def dated(key: str) -> Dated | None:
        text = fields.text(key)
        return _dated(text, key not in unsure) if text else None

    return Edition(
        id,
        fields.text("name"),
        dated("published"),
        fields.text("draft"),
        fields.text("expected"),
        fields.text("successor"),
        None,
        dated("only-new-from"),
        dated("certificates-end"),
        fields.text("certifiable") != "no",
        fields.text("note"),
        fields.texts("also"),
        fields.texts("sources"),
    )


def _dated(text: str, sure: bool) -> Dated:
    """`2028`, `2028-10` or `2028-10-31`, with the first and the last day that it may mean."""
    year, month, day = (int(part) for part in f"{text}-0-0".split("-")[:3])
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return Dated(text, date(year, month or 1, day or 1), date(year, last_month, last_day), sure)


def known_day(dated: Dated) -> str:
    """The day, or all that is known of it, with a word on what is not past doubt."""
    return dated.text if dated.sure else say("{text} (to be confirmed)", text=dated.text)


def day_in_words(dated: Dated) -> str:
    """The same in a sentence: `on 2025-10-31`, `in September 2018`, `in 2028`."""
    doubt = "" if dated.sure else say(" (to be confirmed)")
    if dated.first == dated.last:
        return say("on {day}{doubt}", day=dated.text, doubt=doubt)
    year, _, month = dated.text.partition("-")
    if month:
        year = joined(" ", (say(MONTHS[int(month) - 1]), year))
    return say("in {when}{doubt}", when=year, doubt=doubt)
