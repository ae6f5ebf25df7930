"""Words in [brackets] that a written record still holds: someone was to write something there."""

from __future__ import annotations

import re
from collections.abc import Set

from isodocs.expressions import expression
from isodocs.parsing import placeholders

_BRACKETED = expression(r"(?<![\]!\\])\[([^\[\]]*+)\](?![(\[:])")
_DEFINITION = expression(r"^ {0,3}\[([^\[\]\n]*+)\]:", re.MULTILINE)
_DEEPEST = 3
"""So many brackets within each other are seen."""
_LEAD = 80
"""So many characters before a bracket are looked at for the sign of a heading."""


def blanked(body: str) -> str:
    """The text with blanks for words in brackets, whatever their length, so that none counts.

    Lines and columns stay. Links, headings, a word alone such as `[x]`, and placeholders that are
    reported as such stay as they are.
    """
    linked = frozenset(_DEFINITION.findall(body))
    for _ in range(_DEEPEST):
        shorter = _BRACKETED.sub(lambda found: _blank(found, linked), body)
        if shorter == body:
            break
        body = shorter
    return body


def _blank(found: re.Match[str], linked: Set[str]) -> str:
    text: str = found[0]
    before = found.string[max(found.start() - _LEAD, 0) : found.start()]
    in_heading = before.rpartition("\n")[2].lstrip().startswith("#")
    several = len(found[1].split()) > 1
    if in_heading or not several or found[1] in linked or placeholders.may_hold(text):
        return text
    return "".join("\n" if sign == "\n" else " " for sign in text)
