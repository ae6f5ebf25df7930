"""A Markdown body -> its outline, through markdown-it-py (CommonMark with tables)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from isodocs.model.outline import (
    ClauseMark,
    Link,
    LinkKind,
    Outline,
    Placeholder,
    Section,
    Table,
    TableRow,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ATTRIBUTES = re.compile(r"[ \t]*\{([^{}]*)\}[ \t]*$")
_CLAUSE = re.compile(r"clauses?\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
_CUSTOM_ID = re.compile(r"(?:^|\s)#([^\s#}]+)")
_ID = re.compile(r"<[^<>]*?\b(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_IMG = re.compile(r"<img\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_INCLUDE = re.compile(
    r"""\{%-?\s*include(?:_relative)?\s+["']?([^"'\s%]+)|\{\{\#include\s+([^\s}:]+)"""
    r"""|^!include\s+(\S+)|^-{1,3}8<-{1,3}\s+["']([^"']+)["']""",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TODO|FIXME|XXX)\b"
    r"|(?i:\[(?:insert|your|company name)\b[^\]\n]{0,80}\]|<insert\b[^>\n]{0,80}>|lorem ipsum)"
)
_SLUG_DROPPED = re.compile(r"[^\w\- ]", re.UNICODE)
_LONGEST_LINE = 20_000
_MAX_NESTING = 20


def outline(body: str, *, first_line: int = 1) -> Outline:
    """Read a body whose first line is line `first_line` of its file; never raises."""
    tokens = _parser().parse(_tamed(body))
    return _Walk(tokens, body, first_line).outline()


def slug(title: str) -> str:
    """The anchor that forges make of a heading."""
    return _SLUG_DROPPED.sub("", title.strip().lower()).replace(" ", "-")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _tamed(body: str) -> str:
    """The body without what makes parsers slow: absurd lines are cut, NUL replaced."""
    if len(body) > _LONGEST_LINE and any(len(line) > _LONGEST_LINE for line in body.split("\n")):
        body = "\n".join(line[:_LONGEST_LINE] for line in body.split("\n"))
    return body


