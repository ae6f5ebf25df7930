"""The sentences of a language, from a catalogue of gettext in `locales/`.

A catalogue is a text file (.po), as translators edit it, and is read as it is: nothing has to be
compiled. In English none is read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

FOLDER = Path(__file__).parent / "locales"
_QUOTED = r'".*"(?:\n".*")*'
_ENTRY = expression(
    rf'^(?:msgctxt "(.*)"\n)?msgid ({_QUOTED})\n(?:msgid_plural {_QUOTED}\n)?'
    rf"msgstr(?:\[0\])? ({_QUOTED})(?:\nmsgstr\[1\] ({_QUOTED}))?",
    re.MULTILINE,
)
_FIELD = expression(r"\{[^{}]*+\}")
_ZERO_IS_ONE = frozenset({"fr"})
"""Where nothing is spoken of as one thing is."""


class Catalogue(NamedTuple):
    """What a language says, by context and by the English sentence, of one thing and of others."""

    language: str
    said: dict[tuple[str, str], tuple[str, str]]
    whole: bool
    """Whether every sentence is translated."""

    def find(self, one: str, number: int, context: str = "") -> str | None:
        """The sentence for so many things, in that context or in none; None where it is not."""
        found = self.said.get((context, one)) or self.said.get(("", one))
        if found is None and (" " in one or one.endswith(".")) and _has_words(one):
            found = _explanations(self.language).get(("", one))
            if found is None and one.endswith("."):
                found = _requirements(self.language).get(("", one))
        if found is None:
            return None
        single = number == 1 or (number == 0 and self.language in _ZERO_IS_ONE)
        return found[0] if single else found[1]


def _has_words(one: str) -> bool:
    """Whether more is said than what is filled in: `{0} · {1}` is in no catalogue."""
    return any(map(str.isalpha, _FIELD.sub("", one)))


@cache
def catalogue(language: str) -> Catalogue | None:
    """The catalogue of a language; None where there is none."""
    said, whole = _read(language, "messages.po")
    return Catalogue(language, said, whole) if said else None


@cache
def _explanations(language: str) -> Mapping[tuple[str, str], tuple[str, str]]:
    """What rules, kinds of record and their fields say of themselves: few commands show it."""
    return _read(language, "explanations.po")[0]


@cache
def _requirements(language: str) -> Mapping[tuple[str, str], tuple[str, str]]:
    """What the clauses of every standard ask, in our words: few commands show it."""
    return _read(language, "requirements.po")[0]


@cache
def fixed_words(language: str) -> Mapping[tuple[str, str], str]:
    """The fixed words of pages and copies, by context and English text; none without a catalogue.

    Copies are in the language of their text, whatever the reader's is.
    """
    return {key: single for key, (single, _) in _read(language, "isodocs.po")[0].items()}


def _read(language: str, name: str) -> tuple[dict[tuple[str, str], tuple[str, str]], bool]:
    path = FOLDER / language / "LC_MESSAGES" / name
    if not language.isalpha() or not path.is_file():
        return {}, False
    said: dict[tuple[str, str], tuple[str, str]] = {}
    entries = _ENTRY.findall(path.read_text("utf-8"))
    for context, one, first, other in entries:
        if first != '""':
            single = _text(first)
            said[context, _text(one)] = single, _text(other) if other else single
    said.pop(("", ""), None)  # the head of the file
    return said, all(first != '""' for _, _, first, _ in entries)


def _text(quoted: str) -> str:
    if "\n" not in quoted and "\\" not in quoted:
        return quoted[1:-1]
    return "".join(ast.literal_eval(line) for line in quoted.split("\n"))
