"""A controlled copy -> the bytes of its page or its print, in this process or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.copies.recipe import Recipe, recipe_of
from isodocs.copies.wording import Wording
from isodocs.named_tuple import NamedTuple
from isodocs.rendering.surroundings import Surroundings

if TYPE_CHECKING:
    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.rendering.typst import Press


_TEMPLATE = Path(__file__).parent / "templates" / "copy.typ"


class CopyFormat(StrEnum):
    """What a copy can be; each value is the ending of its file."""

    HTML = "html"
    PDF = "pdf"


class Order(NamedTuple):
    """What someone wants made: a copy, and where others are, by the paths of their documents.

    `tops` and `bases` say where paths in its text count from (`link_places.Site`). `links` are the
    identifiers of the documents whose pages are given.
    """

    copy: ControlledCopy
    format: CopyFormat
    pages: Mapping[str, str]
    tops: tuple[str, ...]
    bases: tuple[str, ...]
    links: tuple[str, ...] = ()


class MadeCopy(NamedTuple):
    """The bytes of a copy. `missing` are characters that no font has, shown by their numbers.

    `borrowed` says that fonts of the machine show some, so that another makes other bytes.
    `not_shown` is what the text names and a print cannot show, such as a picture from the web.
    """

    data: bytes
    missing: tuple[str, ...] = ()
    borrowed: bool = False
    not_shown: tuple[str, ...] = ()


class Workshop:
    """Makes one copy after the other, in a folder of its own that is empty at first."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        self._theme = theme
        self._folder = folder
        self._press: Press | None = None

    def make(self, order: Order, recipe: Recipe | None = None) -> MadeCopy:
        """The copy that was ordered; raises IsodocsError where it cannot be printed.

        It says that it was made by the `recipe`, which without one is what it is.
        """
        copy = order.copy
        made_of = str(recipe or recipe_of(order, self._theme))
        around = Surroundings(copy.path, copy.files, order.pages, order.tops, order.bases)
        wording = Wording(copy.language)
        if order.format is CopyFormat.HTML:
            from isodocs.copies.page import page

            return MadeCopy(page(copy, around, wording, self._theme, made_of).encode())
        from isodocs.copies.print import pdf

        printed = pdf(copy, around, wording, self._theme, made_of, self._pressed())
        return MadeCopy(*printed)

    def _pressed(self) -> Press:
        from isodocs.rendering.typst import Press

        if self._press is None:
            fonts, root = self._folder / "fonts", self._folder / "root"
            fonts.mkdir()
            root.mkdir()
            for name, data in self._theme.fonts:
                (fonts / name).write_bytes(data)
            self._press = Press(root, _TEMPLATE, [fonts], self._theme.logo)
        return self._press
