"""What a heading has beside its title: `{clause="iso-9001-2015:8.4.1" #suppliers}`.

The attribute block follows the habit of several Markdown dialects: `#id`, `.class` and `key=value`
in braces at the end of the heading. Braces that hold anything else are part of the title.
"""

from __future__ import annotations

import re

from isodocs.expressions import expression
from isodocs.model.outline import ClauseMark
from isodocs.model.problem import Problem
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

_BLOCK = expression(r"(?<![ \t])[ \t]*+\{:?([^{}]*+)\}[ \t]*+$")
_ATTRIBUTE = expression(
    r"""\s*+(?:\#(?P<id>[^\s{}#."'=]++)|\.[\w-]++"""
    r"""|(?P<key>[\w-]++)\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"']++)))"""
    r"(?:,?(?=\s)|,?$)"
)
_LOOKS_LIKE_CLAUSE = expression(r"\{:?[^{}]*\bclauses?\b\s*[=:][^{}]*\}?\s*$")
_LONGEST = 500
"""The longest attribute block, in characters."""
_SLUG_DROPS = expression(r"[^\w\- ]")


class HeadingAttributes(NamedTuple):
    """The attribute block of one heading; `title` is the heading's source without it."""

    title: str
    clauses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    problem: str = ""


def attributes(source: str) -> HeadingAttributes:
    """Take the attribute block off a heading's source text."""
    if "{" not in source:
        return HeadingAttributes(source)
    block = _BLOCK.search(source)
    found = _read(block[1]) if block and len(block[1]) <= _LONGEST else None
    if block is None or found is None:
        looks = _LOOKS_LIKE_CLAUSE.search(source[-_LONGEST:])
        return HeadingAttributes(source, problem=looks[0].strip() if looks else "")
    clauses, ids = found
    return HeadingAttributes(source[: block.start()].rstrip(), clauses, ids)


def _read(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Read the inside of a block, or None when it holds anything but attributes."""
    clauses: list[str] = []
    ids: list[str] = []
    at = 0
    while text[at:].strip():
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            return None
        if match["id"]:
            ids.append(match["id"])
        elif match["key"] in ("clause", "clauses"):
            clauses += _clauses(match["double"] or match["single"] or match["bare"] or "")
        elif match["key"] == "id":
            ids.append(match["double"] or match["single"] or match["bare"] or "")
        at = match.end()
    return (tuple(clauses), tuple(ids)) if at else None


def _clauses(value: str) -> list[str]:
    """Split a value by blanks and commas; a clause without a standard belongs to the one before.

    `iso-9001-2015:8.4.1 8.4.2` names two clauses of ISO 9001.
    """
    found = []
    standard = ""
    for text in re.split(r"[\s,;]+", value):
        if ":" in text:
            standard = text.partition(":")[0]
            found.append(text)
        elif text:
            found.append(f"{standard}:{text}" if standard else text)
    return found


def clause_marks(found: HeadingAttributes, line_text: str, line: int) -> tuple[ClauseMark, ...]:
    """Place each clause of a heading on its line; `line_text` is that line as written."""
    at = max(line_text.rfind("{"), 0)
    marks = []
    for text in found.clauses:
        written = text if text in line_text else text.partition(":")[2]
        here = line_text.find(written, at)
        marks.append(ClauseMark(text, line, (here if here >= 0 else at) + 1))
        at = here + len(written) if here >= 0 else at
    return tuple(marks)


def clause_problem(found: HeadingAttributes, line: int, column: int) -> Problem | None:
    """Report an attribute block that was meant to name a clause and cannot be read."""
    if not found.problem:
        return None
    return Problem(
        "clause-mark",
        say("the clause mark {problem!r} cannot be read", problem=found.problem[:80]),
        say('Write {clause="iso-9001-2015:8.4.1"} at the end of the heading.'),
        line,
        column,
    )


class Slugs:
    """The anchors forges make of headings: lower case, hyphens, `-1` behind a repeated one."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def slug(self, title: str) -> str:
        """Return the anchor of the next heading with this title."""
        base = slug(title)
        name = base
        while name in self._next:
            name = f"{base}-{self._next[base]}"
            self._next[base] += 1
        self._next[name] = 1
        return name


def slug(title: str) -> str:
    """Return the anchor that forges make of a heading when it is the first with its title."""
    return _SLUG_DROPS.sub("", title.strip().lower()).replace(" ", "-")
