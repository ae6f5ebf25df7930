"""Words that fill a field in and say that there is nothing: `none`, `n/a`, `-`."""

from __future__ import annotations

from isodocs.expressions import expression
from isodocs.parsing.prose import is_hollow

_NOTHING = frozenset(
    "no none not nobody nothing nil null na nan false unknown unrecognised unrecognized tbd tbc "
    "todo pending applied never nowhere without "
    "nein kein keine keiner nicht unbekannt "
    "non aucun aucune pas inconnu "
    "sin ninguno ninguna nadie desconocido "
    "não nao nenhum nenhuma nessuno nessuna geen niet niemand".split()
)
_NONE = frozenset("none nil null na keine kein aucun ninguno".split())
_TYPED = frozenset("x xx xxx xxxx xyz asdf qwerty qwertz blah bla".split())
_FILLERS = _TYPED | frozenset("tbd tbc todo unknown unbekannt inconnu desconocido".split())
_STANDS_FOR_NOTHING = _NONE | _FILLERS
"""Words that say nothing where they are all there is, also what is typed to fill a field."""
_WORDS = expression(r"[^\W_]+")


def says_no(text: str) -> bool:
    """Whether a field that ought to name something names nothing.

    Empty, only marks (`-`, `?`), `x`, or begun with a word that denies: `none`, `n/a`, `not yet`.
    """
    words = _words(text)
    alone = len(words) == 1 and words[0] in _STANDS_FOR_NOTHING
    return not words or alone or words[0] in _NOTHING or words == ["to", "be", "confirmed"]


def says_nothing(text: str) -> bool:
    """Whether a field that ought to be filled in was only made to look so.

    Empty, only marks, one word that stands for nothing, the words in [brackets] of an outline, or
    `x x x`. A sentence that begins with such a word says something: no room was free.
    """
    words, bare = _words(text), text.strip()
    in_brackets = bare.startswith("[") and bare.endswith("]")
    alone = len(words) == 1 and words[0] in _STANDS_FOR_NOTHING
    hollow = is_hollow(words)
    return not words or alone or in_brackets or hollow or words == ["to", "be", "confirmed"]


def fills_a_place(text: str) -> bool:
    """Whether a field that must say something was only filled in, and does not say `none`."""
    return says_nothing(text) and _NONE.isdisjoint(_words(text))


def is_typed_to_fill(text: str) -> bool:
    """Whether a field that may be empty was filled in with letters of no meaning: `x`, `x x x`.

    `-` and `to be confirmed` are honest there.
    """
    words = _words(text)
    return bool(words) and _TYPED.issuperset(words)


def only_excuses(text: str) -> bool:
    """Whether what ought to state something only says that it need not: `not needed here`.

    Or that it will, or that it is known: `see above`, `to follow`. What names a thing, a person or
    a rule besides (`not required by law`) states something.
    """
    words = _words(text)
    excused = words[0] in _EXCUSED if len(words) == 1 else _EXCUSES.issuperset(words)
    return says_nothing(text) or excused


def gives_no_reason(text: str) -> bool:
    """Whether what ought to give a reason gives none: an excuse, or a word such as `x` or `ok`."""
    words = _words(text)
    short = len(words) == 1 and words[0].isascii() and len(words[0]) <= _NO_REASON
    return only_excuses(text) or short


_NO_REASON = 4
_EXCUSES = frozenset(
    "not no none nothing na needed need needs required require necessary applicable apply applies "
    "relevant does do is are it this that our us we for to here the a of at all in "
    "company organisation organization business clause requirement currently now "
    "see above below as discussed agreed will follow follows later because just "
    "nicht kein keine keiner nichts nötig notwendig erforderlich benötigt anwendbar zutreffend "
    "trifft zu relevant gilt für uns unser unsere unseren den die das der dies diese dieser es "
    "ist sind wird hier im bei derzeit unternehmen betrieb firma abschnitt anforderung entfällt "
    "siehe oben unten folgt später weil besprochen".split()
)
"""Words that justify nothing, however many of them there are; one may be an answer: no."""
_EXCUSED = frozenset("unnecessary unneeded irrelevant inapplicable later entfällt unnötig".split())


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold().replace("n/a", "na").replace("n.a", "na"))
