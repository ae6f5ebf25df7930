"""Pipe tables, with what is written beside them: a caption, notes, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from isodocs.model.outline import Table, TableRow
from isodocs.parsing import footnotes

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(r"<(/?)(?:sup|s|del|strike)\b", re.IGNORECASE)
_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_BELOW = re.compile(
    r"(?:\*|†|:|\(?[0-9]\)|[¹²³]|(?:table|tabelle|tableau|tabla|tabella|tabel|tabela|note|notes"
    r"|anmerkung|nota)\b)",
    re.IGNORECASE,
)
_LONGEST_NOTE = 1_000


def read(tokens: Sequence[Token], start: int, first_line: int) -> Table:
    """The table whose opening token is at `start`; the body begins at `first_line` of its file."""
    rows: list[TableRow] = []
    cells: list[str] = []
    line = 0
    end = start
    for end, token in enumerate(islice(tokens, start + 1, None), start + 1):
        kind = token.type
        if kind == "inline":
            cells.append(_cell(token.children or ()))
        elif kind == "tr_open":
            cells, line = [], (token.map[0] if token.map else 0) + first_line
        elif kind == "tr_close":
            rows.append(TableRow(tuple(cells), line))
        elif kind == "table_close":
            break
    texts = [_paragraph(tokens, start - 2), _below(tokens, end + 1, rows)]
    return Table(
        rows[0], tuple(rows[1:]), "\n".join(filter(None, texts)), tuple(_notes(tokens, rows))
    )


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


def _below(tokens: Sequence[Token], after: int, rows: Sequence[TableRow]) -> str:
    """What is written directly below a table as its caption or a note on it."""
    text = _paragraph(tokens, after + 1)
    if _BELOW.match(text):
        return text
    starred = after < len(tokens) and tokens[after].type == "bullet_list_open"
    if starred and tokens[after].markup == "*" and any("*" in c for r in rows for c in r.cells):
        return _paragraph(tokens, after + 3)  # `* of the first edition` is a list to Markdown
    return ""


def _notes(tokens: Sequence[Token], rows: Sequence[TableRow]) -> Iterator[tuple[str, str]]:
    """The footnotes that cells name, each with its text."""
    marks = {mark for row in rows for cell in row.cells for mark in _MARK.findall(cell)}
    if not marks:
        return
    mark, texts = "", list[str]()
    for token in tokens:
        if token.type == footnotes.OPEN:
            mark, texts = f"[^{token.info}]", []
        elif token.type == footnotes.CLOSE and mark in marks:
            yield mark, " ".join(texts)[:_LONGEST_NOTE]
            mark = ""
        elif token.type == "inline" and mark:
            texts.append("".join(map(_said, token.children or ())))
