"""Where the words that someone quoted are in a text, however it is marked up and wherever it moved.

Words are compared and nothing else, so that what was copied from a page is found in the Markdown it
was made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.history.text_parts import parts_of
from isodocs.model.comment import WHOLE, Passage, PassageFound
from isodocs.parsing import front_matter

if TYPE_CHECKING:
    from isodocs.history.text_parts import TextPart

_TARGET = expression(
    r"\]\([^()\s]*+(?:\s[^()]*+)?\)|\]\[[^\[\]]*+\]|</?[A-Za-z][^<>]*+>|\{[^{}]*+\}"
)
"""What of a link, a tag or an attribute no reader sees."""
_NUMBERED = expression(r"^\d{1,9}[.)]\s")
"""What a list begins an item with, and a page does not have as text."""
_WORD = expression(r"[^\W_]+")


def sections(data: bytes) -> tuple[str, ...]:
    """The headings of a text, in order."""
    return tuple(part.title for part in parts_of(front_matter.read(data)) if part.title)


def find(data: bytes, passage: Passage) -> PassageFound | None:
    """Where a passage is in the bytes of a document: below its heading, else where else it is.

    None where its words are not there any more, or without words its heading is not. The text as
    a whole is always there.
    """
    if passage == WHOLE:
        return PassageFound("", 1, moved=False)
    parts = parts_of(front_matter.read(data))
    title = passage.section.casefold()
    near = [part for part in parts if part.title.casefold() == title]
    if not passage.words:
        return PassageFound(near[0].title, near[0].line, moved=False) if near else None
    wanted = words_of(passage.words)
    for moved, among in ((False, near), (True, [part for part in parts if part not in near])):
        for part in among:
            if line := _line(part, wanted):
                return PassageFound(part.title, line, moved)
    return None


def words_of(text: str) -> list[str]:
    """The words that a reader sees, whatever their capitals."""
    return [word.casefold() for word in _WORD.findall(_TARGET.sub(" ", text))]


def _line(part: TextPart, wanted: Sequence[str]) -> int:
    """The line of the paragraph in which the words begin; 0 where they are not in the section."""
    found = [
        (word, unit.line)
        for unit in part.units
        for word in words_of(_NUMBERED.sub("", unit.text, count=1))
    ]
    words = [word for word, _ in found]
    starts = _starts(words, wanted) if wanted else ()
    return next((found[at][1] for at in starts), 0)


def _starts(words: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Where the sequence begins; of its first and last word a part is enough, as people select."""
    last = len(wanted) - 1
    for at in range(len(words) - last):
        if all(_same(words[at + n], each, n in (0, last)) for n, each in enumerate(wanted)):
            yield at


def _same(word: str, wanted: str, is_end: bool) -> bool:
    return word == wanted or (is_end and wanted in word)
