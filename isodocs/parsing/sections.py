"""The sections of a text: a heading, and the words below it up to the next one of any level.

Beside them the lines that may refer to clauses of a standard: `Basis: ISO 9001:2015 Section 8.4`.
Which standards and clauses a line means is seen from the standards in use (`assess.mentions`).
"""

from __future__ import annotations

import string
import zlib
from collections.abc import Iterator, Set
from functools import reduce

from isodocs.dataclass import field, mutable
from isodocs.expressions import expression
from isodocs.model.outline import ClauseMark, OwnWords, Placeholder, ReferringLine, Section
from isodocs.parsing.prose import count_words, is_hollow
from isodocs.words import say

_STANDARD = expression(r"(?<![\w.])[A-Z]{0,6}[ \u00a0-]?[0-9]{4,5}(?![0-9])")
_CLAUSE = expression(r"[0-9]{1,2}\.[0-9]{1,2}")
_AROUND = " \t>#+-|•"
_MARKS = str.maketrans("", "", "*_`")
_LONGEST = 400
_MOST = 500
"""So many lines of a text are kept."""


@mutable(slots=True)
class _Heading:
    level: int
    title: str
    slug: str
    line: int
    marks: tuple[ClauseMark, ...]
    above: frozenset[str] = frozenset()  # the words of this heading, and of those it is below
    words: int = 0
    has_content: bool = False
    said: OwnWords = field(default_factory=OwnWords)


class Sections:
    """Collects headings and what is between them, in the order of the text."""

    def __init__(self, first_line: int) -> None:
        # what is before the first heading belongs to one without a title
        self._headings = [_Heading(0, "", "", first_line, ())]
        self._open = self._headings[:]

    def heading(
        self, level: int, title: str, slug: str, line: int, marks: tuple[ClauseMark, ...]
    ) -> None:
        """Begin a section."""
        while self._open[-1].level >= level:
            self._open.pop()
        above = self._open[-1].above.union(_bare_words(title))
        self._open.append(_Heading(level, title, slug, line, marks, above))
        self._headings.append(self._open[-1])

    def content(self, text: str, *, shows: str = "") -> None:
        """Count a piece of content towards the section it is in; `shows` is a picture of it."""
        section = self._headings[-1]
        words = _words(text)
        section.words += words
        own = " ".join(_own(text, section.above)) if words else ""
        more = OwnWords(
            zlib.crc32(f"{own}{shows}".encode(errors="surrogatepass")), count_words(own)
        )
        if shows:
            more = more._replace(words=more.words + _A_PICTURE)
        section.said = section.said.and_then(more)
        section.has_content = section.has_content or bool(shows) or bool(text.strip())

    @property
    def words(self) -> int:
        """The words of the whole text."""
        return sum(found.words for found in self._headings)

    @property
    def said(self) -> OwnWords:
        """What the whole text says."""
        return reduce(OwnWords.and_then, (found.said for found in self._headings), OwnWords())

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
_A_PICTURE = 4
"""A picture says as much as a sentence of so many words."""


_NO_MARKS = str.maketrans("", "", f"{string.punctuation}–—•·…")


def _bare_words(text: str) -> list[str]:
    """The words of a text as they are compared: in small letters and without punctuation."""
    return text.casefold().translate(_NO_MARKS).split()


def _own(text: str, above: Set[str]) -> Iterator[str]:
    """The words of a piece of text as it is compared: without numbers, and what headings say."""
    for word in _bare_words(text):
        if word not in above and not word.isdigit():
            yield word


def may_refer(text: str) -> bool:
    """Whether a text holds the number of a standard and that of a clause."""
    return bool(_CLAUSE.search(text) and _STANDARD.search(text))


class Referring:
    """Collects the lines of a text block by block; a paragraph that ends in a colon leads in."""

    def __init__(self) -> None:
        self.lines: list[ReferringLine] = []
        self._lead = ""

    def end_of_section(self) -> None:
        """Begin a section: what led in the items before leads in no more."""
        self._lead = ""

    def block(self, text: str, line: int, *, item: bool = False) -> None:
        """Look at one paragraph, at the item of a list, or at what is indented."""
        lead = self._lead if item else ""
        for at, written in enumerate(text.split("\n")):
            plain = written[:_LONGEST].translate(_MARKS).strip(_AROUND)
            refers = _CLAUSE.search(plain) if lead else may_refer(plain)
            if refers and len(self.lines) < _MOST:
                self.lines.append(ReferringLine(plain, line + at, lead))
        if not item:
            last = text[-_LONGEST:].translate(_MARKS).strip()
            self._lead = last if last.endswith(":") and _STANDARD.search(last) else ""
