"""Which standards a text names: the one answer for columns, cells, headings, titles and claims.

ISO 9001:2015, `DIN EN ISO 9001:2015-11`, `iso-9001-2015`, `ISO9001` and `9001:2015` are one and the
same; ISO 9001:2008 and ISO 14001:2015 are others. A national adoption is the edition it adopts,
also where it bears a later year. What is not in use is found as well, by its form or because the
field knows it, so that its numbers are not taken for those of a standard in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.known_standards import (
    ADOPTED_AS,
    DRAFTS,
    EDITIONS,
    INTERNATIONAL,
    NUMBERS,
    PUBLISHERS,
    SCHEMES,
)

LONGEST = 1_000
"""So many characters of a text are looked at."""

_PUBLISHER = "|".join(sorted(map(re.escape, PUBLISHERS), key=len, reverse=True))
_YEAR = r"(?:19|20)[0-9]{2}"
_DESIGNATION = expression(
    rf"(?<![\w.])(?P<who>(?:(?:{_PUBLISHER})(?:\s?[/ \u00a0_-]\s?(?:[QRT]\s?)?|(?=[0-9]))){{1,6}})?"
    r"(?P<number>[0-9]{4,5})(?![0-9%]|\.[0-9])"
    r"(?P<part>(?:-[0-9]{1,2}(?![0-9]|\.[0-9])){0,2})",
    re.IGNORECASE,
)
_EDITION = expression(
    rf"\s?[:/(,_–-]?\s?(?:(?:v|ver|version|ed|edition|rev|revision|ausgabe)\b\.?|v)?\s?\(?"
    rf"(?P<year>{_YEAR})(?![0-9]|\.[0-9])\)?|[:'’](?P<short>[0-9]{{2}})(?![0-9]|\.[0-9])",
    re.IGNORECASE,
)
_MONTH = expression(r"-(?:0[1-9]|1[0-2])(?![0-9]|\.[0-9])")
_AMENDMENT = expression(
    r"\s?(?:[/+,]?\s?(?:Amd|Amendment|Cor|Corr|Ber)\b\.?\s?[0-9]{0,2}|[/+]\s?(?:A|AC|AMD|COR)[0-9]{1,2})"
    rf"(?:[:-]{_YEAR}(?:-[0-9]{{2}})?)?(?![0-9]|\.[0-9])",
    re.IGNORECASE,
)
_REVISION_LETTER = expression(r"\s?[A-D](?!\w|\.)")
_SAID_EDITION = expression(
    rf"(?<![\w.:/-])(?:edition|édition|ausgabe|edición|edizione|editie|uitgave|edição|version|"
    rf"fassung|versión)\s(?:of\s|von\s|de\s|du\s|di\s|van\s)?(?P<after>{_YEAR})(?![\w/.-])"
    rf"|(?<![\w.:/-])(?P<before>{_YEAR})(?:er|[ -])\s?"
    r"(?:edition|édition|edición|edizione|editie|edição|ausgabe|fassung|version)",
    re.IGNORECASE,
)
_LONE_YEAR = expression(rf"(?<![\w.:/-]){_YEAR}(?![\w/.-])")


class Yardstick(NamedTuple):
    """A standard in use, as far as texts may name it. `number` is empty for what has none.

    `part` is that of ISO/IEC 20000-1, which people leave out: ISO 20000 means it, 20000-2 does not.
    """

    id: str
    name: str
    number: str
    edition: int
    schemes: frozenset[str]
    part: str = ""


class Named(NamedTuple):
    """What a text names from `start` to `end`: the standard in use, empty for any other.

    `number` and `edition` are what is written, empty and 0 where it is not. `vague` where several
    editions in use may be meant.
    """

    text: str
    start: int
    end: int
    standard: str
    number: str = ""
    edition: int = 0
    vague: bool = False


@lru_cache(maxsize=256)
def yardstick(id: str, display_name: str = "") -> Yardstick:
    """The yardstick of a requirement map, by its id and the name that people read."""
    head, _, year = id.rpartition("-")
    number = next((part for part in head.split("-") if re.fullmatch("[0-9]{3,5}", part)), "")
    part = re.fullmatch(f".*-{number}-([0-9]{{1,2}})", head) if number else None
    words = f"{display_name} {head.replace('-', ' ')} {head.replace('-', ' ').upper()}"
    schemes = frozenset(key for key, pattern in SCHEMES if pattern.search(words))
    edition = int(year) if re.fullmatch("[0-9]{4}", year) else 0
    return Yardstick(id, display_name, number, edition, schemes, part[1] if part else "")


@lru_cache(maxsize=8_192)
def named(text: str, in_use: tuple[Yardstick, ...]) -> tuple[Named, ...]:
    """Everything in a text that names a standard or scheme, in order."""
    text = text[:LONGEST]
    found = [*_by_own_name(text, in_use), *_designations(text, in_use), *_schemes(text, in_use)]
    found.sort(key=lambda item: (item.start, not item.standard, -item.end))
    apart: list[Named] = []
    for item in found:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return tuple(apart)


def edition_said(text: str, *, alone: bool = False) -> int:
    """The year of an edition that a text gives by itself (`2008 edition`); 0 for none.

    With `alone` any year counts, as in a heading of a column: `Clause (2008)`.
    """
    text = text[:LONGEST]
    if match := _SAID_EDITION.search(text):
        return int(match["after"] or match["before"])
    match = _LONE_YEAR.search(text) if alone else None
    return int(match[0]) if match else 0


def edition_meant(number: str, year: int, in_use: Iterable[Yardstick], adopted: bool) -> int:
    """The edition that a year stands for; 0 where there is none.

    An adoption bears the year of the edition or a later one.
    """
    years = {*EDITIONS.get(number, ()), *(known.edition for known in in_use)}
    if year in years or not adopted:
        return year if year in years else 0
    return max((known for known in years if known <= year), default=0)


def _by_own_name(text: str, in_use: tuple[Yardstick, ...]) -> Iterator[Named]:
    """The id or the name of a standard in use, as it is written there."""
    lower = text.casefold()
    if len(lower) != len(text):  # a letter that folds into two: places would be others
        return
    for known in in_use:
        for name in filter(None, (known.id, known.name)):
            start = lower.find(name.casefold())
            while start >= 0:
                end = start + len(name)
                if not _in_word(text, start, end):
                    yield Named(text[start:end], start, end, known.id, known.number, known.edition)
                start = lower.find(name.casefold(), end)


def _in_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


def _designations(text: str, in_use: tuple[Yardstick, ...]) -> Iterator[Named]:
    """What is built like the designation of a standard."""
    at = 0
    while match := _DESIGNATION.search(text, at):
        at = match.end()
        who = (match["who"] or "").upper()
        number = match["number"]
        words = {word for word in re.split(r"[^\w.]+", who) if len(word) > 1}
        if {"GB", "YY"} & words:
            number = ADOPTED_AS.get(number, number)
        part = match["part"].split("-")[1:2]
        same = tuple(
            known
            for known in in_use
            if known.number == number and (not known.part or part in ([], [known.part]))
        )
        if not (_is_alone(text, match, number, same) if not who else _is_who(match, number)):
            continue
        own = len(f"-{same[0].part}") if same and part and same[0].part else 0
        end = match.start("part") + own if same else match.end()
        adopted = bool(words - INTERNATIONAL)
        end, year = _tail(text, end, adopted)
        start, said = match.start(), text[match.start() : end].strip()
        if not same or words & DRAFTS:
            yield Named(said, start, end, "", number, year)
        elif not year:
            one = same[0].id if len(same) == 1 else ""
            yield Named(said, start, end, one, number, 0, len(same) > 1)
        else:
            meant = edition_meant(number, year, same, adopted)
            id = next((known.id for known in same if meant and known.edition == meant), "")
            yield Named(said, start, end, id, number, year)
        at = max(at, end)


def _is_alone(text: str, match: re.Match[str], number: str, same: tuple[Yardstick, ...]) -> bool:
    """Whether a number without a publisher names a standard: 27001, not the form SOP-9001."""
    before = text[max(match.start() - 2, 0) : match.start()]
    in_code = before[-1:] in ("-", "–", "#") and before[:1].isalnum()
    return bool(same or number in NUMBERS) and not in_code


def _is_who(match: re.Match[str], number: str) -> bool:
    """Whether what is before a number is a publisher, not a word: `as of`, `is 2008`."""
    who = match["who"]
    sure = re.search(r"ISO|IEC|DIN|IATF|OHSAS", who, re.IGNORECASE)
    return bool(sure) or (who == who.upper() and not re.fullmatch(_YEAR, number))


def _tail(text: str, at: int, adopted: bool) -> tuple[int, int]:
    """Where the edition and its amendments end, and the year; 0 where none is said."""
    year = 0
    if match := _EDITION.match(text, at):
        at = match.end()
        short = int(match["short"] or 0)
        year = int(match["year"] or 0) or (1900 if short > 80 else 2000) + short
        if adopted and (month := _MONTH.match(text, at)):
            at = month.end()
    elif match := _REVISION_LETTER.match(text, at):
        at = match.end()
    for _ in range(3):
        if amendment := _AMENDMENT.match(text, at):
            at = amendment.end()
    return at, year


def _schemes(text: str, in_use: tuple[Yardstick, ...]) -> Iterator[Named]:
    """What the field knows by a name."""
    for key, pattern in SCHEMES:
        for match in pattern.finditer(text):
            same = [known for known in in_use if key in known.schemes]
            one = same[0].id if len(same) == 1 else ""
            yield Named(match[0], *match.span(), one, vague=len(same) > 1)
