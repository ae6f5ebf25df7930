"""Names of sheets as Excel takes them: short, without some characters, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable

from isodocs.expressions import expression

LONGEST = 31
_FORBIDDEN = expression(r"[\[\]:*?/\\]")
_RESERVED = "history"
"""Excel keeps it for itself."""


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name to each, in the same order; `taken` are others of the workbook.

    Excel takes names for the same that differ only in upper and lower case.
    """
    used = {_RESERVED, *(name.casefold() for name in taken)}
    names = []
    for text in wanted:
        plain = name = _plain(text)
        number = 1
        while name.casefold() in used:
            number += 1
            end = f" ({number})"
            name = _cut(plain, LONGEST - len(end)) + end
        used.add(name.casefold())
        names.append(name)
    return names


def _plain(text: str) -> str:
    visible = "".join(c if c.isprintable() else " " for c in _FORBIDDEN.sub("-", text))
    return _cut(" ".join(visible.split()).strip("'"), LONGEST).strip(" '") or "Sheet"


def _cut(text: str, most: int) -> str:
    """As much of a text as so many units of UTF-16 hold, which is how Excel counts."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
