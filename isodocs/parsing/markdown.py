"""A Markdown body -> its outline, from the tokens that `markdown_tokens` reads.

Raw HTML is looked into as far as a reader sees it: images, links, anchors; comments are not.
What is in code is never a link or a placeholder; what it may show is reported apart
(`isodocs.parsing.showing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.outline import (
    Link,
    LinkKind,
    Lookup,
    Outline,
    Placeholder,
    Table,
)
from isodocs.model.problem import Problem
from isodocs.parsing import (
    anchors,
    broken_links,
    footnotes,
    heading,
    markdown_tokens,
    placeholders,
)
from isodocs.parsing.html_references import Anchor, Title, references
from isodocs.parsing.html_tokens import Comment, Doubt, HtmlReader, HtmlText
from isodocs.parsing.markdown_tokens import MAX_NESTING
from isodocs.parsing.prose import NO_TEXT, Prose
from isodocs.parsing.sections import Referring, Sections
from isodocs.parsing.showing import PROBLEM as UNFOLLOWED
from isodocs.parsing.showing import Showing
from isodocs.parsing.tables import Tables
from isodocs.words import say

if TYPE_CHECKING:
    from markdown_it.token import Token

    from isodocs.parsing.broken_links import BrokenLink

LIMIT = 4 * 1024 * 1024
"""The largest text that is read, in characters: some 1,500 pages."""
_MOST_LINES = 300_000
_MOST_MARKS = 500_000
"""How many bars, asterisks, underscores and tildes: each of them costs the parser a kilobyte."""
_SMALL = 20_000
_NEAR = 4
"""How many lines a place is looked for in: code spans and titles may hide a line end."""

_MARKS = expression(r"[\\`*_~\[\]<&{^=:]")
"""What a text holds in which there is anything to find but words."""

_IN_LIST = 2
"""The text of a paragraph is deeper than this only in the item of a list."""

_FAR = 4_096
"""How many characters of a line a place is looked for in; a longer line is not prose."""


def outline(body: str, *, first_line: int = 1) -> Outline:
    """Read a body whose first line is line `first_line` of its file.

    Never raises. A body that no author writes, larger than any document or nothing but markup, and
    that would take the parser minutes or gigabytes, is not read: the outline is empty and says so
    in `problems`.
    """
    if why := beyond_measure(body):
        problem = Problem(
            "markdown",
            say("the text {why} and was not read", why=why),
            say("Look at what the file holds. Divide a document that is as large into several."),
            first_line,
            1,
        )
        unseen = Problem(
            UNFOLLOWED,
            say("the text {why}: what it shows is not known", why=why),
            "",
            first_line,
            1,
        )
        return Outline((), (), (), (), frozenset(), (problem,), unfollowed=(unseen,))
    return _TokenWalk(body, first_line).outline()


def _within(code: str, line: int, depth: int) -> Outline:
    """The outline of what is code here, and Markdown to some other tool."""
    if beyond_measure(code):
        return outline(code, first_line=line)
    return _TokenWalk(code, line, depth).outline()


def beyond_measure(body: str) -> str:
    """Why a body is not read; empty for any that an author writes.

    The parser takes time and memory in proportion to a text, but so much of both (a second and 400
    MB for a megabyte of table) that there must be an end. Where every few characters start
    something, it takes over a second for 100 KB.
    """
    size = len(body)
    if size <= _SMALL:
        return ""
    if size > LIMIT:
        return say("has more than {limit:,} characters", limit=LIMIT)
    if body.count("\n") > _MOST_LINES:
        return say("has more than {most_lines:,} lines", most_lines=_MOST_LINES)
    if sum(body.count(mark) for mark in "|*_~") > _MOST_MARKS:
        return say(
            "has more than {most_marks:,} bars, asterisks, underscores and tildes",
            most_marks=_MOST_MARKS,
        )
    lines = body.count("\n") - body.count("\n\n")
    if body.count("[") * 5 > size or lines * 6 > size:
        return say("is almost nothing but brackets or line ends")
    return ""


class _TokenWalk:
    """One pass over the tokens of a body."""

    def __init__(self, body: str, first_line: int, depth: int = 0) -> None:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
        self.tokens: Sequence[Token] = markdown_tokens.read(body)
        self.lines = body.split("\n")
        self.first = first_line
        self.reader = HtmlReader()
        self.showing = Showing(body, first_line, depth, _within)
        self.may_wait = placeholders.may_hold(body)
        # words alone say something as a placeholder, and in a heading of HTML
        self.words_matter = self.may_wait or "<" in body
        self.links: list[Link] = []
        self.table_reader = Tables(self.tokens, self.lines, first_line)
        self.tables: list[Table] = []
        self.placeholders: list[Placeholder] = []
        self.problems: list[Problem] = []
        self.anchors = anchors.Anchors()
        self.sections = Sections(first_line)
        self.referring = Referring()
        self.block_end = len(self.lines)
        self.cursor = (0, 0)

    def outline(self) -> Outline:
        """Walk through all tokens and put together what was found."""
        for index, token in enumerate(self.tokens):
            kind = token.type
            if kind == "inline":
                if self.tokens[index - 1].type != "heading_open":
                    self.sections.content(anchors.without_attributes(token.content))
                    self._referring(token)
                self._inline(token)
            elif kind == "heading_open":
                self._heading(token, self.tokens[index + 1])
            elif kind in ("fence", "code_block"):
                self.sections.content(token.content)
                self.anchors.fence(token.info, token.content)
                if kind == "code_block":  # the text of a tab or a note of MkDocs, more often
                    self.referring.block(token.content, self._line(token))
                self.showing.code(token)
            elif kind == footnotes.OPEN:
                self.anchors.footnote(token.info)
            elif kind == "html_block":
                self._html_block(token, last=index == len(self.tokens) - 1)
            elif kind == "table_open":
                self.tables.append(self.table_reader.read(index))
            elif kind in ("blockquote_open", "list_item_open") and token.level + 1 >= MAX_NESTING:
                message = say("lists and quotations are nested so deeply that the text is not read")
                self.showing.doubt(message, self._line(token))
        self.showing.finish()
        end = self.first + len(self.lines) - (self.lines[-1] == "")
        sections, empty = self.sections.finish(end)
        in_doubt = any(found.before_word for found in self.placeholders)
        return Outline(
            sections=sections,
            links=tuple(sorted((*self.links, *self.showing.sure), key=_place)),
            tables=tuple(self.tables),
            placeholders=tuple(sorted((*self.placeholders, *empty), key=_place)),
            anchors=frozenset(self.anchors.names),
            problems=tuple(self.problems),
            words=self.sections.words,
            may_show=tuple(sorted(self.showing.unsure, key=_place)),
            unfollowed=tuple(self.showing.unfollowed),
            language=placeholders.language("\n".join(self.lines)) if in_doubt else "",
            said=self.sections.said,
            referring=tuple(self.referring.lines),
        )

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self.first

    def _find(self, needle: str, line: int) -> tuple[int, int]:
        """Return line and column of a text written on `line` or just below.

        Column 0 says that the text is written otherwise in the source (escapes, entities).
        """
        index = line - self.first
        for at in range(index, min(index + _NEAR, self.block_end)):
            start = self.cursor[1] if at == self.cursor[0] else 0
            column = self.lines[at].find(needle, start, start + _FAR)
            if column >= 0:
                self.cursor = (at, column + len(needle))
                return at + self.first, column + 1
        return line, 0

    # -- headings -----------------------------------------------------------------------------

    def _heading(self, opening: Token, inline: Token) -> None:
        line = self._line(opening)
        found: heading.HeadingAttributes = inline.meta["attributes"]
        title = _plain(inline.children or ())
        without_pictures = _plain(inline.children or (), pictures=False)
        slug = self.anchors.heading(title, without_pictures, found.ids)
        if opening.level:  # in a quotation or a list: a target, but no section of the document
            self.sections.content(inline.content)
            return
        source = self.lines[line - self.first]
        if problem := heading.clause_problem(found, line, source.find("{") + 1):
            self.problems.append(problem)
        marks = heading.clause_marks(found, source, line)
        self.sections.heading(int(opening.tag[1]), title, slug, line, marks)
        self.referring.end_of_section()

    # -- text --------------------------------------------------------------------------------

    def _referring(self, token: Token) -> None:
        if token.map:  # cells of tables have none
            self.referring.block(token.content, self._line(token), item=token.level > _IN_LIST)

    def _inline(self, token: Token) -> None:
        line = self._line(token)
        self.block_end = token.map[1] if token.map else len(self.lines)
        if not self.words_matter and _MARKS.search(token.content) is None:
            return
        open_links: list[tuple[str, int, int]] = []
        prose = Prose(line, self.cursor)
        children = token.children or []
        if "]:" in token.content or any("<" in c.content for c in children if c.type == "text"):
            self.showing.text(token.content, line)
        for index, child in enumerate(children):
            kind = child.type
            if kind == "text":
                prose.add(child.content)
                self.anchors.text(child.content)
            elif kind in ("softbreak", "hardbreak"):
                line += 1
                prose.add("\n")
            elif kind == "code_inline":
                self._find(child.content, line)  # step over it: what it holds is not meant
                self.showing.hide(child.content)
                self.anchors.text(child.content)
                prose.step_over(child.content)
            elif kind == "link_open":
                open_links.append((str(child.attrGet("href") or ""), line, index))
            elif kind == "link_close" and open_links:
                target, at, start = open_links.pop()
                self._link(LinkKind.LINK, target, _plain(children[start + 1 : index]), at)
            elif kind == "image":
                self._link(LinkKind.IMAGE, str(child.attrGet("src") or ""), child.content, line)
                prose.add(NO_TEXT)
            elif kind == "html_inline":
                self._html(child.content, line, prose)
                line += child.content.count("\n")
        self._prose(prose)

    def _link(
        self,
        kind: LinkKind,
        target: str,
        text: str,
        line: int,
        lookup: Lookup = Lookup.ADDRESS,
    ) -> None:
        if not target:
            place = (line, 0)
        else:
            place = self._find(target, line)
            if not place[1] and text:  # defined elsewhere: [text][label]
                place = self._find(text, line)
        self.links.append(Link(kind, target, text, *place, lookup))

    def _html_block(self, token: Token, *, last: bool) -> None:
        line = self._line(token)
        self.block_end = len(self.lines)
        prose = Prose(line, self.cursor)
        text, shows = self._html(token.content, line, prose, last=last)
        self.sections.content(text, shows=token.content if shows else "")
        self.showing.text_of_html(text, line)
        if self.may_wait:
            for found in placeholders.find(prose.text):
                self._waiting(found, *self._written(prose, found.written, found.at))

    def _html(
        self, source: str, line: int, prose: Prose, *, last: bool = False
    ) -> tuple[str, bool]:
        """Find what raw HTML shows and names; return its own words and whether it shows anything.

        The words are on the lines on which they are written. `prose` gets all but comments.
        """
        words: list[str] = []
        visible: list[str] = []  # what is not a comment, in pieces
        done, kept, shows = 0, 0, False
        for found in references(self.reader, source, last=last):
            line += source.count("\n", done, found.at)
            words.append("\n" * source.count("\n", done, found.at) or " ")
            done = found.at
            if isinstance(found, HtmlText):
                words.append(found.content)
                self.anchors.text(found.content)
                line += found.content.count("\n")
                done += len(found.content)
            elif isinstance(found, Comment):
                self.showing.hide(found.content)
                visible += (source[kept : found.at], "\n" * source.count("\n", found.at, found.end))
                kept = found.end
            elif isinstance(found, Anchor):
                self.anchors.names.add(found.name)
            elif isinstance(found, Title):
                self.anchors.title(closing=found.closing)
            elif isinstance(found, Doubt):
                self.showing.doubt(found.message, line)
            elif found.sure:
                self._link(found.kind, found.target, "", line, Lookup.PAGE)
                shows = shows or found.kind is not LinkKind.LINK
            else:
                self.showing.may(found.target, line)
        prose.add("".join((*visible, source[kept:])))
        return "".join(words), shows

    # -- prose -------------------------------------------------------------------------------

    def _prose(self, prose: Prose) -> None:
        """Look at a block's text as a whole."""
        text = prose.text
        self.anchors.prose(text)
        # in the order of the text, as the source is gone through once
        found: list[placeholders.Found | BrokenLink] = list(broken_links.find(text))
        if self.may_wait:
            found += placeholders.find(text)
        for item in sorted(found, key=lambda item: item.at):
            line, column = self._written(prose, item.written, item.at)
            if isinstance(item, placeholders.Found):
                self._waiting(item, line, column)
            elif column and not self._is_escaped(line, column):
                problem = Problem(broken_links.KIND, item.message, item.hint, line, column)
                self.problems.append(problem)

    def _is_escaped(self, line: int, column: int) -> bool:
        """Whether a backslash says that the brackets around a place are only brackets."""
        before = self.lines[line - self.first][max(column - _FAR, 0) : column - 1]
        return before.endswith("\\") or before[: before.rfind("[") + 1].endswith("\\[")

    def _waiting(self, found: placeholders.Found, line: int, column: int) -> None:
        self.placeholders.append(Placeholder(found.written, line, column, found.before_word))

    def _written(self, prose: Prose, text: str, at: int) -> tuple[int, int]:
        """Line and column of what is at an offset of a block's prose."""
        after, self.cursor = self.cursor, prose.cursor
        for code, line in prose.codes(at):
            self._find(code, line)
        place = self._find(text, prose.line(at))
        prose.cursor, self.cursor = self.cursor, after
        return place


def _place(found: Link | Placeholder) -> tuple[int, int]:
    return found.line, found.column


def _plain(children: Iterable[Token], *, pictures: bool = True) -> str:
    """Return what a reader sees of a piece of text, on one line; pictures by their text."""
    shown = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    if pictures:
        shown["image"] = None
    return "".join(
        shown[child.type] or child.content for child in children if child.type in shown
    ).strip()
