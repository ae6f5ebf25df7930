"""The text of one block in one piece, so that marks on its words do not part them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

NO_TEXT = "\ufffc"
"""Is for what is not text: code, a picture (U+FFFC, object replacement character)."""
_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Compiled where a text is not ASCII only: so large a set of characters takes 5 ms."""
_PUNCTUATION = "_*~#|=+-–—•·.…:;,/\\()[]{}<>\"'!?`"
_NO_PUNCTUATION = str.maketrans("", "", _PUNCTUATION)
_REPEATED = 3


class Prose:
    """Put together piece by piece, as a block's inline tokens come.

    `cursor` is the place in the source from which on what it says is looked for; code is stepped
    over there, as the same words may be in it.
    """

    def __init__(self, line: int, cursor: tuple[int, int]) -> None:
        self.cursor = cursor
        self._line = line
        self._pieces: list[str] = []
        self._size = 0
        self._breaks: list[int] = []
        self._codes: list[tuple[int, str]] = []
        self._stepped = 0

    def add(self, piece: str) -> None:
        """Add text; a line feed in it begins the next line of the source."""
        at = piece.find("\n")
        while at >= 0:
            self._breaks.append(self._size + at)
            at = piece.find("\n", at + 1)
        self._pieces.append(piece)
        self._size += len(piece)

    def step_over(self, code: str) -> None:
        """Add a piece of code, of which only the place is kept."""
        self._codes.append((self._size, code))
        self.add(NO_TEXT)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self._pieces)

    def line(self, offset: int) -> int:
        """The line of the source on which a character of the text is."""
        return self._line + bisect_left(self._breaks, offset)

    def codes(self, offset: int) -> list[tuple[str, int]]:
        """The code before an offset that was not given yet, each with its line."""
        found = []
        while self._stepped < len(self._codes) and self._codes[self._stepped][0] < offset:
            at, code = self._codes[self._stepped]
            found.append((code, self.line(at)))
            self._stepped += 1
        return found


def count_words(text: str) -> int:
    """How many words a text has; each character counts where words are written without blanks."""
    if text.isascii():  # the same in a tenth of the time
        return len(text.translate(_NO_PUNCTUATION).split())
    words = sum(1 for word in text.split() if word.strip(_PUNCTUATION))
    return words + len(re.findall(_CJK, text))


def is_hollow(words: Sequence[str]) -> bool:
    """Whether words only fill a place: one of them again and again, or single letters."""
    letters = all(len(word) == 1 and word.isascii() and word.isalpha() for word in words)
    return len(words) >= _REPEATED and (letters or len({*words}) == 1)
