"""The styles of a document of Word: which paragraphs are headings, lists, code or quotations.

A style is known by its name, which is English in every language of Word, and by what it inherits;
the id that texts refer to is in the language of the program that made the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.office.package import number_of

if TYPE_CHECKING:
    from isodocs.office.package import XmlNode

_WHOLE = expression("-?[0-9]{1,9}")
_HEADING = expression(r"heading ([1-9])")
_CONTENTS = expression(
    r"(?:toc|contents|index|table of figures|user index) ?(?:heading|[0-9]{0,2})$"
)
_DEEPEST = 20
_CODE = ("preformatted text", "html preformatted", "source code", "code", "code block", "quelltext")
_QUOTES = ("quote", "intense quote", "quotations", "block text")
_NO_HEADING = 9


class Numbered(NamedTuple):
    """The list that a paragraph belongs to, and its level, from 0."""

    list_id: str
    level: int


class StyleLook(NamedTuple):
    """What a style makes of a paragraph; `outline` is the level of a heading, from 1, else 0."""

    name: str = ""
    outline: int = 0
    numbered: Numbered | None = None
    indent: int = 0
    bold: bool = False
    italic: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is the title of the document."""
        return self.name == "title"

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of a table of contents, which pages make themselves."""
        return _CONTENTS.match(self.name) is not None

    @property
    def is_code(self) -> bool:
        """Whether its blanks and line ends are meant."""
        return self.name in _CODE

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation."""
        return self.name in _QUOTES


class Styles:
    """The styles of one document, by id."""

    def __init__(self, root: XmlNode | None) -> None:
        self._nodes: dict[str, XmlNode] = {}
        self._looks: dict[str, StyleLook] = {}
        self._default = ""
        for node in root.elements if root else ():
            if node.tag == "w:style":
                id = node.attributes.get("w:styleId", "")
                self._nodes[id] = node
                is_default = node.attributes.get("w:default", "") in ("1", "true")
                if is_default and node.attributes.get("w:type") == "paragraph":
                    self._default = id

    def paragraph(self, id: str) -> StyleLook:
        """What a paragraph of this style is; of the usual one where there is none of this id."""
        return self._look(id if id in self._nodes else self._default)

    def character(self, id: str) -> StyleLook:
        """What words of this style are."""
        return self._look(id) if id in self._nodes else StyleLook()

    def numbering_of(self, id: str) -> str:
        """The list that a style of lists stands for."""
        node = self._nodes.get(id)
        return node.value("w:pPr", "w:numPr", "w:numId") if node else ""

    def _look(self, id: str) -> StyleLook:
        if id not in self._looks:
            self._looks[id] = self._read(id)
        return self._looks[id]

    def _read(self, id: str) -> StyleLook:
        outline = level = -1
        list_id, indent = "", ""
        bold = italic = None
        name = self._nodes[id].value("w:name").casefold() if id in self._nodes else ""
        heading = 0
        for node in self._above(id):
            known = _HEADING.fullmatch(node.value("w:name").casefold())
            heading = heading or (int(known[1]) if known else 0)
            outline = _number(node.value("w:pPr", "w:outlineLvl"), outline)
            level = _number(node.value("w:pPr", "w:numPr", "w:ilvl"), level)
            list_id = list_id or node.value("w:pPr", "w:numPr", "w:numId")
            indent = indent or left(node.first("w:pPr", "w:ind"))
            bold = node.switch("w:rPr", "w:b") if bold is None else bold
            italic = node.switch("w:rPr", "w:i") if italic is None else italic
        found = outline + 1 if 0 <= outline < _NO_HEADING else 0
        numbered = Numbered(list_id, max(level, 0)) if list_id and list_id != "0" else None
        level_of = heading if outline < 0 else found
        return StyleLook(name, level_of, numbered, int(indent or 0), bool(bold), bool(italic))

    def _above(self, id: str) -> Iterator[XmlNode]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            node = self._nodes.get(id)
            if node is None:
                return
            yield node
            id = node.value("w:basedOn")


def left(node: XmlNode | None) -> str:
    """How far a paragraph is indented, in twentieths of a point; empty where nothing says so."""
    if node is None:
        return ""
    said = node.attributes.get("w:left") or node.attributes.get("w:start") or ""
    return said if _WHOLE.fullmatch(said) else ""


def _number(text: str, known: int) -> int:
    """A number of an attribute, where a nearer style has not said it already."""
    return number_of(text, known) if known < 0 else known
