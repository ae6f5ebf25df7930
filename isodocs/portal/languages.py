"""The language of a page: the reader's, as far as there are words in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.catalogues import catalogue
from isodocs.copies.wording import Wording
from isodocs.portal.in_browser import in_browser
from isodocs.words import in_language, translated

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_MOST = 20
"""A browser names a few; what names more is cut off there."""
_MAIN = "en"


def tongue(wording: Wording) -> str:
    """The language of our sentences where it is not the reader's: `en`, as long as some lack."""
    known = catalogue(wording.language)
    return "" if wording.language == _MAIN or (known and known.whole) else _MAIN


def reading(wording: Wording) -> AbstractContextManager[None]:
    """What is written meanwhile is in the reader's language, and names buttons, not commands."""
    return in_language(wording.language, in_browser(wording))


def in_words(wording: Wording, text: str) -> str:
    """A text as people read it here, where no template writes it."""
    with reading(wording):
        return translated(text)


@lru_cache(64)
def wording_for(accepted: str, usual: str) -> Wording:
    """The words for one who accepts these (RFC 9110, 12.5.4); where none is known, `usual`."""
    ranked = sorted(_ranked(accepted), key=lambda each: -each[0])
    for weight, language in (*ranked, (1.0, usual)):
        wording = Wording(language)
        if weight > 0 and (wording.language != _MAIN or language.lower()[:2] == _MAIN):
            return wording
    return Wording(_MAIN)


def _ranked(accepted: str) -> list[tuple[float, str]]:
    found = []
    for part in accepted.split(",", _MOST)[:_MOST]:
        language, _, weight = part.partition(";")
        try:
            rank = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        found.append((rank, language.strip()))
    return found
