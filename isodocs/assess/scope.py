"""Whose numbers count: which standards in use a clause number without a standard belongs to.

The texts around a number are asked from the nearest to the farthest (its cell, the column, the
line above the table, the headings above, the document's title and claims); the first that names a
standard decides. Where it names one that is not in use, or another edition, the number belongs to
none in use. An edition that it leaves open may be given farther out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.standard_names import (
    Named,
    Yardstick,
    edition_meant,
    edition_said,
    named,
    yardstick,
)
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline, Section
    from isodocs.model.register import Register


class Around(NamedTuple):
    """A text near a number, and what it is, in words. In a `heading` any year is an edition."""

    text: str
    place: str
    heading: bool = False


_NUMBER = expression(r"[A-Z]?\.?[0-9]{1,2}(?:\.[0-9]{1,2}){0,5}", re.ASCII)
"""The number of a clause and nothing more: that of a standard has three digits or more."""
_IN_NUMBER = expression(r"[A-Z]?[0-9.]*", re.ASCII | re.IGNORECASE)
"""What may be a part of such a number, as the name of an own standard may be: C5."""


class Scope(NamedTuple):
    """The standards in use that a number may belong to.

    Where there is none, `other` is what is named instead, as written, and `place` where. `said`
    says whether any text decided; else it is what holds for numbers without a standard.
    """

    standards: tuple[str, ...]
    other: str = ""
    place: str = ""
    said: bool = True


@once_per_register
def yardsticks(register: Register) -> tuple[Yardstick, ...]:
    """The standards in use and in preparation, as texts may name them."""
    return tuple(yardstick(known.id, known.display_name) for known in register.known_maps.values())


def names_in(register: Register, text: str) -> tuple[Named, ...]:
    """What a text names, as seen from the standards of a register."""
    # as most marks are; how others are written is much to load
    if _NUMBER.fullmatch(text) and not _is_any_called_like_a_number(register):
        return ()
    return named(text, yardsticks(register))


@once_per_register
def _is_any_called_like_a_number(register: Register) -> bool:
    return any(_IN_NUMBER.fullmatch(known.name) for known in yardsticks(register))


class Headings:
    """The headings of one document, to ask which are over a line."""

    def __init__(self, document: Document, outline: Outline | None) -> None:
        self._document = document
        self._lines: list[int] = []
        self._over: list[tuple[Section, ...]] = []
        chain: tuple[Section, ...] = ()
        for section in outline.sections if outline else ():
            chain = (section, *(over for over in chain if over.level < section.level))
            self._lines.append(section.line)
            self._over.append(chain)

    def around(self, line: int, *, title: bool = True) -> Iterator[Around]:
        """The headings over a line, the nearest first, then what the document is called."""
        place = bisect_right(self._lines, line) - 1
        for section in self._over[place] if place >= 0 else ():
            yield Around(section.title, say("the heading {title!r}", title=section.title))
        document = self._document
        if title and document.title:
            yield Around(document.title, say("the title {title!r}", title=document.title))
        if document.standard:
            yield Around(document.standard, say("`standard` in the front matter"))


def scope(register: Register, texts: Sequence[Around], document: Document | None = None) -> Scope:
    """Whose numbers are meant near `texts`, the nearest first; of `document` its claims as well."""
    known = yardsticks(register)
    year: tuple[int, Around] | None = None
    for place, here in enumerate(texts):
        names = [item for item in named(here.text, known) if not item.vague]
        if names:
            return _named(known, names, texts, place, year)
        said = edition_said(here.text, alone=here.heading)
        if said and year is None:
            year = (said, here)
    default = register.config.default_standard
    claimed = {claim.standard for claim in document.claims} if document else set()
    if len(claimed) == 1:
        (one,) = claimed
        if one not in register.known_maps:
            return Scope((), one, say("the claims in the front matter"))
        return _of_year(known, (one,), year, said=True)
    ids = (default,) if default else ()
    return _of_year(known, ids, year, said=False)


def _named(
    known: tuple[Yardstick, ...],
    names: Sequence[Named],
    texts: Sequence[Around],
    place: int,
    year: tuple[int, Around] | None,
) -> Scope:
    """The scope of the text at `place`, which names something."""
    here = texts[place]
    ids = []
    for item in names:
        if item.standard and not item.edition:
            other = _other_edition(known, item, texts[place:], year)
            if other:
                return other
        if item.standard:
            ids.append(item.standard)
    if ids:
        return Scope(tuple(dict.fromkeys(ids)))
    return Scope((), listed(dict.fromkeys(item.text for item in names)), here.place)


def _other_edition(
    known: tuple[Yardstick, ...],
    item: Named,
    texts: Sequence[Around],
    year: tuple[int, Around] | None,
) -> Scope | None:
    """Whether an edition that is said elsewhere is not the one in use."""
    if year:
        found = _of_year(known, (item.standard,), year, said=True)
        return None if found.standards else found
    for index, text in enumerate(texts):
        same = [n for n in named(text.text, known) if n.number == item.number and n.edition]
        if same and item.number:
            if any(n.standard == item.standard for n in same):
                return None
            return Scope((), same[0].text, text.place)
        alone = text.heading and index == 0
        if said := edition_said(text.text, alone=alone):
            found = _of_year(known, (item.standard,), (said, text), said=True)
            return None if found.standards else found
    return None


def _of_year(
    known: tuple[Yardstick, ...],
    ids: tuple[str, ...],
    year: tuple[int, Around] | None,
    *,
    said: bool,
) -> Scope:
    """`ids`, as far as they are of the edition that a year gives by itself."""
    if year is None:
        return Scope(ids, said=said)
    when, where = year
    numbers = {item.number for item in known if item.id in ids} or {""}
    kept = tuple(
        item.id
        for item in known
        if (item.number in numbers or not ids)
        and item.edition
        == edition_meant(item.number, when, [k for k in known if k.number == item.number], True)
    )
    return Scope(kept) if kept else Scope((), say("the edition of {when}", when=when), where.place)