class _Walk:
    """One pass over the tokens of a body."""

    def __init__(self, tokens: Sequence[Token], body: str, first_line: int) -> None:
        self.tokens = tokens
        self.body = body
        self.lines = body.split("\n")
        self.may_hold_placeholders = _PLACEHOLDER.search(body) is not None
        self.first = first_line
        self.links: list[Link] = []
        self.tables: list[Table] = []
        self.placeholders: list[Placeholder] = []
        self.anchors: set[str] = set()
        self.slugs: dict[str, int] = {}
        self.headings: list[tuple[int, str, str, int, tuple[ClauseMark, ...]]] = []
        self.words: list[int] = [0]

    def outline(self) -> Outline:
        """Read everything."""
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.type == "heading_open":
                self._heading(token, self.tokens[index + 1])
                index += 2
            elif token.type == "table_open":
                self._table(index)
            elif token.type == "inline":
                self._inline(token)
            elif token.type in ("fence", "code_block"):
                self.words[-1] += len(token.content.split())
            elif token.type == "html_block":
                self._html(token.content, self._line(token))
            index += 1
        self._includes()
        sections = tuple(self._sections())
        return Outline(
            sections=sections,
            links=tuple(self.links),
            tables=tuple(self.tables),
            placeholders=tuple(sorted(self.placeholders, key=lambda p: (p.line, p.column))),
            anchors=frozenset(self.anchors),
        )

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self.first

    def _heading(self, opening: Token, inline: Token) -> None:
        line = self._line(opening)
        title = _plain(inline.children or ())
        marks: tuple[ClauseMark, ...] = ()
        if match := _ATTRIBUTES.search(title):
            source = self.lines[line - self.first] if line - self.first < len(self.lines) else ""
            column = source.rfind("{") + 1
            marks = tuple(
                ClauseMark(text, line, column)
                for found in _CLAUSE.finditer(match[1])
                for text in re.split(r"[,\s]+", next(filter(None, found.groups()), ""))
                if text
            )
            self.anchors.update(found[1] for found in _CUSTOM_ID.finditer(match[1]))
            if marks or _CUSTOM_ID.search(match[1]) or match[1].strip().startswith("."):
                title = title[: match.start()]
        self._inline(inline, heading=True)
        base = slug(title)
        count = self.slugs.get(base, 0)
        self.slugs[base] = count + 1
        anchor = f"{base}-{count}" if count else base
        self.anchors.add(anchor)
        self.headings.append((int(opening.tag[1]), title, anchor, line, marks))
        self.words.append(0)

    def _sections(self) -> Iterator[Section]:
        last_line = self.first + len(self.lines) - 1
        for index, (level, title, anchor, line, marks) in enumerate(self.headings):
            following = index + 1
            while following < len(self.headings) and self.headings[following][0] > level:
                following += 1
            below = sum(self.words[index + 1 : following + 1])
            own = self.words[index + 1]
            following_line = (
                self.headings[index + 1][3] - 1 if index + 1 < len(self.headings) else last_line
            )
            if below == 0 and following == index + 1:
                self.placeholders.append(Placeholder(f"empty section '{title}'", line, 1))
            yield Section(level, title, anchor, line, max(line, following_line), marks, own, below)

    def _table(self, index: int) -> None:
        rows: list[TableRow] = []
        cells: list[str] = []
        line = 0
        for token in self.tokens[index:]:
            if token.type == "tr_open":
                cells, line = [], self._line(token)
            elif token.type == "inline":
                cells.append(_plain(token.children or ()))
            elif token.type == "tr_close":
                rows.append(TableRow(tuple(cells), line))
            elif token.type == "table_close":
                break
        if rows:
            self.tables.append(Table(rows[0], tuple(rows[1:])))

    def _inline(self, token: Token, *, heading: bool = False) -> None:
        line = self._line(token)
        if not heading:
            self.words[-1] += len(token.content.split())
        stack: list[tuple[str, int, list[str]]] = []
        for child in token.children or ():
            kind = child.type
            if kind in ("softbreak", "hardbreak"):
                line += 1
            elif kind == "link_open":
                stack.append((str(child.attrGet("href") or ""), line, []))
            elif kind == "link_close" and stack:
                target, at, text = stack.pop()
                self._link(LinkKind.LINK, target, "".join(text), at)
            elif kind == "image":
                self._link(LinkKind.IMAGE, str(child.attrGet("src") or ""), child.content, line)
            elif kind == "html_inline":
                self._html(child.content, line)
                self._find_placeholders(child.content, line)
            elif kind in ("text", "code_inline"):
                if stack:
                    stack[-1][2].append(child.content)
                if kind == "text":
                    self._find_placeholders(child.content, line)

    def _link(self, kind: LinkKind, target: str, text: str, line: int) -> None:
        source = self.lines[line - self.first] if 0 <= line - self.first < len(self.lines) else ""
        column = source.find(f"]({target}") + 1 or source.find(target) + 1
        self.links.append(Link(kind, target, text, line, max(column, 0)))

    def _html(self, content: str, line: int) -> None:
        self.anchors.update(match[1] for match in _ID.finditer(content))
        for match in _IMG.finditer(content):
            at = line + content.count("\n", 0, match.start())
            self._link(LinkKind.IMAGE, html.unescape(match[1]), "", at)

    def _includes(self) -> None:
        body = self.body
        if "include" not in body and "8<" not in body:
            return
        fenced = {
            number
            for token in self.tokens
            if token.type in ("fence", "code_block") and token.map
            for number in range(token.map[0], token.map[1])
        }
        for match in _INCLUDE.finditer(body):
            number = body.count("\n", 0, match.start())
            if number not in fenced:
                target = next(filter(None, match.groups()))
                self._link(LinkKind.INCLUDE, target, "", number + self.first)

    def _find_placeholders(self, text: str, line: int) -> None:
        if not self.may_hold_placeholders:
            return
        for match in _PLACEHOLDER.finditer(text):
            index = line - self.first
            source = self.lines[index] if 0 <= index < len(self.lines) else ""
            self.placeholders.append(Placeholder(match[0], line, source.find(match[0]) + 1))


def _plain(children: Sequence[Token]) -> str:
    return "".join(
        child.content if child.type in ("text", "code_inline", "image") else " "
        for child in children
        if child.type in ("text", "code_inline", "image", "softbreak", "hardbreak")
    ).strip()
