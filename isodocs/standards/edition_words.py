"""What is said of an edition that was replaced, and of a name that no map has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.certification import Edition, EditionState
from isodocs.named_tuple import NamedTuple
from isodocs.standards.editions import day_in_words, editions
from isodocs.words import agreed, counted, in_days, listed, say, suggest

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

_TOKEN = expression(r"[a-z]+|[0-9]+")
_LONGEST = 100
_YEAR = expression(r"(?:19|20)[0-9]{2}")
_NUMBER = expression(r"[0-9]{4,5}")
_LEFT_OUT = frozenset(
    "iso iec din en bs nf une uni standard norm edition ed version v rev revision of the".split()
)
"""Words that distinguish no two standards."""


_BY_IMPORT = frozenset("dora gdpr nis nist soc tisax".split())
_IMPORT = say(
    "Its publisher or a public project has a file that becomes a map of your "
    "own: `isodocs standards import FILE`; docs/standards/recipes.md of "
    "isodocs says which file, and how."
)


class Unknown(NamedTuple):
    """What to say of a standard that no map is of.

    `hint` is what can be done about an edition that is known; empty where the name is wrong.
    """

    message: str
    hint: str


def replaced_how(edition: Edition, on: date) -> str:
    """That another edition took its place, and until when certificates hold; empty while it holds.

    `replaced by ISO 9001:2026 (2026-09-16); certificates to it end on 2029-09-30 (to be confirmed),
    in 1036 days`.
    """
    if not edition.is_replaced(on) or edition.replaced is None:
        return ""
    by = say(
        "replaced by {name} ({text})",
        name=editions()[edition.successor].name,
        text=edition.replaced.text,
    )
    left = edition.days_left(on)
    if edition.ends is None or left is None:
        unknown = say("; until when certificates to it hold is not known here")
        return by + (unknown if edition.certifiable else "")
    if edition.state(on) is EditionState.WITHDRAWN:
        return say("{by}; certificates to it ended {when}", by=by, when=day_in_words(edition.ends))
    if left < 0:
        return say(
            "{by}; certificates to it ended {when}, {days} ago",
            by=by,
            when=day_in_words(edition.ends),
            days=counted(-left, "day"),
        )
    return say(
        "{by}; certificates to it end {when}, {in_days}",
        by=by,
        when=day_in_words(edition.ends),
        in_days=in_days(left),
    )


def draft_of(edition: Edition, on: date) -> str:
    """That a draft of the next edition is out; empty where none is known, or it has appeared."""
    after = editions().get(edition.successor)
    if after is None or after.state(on) is not EditionState.DRAFT or not after.drafted:
        return ""
    then = (
        say("; the edition is expected in {expected}", expected=after.expected)
        if after.expected
        else ""
    )
    return say(
        "{name} has been a draft since {drafted}{then}.",
        name=after.name,
        drafted=after.drafted,
        then=then,
    )


def way(edition: Edition, maps: Collection[str], to: Edition | None = None) -> str:
    """The command that lays out the way to the edition that took its place, or to a later one."""
    after = to or editions()[edition.successor]
    if edition.id in maps and after.id in maps:
        return say(
            "`isodocs standards transition {id} {id_2}` lays out the way.",
            id=edition.id,
            id_2=after.id,
        )
    if after.id in maps:
        return say(
            "There is no requirement map of {name} to compare with: `isodocs "
            "standards {id}` lists what {name_2} asks.",
            name=edition.name,
            id=after.id,
            name_2=after.name,
        )
    return say(
        "There is no requirement map of {name} yet: `isodocs standards {id}` "
        "says what can be done.",
        name=after.name,
        id=after.id,
    )


def unknown(typed: str, maps: Iterable[str], on: date) -> Unknown:
    """What to say of a name that is not one of `maps`: another edition, a slip, or nothing."""
    known = tuple(maps)
    start = say("there is no requirement map {typed!r}", typed=typed)
    if (edition := _edition_named(typed)) and edition.id not in known:
        return Unknown(
            say("{start}: {not_mapped}", start=start, not_mapped=_not_mapped(edition, known, on)),
            _instead(edition, known, on),
        )
    if near := did_you_mean_edition(typed, known, on):
        return Unknown(say("{start}.{near}", start=start, near=near), "")
    if family := _family(name_tokens(typed)):
        names = [e.name for e in editions().values() if e.family == family]
        verb = agreed(len(names), "is", "are")
        return Unknown(
            say(
                "{start}; {names} {verb} known, and not mapped here",
                start=start,
                names=listed(names),
                verb=verb,
            ),
            _own(),
        )
    if not _BY_IMPORT.isdisjoint(name_tokens(typed)):
        return Unknown(say("{start}.", start=start), _IMPORT)
    return Unknown(say("{start}.", start=start), "")


def did_you_mean_edition(typed: str, known: Collection[str], on: date) -> str:
    """A sentence such as ` Did you mean 'iso-9001-2015'?`, or nothing; it starts with a blank."""
    near = nearest(typed, known, on)
    return say(" Did you mean {near!r}?", near=near) if near else ""


def nearest(typed: str, known: Collection[str], on: date) -> str:
    """The one of `known` that a wrong name may mean: of the same standard, else by its letters.

    It is never one with another number where that number is a standard of its own.
    """
    from isodocs.parsing.known_standards import NUMBERS  # only a wrong name pays for it

    tokens = name_tokens(typed)
    if edition := _edition_named(typed):
        return edition.id if edition.id in known else ""
    family = _family(tokens)
    number = _number(_head(typed))
    same = [id for id in known if number and number in _head(id)]
    same = [id for id in same if id not in editions() or family in ("", editions()[id].family)]
    if not same and not family and number not in NUMBERS:
        heads = {id: "-".join(_head(id)) for id in known}
        near = suggest("-".join(_head(typed)), heads.values())
        same = [id for id, head in heads.items() if near and head == near]
    return _of_one_standard(typed, same, on) if same else ""


def near_in_spelling(typed: str, known: Sequence[str]) -> list[str]:
    """Up to three ids that look most like a name; none for the number of a standard of its own."""
    from isodocs.parsing.known_standards import NUMBERS

    if _number(_head(typed)) in NUMBERS:
        return []
    return difflib.get_close_matches(typed.casefold()[:_LONGEST], known, n=3, cutoff=0.5)


def _head(typed: str) -> list[str]:
    """The words and numbers of a name, without a year at the end."""
    words = _TOKEN.findall(typed.casefold())
    return words[:-1] if len(words) > 1 and _YEAR.fullmatch(words[-1]) else words


def _family(tokens: Collection[str]) -> str:
    """The standard of which an edition is known that a name is of: the one with most in common."""
    families = {edition.family for edition in editions().values()}
    fitting = [family for family in families if _number(name_tokens(family)) in tokens]
    return max(fitting, key=lambda f: (_in_common(f, tokens), f), default="")


def _in_common(family: str, tokens: Collection[str]) -> int:
    return sum(1 if suggest(token, tokens) else -1 for token in name_tokens(family))


def _number(tokens: Iterable[str]) -> str:
    return next((token for token in tokens if _NUMBER.fullmatch(token)), "")


def _not_mapped(edition: Edition, maps: Collection[str], on: date) -> str:
    """That an edition is there, or a draft, and has no map; with the one that does."""
    if edition.published is None:
        then = (
            say("; the edition is expected in {expected}", expected=edition.expected)
            if edition.expected
            else ""
        )
        return say(
            "{name} is not published: it has been a draft since {drafted}{then}",
            name=edition.name,
            drafted=edition.drafted,
            then=then,
        )
    said = say(
        "{name} was published {when} and is not mapped here",
        name=edition.name,
        when=day_in_words(edition.published),
    )
    if words := replaced_how(edition, on):
        said += say("; it was {words}", words=words)
    if edition.successor in maps and edition.is_replaced(on):
        said += say(". Did you mean {successor!r}?", successor=edition.successor)
    return said


def _instead(edition: Edition, maps: Collection[str], on: date) -> str:
    """What can be done as long as an edition has no map."""
    before = next((e for e in editions().values() if e.successor == edition.id), None)
    if before is None or before.id not in maps:
        return _own()
    if edition.published is None:
        return say("No one is certified to a draft: work on with {id}.", id=before.id)
    until = ""
    if before.ends and (before.days_left(on) or 0) >= 0:
        until = say(", certificates to which end {when}", when=day_in_words(before.ends))
    return say(
        "Work on with {id}{until}. To describe the new edition from your own "
        "copy: `isodocs standards new our-{id_2}`; `isodocs standards export "
        "{id}` is a start.",
        id=before.id,
        until=until,
        id_2=edition.id,
    )


def _own() -> str:
    return say(
        "`isodocs standards` lists those there are; `isodocs standards new` starts your own."
    )


def _edition_named(typed: str) -> Edition | None:
    """The edition that a name stands for, however it is written: `9001:2026`, `ISO 9001:2026`."""
    return _by_tokens().get(name_tokens(typed))


@cache
def _by_tokens() -> dict[tuple[str, ...], Edition]:
    return {
        name_tokens(name): edition
        for edition in editions().values()
        for name in (edition.id, edition.name, *edition.also)
    }


def name_tokens(name: str) -> tuple[str, ...]:
    """The words and numbers of a name of a standard, without those that all have."""
    return tuple(word for word in _TOKEN.findall(name.casefold()) if word not in _LEFT_OUT)


def _of_one_standard(typed: str, same: Collection[str], on: date) -> str:
    """Of several maps of one standard the nearest; where no year is said, the one in force."""
    years = [token for token in name_tokens(typed)[1:] if re.fullmatch("[0-9]{4}", token)]
    if years:
        swapped = [id for id in same if sorted(id[-4:]) == sorted(years[-1])]
        return difflib.get_close_matches(typed.casefold(), swapped or same, n=1, cutoff=0)[0]
    known = editions()
    ours = [id for id in same if id in known] or same
    now = [id for id in ours if id not in known or known[id].state(on) is EditionState.IN_FORCE]
    return max(now or ours)


def title_of(requirements: RequirementMap, number: str) -> str:
    """The title of a clause, with that of the heading above where it says nothing alone."""
    clause, over = requirements.get(number), requirements.parent(number)
    title = clause.title if clause else ""
    if over and title == "General":
        return say("{title}, general", title=say(over.title))
    return say(title)
