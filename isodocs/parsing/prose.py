"""The text of one block in one piece, so that marks on its words do not part them."""

from __future__ import annotations

from bisect import bisect_left

NO_TEXT = "\ufffc"
"""Is for what is not text: code, a picture (U+FFFC, object replacement character)."""


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
