"""The sections of a text: a heading, and the words below it up to the next one of any level."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from isodocs.model.outline import ClauseMark, Placeholder, Section
from isodocs.words import count_words, is_hollow, say


@dataclass(slots=True)
class _Heading:
    level: int
    title: str
    slug: str
    line: int
    marks: tuple[ClauseMark, ...]
    words: int = 0
    has_content: bool = False
    said: int = 0


class Sections:
    """Collects headings and what is between them, in the order of the text."""

    def __init__(self, first_line: int) -> None:
        # what is before the first heading belongs to one without a title
        self._headings = [_Heading(0, "", "", first_line, ())]

    def heading(
        self, level: int, title: str, slug: str, line: int, marks: tuple[ClauseMark, ...]
    ) -> None:
        """Begin a section."""
        self._headings.append(_Heading(level, title, slug, line, marks))

    def content(self, text: str, *, shown: bool = False) -> None:
        """Count a piece of content towards the section it is in; `shown` if without words."""
        section = self._headings[-1]
        section.words += _words(text)
        section.said = zlib.crc32(_said(text), section.said)
        section.has_content = section.has_content or shown or bool(text.strip())

    @property
    def words(self) -> int:
        """The words of the whole text."""
        return sum(found.words for found in self._headings)

    def finish(self, end: int) -> tuple[tuple[Section, ...], list[Placeholder]]:
        """The sections of a text whose last line is before line `end`, and those that are empty."""
        sections = []
        empty = []
        # by level: the words of the sections seen so far (from the end) that a heading may own
        below: list[tuple[int, int]] = []
        for found in reversed(self._headings[1:]):
            words, leaf = found.words, True
            while below and below[-1][0] > found.level:
                words += below.pop()[1]
                leaf = False
            below.append((found.level, words))
            if leaf and not found.has_content:
                empty.append(
                    Placeholder(say("empty section '{title}'", title=found.title), found.line, 1)
                )
            sections.append(
                Section(
                    found.level,
                    found.title,
                    found.slug,
                    found.line,
                    max(end - 1, found.line),
                    found.marks,
                    found.words,
                    words,
                    found.said,
                )
            )
            end = found.line
        return tuple(reversed(sections)), empty


def _words(text: str) -> int:
    """The words of a piece of text; a short one that only fills its place has none."""
    hollow = len(text) <= _SHORT and is_hollow(text.casefold().split())
    return 0 if hollow else count_words(text)


_SHORT = 200


def _said(text: str) -> bytes:
    """A piece of text as it is compared: whatever its capitals and line ends."""
    return " ".join(text.casefold().split()).encode(errors="surrogatepass")
