"""Colour and weight for terminals (ECMA-48 sequences); they are stripped where a pipe is fed."""

from __future__ import annotations

from isodocs.words import translated

_CODES = {
    "bold": 1,
    "dim": 2,
    "underline": 4,
    "strike": 9,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "cyan": 36,
}


def style(text: str, *names: str) -> str:
    """Wrap `text` in the looks named: bold, dim, underline, strike, red, green, yellow, cyan."""
    if not names or not text:
        return text
    text = translated(text)
    codes = ";".join(str(_CODES[name]) for name in names)
    return f"\x1b[{codes}m{text}\x1b[0m"
