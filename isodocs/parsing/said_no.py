"""Words that fill a field in and say that there is nothing: `none`, `n/a`, `-`."""

from __future__ import annotations

import re

_NOTHING = frozenset(
    "no none not nobody nothing nil null na nan false unknown unrecognised unrecognized tbd tbc "
    "todo pending applied never nowhere without "
    "nein kein keine keiner nicht unbekannt "
    "non aucun aucune pas inconnu "
    "sin ninguno ninguna nadie desconocido "
    "não nao nenhum nenhuma nessuno nessuna geen niet niemand".split()
)
_WORDS = re.compile(r"[^\W_]+")


def says_no(text: str) -> bool:
    """Whether a field that ought to name something names nothing.

    Empty, only marks (`-`, `?`), or begun with a word that denies: `none`, `n/a`, `not yet`.
    """
    words = _WORDS.findall(text.casefold().replace("n/a", "na").replace("n.a", "na"))
    return not words or words[0] in _NOTHING or words == ["to", "be", "confirmed"]
