"""How wide and how tall cells are, as far as that can be known without the fonts."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

_MOST = 200
"""So many characters of a line, and lines of a text, are looked at."""


def width(text: str) -> int:
    """How many letters wide a text is: its longest line, whose wide characters count twice."""
    if text.isascii() and "\n" not in text:
        return min(len(text), _MOST)
    return max((_line(line[:_MOST]) for line in text.splitlines()[:_MOST]), default=0)


def lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the tallest of these texts takes in columns of these widths."""
    return max((_lines(text, wide) for text, wide in zip(texts, widths, strict=True)), default=1)


def _lines(text: str, wide: int) -> int:
    if len(text) * 2 <= wide and "\n" not in text:
        return 1
    return sum(_wrapped(line, max(wide, 1)) for line in text.splitlines()[:_MOST]) or 1


def _wrapped(line: str, wide: int) -> int:
    """The lines of one paragraph, whose words are not broken where they fit."""
    taken = number = 0
    for word in line[: _MOST * 50].split(" "):
        size = _line(word)
        if taken and taken + 1 + size <= wide:
            taken += 1 + size
        else:
            number += max(-(-size // wide), 1)
            taken = size % wide if size > wide else size
    return number


def _line(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)
