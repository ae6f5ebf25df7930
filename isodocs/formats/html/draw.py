"""The parts of a page -> HTML, through a template that knows how each of them looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from isodocs.formats.html import shell
from isodocs.model.page import Bar, Chapter, Page, PageText, Part

_SPECIAL = re.compile(r"`([^`\n]++)`|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", re.ASCII)
_MANY = 3
"""From so many chapters on a page has contents."""


def draw(page: Page) -> str:
    """The page as HTML."""
    chapters = list(_chapters(page.parts))
    return shell.render(
        "isodocs.formats.html",
        "report.html",
        "en",
        f"{page.title} – {page.organisation}" if page.organisation else page.title,
        str,
        page=page,
        contents=chapters if len(chapters) >= _MANY else [],
        kind=_kind,
        words=_words,
        share=_share,
        pieces=_pieces,
    )


def _chapters(parts: Sequence[Part]) -> Iterator[Chapter]:
    return (part for part in parts if isinstance(part, Chapter))


def _kind(part: object) -> str:
    """The name of the macro that draws a part."""
    return type(part).__name__.lower()


def _words(said: str | PageText) -> PageText:
    return said if isinstance(said, PageText) else PageText(said)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in pieces, each with the class of what it is: a command to type, a day, or words."""
    end = 0
    for match in _SPECIAL.finditer(text):
        yield "", text[end : match.start()]
        yield ("command", match[1]) if match[1] else ("day", match[0])
        end = match.end()
    yield "", text[end:]


def _share(bar: Bar) -> float:
    """How far a bar is filled, in hundredths."""
    return 100 * min(bar.part / bar.whole, 1) if bar.whole else 0
