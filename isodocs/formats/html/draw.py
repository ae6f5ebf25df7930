"""The parts of a page -> HTML, through a template that knows how each of them looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from isodocs.formats.html import shell
from isodocs.formats.html.parts import FUNCTIONS
from isodocs.model.page import Chapter, Page, Part

_NOTHING = Markup()
_MANY = 3
"""From so many chapters on a page has contents."""


def draw(page: Page, below: Markup = _NOTHING) -> str:
    """The page as HTML. What is `below` its parts is HTML that `rendering.html` has written."""
    chapters = list(_chapters(page.parts))
    return shell.render(
        "isodocs.formats.html",
        "report.html",
        "en",
        f"{page.title} – {page.organisation}" if page.organisation else page.title,
        str,
        page=page,
        below=below,
        contents=chapters if len(chapters) >= _MANY else [],
        **FUNCTIONS,
    )


def _chapters(parts: Sequence[Part]) -> Iterator[Chapter]:
    return (part for part in parts if isinstance(part, Chapter))
