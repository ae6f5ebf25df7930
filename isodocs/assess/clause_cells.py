"""The clause numbers that a cell of a table begins with: `8.4.1, 8.4.2`, `8.4.1–8.4.3 Buying`.

Each line of a cell is read by itself. A standard may be written before its numbers (`ISO 9001:2015
8.4; ISO 14001:2015 8.1`) or behind them. What comes behind the first word that is not a number is a
title; of it only the standards that it names are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.standard_names import Yardstick, named
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

_NUMBER = r"(?:[A-Z]\.)?[0-9]{1,2}(?:\.[0-9]{1,2})*"
_AND = r"and|or|und|oder|sowie|et|ou|y|e|en|i"
_WORDS = (
    r"(?:sub-?)?clauses?|cl|reqs?|sections?|sect?|chapters?|chap|paragraphs?|para|no|nos|controls?|requirements?"
    r"|annex|anhang|annexe|anexo|allegato|bijlage|normkapitel|kapitel|kap|abschnitte?|absatz|abs"
    r"|abschn|ziffern?|ziff|punkte?|pkt|nr|normpunkt|normabschnitt|anforderung(?:en)?|chapitres?"
    r"|paragraphes?|exigences?|cl[aá]usulas?|apartados?|secci[oó]n|secciones|cap[ií]tulos?|cap"
    r"|requisitos?|requisiti|puntos?|punt[io]|numeral(?:es)?|clausole?|clausola|capitol[oi]|sezione"
    r"|paragraf[oi]|paragraaf|paragrafen|hoofdstuk(?:ken)?|par|eis(?:en)?|sec[cç][aã]o|se[cç][aã]o"
    r"|pontos?|item|itens|of|iso|norm|norme|norma|from|von|vom|de|du|van|da|dal|desde|del"
)
# What may come before and between numbers. A check mark is fine; a cross is not: it says no.
_MARKS = r"\[\^[^\]\s]{1,40}\]|[\s,;，、/\\&+§#°№•·*†◦▪■●▶🟢🟩(\[\])✓✔✅☑\ufe0f¹²³⁴-⁹\"'“”„:]"
_ITEM = expression(r"\s*+[-–—]\s++")
_FIRST = expression(rf"(?:{_MARKS})*")
_SEPARATORS = expression(
    rf"(?:{_MARKS}"
    rf"|\b(?:{_AND})\b(?=\W*(?:(?:{_WORDS})\b\W*)?(?:[A-Z]\.)?[0-9]))*",
    re.IGNORECASE,
)
_LABEL = expression(
    rf"\b(?:(?:{_WORDS})\b\W*)(?:(?:no|nr|n)\b\W*)?(?=(?:[A-Z]\.)?[0-9])", re.IGNORECASE
)
"""`Section 8.4`, `Kapitel 8.4`: what a number is called."""
_DASH = expression(r"\s*[-–—]\s*")
_TO = (
    r"(?:-|–|—|\.\.\.?|…|\b(?:to|thru|through|until|till|up\s+to|bis|à|a|au|jusqu['’]?\s?[aà]u?"
    r"|hasta|al|tot(?:\s+en\s+met)?|t/m|fino\s+a|ad|até|ao)\b)"
)
# `6.1.3 d)` is an item of clause 6.1.3; `8.4 Control` has a title behind it.
_END = r"(?![0-9]|\.[0-9]|\s*%)"
_ENTRY = expression(
    rf"({_NUMBER})(?![A-Za-z0-9_]|\.[0-9]|\s*%)\.?(?:\s*\(?\b[a-z]\))?"
    rf"(?:\s*{_TO}\s*(?:§+\s*)?({_NUMBER})(?![A-Za-z0-9_]|\.[0-9]|\s*%)\.?(?:\s*\(?\b[a-z]\))?)?",
    re.IGNORECASE,
)
# Figures joined by commas without a blank: 8,4 as a spreadsheet writes 8.4, or 4 and 5?
_JOINED = expression(
    rf"(?:[A-Z]\.)?[0-9]{{1,2}}(?:[.,/][0-9]{{1,2}})*[,/][0-9]{{1,2}}{_END}(?!\.?\w)"
)
# Figures that are not joined by full stops: 8-4-1, 8·4·1.
_OTHERWISE = expression(rf"[0-9]{{1,2}}(?:([-–·])[0-9]{{1,2}})(?>(?:\1[0-9]{{1,2}})+){_END}")
_NEXT = expression(
    rf"(?:[,;/&+]|\b(?:{_AND}|plus|as\s+well\s+as|bzw|resp|u)\b\.?)\s*+(?=(?:(?:{_WORDS})\b\W*)?"
    r"(?:[A-Z]\.)?[0-9]{1,2}\.[0-9])",
    re.IGNORECASE,
)
"""`8.4.1 Buying, 8.4.2 Controls`: where the next number may be."""
_TITLE = expression(r"[^0-9()\[\]]{0,80}|\s*+[(\[][^0-9()\[\]]{1,60}[)\]]\s*+")
_LETTER = expression(r"\b[a-z]\)")
_ASIDE = expression(
    r"\b(?:see|cf|refer|except|excluding|excluded|excl|without|not|n/a|former|formerly|previously|ex"
    r"|old|was|replaces|instead|version|page|siehe|vgl|s|ausser|außer|ohne|nicht|ehemals|früher|alt"
    r"|entfällt|statt|voir|sauf|hors|sans|ancien|anciennement|véase|ver|excepto|salvo|sin|antes"
    r"|vedi|eccetto|escluso|senza|zie|behalve|zonder|vroeger|exceto|sem|antigo)\b",
    re.IGNORECASE,
)
"""Words that say of a further number that it is meant otherwise."""
_OF_YEAR = expression(r"\s?[(\[/]\s?((?:19|20)[0-9]{2})(?![0-9])\s?[)\]]?")
_ONWARD = expression(rf"\s*+[^\w\s,;()\[\]]{{1,3}}\s*+(?={_NUMBER}(?![\w.]))")
_LONGEST = 400
_MOST = 200


class Numbers(NamedTuple):
    """Numbers as a cell gives them, and the text that names their standard; empty for none.

    A number that may be read in two ways is as it is written, and so names no clause. `mention` is
    what a title behind the numbers names.
    """

    numbers: tuple[str, ...]
    naming: str = ""
    mention: str = ""


@immutable(frozen=True, slots=True)
class _Name:
    """A standard between numbers; `closed` in brackets of its own, behind what it is about."""

    text: str
    closed: bool


def clause_numbers(
    cell: str, maps: Mapping[str, RequirementMap], in_use: tuple[Yardstick, ...] = ()
) -> tuple[Numbers, ...]:
    """The numbers of a cell by the standard that it names with them.

    Ranges are written out by the map of the standard named, else by the first that has both ends.
    """
    return tuple(
        found
        for line in cell[:_LONGEST].splitlines()
        for found in _of_line(_with_letters(line.translate(_DIGITS), maps), maps, in_use)
    )


def _of_line(
    line: str, maps: Mapping[str, RequirementMap], in_use: tuple[Yardstick, ...]
) -> Iterator[Numbers]:
    names = named(line, in_use)
    items: list[_Name | tuple[str, ...]] = []
    numbers: Sequence[str] = ()
    naming = ""
    at = _past(_ITEM, line, 0)
    while True:
        start = _past(_SEPARATORS if items else _FIRST, line, at)
        if not numbers or re.search(r"[^\s]", line[at:start]):
            start = _past(_LABEL, line, start)
        # what looks like a separator may begin a name: (EU) 2017/745
        here = next((item for item in names if at <= item.start <= start < item.end), None)
        if here:
            opened = line[at : here.start].rstrip().endswith(("(", "["))
            items.append(_Name(here.text, opened and line[here.end :].lstrip()[:1] in (")", "]")))
            naming, numbers = here.text, ()
            at = _past(_DASH, line, here.end)
            continue
        among = _maps_of(naming, maps, in_use)
        read = _entry(line, start, among)
        if read is None and numbers and (further := _further(line, at, among)):
            at, numbers = further, ()
            continue
        if read is None:
            break
        numbers, at = read
        last = items[-1] if items else None
        if isinstance(last, tuple):
            items[-1] = (*last, *numbers)
        else:
            items.append(tuple(numbers))
    if isinstance(items[-1] if items else None, tuple):
        if year := _OF_YEAR.match(line, at):
            items.append(_Name(say("edition {year}", year=year[1]), closed=True))
        elif (onward := _ONWARD.match(line, at)) and (doubt := _ENTRY.match(line, onward.end())):
            items.append((f"{numbers[-1]}{onward[0]}{doubt[1]}",))  # may be a range, or a change
    behind = [item for item in names if item.start >= at]
    mention = line[behind[0].start : behind[-1].end] if behind else ""
    yield from _put_together(items, mention)


def _further(line: str, at: int, maps: Sequence[RequirementMap]) -> int:
    """Where the number after the title of the one before begins; 0 where none is certain."""
    found = _NEXT.search(line, at)
    if not found:
        return 0
    entry = _ENTRY.match(line, _past(_LABEL, line, found.end()))
    title = _LETTER.sub("", line[at : found.start()])
    if entry is None or not any(entry[1].upper() in known for known in maps):
        return 0
    behind = line[entry.end() : entry.end() + 24].partition(",")[0]
    plain = _TITLE.fullmatch(title) and not _ASIDE.search(title) and not _ASIDE.search(behind)
    return found.end() if plain else 0


def _put_together(items: Sequence[_Name | tuple[str, ...]], mention: str) -> Iterator[Numbers]:
    """Give each group of numbers its standard: the one before it, or the one right behind it."""
    if not items:
        return
    all_behind = not isinstance(items[0], _Name) and isinstance(items[-1], _Name)
    naming = ""
    for place, item in enumerate(items):
        if isinstance(item, _Name):
            naming = "" if item.closed or all_behind else item.text
            continue
        after = items[place + 1] if place + 1 < len(items) else None
        if isinstance(after, _Name) and (after.closed or all_behind):
            yield Numbers(item, say("{naming} {text}", naming=naming, text=after.text).strip())
        else:
            yield Numbers(item, naming, "" if naming else mention)


def _past(pattern: re.Pattern[str], line: str, at: int) -> int:
    match = pattern.match(line, at)
    return match.end() if match else at


def _maps_of(
    naming: str, maps: Mapping[str, RequirementMap], in_use: tuple[Yardstick, ...]
) -> Sequence[RequirementMap]:
    ids = [item.standard for item in named(naming, in_use) if item.standard] if naming else []
    return [maps[id] for id in ids if id in maps] or [*maps.values()]


def _entry(line: str, at: int, maps: Sequence[RequirementMap]) -> tuple[Sequence[str], int] | None:
    """One number or range that begins at `at`, and where it ends; None where there is none."""
    if joined := _JOINED.match(line, at):
        text = joined[0]
        dotted = text.replace(",", ".")
        if "/" not in text and _is_list(text):
            pass
        elif "." not in text and "/" not in text and any(dotted in known for known in maps):
            return (dotted,), joined.end()
        else:
            return (text,), joined.end()
    if dashed := _OTHERWISE.match(line, at):
        number = dashed[0].replace(dashed[1], ".")
        return (number if any(number in known for known in maps) else dashed[0],), dashed.end()
    match = _ENTRY.match(line, at)
    if not match:
        return None
    first = match[1].upper()
    return (_between(first, match[2].upper(), maps) if match[2] else (first,)), match.end()


def _is_list(text: str) -> bool:
    """Whether each part between commas is a number with a dot: 8.4,8.5."""
    return all("." in part for part in text.split(","))


def _between(first: str, last: str, maps: Sequence[RequirementMap]) -> Sequence[str]:
    """The clauses from `first` to `last` on their level; both alone where no map has them."""
    whole = last
    annex = first.partition(".")[0]
    if "." not in last and "." in first:
        whole = f"{first.rpartition('.')[0]}.{last}"  # 8.4-6: never clause 6
    elif not annex.isdigit() and last[:1].isdigit():
        whole = f"{annex}.{last}"  # A.5.15-5.18
    if whole != last and not any(whole in known for known in maps):
        return (f"{first}-{last}",)  # a number that is not written is one that a map has
    last = whole
    for known in maps:
        level = [r.number for r in known if r.number.count(".") == first.count(".")]
        if first in level and last in level:
            if level.index(first) > level.index(last):
                return (f"{first}-{last}",)  # no range; perhaps 8.4
            return level[level.index(first) : level.index(last) + 1][:_MOST]
    return (first, last)


_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0x2024: "."}


def _with_letters(line: str, maps: Mapping[str, RequirementMap]) -> str:
    """The line with controls written in one way: A5.1 and A 5.1 are A.5.1."""
    letters = {letter for known in maps.values() for letter in known.annexes}
    if not any(letter in line for letter in letters):
        return line
    return re.sub(
        rf"(?<![\w.])([{''.join(sorted(letters))}])[. ]?(?=[0-9]{{1,2}}\.[0-9])", r"\1.", line
    )


def control_number(number: str, known: RequirementMap) -> str:
    """The number as the standard has it where only controls are meant: 5.19 for A.5.19."""
    for annex in known.annexes:
        control = known.get(f"{annex}.{number}")
        if control and control.control:
            return control.number
    return number
