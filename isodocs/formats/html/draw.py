"""The parts of a page -> HTML, through a template that knows how each of them looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from isodocs.formats.html import shell
from isodocs.formats.html.parts import FUNCTIONS
from isodocs.model.page import Chapter, Page, Part
from isodocs.words import joined, language

_NOTHING = Markup()
_MANY = 3
"""From so many chapters on a page has contents."""


def draw(page: Page, below: Markup = _NOTHING) -> str:
    """The page as HTML, in the language of those who read here.

    What is `below` its parts is HTML that `rendering.html` has written.
    """
    chapters = list(_chapters(page.parts))
    tag = language()
    return shell.render(
        "isodocs.formats.html",
        "report.html",
        tag,
        joined(" – ", filter(None, (page.title, page.organisation))),
        _word(tag),
        page=page,
        below=below,
        contents=chapters if len(chapters) >= _MANY else [],
        **FUNCTIONS,
    )


def _word(tag: str) -> Callable[[str], str]:
    """What gives the words of the template in a language."""
    if tag == "en":
        return str
    from isodocs.catalogues import fixed_words  # English needs none

    words = fixed_words(tag)
    return lambda text: words.get(("", text), text)


def _chapters(parts: Sequence[Part]) -> Iterator[Chapter]:
    return (part for part in parts if isinstance(part, Chapter))
