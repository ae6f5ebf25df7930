"""Where a sentence becomes a plain text, and so stays English for every reader."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from isodocs.words import Phrase

_TRANSLATES = ("isodocs/words.py", "isodocs/formats/html/shell.py")


def _place(frame: FrameType | None) -> str:
    """The line of ours or of a template that asked; empty where that writes it for a reader."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.endswith(_TRANSLATES):
            return ""
        if "/isodocs/" in file:
            return f"{file.rpartition('/isodocs/')[2]}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


@contextmanager
def flattened(folder: str) -> Iterator[dict[str, str]]:
    """The sentences that lines below a folder make plain texts of meanwhile, by the line."""
    found: dict[str, str] = {}

    def note(phrase: Phrase) -> None:
        place = _place(sys._getframe(2))
        if place.startswith(folder):
            found[place] = str.__str__(phrase)

    def formatted(self: Phrase, form: str) -> str:
        note(self)
        return str.__format__(self, form)

    def written(self: Phrase) -> str:
        note(self)
        return str.__str__(self)

    Phrase.__format__, Phrase.__str__ = formatted, written  # type: ignore[method-assign]
    try:
        yield found
    finally:
        del Phrase.__format__, Phrase.__str__
