"""The fixed words of a copy, and its days, in its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from isodocs.model.document import State

if TYPE_CHECKING:
    from datetime import date

_INTERNATIONAL = "en-001"
"""English as it is written between countries: 20 January 2025."""


class Wording:
    """Words in one language, a BCP 47 tag; English where it is not known."""

    def __init__(self, language: str) -> None:
        tag = _INTERNATIONAL if language == "en" else language
        try:
            self._locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            self._locale = Locale.parse(_INTERNATIONAL, sep="-")

    def word(self, text: str) -> str:
        """A text of ours."""
        return text

    def day(self, day: date) -> str:
        """A day with the name of its month."""
        return str(format_date(day, "long", locale=self._locale))

    def state(self, state: State) -> str:
        """What a document in that state is called."""
        return self.word("in force" if state is State.EFFECTIVE else str(state))

    def meaning(self, meaning: str) -> str:
        """What an approval means."""
        return self.word(meaning.replace("-", " "))

    def assurance(self, level: str) -> str:
        """How sure an approval is."""
        return self.word(level)
