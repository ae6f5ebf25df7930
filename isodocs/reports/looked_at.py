"""What an answer was narrowed to, so that no one takes a part for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Text, wrapped
from isodocs.words import counted, listed, plural

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.looked_at import LookedAt

_MOST = 8
_ONLY = {
    "rules": "rule",
    "paths": "path",
    "owners": "owner",
    "kinds": "kind",
    "clauses": "clause",
    "people": "person",
    "roles": "role",
}
_WITHOUT = {
    "rules": "{rules}",
    "ignored_rules": "{rules} (ignored in isodocs.yaml)",
    "rules_made_notes": "{rules} (made a note in isodocs.yaml)",
    "waived": "{gaps}",
}


def as_data(seen: LookedAt) -> Data:
    """For JSON, the same in every report."""
    return {
        "everything": seen.everything,
        "only": dict(seen.only),
        "without": dict(seen.without),
    }


def lines(seen: LookedAt, width: int) -> Iterator[str]:
    """`Looked at only: rules APR and REF.` and `Left out: rule CLS004.`, each where it is so."""
    for sentence in sentences(seen):
        yield from wrapped(Text(sentence, ("yellow",)), width)


def sentences(seen: LookedAt) -> Iterator[str]:
    """The same without a line end."""
    if seen.only:
        parts = (_named(_ONLY[what], words) for what, words in seen.only.items())
        yield f"Looked at only: {'; '.join(parts)}."
    if seen.without:
        left = (_left_out(what, words) for what, words in seen.without.items())
        yield f"Left out: {'; '.join(left)}."


def _left_out(what: str, words: Sequence[str]) -> str:
    gaps = counted(len(words), "waived gap")
    return _WITHOUT[what].format(rules=_named("rule", words), gaps=gaps)


def _named(noun: str, words: Sequence[str]) -> str:
    return f"{noun if len(words) == 1 else plural(noun)} {listed(words, most=_MOST)}"
