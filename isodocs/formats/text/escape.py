"""Text from a repository, made safe to print: nothing in it may steer a terminal or deceive."""

from __future__ import annotations

import re

from isodocs.expressions import expression
from isodocs.model.characters import INVISIBLE, VARIATIONS
from isodocs.words import translated

_UNSAFE = expression(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}]"
    # the form of a symbol or an emoji is nothing to hide
    f"|(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])[{VARIATIONS}]"
)
_LONGEST = 2_000
"""The longest message that is printed whole, in characters."""


def printable(text: str) -> str:
    """Replace control, direction-changing and invisible characters by visible escapes.

    Line feeds and tabs stay; a file name goes through `one_line` instead. What people read comes
    through here, and so is translated here.
    """
    said = translated(text)
    if said.isascii() and said.isprintable():
        return str(said)  # as most are, at a tenth of the time
    return _UNSAFE.sub(_escape, said)


def one_line(text: str) -> str:
    """As `printable`, with line feeds and tabs escaped too."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def message(text: str) -> str:
    """An error's words on one line; what a file or a caller put into it is cut where it is long."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    return one_line(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
