"""A Markdown body -> its tokens, through markdown-it-py (CommonMark, tables, strikethrough).

The tokens are those that the parser alone would give. It asks each of its rules about every line,
and looks for marks in every paragraph; here it is not asked for what a body cannot hold, because
the characters are not there. That is most of it for most bodies, and parsing is the dearest step.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.parsing import footnotes, heading

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MAX_NESTING = 100
"""Quotations and lists (which count twice) within each other; what is deeper is not read."""

_NEEDS = {
    "table": ("|",),
    "fence": ("```", "~~~"),
    "blockquote": (">",),
    "footnote": ("[^",),
    "reference": ("]:",),
    "html_block": ("<",),
}
"""The rules for blocks that few bodies need, and what a body holds for which one is needed."""
_NEEDS_AT_END = {"hr": frozenset("-*_"), "lheading": frozenset("-=")}
"""The rules that are needed where a line ends in such a sign, or in blanks behind it."""
_MARKS = expression(r"[\\`*_~\[<&]")
"""What begins anything within a text that is not a word."""
_LOST = expression(r"[ \t]\n|\n[ \t]")
"""Blanks that lines lose, or that break them."""


def read(body: str) -> list[Token]:
    """The tokens of a body whose lines end in line feeds."""
    ends = {line.rstrip(" \t")[-1:] for line in body.split("\n")}
    needless = [name for name, marks in _NEEDS.items() if not any(mark in body for mark in marks)]
    needless += [name for name, signs in _NEEDS_AT_END.items() if ends.isdisjoint(signs)]
    return _parser(*needless).parse(body)


@lru_cache(maxsize=32)
def _parser(*needless: str) -> MarkdownIt:
    """A parser without the rules for blocks that a body does not need."""
    parser = whole_parser()
    parser.block.ruler.disable(needless)
    parser.core.ruler.at("inline", _read_text)
    _silence()
    return parser


def whole_parser() -> MarkdownIt:
    """The parser with every rule, which decides what the tokens are."""
    from markdown_it import MarkdownIt  # costs 40 ms, which a command without Markdown saves

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    footnotes.enable(parser)
    parser.core.ruler.before("inline", "heading_attributes", _take_attributes)
    # targets are wanted as they were written, and the unsafe ones are wanted too
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _take_attributes(state: StateCore) -> None:
    """Take attribute blocks off headings before their text is parsed."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if before.type == "heading_open":
            found = heading.attributes(token.content)
            token.content = found.title
            token.meta["attributes"] = found


def _read_text(state: StateCore) -> None:
    """Parse the text of each block; words alone are not parsed."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if _is_words(token.content):
            token.children = _words(token.content)
        else:
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _is_words(content: str) -> bool:
    """Whether a text holds no mark, and no line that loses a blank."""
    return _MARKS.search(content) is None and ("\n" not in content or _LOST.search(content) is None)


def _words(content: str) -> list[Token]:
    """The tokens of a text without marks: its lines, and a break between each two."""
    from markdown_it.token import Token

    children: list[Token] = []
    for number, line in enumerate(content.split("\n")):
        if number:
            children.append(Token("softbreak", "br", 0))
        if line:
            children.append(Token("text", "", 0, content=line))
    return children


@cache
def _silence() -> None:
    """Let the rules say nothing: each notes every call in a log that no one reads."""
    for name, logger in logging.root.manager.loggerDict.items():
        if name.startswith("markdown_it.") and isinstance(logger, logging.Logger):
            vars(logger).update(debug=_nothing)


def _nothing(*args: object, **more: object) -> None:
    """Note nothing."""
