"""Text from a repository, made safe to print: nothing in it may steer a terminal or deceive."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Replace control, direction-changing and invisible characters by visible escapes.

    Line feeds and tabs stay; a file name goes through `one_line` instead.
    """
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    """As `printable`, with line feeds and tabs escaped too."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
