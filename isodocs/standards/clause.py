"""Find the clause someone means; never a clause other than the one that is written.

`iso-9001-2015:8.4.1`, `ISO 9001:2015 8.4.1`, `8.4.1`, `§8.4.1` and `clause 8.4.1` name the same
clause. A number is compared as text, so `8.10` is never `8.1`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.model.requirement import ClauseReference, RequirementMap, above
from isodocs.parsing.standard_names import named, yardstick
from isodocs.words import listed, say

_MARK = expression(r"(?:§|clauses?\b|cl\.|sections?\b)\s*", re.IGNORECASE)
_ITEM = expression(r"([A-Z0-9.()-]*[0-9)])\s*[,(]?\s*[a-z][.)]?(?:\s*[0-9]+[.)]?)?", re.ASCII)
_DIGITS = expression(r"(?<![0-9])([0-9]++)[^0-9]*+\Z", re.ASCII)
_PADDING = expression(r"(?<![0-9])0+(?=[0-9])", re.ASCII)
_SHOWN = 3
_LONGEST = 24


@immutable(frozen=True, slots=True)
class UnknownClause:
    """A reference to no clause: as written, the nearest ones, and why it is none.

    `standard` is the standard it was looked up in, empty when that is not known either.
    """

    text: str
    suggestions: tuple[ClauseReference, ...]
    why: str
    standard: str = ""

    @property
    def message(self) -> str:
        """The reason and the question, such as `... Did you mean 8.1?`."""
        if not self.suggestions:
            return f"{self.why}."
        words = [
            near.number if near.standard == self.standard else str(near)
            for near in self.suggestions
        ]
        return say("{why}. Did you mean {words}?", why=self.why, words=listed(words, "or"))


def resolve(
    text: str, maps: Mapping[str, RequirementMap], default: str = ""
) -> ClauseReference | UnknownClause:
    """Resolve `text` against `maps`; `default` is the standard meant where none is named.

    A single map is its own default. Never raises.
    """
    text = text.strip()
    meant = default or (next(iter(maps)) if len(maps) == 1 else "")
    if meant in maps and text in maps[meant]:  # as most are written
        return ClauseReference(meant, text)
    standard_said, rest = _split(text, maps)
    number = _MARK.sub("", rest, count=1) if _MARK.match(rest) else rest
    standard = standard_said or meant
    if standard in maps and number in maps[standard]:
        return ClauseReference(standard, number)
    if not maps:
        return UnknownClause(
            text, (), say("no standard is in use, so {show} names no clause", show=_show(text))
        )
    if not standard:
        return UnknownClause(
            text,
            _elsewhere(number, maps),
            say("{show} does not say of which standard", show=_show(text)),
        )
    if standard not in maps:
        return UnknownClause(
            text,
            _elsewhere(number, _editions(standard, maps)),
            say(
                "{show} is not among the standards in use ({maps})",
                show=_show(standard),
                maps=", ".join(maps),
            ),
        )
    return _unknown_number(text, number, standard, maps)


def _split(text: str, maps: Mapping[str, RequirementMap]) -> tuple[str, str]:
    """Take the standard named in `text` (empty when none is) from what is left."""
    for standard, known in maps.items():
        for name in (standard, known.display_name):
            head, rest = text[: len(name)], text[len(name) :]
            if head.casefold() == name.casefold() and rest[:1] in (":", ",", " ", "§"):
                return standard, rest.lstrip(":, ").strip()
    in_use = tuple(yardstick(id, known.display_name) for id, known in maps.items())
    for found in named(text, in_use)[:1]:
        rest = text[found.end :].strip(" \t:,-–—")
        if found.start == 0 and rest:
            return (found.edition and found.standard) or found.text, rest
    head, _, rest = text.rpartition(":")
    return head.strip(), rest.strip()


def _elsewhere(number: str, maps: Mapping[str, RequirementMap]) -> tuple[ClauseReference, ...]:
    """List the clauses of this very number, in any of `maps`."""
    return tuple(ClauseReference(standard, number) for standard in maps if number in maps[standard])


def _editions(standard: str, maps: Mapping[str, RequirementMap]) -> dict[str, RequirementMap]:
    """Choose the maps that share the number (9001) of an unknown `standard`.

    Likeness of spelling would be wrong here: ISO 14001 is not a slip of the pen for ISO 9001.
    """
    number = re.search(r"[0-9]{4,5}", standard, re.ASCII)
    if not number:
        return {}
    return {known: maps[known] for known in maps if number[0] in known.split("-")[:-1]}


def _unknown_number(
    text: str, number: str, standard: str, maps: Mapping[str, RequirementMap]
) -> UnknownClause:
    known = maps[standard]
    item = _ITEM.fullmatch(number) if len(number) <= _LONGEST else None
    if item and (clause := known.get(item[1])):
        why = say(
            "{show} is an item within clause {item}, and {display_name} is mapped by "
            "clause, not by item",
            show=_show(number),
            item=item[1],
            display_name=known.display_name,
        )
        return UnknownClause(text, (clause.reference,), why, standard)
    why = say(
        "{show} is not in {display_name}: {extent}",
        show=_show(number),
        display_name=known.display_name,
        extent=_extent(number, known),
    )
    nearest = tuple(ClauseReference(standard, near) for near in _nearest(number, known))
    return UnknownClause(text, _elsewhere(number, maps) or nearest, why, standard)


def _extent(number: str, known: RequirementMap) -> str:
    """Say what there is where `number` would have to be."""
    nearest = _above(number, known)
    if not nearest:
        top = [clause.number for clause in known if not known.parent(clause.number)]
        return say("its clauses run from {top} to {top_2}", top=top[0], top_2=top[-1])
    below = known.children(nearest)
    if not below:
        return say("clause {nearest} has no sub-clauses", nearest=nearest)
    return say(
        "clause {nearest} runs from {number} to {number_2}",
        nearest=nearest,
        number=below[0].number,
        number_2=below[-1].number,
    )


def _nearest(number: str, known: RequirementMap) -> tuple[str, ...]:
    """Find what was probably meant, the likeliest slip first.

    Dots lost or too many (`841`, `8.4.1.`), small letters or padding (`ac-02` for AC-2), a zero
    that a spreadsheet or YAML plays with (`8.10` and `8.1`), a level that does not exist
    (`8.4.1.2`), a number past the last (`8.9`).
    """
    if len(number) > _LONGEST:
        return ()
    typed = _bare(number)
    same = tuple(clause.number for clause in known if typed and _bare(clause.number) == typed)
    shorter = number[:-1].rstrip(".") if number.endswith("0") else ""
    over = _above(number, known)
    if same or shorter in known:
        return same or (shorter,)
    if not known.children(over):
        return (over,) if over else ()
    step = number
    while (next_up := above(step)) and next_up != over:
        step = next_up
    wanted = _last(step)
    siblings = sorted(
        (clause.number for clause in known.children(over)),
        key=lambda sibling: abs(_last(sibling) - wanted),
    )
    return tuple(siblings[:_SHOWN])


def _bare(number: str) -> str:
    """What is left of a number when marks, capitals and padding are taken away."""
    plain = re.sub(r"[\s.,;/()_-]", " ", number).casefold()
    if any(map(str.isalpha, plain)):
        plain = _PADDING.sub("", plain)
    return plain.replace(" ", "")


def _above(number: str, known: RequirementMap) -> str:
    """Climb from `number` to the first clause there is; empty when there is none."""
    number = number[:_LONGEST]
    while number and number not in known:
        number = above(number)
    return number


def _last(number: str) -> int:
    """The last figure of a number; it is short, as what is looked up here is."""
    match = _DIGITS.search(number)
    return int(match[1]) if match else 0


def _show(text: str) -> str:
    """Make `text` fit to be shown: short, and with nothing that a terminal would obey."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return short if re.fullmatch(r"[A-Za-z0-9.§:-]+", short) else repr(short)
