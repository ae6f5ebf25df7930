"""Text that someone meant to fill in: `TBD`, `[insert name]`, `<Company Name>`, `lorem ipsum`.

What a text holds is found here; what of it counts in a document, by its type and language and by
the organisation's own words, is said in `counts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.expressions import expression

if TYPE_CHECKING:
    from isodocs.model.outline import Placeholder

WORDS = ("TBD", "TBC", "TODO", "FIXME", "XXX")
"""What stands for a text that is missing; an organisation may take one out of the list."""

_TO_DO = (
    "state add describe summari[sz]e specify provide define explain complete fill list(?!\\sof\\b)"
)
"""What a writer is asked in brackets: `[State the limits]`; a `[List of suppliers]` is one."""
_FIELDS = "date datum name version number nummer year jahr role rolle framework fecha nom nombre"
"""What is a field in brackets, alone or behind other words: `[Date]`, `<Company Name>`."""
_FIELD = _FIELDS.replace(" ", "|")
_YEAR_FORM = r"(?:YYYY|JJJJ)"
_DAY_FORM = rf"(?:(?:DD|TT|MM)[-/. ](?:MM|DD)[-/. ])?{_YEAR_FORM}(?:-MM-(?:DD|TT))?"
_PLACEHOLDER = expression(
    # a code such as FRM-XXX explains how codes are built; it is nothing to fill in
    rf"(?<![\w-])(?:{'|'.join(WORDS)})(?![\w-])"
    # and [Enter] alone is a key to press
    r"|(?i:\[(?:(?:insert|enter|your|eintragen:)\s|(?:company|organi[sz]ation)\sname\b)[^\]\n]{0,400}\]"
    rf"|\[(?:{_TO_DO.replace(' ', '|')})\s[^\]\n]{{2,400}}\]|\[(?:{_FIELD})\]"
    rf"|<(?:insert|enter|your)\s[^>\n]{{1,80}}>|\blorem ipsum\b)"
    rf"|\[[A-Z]{{2,40}}(?:_[A-Z]{{1,40}}){{1,8}}(?:,[^\]\n]{{1,200}})?\]|\[{_DAY_FORM}\]"
    rf"|<(?:[A-Z][\w-]{{1,30}} ){{0,4}}(?i:{_FIELD})>"
)
_STARTS = {
    "[": (
        *("[insert", "[enter", "[your", "[company", "[organi", "[eintragen:"),
        *("[state ", "[add ", "[describe ", "[summari", "[specify ", "[provide ", "[define "),
        *("[explain ", "[complete ", "[fill ", "[list ", "[dd", "[mm", "[yy", "[tt", "[jj"),
        *(f"[{field}]" for field in _FIELDS.split()),
    ),
    "<": ("<insert", "<enter", "<your", *(f"{field}>" for field in _FIELDS.split())),
    "": ("lorem ipsum",),
}
"""How a placeholder begins, by the sign that a text must hold: most texts hold none."""
_IN_CAPITALS = expression(r"\[[A-Z]{2,40}_")
# behind a blank, whatever emphasis it has
_WORD_BEHIND = expression(r"[*_]*+(?:\s|</?[a-z]{1,6}>){1,9}[*_\"'«“]*+[^\W\d_]", re.IGNORECASE)
_OF_THE_COMPANY = expression(r"(?:company|organi[sz]ation)", re.IGNORECASE)
_FORM = "form"
_ALL = "TODO"
"""A placeholder, and in Spanish and Portuguese the word for 'all'."""
_WHERE_ALL = ("es", "pt")

_COMMON = {
    "es": "el la los las un una del al en con por para que se su sus y es son este esta estos cada "
    "según deben debe",
    "pt": "o os um uma da dos das em com por para que se seu sua e é são este esta cada ao pelo "
    "pela na nos não deve devem",
    "en": "the of and to is are be by for with that this it on or from must shall will each all",
    "de": "der die das und ist sind von zu mit den dem ein eine für auf wird nicht",
    "fr": "le les et du des un une est sont dans pour par avec au aux qui ce cette",
    "it": "il lo gli di e è del della un una per con sono nel alla che da",
    "nl": "de het een en van is zijn met voor op aan dat deze wordt niet",
}
_WORD = expression(r"[^\W\d_]+")
_ENOUGH = 200_000
"""How many characters of a text are looked at for its language."""


@immutable(frozen=True, slots=True)
class Found:
    """A placeholder at an offset; `before_word` says whether a further word follows."""

    written: str
    at: int
    before_word: bool = False


def may_hold(body: str) -> bool:
    """Whether a text can hold a placeholder at all: costs a tenth of looking for them."""
    if any(word in body for word in WORDS) or _IN_CAPITALS.search(body):
        return True
    lower = body.lower()
    return any(
        start in lower for sign, starts in _STARTS.items() if sign in body for start in starts
    )


def find(text: str) -> Iterator[Found]:
    """The placeholders of a text without code and comments."""
    for match in _PLACEHOLDER.finditer(text):
        behind = match[0] == _ALL and _WORD_BEHIND.match(text, match.end()) is not None
        yield Found(match[0], match.start(), behind)


def counts(found: Placeholder, *, kind: str, language: str, left_out: Collection[str]) -> bool:
    """Whether a placeholder is a gap in a document of this type (`kind`) and language.

    In a form `[insert date]` is a field of the form; the company's name is not. "TODO el personal"
    is all of the personnel. `left_out` are the words that the organisation uses otherwise.
    """
    if found.text in left_out:
        return False
    if found.text == _ALL and found.before_word:
        return _primary(language) not in _WHERE_ALL
    if kind.casefold() == _FORM and found.text[:1] in ("[", "<"):
        return _OF_THE_COMPANY.search(found.text) is not None
    return True


def language(text: str) -> str:
    """The language that a text is written in by its commonest words; empty when it is not clear."""
    words = Counter(_WORD.findall(text[:_ENOUGH].casefold()))
    found = {
        name: sum(words[word] for word in common.split() if word in words)
        for name, common in _COMMON.items()
    }
    first, second = sorted(found, key=lambda name: -found[name])[:2]
    if found[first] > found[second] or {first, second} == {*_WHERE_ALL}:
        return first if found[first] else ""
    return ""


def _primary(tag: str) -> str:
    """`es` of es-MX or es_ES, and of the language's name (BCP 47, RFC 5646)."""
    name = re.split(r"[-_]", tag.casefold(), maxsplit=1)[0]
    return {
        "spa": "es",
        "spanish": "es",
        "español": "es",
        "espanol": "es",
        "castellano": "es",
        "por": "pt",
        "portuguese": "pt",
        "português": "pt",
        "portugues": "pt",
    }.get(name, name)
