"""Footnotes, `[^1]: What it says.`, as GitHub and GitLab read them.

CommonMark knows none and takes one of a single word for the definition of a link. A footnote is a
block of its own: it may interrupt a paragraph, and what is indented below it belongs to it
(GitHub Flavored Markdown, cmark-gfm's extension "footnotes").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.expressions import expression

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

OPEN, CLOSE = "footnote_open", "footnote_close"
_START = expression(r"\[\^([^\s\[\]]++)\]:")
_INDENT = 4


def enable(parser: MarkdownIt) -> None:
    """Let a parser make blocks of footnotes; the token that opens one has its label as `info`."""
    parser.block.ruler.before(
        "reference", "footnote", _footnote, {"alt": ["paragraph", "reference"]}
    )


def _footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Take a footnote; a rule of markdown-it, with its arguments."""
    if state.is_code_block(line):
        return False
    text = state.bMarks[line] + state.tShift[line]
    start = _START.match(state.src, text, state.eMarks[line])
    if start is None:
        return False
    if silent:
        return True
    opening = state.push(OPEN, "", 1)
    opening.info = start[1]
    opening.map = [line, line]
    before = (state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent)
    parent, state.parentType = state.parentType, "footnote"

    content = start.end()
    while content < state.eMarks[line] and state.src[content] in " \t":
        content += 1
    # The text behind the label begins the block, as if it was where further lines do.
    state.blkIndent += _INDENT
    state.bMarks[line], state.tShift[line] = content, 0
    state.sCount[line] = state.blkIndent
    state.md.block.tokenize(state, line, end)

    state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent = before
    state.parentType = parent
    opening.map[1] = state.line
    state.push(CLOSE, "", -1)
    return True
