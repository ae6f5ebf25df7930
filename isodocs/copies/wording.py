"""The fixed words and the dates of copies, in the language of the text.

Words are in English here, and in `isodocs/locales/` in the others: a catalogue of gettext for each.
What a catalogue lacks is in English, as is everything in a language that has none.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from isodocs.catalogues import fixed_words
from isodocs.model.approval import Meaning
from isodocs.model.document import State

if TYPE_CHECKING:
    from datetime import date

_MANY = 4_096
"""So many days are kept as they are written."""
_ENGLISH = "en-001"
"""The English of no one country: 1 December 2026."""
STATES = {
    State.DRAFT: "draft",
    State.AWAITING: "awaiting approval",
    State.APPROVED: "not in force yet",
    State.EFFECTIVE: "in force",
    State.SUPERSEDED: "superseded",
    State.OBSOLETE: "obsolete",
}
"""What a copy calls each state, in the context `state`."""
MEANINGS = {
    Meaning.APPROVAL: "approval",
    Meaning.ADOPTION: "adoption",
    Meaning.REVIEW: "review",
    Meaning.PERIODIC_REVIEW: "periodic review",
    Meaning.WITHDRAWAL: "withdrawal",
}
"""What a copy calls each meaning, in the context `meaning`."""
LEVELS = {
    "recorded": "recorded",
    "signed": "signed",
    "user-verified": "user-verified",
    "timestamped": "time-stamped",
    "none": "none",
}
"""What a copy calls each part of a level of assurance, in the context `assurance`."""


class Wording:
    """The words and dates of one language, which is a BCP 47 tag; any other text is English."""

    def __init__(self, language: str) -> None:
        first = language.partition("-")[0].lower()
        self._words = fixed_words(first)
        self.language = first if self._words else "en"
        """That of the fixed words."""
        self._locale = _locale(language if self._words or language.startswith("en-") else "en")

    def word(self, text: str, context: str = "") -> str:
        """A fixed text; what is in braces is kept, for `str.format`."""
        return self._words.get((context, text), text)

    def day(self, day: date, *, short: bool = False) -> str:
        """`1 December 2026`, or as short as leaves no doubt which is the month."""
        return _written(day, "medium" if short else "long", self._locale)

    def state(self, state: State) -> str:
        """What a text in that state is called: `in force`."""
        return self.word(STATES[state], "state")

    def type(self, name: str) -> str:
        """A type of document in words: those that `isodocs init` begins with are translated."""
        said = self.word(name, "type")
        return name.replace("-", " ") if said == name else said

    def classification(self, level: str) -> str:
        """A level of classification: those that hold without configuration are translated."""
        return self.word(level, "classification")

    def meaning(self, meaning: str) -> str:
        """What an approval means: `periodic review`."""
        return self.word(MEANINGS[Meaning(meaning)], "meaning")

    def assurance(self, label: str) -> str:
        """A level of assurance, each part of it: `signed + time-stamped`."""
        return " + ".join(self.word(LEVELS[part], "assurance") for part in label.split(" + "))


@cache
def language_name(tag: str) -> str:
    """What speakers of a language call it: Deutsch; its tag where that is not known."""
    with suppress(UnknownLocaleError, ValueError):
        return Locale.parse(tag, sep="-").get_display_name() or tag
    return tag


@cache
def _locale(tag: str) -> Locale:
    """The locale with this tag, or of its language alone where the rest of it is not known."""
    language = tag.partition("-")[0].lower()
    for each in (tag, language):
        with suppress(UnknownLocaleError, ValueError):
            found = Locale.parse(each, sep="-")
            # English without a country would be that of the United States.
            english = found.language == "en" and not found.territory
            return Locale.parse(_ENGLISH, sep="-") if english else found
    raise ValueError(f"no locale has the name of the catalogue {language!r}")


@lru_cache(_MANY)
def _written(day: date, form: str, locale: Locale) -> str:
    """The day as people write it; many copies name the same."""
    return format_date(day, form, locale)
