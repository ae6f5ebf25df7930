"""Which standard a name stands for, as people write it: `ISO 9001:2015`, `AS9100D`, `iso 9001`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.standards.edition_words import name_tokens
from isodocs.standards.editions import editions

_YEAR = expression(r"(?:19|20)[0-9]{2}")
_AMENDED = expression(r"\+\s*[a-z]{1,4}[0-9]*:.*$|(?<=[0-9]{4})-[0-9]{2}$", re.IGNORECASE)
"""An amendment of an adoption, and the month in which it appeared."""
_SAYS_ENOUGH = expression(r"[0-9]{4,5}|[a-z]{3,}")
_LONGEST = 100


class _Variant(NamedTuple):
    """One way to write an id: its words and numbers without the year, and the year."""

    head: tuple[str, ...]
    year: str


def called(typed: str, known: Mapping[str, str], listed: Collection[str]) -> tuple[str, ...]:
    """The ids among `known` (with the name of each) that a name may stand for.

    A name without an edition stands for the one that `listed` has, where that is only one.
    """
    wanted = _variant(_AMENDED.sub("", typed.strip()[:_LONGEST]))
    if not any(_SAYS_ENOUGH.fullmatch(word) for word in wanted.head):
        return ()
    variants = {id: set(_variants(id, name)) for id, name in known.items()}
    whole = [id for id, forms in variants.items() if wanted in forms]
    if whole:
        return tuple(whole)
    if not wanted.year:
        whole = [id for id, forms in variants.items() if wanted.head in {f.head for f in forms}]
    found = whole or [
        id
        for id, forms in variants.items()
        if any(
            wanted.year in ("", form.year) and _is_within(wanted.head, form.head) for form in forms
        )
    ]
    ours = [id for id in found if id in listed]
    return tuple(ours if len(ours) == 1 else found)


def _variants(id: str, name: str) -> Iterator[_Variant]:
    edition = editions().get(id)
    for written in (id, name, *((edition.name, *edition.also) if edition else ())):
        yield _variant(written)


def _variant(written: str) -> _Variant:
    words = name_tokens(written)
    if len(words) > 1 and _YEAR.fullmatch(words[-1]):
        return _Variant(words[:-1], words[-1])
    return _Variant(words, "")


def _is_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words and numbers appear in a name, one after another."""
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
