"""The clause numbers that a cell of a table begins with: `8.4.1, 8.4.2`, `8.4.1–8.4.3 Buying`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from isodocs.model.requirement import RequirementMap

_NUMBER = r"(?:[A-Z]\.)?[0-9]{1,2}(?:\.[0-9]{1,2})*"
_SEPARATORS = re.compile(
    r"(?:[\s,;/&+]|\band\b|§|\bclauses?\b|\bcontrols?\b|\bcl\.)*", re.IGNORECASE
)
# `6.1.3 d)` is an item of clause 6.1.3; `8.4 Control` has a title behind it.
_ENTRY = re.compile(
    rf"({_NUMBER})(?!\w|\s*%)(?:\s*\(?[a-z]\))?(?:\s*(?:-|–|—|\bto\b|\.\.\.?|…)\s*({_NUMBER})(?!\w|\s*%))?",
    re.ASCII,
)
_STANDARD = re.compile(
    r"\s*(?:[A-Za-z]{2,5}(?:/[A-Za-z]{2,5})?[\s-]+)?[0-9]{4,5}(?:[:-][0-9]{4})?\s*[:,]?\s*",
    re.ASCII,
)
_STANDARD_NUMBER = re.compile(r"[0-9]{4,5}", re.ASCII)
_LONGEST = 400
_MOST = 200


@lru_cache(maxsize=4_096)
def standard_named(text: str, standards: tuple[tuple[str, str], ...]) -> str:
    """The id of the one standard that `text`, in small letters, names; empty for none or several.

    `standards` are pairs of id and name. `iso 9001`, with or without its edition, is enough.
    """
    found = {
        id
        for id, name in standards
        if name.casefold() in text
        or (
            (number := _STANDARD_NUMBER.search(id))
            and re.search(rf"(?<![0-9]){number[0]}(?![0-9])", text)
        )
    }
    if len(found) > 1:  # two editions of one standard: the year decides
        found = {id for id in found if re.search(rf"(?<![0-9]){id.rpartition('-')[2]}\b", text)}
    return found.pop() if len(found) == 1 else ""


def clause_numbers(
    cell: str, maps: Mapping[str, RequirementMap], standard: str = ""
) -> tuple[str, ...]:
    """The numbers that a cell begins with, ranges written out by the map of the standard.

    What comes behind the first word that is no number is a title and is not looked at.
    """
    return tuple(_numbers(cell[:_LONGEST], maps, standard))


def _numbers(cell: str, maps: Mapping[str, RequirementMap], standard: str) -> Iterator[str]:
    named = _STANDARD.match(cell)
    at = named.end() if named else 0
    while True:
        separator = _SEPARATORS.match(cell, at)
        at = separator.end() if separator else at
        match = _ENTRY.match(cell, at)
        if not match:
            return
        at = match.end()
        if match[2]:
            yield from _between(match[1], match[2], maps, standard)
        else:
            yield match[1]


def _between(
    first: str, last: str, maps: Mapping[str, RequirementMap], standard: str
) -> Iterator[str]:
    """The clauses from `first` to `last` on their level; both alone where no map has them."""
    annex = first.partition(".")[0]
    if not annex.isdigit() and last[:1].isdigit():
        last = f"{annex}.{last}"  # A.5.15-5.18
    candidates = [maps[standard]] if standard in maps else [*maps.values()]
    for known in candidates:
        level = [r.number for r in known if r.number.count(".") == first.count(".")]
        if first in level and last in level and level.index(first) <= level.index(last):
            yield from level[level.index(first) : level.index(last) + 1][:_MOST]
            return
    yield first
    yield last


def control_number(number: str, known: RequirementMap) -> str:
    """The number as the standard has it where only controls are meant: 5.19 for A.5.19."""
    for annex in annexes(known):
        control = known.get(f"{annex}.{number}")
        if control and control.control:
            return control.number
    return number


def annexes(known: RequirementMap) -> tuple[str, ...]:
    """The letters with which the controls of a standard begin."""
    heads = (r.number.partition(".")[0] for r in known.auditable if r.control)
    return tuple(dict.fromkeys(head for head in heads if not head.isdigit()))
