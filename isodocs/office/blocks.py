"""The paragraphs and tables of Word -> the blocks of a text: headings, lists, tables.

A list of Word is only paragraphs with a number and a level; here they are put into each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.office import open_fields
from isodocs.office.inline import Inline, Piece, joined
from isodocs.office.item_lists import Flat, ListItem, listed, within
from isodocs.office.package import number_of
from isodocs.office.styles import Numbered, StyleLook, left
from isodocs.rendering.elements import Element, Node, words
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.office.numbering import Counted, Numbering
    from isodocs.office.package import XmlNode

_DEEPEST = 6
_TYPED = expression(r"([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})\.?[ \t]+\S")
_LONGEST_HEADING = 90


class Blocks:
    """Reads the blocks of one part. `headings` are those met: level, text, names that lead there.

    `title` is the text in the style of a title.
    """

    def __init__(self, inline: Inline, numbering: Numbering) -> None:
        self._inline = inline
        self._losses = inline.losses
        self._numbering = numbering
        self._depth = 0
        self._joins: list[Piece] = []
        self._tables = 0
        self.title = ""
        self.has_headings = False
        self.anchors: dict[str, Element] = {}

    def read(self, nodes: Iterable[XmlNode]) -> list[Node]:
        """The blocks of a body, a cell, a note or a box."""
        flat: list[Flat] = []
        nodes = [*nodes]
        if unclosed := {*open_fields.unclosed(nodes)} - self._inline.unclosed:
            self._inline.unclosed |= unclosed
            self._losses.changed(
                "field", say("a field that does not end is left out, but for its words")
            )
        before, self._joins = self._joins, []
        for node in nodes:
            flat += self._block(node, flat)
        flat += self._unjoined()
        self._joins = before
        return list(listed(flat))

    def _block(self, node: XmlNode, before: Sequence[Flat]) -> Iterator[Flat]:
        if node.tag == "w:p":
            yield from self._paragraph(node, before)
        elif node.tag == "w:tbl":
            yield from self._unjoined()
            ind = node.first("w:tblPr", "w:tblInd")
            own = ind.attributes.get("w:w", "") if ind else ""
            yield from (within(table, own, before) for table in self._table(node))
        elif node.tag == "w:sdt":
            gallery = node.value("w:sdtPr", "w:docPartObj", "w:docPartGallery").casefold()
            if gallery == "table of contents":
                self._losses.changed(
                    "contents", say("the table of contents is left out: pages make it")
                )
                return
            content = node.first("w:sdtContent")
            for child in content.elements if content else ():
                yield from self._block(child, before)
        elif node.tag in ("w:customXml", "w:ins", "w:moveTo", "w:smartTag"):
            for child in node.elements:
                yield from self._block(child, before)
        elif node.tag == "mc:AlternateContent":
            choice = node.first("mc:Choice") or node.first("mc:Fallback")
            for child in choice.elements if choice else ():
                yield from self._block(child, before)
        elif node.tag in ("m:oMathPara", "m:oMath"):
            yield Element("p", {}, joined(self._inline.read([node])))
        elif node.tag == "w:altChunk":
            self._losses.lost("object", say("a file that is put into the text is left out"))

    def _paragraph(self, node: XmlNode, before: Sequence[Flat]) -> Iterator[Flat]:
        look = self._inline.styles.paragraph(node.value("w:pPr", "w:pStyle"))
        names_before = len(self._inline.anchors)
        pieces = [*self._joins, *self._inline.read(node.elements)]
        self._joins = []
        names = self._inline.anchors[names_before:]
        if node.first("w:pPr", "w:rPr", "w:del") is not None:
            self._joins = pieces  # its end is deleted: the next one goes on with it
            return
        counted = self._counted(node, look)
        content = joined(_trimmed(pieces))
        if look.is_contents:
            if content:
                self._losses.changed(
                    "contents", say("the table of contents is left out: pages make it")
                )
            return
        level = self._level(node, look)
        own = left(node.first("w:pPr", "w:ind")) or str(look.indent)
        if look.is_code:
            content = joined(piece._replace(look=frozenset()) for piece in pieces)
            yield within(Element("pre", {}, (*content, "\n")), own, before)
        elif not words(content).strip() and not _has_more(content):
            if (
                node.first("w:pPr", "w:pBdr", "w:bottom") is not None
                or look.name == "horizontal line"
            ):
                yield within(Element("hr"), own, before)
        elif look.is_title or level:
            yield self._heading(content, level, counted, names, look)
        elif counted is not None and not counted.compound:
            yield ListItem(counted, content)
        elif look.is_quote:
            yield Element("blockquote", {}, (Element("p", {}, content),))
        else:
            label = f"{counted.label} " if counted and counted.label else ""
            paragraph = Element("p", {}, (label, *content) if label else content)
            yield within(paragraph, own, before)
        yield from self._boxes()

    def _unjoined(self) -> Iterator[Element]:
        """What would go on with a paragraph that does not come."""
        content = joined(_trimmed(self._joins))
        self._joins = []
        if words(content).strip() or _has_more(content):
            yield Element("p", {}, content)

    def _counted(self, node: XmlNode, look: StyleLook) -> Counted | None:
        list_id = node.value("w:pPr", "w:numPr", "w:numId")
        level = node.value("w:pPr", "w:numPr", "w:ilvl")
        if list_id == "0":
            return None
        if list_id:
            wanted = Numbered(list_id, min(number_of(level), 8))
        elif look.numbered:
            wanted = look.numbered
        else:
            return None
        counted = self._numbering.count(wanted)
        indent = left(node.first("w:pPr", "w:ind")) or (str(look.indent) if not list_id else "")
        return counted._replace(indent=int(indent)) if counted and int(indent or 0) else counted

    def _level(self, node: XmlNode, look: StyleLook) -> int:
        own = node.value("w:pPr", "w:outlineLvl")
        if own:
            outline = number_of(own, 9)
            return outline + 1 if outline < 9 else 0
        return look.outline

    def _heading(
        self,
        content: Sequence[Node],
        level: int,
        counted: Counted | None,
        names: Sequence[str],
        look: StyleLook,
    ) -> Element:
        text = " ".join(words(content).split())
        plain = tuple(_without_strong(content))
        if look.is_title:
            self.title = self.title or text
            heading = Element("h0", {}, plain)
        else:
            self.has_headings = True
            # A heading in Markdown is never without its number: other texts refer to it.
            label = f"{counted.label} " if counted and counted.ordered and counted.label else ""
            heading = Element(f"h{level}", {}, (label, *plain) if label else plain)
            text = f"{label}{text}"
        self._losses.place = say("section {text!r}", text=text)
        for name in names:
            self.anchors[name] = heading
        return heading

    def _boxes(self) -> Iterator[Node]:
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            if self._depth >= _DEEPEST:
                self._losses.lost("box", say("a text box within many others is left out"), box.text)
                continue
            self._depth += 1
            inner = self.read(box.elements)
            self._depth -= 1
            if inner:
                self._losses.changed(
                    "box", say("a text box follows the paragraph it was put at"), words(inner)
                )
                yield Element("blockquote", {}, tuple(inner))

    # -- tables -------------------------------------------------------------------------------

    def _table(self, node: XmlNode) -> Iterator[Node]:
        if self._depth >= _DEEPEST:
            self._losses.lost(
                "table", say("a table within many others is only its words"), node.text
            )
            yield Element("p", {}, (" ".join(p.text for p in node.below("w:t")),))
            return
        self._depth += 1
        place = self._losses.place
        self._tables += 1
        grid: dict[tuple[int, int], _GrowingCell] = {}
        rows: list[list[_GrowingCell]] = []
        heads = 0
        for row in _rows(node):
            if row.first("w:trPr", "w:del") is not None:
                self._losses.changed("tracked", say("a deleted row is left out"), row.text)
                continue
            number = len(rows)
            self._losses.place = say(
                "{place}, table {tables}, row {part}",
                place=place,
                tables=self._tables,
                part=number + 1,
            ).lstrip(", ")
            cells = list(self._row(row, number, grid))
            if heads == number and row.switch("w:trPr", "w:tblHeader"):
                heads += 1
            rows.append(cells)
        self._losses.place = place
        self._depth -= 1
        if not any(rows):
            return
        heads = heads if heads < len(rows) else min(1, len(rows) - 1)
        made = [
            Element("tr", {}, tuple(cell.element("th" if at < heads else "td") for cell in cells))
            for at, cells in enumerate(rows)
        ]
        if any(cell.merged for cells in rows for cell in cells):
            self._losses.changed("table", say("a table with merged cells is written as HTML"))
        parts = [Element("thead", {}, tuple(made[:heads]))] if heads else []
        yield Element("table", {}, (*parts, Element("tbody", {}, tuple(made[heads:]))))

    def _row(
        self, row: XmlNode, number: int, grid: dict[tuple[int, int], _GrowingCell]
    ) -> Iterator[_GrowingCell]:
        column = 0
        before = row.value("w:trPr", "w:gridBefore")
        for _ in range(min(number_of(before), 60)):
            yield _GrowingCell([])
            column += 1
        for node in _cells(row):
            span = node.value("w:tcPr", "w:gridSpan")
            columns = min(max(number_of(span), 1), 60)
            merge = node.first("w:tcPr", "w:vMerge")
            content = self.read(node.elements)
            above = grid.get((number - 1, column))
            goes_on = merge is not None and merge.attributes.get("w:val", "continue") == "continue"
            if goes_on and above is not None and above.columns == columns:
                above.rows += 1
                above.children += content
                cell = above
            else:
                cell = _GrowingCell(content, columns)
                yield cell
            for at in range(column, column + columns):
                grid[number, at] = cell
            column += columns


class _GrowingCell:
    """A cell on its way; it grows downwards."""

    def __init__(self, children: list[Node], columns: int = 1) -> None:
        self.children = children
        self.columns = columns
        self.rows = 1

    @property
    def merged(self) -> bool:
        return self.columns > 1 or self.rows > 1

    def element(self, tag: str) -> Element:
        attributes = {}
        if self.columns > 1:
            attributes["colspan"] = str(self.columns)
        if self.rows > 1:
            attributes["rowspan"] = str(self.rows)
        return Element(tag, attributes, tuple(self.children))


def _rows(table: XmlNode) -> Iterator[XmlNode]:
    for node in table.elements:
        if node.tag == "w:tr":
            yield node
        elif node.tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"):
            yield from _rows(node)


def _cells(row: XmlNode) -> Iterator[XmlNode]:
    for node in row.elements:
        if node.tag == "w:tc":
            yield node
        elif node.tag in ("w:sdt", "w:sdtContent", "w:customXml"):
            yield from _cells(node)


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without blanks and line breaks at both ends."""
    found = list(pieces)
    for at in (0, -1):
        while found:
            content = found[at].content
            if isinstance(content, Element):
                if content.tag != "br":
                    break
            elif kept := content.lstrip() if at == 0 else content.rstrip():
                found[at] = found[at]._replace(content=kept)
                break
            del found[at]
    return found


def _has_more(nodes: Iterable[Node]) -> bool:
    """Whether there is a picture or a note, which have no words."""
    return any(
        isinstance(node, Element) and (node.tag in ("img", "note") or _has_more(node.children))
        for node in nodes
    )


def _without_strong(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element) and node.tag in ("strong", "u"):
            yield from _without_strong(node.children)
        elif isinstance(node, Element) and node.tag == "br":
            yield " "
        else:
            yield node


def typed_level(text: str) -> int:
    """The level of a heading whose number was typed: 2 of `4.2 Approval`; 0 where there is none."""
    match = _TYPED.match(text)
    return match[1].count(".") + 1 if match else 0


def looks_like_heading(node: Node) -> bool:
    """Whether a paragraph is short and bold as a whole, as headings without a style are."""
    if not isinstance(node, Element) or node.tag != "p" or not node.children:
        return False
    text = words(node.children).strip()
    bold = all(
        (isinstance(child, Element) and child.tag in ("strong", "u", "br"))
        or (isinstance(child, str) and not child.strip())
        for child in node.children
    )
    ends = text.endswith((".", ":", ";", ",", "!", "?"))
    return bold and 0 < len(text) <= _LONGEST_HEADING and not ends
