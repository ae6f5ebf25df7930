"""What `parts.html` asks: every template that draws parts is given these functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from isodocs.expressions import expression
from isodocs.formats.html.plot import plot
from isodocs.formats.html.side_by_side import sections
from isodocs.model.page import Bar, PageText
from isodocs.words import DAY, capital, language, name_in_words, say, translated

_DAY = expression(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_SPECIAL = expression(
    r"`([^`\n]++)`|(?<![\w./-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w/-])|\b[A-Z]{2,6}-[0-9]{1,5}(?:-[0-9]{1,5})?\b",
    re.ASCII,
)


def _kind(part: object) -> str:
    """The name of the macro that draws a part."""
    return type(part).__name__.lower()


def _words(said: str | PageText) -> PageText:
    return said if isinstance(said, PageText) else PageText(said)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in pieces and what each is: a command to type, `whole` (a day or number), or words."""
    text, end, there = translated(text), 0, language()
    for match in _SPECIAL.finditer(text):
        yield "", text[end : match.start()]
        yield ("command", match[1]) if match[1] else ("whole", _whole(match[0], there))
        end = match.end()
    yield "", text[end:]


def _whole(text: str, there: str) -> str:
    """A day as people of the page's language write it; in English as records do."""
    if there == "en" or not (day := _DAY.fullmatch(text)):
        return text
    year, month, number = day.groups()
    return translated(say(DAY, year=year, month=month, day=number))


def _dated(text: str) -> str:
    """A text whose days are written as people of the page's language write them."""
    return "".join(piece for _, piece in _pieces(text))


def _named(field: str) -> str:
    """The name of a field as people read it."""
    return capital(name_in_words(field))


def _share(bar: Bar) -> float:
    """How far a bar is filled, in hundredths."""
    return 100 * min(bar.part / bar.whole, 1) if bar.whole else 0


FUNCTIONS: Mapping[str, Any] = {
    "kind": _kind,
    "words": _words,
    "share": _share,
    "pieces": _pieces,
    "dated": _dated,
    "named": _named,
    "sections": sections,
    "plot": plot,
}
"""For `shell.render`, beside what the page itself shows."""
