"""One document of a site -> its page, the page of what changed, and what searching needs of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.copies.wording import Wording
from isodocs.named_tuple import NamedTuple
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from isodocs.site import pages
from isodocs.site.redline import changed_text
from isodocs.site.text_lines import TextLine, lines_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from isodocs.copies.make import CopyFormat, Order
    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.rendering.body import Body
    from isodocs.site.content import SiteDocument


class SiteOrder(NamedTuple):
    """A document of a site that is wanted; `titles` are those of the documents it is linked with.

    `file` is the name of its pages, `linked` are the names of those of other documents, `tags`
    the languages of the other texts of this one.
    """

    order: Order
    document: SiteDocument
    file: str
    titles: Mapping[str, str]
    linked: Mapping[str, str]
    tags: Mapping[str, str]

    @property
    def copy(self) -> ControlledCopy:
        """The copy of the text in force."""
        return self.order.copy

    @property
    def format(self) -> CopyFormat:
        """What it becomes."""
        return self.order.format


class MadeDocument(NamedTuple):
    """The pages of a document; `changes` is empty where there is nothing to compare with.

    `found_by` is its row of what searching needs: headings and text.
    """

    page: bytes
    changes: bytes
    found_by: tuple[str, str]


class SiteWorkshop:
    """Makes one document after the other, in the language of the site."""

    def __init__(self, theme: Theme, language: str, folder: Path) -> None:
        self._theme = theme
        self._wording = Wording(language)

    def make(self, wanted: SiteOrder) -> MadeDocument:
        """The pages of a document."""
        order, former = wanted.order, wanted.document.former
        text = body(order.copy.text, _around(order.copy, order))
        lines = lines_of(text)
        frame = pages.Frame(self._theme, self._wording, order.copy.organisation)
        changes = b""
        if former is not None:
            before = body(former.text, _around(former, order))
            titles = {_plain(former.title), _plain(order.copy.title)}
            sides = (_titled(former, before, titles), _titled(order.copy, text, titles))
            changed = changed_text(*sides, before, text)
            changes = pages.changes(wanted.document, changed, wanted.file, frame).encode()
        page = pages.document(
            wanted.document, text, wanted.file, wanted.titles, wanted.linked, wanted.tags, frame
        )
        headings = " · ".join(line.text for line in lines if line.kind == "heading")
        return MadeDocument(page.encode(), changes, (headings, "\n".join(t.text for t in lines)))


def _around(copy: ControlledCopy, order: Order) -> Surroundings:
    """What surrounds the text of a copy; links of both revisions lead to the same pages."""
    return Surroundings(copy.path, copy.files, order.pages, order.tops, order.bases)


def _titled(copy: ControlledCopy, text: Body, titles: Container[str]) -> tuple[TextLine, ...]:
    """The lines of a text below its title, in the place of a heading that says one of `titles`."""
    lines = lines_of(text)
    if lines and lines[0].kind == "heading" and _plain(lines[0].text) in titles:
        lines = lines[1:]
    title = " ".join(copy.title.split())
    return (TextLine("heading", title), *lines) if title else lines


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
