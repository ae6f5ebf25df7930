"""The parts of a Markdown body that document control looks at, each with its line."""

from __future__ import annotations

import zlib
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.problem import Problem


class ClauseMark(NamedTuple):
    """A clause named on a heading: `## Evaluating suppliers {clause="iso-9001-2015:8.4.1"}`."""

    text: str
    line: int
    column: int


class OwnWords(NamedTuple):
    """What a piece of text says beyond its headings and numbers, to compare it with others.

    Two with the same `sum` say the same; `words` counts what is said.
    """

    sum: int = 0
    words: int = 0

    def and_then(self, more: OwnWords) -> OwnWords:
        """What is said here and then by `more`."""
        if not more.words:
            return self
        sum_ = zlib.crc32(more.sum.to_bytes(4), self.sum)
        return OwnWords(sum_, self.words + more.words)


_NOTHING = OwnWords()


class Section(NamedTuple):
    """A heading and what is below it, up to the next heading of any level.

    `words` counts the section's own text, tables and lists; `words_below` adds its subsections.
    """

    level: int
    title: str
    slug: str
    line: int
    end_line: int
    clause_marks: tuple[ClauseMark, ...]
    words: int
    words_below: int
    said: OwnWords = _NOTHING


class LinkKind(StrEnum):
    """How the body points at something."""

    LINK = "link"
    IMAGE = "image"
    INCLUDE = "include"


class Lookup(StrEnum):
    """Where what a target names is looked for.

    An `ADDRESS` is relative to the document, as in `![](x.png)`; on a `PAGE`, that is in raw HTML,
    some sites count from the page that they make of it; a `FILE` is looked for where
    tools that include texts look first, then beside the document; a `NAME` is that of a file in
    any folder, as in Obsidian; a `SHORTCODE` that of a template of Hugo.
    """

    ADDRESS = "address"
    PAGE = "page"
    FILE = "file"
    NAME = "name"
    SHORTCODE = "shortcode"


@immutable(frozen=True, slots=True)
class Link:
    """A target exactly as written (percent-decoding is the reader's business)."""

    kind: LinkKind
    target: str
    text: str
    line: int
    column: int
    lookup: Lookup = Lookup.ADDRESS


class TableRow(NamedTuple):
    """One row of a table; `cells` are plain text, with a line end where a break parts them.

    What is struck out, and a superscript, is left out. `beyond` is what is written behind the last
    column of the header: Markdown drops it (GitHub Flavored Markdown, Tables).
    """

    cells: tuple[str, ...]
    line: int
    beyond: tuple[str, ...] = ()


class Table(NamedTuple):
    """A pipe table: its header and its rows.

    `caption` is what is written beside it, a line for each piece, the nearest first: the paragraph
    directly above, a caption or note below, and short lines above in the same section.
    `notes` are the footnotes that its cells name, each as its mark (`[^1]`) and its text.
    """

    header: TableRow
    rows: tuple[TableRow, ...]
    caption: str = ""
    notes: tuple[tuple[str, str], ...] = ()


@immutable(frozen=True, slots=True)
class Placeholder:
    """Text someone meant to fill in: `TBD`, `[insert ...]`, `lorem ipsum`, an empty section.

    `before_word` reports a word, such as TODO, that a further word follows.
    """

    text: str
    line: int
    column: int
    before_word: bool = False


class ReferringLine(NamedTuple):
    """A line that may refer to clauses of a standard, and the paragraph that leads in its list."""

    text: str
    line: int
    lead: str = ""


@immutable(frozen=True, slots=True)
class Outline:
    """A body as document control sees it.

    `anchors` are all targets a `#fragment` may name; `problems` report what could not be read.
    `words` counts the whole text, also what is before the first heading. `may_show` are
    pictures and includes that a reader sees only where a file of that name is there, such as one
    in code that some tools include before they read Markdown; `unfollowed` report what could show
    a file that cannot be found out. `language` is the one that the text seems to be in, where that
    matters for one of the placeholders. `referring` are lines of paragraphs and lists that may
    name clauses of a standard.
    """

    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    tables: tuple[Table, ...]
    placeholders: tuple[Placeholder, ...]
    anchors: frozenset[str]
    problems: tuple[Problem, ...] = ()
    words: int = 0
    may_show: tuple[Link, ...] = ()
    unfollowed: tuple[Problem, ...] = ()
    language: str = ""
    said: OwnWords = _NOTHING
    referring: tuple[ReferringLine, ...] = ()
