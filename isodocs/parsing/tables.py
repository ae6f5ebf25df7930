"""Pipe tables, with what is written beside them: a caption, notes, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from markdown_it.rules_block.table import escapedSplit

from isodocs.expressions import expression
from isodocs.model.outline import Table, TableRow
from isodocs.parsing import footnotes

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK = expression(r"</?(?:br|p|div|li|ul|ol)\b", re.IGNORECASE)
_LEFT_OUT = expression(r"<(/?)(?:sup|s|del|strike)\b", re.IGNORECASE)
_MARK = expression(r"\[\^[^\]\s]{1,40}\]")
_BELOW = expression(
    r"(?:\*|†|:|\(?[0-9]\)|[¹²³]|(?:table|tabelle|tableau|tabla|tabella|tabel|tabela|note|notes"
    r"|anmerkung|nota)\b)",
    re.IGNORECASE,
)
_TAG = expression(r"<[^<>]*>")
_LONGEST_NOTE = 1_000
_TITLE = 60
"""So many characters are a title at most."""
_FAR = 40
"""So many tokens above a table are looked at."""


class Tables:
    """Reads the tables of one body, whose first line is `first_line` of its file."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> None:
        self._tokens = tokens
        self._lines = lines
        self._first = first_line

    def read(self, start: int) -> Table:
        """The table whose opening token is at `start`."""
        rows: list[TableRow] = []
        cells: list[str] = []
        line = 0
        end = start + 1
        while self._tokens[end].type != "table_close":
            token = self._tokens[end]
            if token.type == "inline":
                cells.append(_cell(token.children or ()))
            elif token.type == "tr_open":
                cells, line = [], (token.map[0] if token.map else 0) + self._first
            elif token.type == "tr_close":
                beyond = self._beyond(line - self._first, len(cells)) if rows else ()
                rows.append(TableRow(tuple(cells), line, beyond))
            end += 1
        above, *farther = [*_above(self._tokens, start)] or [""]
        texts = [above, _below(self._tokens, end + 1, rows), *farther]
        marks = {mark for row in rows for cell in row.cells for mark in _MARK.findall(cell)}
        notes = [(mark, self._footnotes[mark]) for mark in sorted(marks) if mark in self._footnotes]
        return Table(rows[0], tuple(rows[1:]), "\n".join(filter(None, texts)), tuple(notes))

    def _beyond(self, at: int, columns: int) -> tuple[str, ...]:
        """What a row says behind so many columns: a bar in code parts cells as any other does."""
        if self._lines[at].count("|") < columns:
            return ()
        cells = escapedSplit(self._lines[at].lstrip("> \t").rstrip())
        beyond = cells[columns + (cells[0] == "") :]
        return tuple(filter(None, map(str.strip, beyond)))

    @cached_property
    def _footnotes(self) -> dict[str, str]:
        """The texts of all footnotes by their marks."""
        found: dict[str, str] = {}
        mark = ""
        for token in self._tokens:
            if token.type == footnotes.OPEN:
                mark = f"[^{token.info}]"
                found.setdefault(mark, "")
            elif token.type == footnotes.CLOSE:
                mark = ""
            elif token.type == "inline" and mark:
                text = "".join(map(_said, token.children or ()))
                found[mark] = f"{found[mark]} {text}".strip()[:_LONGEST_NOTE]
        return found


def _cell(children: Iterable[Token]) -> str:
    """What a cell says, with a line end for each break; without what is struck out or raised."""
    parts: list[str] = []
    left_out = 0
    for child in children:
        kind = child.type
        if kind in ("s_open", "s_close"):
            left_out = max(left_out + (1 if kind == "s_open" else -1), 0)
        elif kind == "html_inline":
            if _BREAK.match(child.content):
                parts.append("\n")
            elif match := _LEFT_OUT.match(child.content):
                left_out = max(left_out + (-1 if match[1] else 1), 0)
        elif not left_out:
            parts.append(_said(child))
    return "".join(parts).strip()


def _said(token: Token) -> str:
    if token.type in ("text", "code_inline", "image"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""


def _paragraph(tokens: Sequence[Token], inline: int) -> str:
    """The text of the paragraph whose inline token is at `inline`; empty where there is none."""
    if not 0 < inline < len(tokens) or tokens[inline - 1].type != "paragraph_open":
        return ""
    return "".join(map(_said, tokens[inline].children or ())).strip()[:_LONGEST_NOTE]


def _above(tokens: Sequence[Token], start: int) -> Iterator[str]:
    """What is above a table in its section, the nearest first; empty for no paragraph there.

    Of what is not directly above, only what is short enough to be a title.
    """
    yield (directly := _paragraph(tokens, start - 2))
    before = start - 3 if directly else start
    for token in reversed(tokens[max(start - _FAR, 0) : max(before, 0)]):
        if token.type in ("heading_close", "table_close"):
            return
        if token.type == "inline":
            text = "".join(map(_said, token.children or ())).strip()
        elif token.type == "html_block":
            text = " ".join(_TAG.sub(" ", token.content).split())
        else:
            continue
        if len(text) <= _TITLE:
            yield text


def _below(tokens: Sequence[Token], after: int, rows: Sequence[TableRow]) -> str:
    """What is written directly below a table as its caption or a note on it."""
    text = _paragraph(tokens, after + 1)
    if _BELOW.match(text):
        return text
    starred = after < len(tokens) and tokens[after].type == "bullet_list_open"
    if starred and tokens[after].markup == "*" and any("*" in c for r in rows for c in r.cells):
        return _paragraph(tokens, after + 3)  # `* of the first edition` is a list to Markdown
    return ""
