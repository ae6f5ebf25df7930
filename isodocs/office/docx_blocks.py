"""Blocks for print -> a document of Word, with its own styles; also as tracked changes.

python-docx makes the parts of the file; what it has no words for (fields, links, bookmarks,
insertions and deletions) is written as elements of WordprocessingML.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor, Twips

from isodocs.office.block_redline import DELETE, INSERT, said
from isodocs.rendering.runs import BREAK

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from isodocs.rendering.blocks import Block
    from isodocs.rendering.pictures import Picture

_AUTHOR = "isodocs"
_CODE = "Consolas"
_STEP = 360
"""How much further each level of a list is indented, in twentieths of a point."""
_DEEPEST = 6
_LINE, _NARROWEST, _WIDEST, _BESIDE = 88, 5, 45, 4
"""Letters on a line of a table, in a column of it, and as wide as what is beside them."""
_BEHIND_INDENT = ("tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook")
_LINK = RGBColor(0x05, 0x63, 0xC1)


class DocxText:
    """Writes blocks at the end of a document or a cell; `day` dates tracked changes.

    `not_drawn` are the pictures that Word cannot show.
    """

    def __init__(self, document: Document, pictures: Mapping[str, Picture], day: date) -> None:
        self._document = document
        self._pictures = pictures
        self._day = day
        self._number = 0
        self.not_drawn: list[str] = []

    def write(self, blocks: Iterable[Block], into: Any = None, depth: int = 0) -> None:
        """Add these blocks."""
        place = self._document if into is None else into
        for block in blocks:
            self._block(block, place, depth)

    def _block(self, block: Block, place: Any, depth: int) -> None:
        kind, change = block["kind"], block.get("change", "")
        if kind in ("paragraph", "heading"):
            style = f"Heading {min(block['level'], 9)}" if kind == "heading" else None
            self._paragraph(block["runs"], place, style, depth, change, block.get("name", ""))
        elif kind == "code":
            for line in block["text"].split("\n"):
                runs = [{"text": line, "styles": ["code"], "href": ""}]
                self._paragraph(runs, place, self._style_of_code(), depth, change)
        elif kind == "list":
            self._list(block, place, depth)
        elif kind == "table":
            self._table(block, place, depth)
        elif kind == "picture":
            paragraph = self._paragraph((), place, None, depth)
            self._picture(block, paragraph.add_run(), change)
        elif kind == "rule":
            _underline(self._paragraph((), place, None, depth, change))
        else:
            for inner in block.get("blocks", ()):
                own = {**inner, "change": change} if change else inner
                self._block(own, place, depth + (kind in ("quote", "indent")))

    # -- paragraphs ---------------------------------------------------------------------------

    def _paragraph(
        self,
        runs: Iterable[dict[str, Any]],
        place: Any,
        style: str | None,
        depth: int,
        change: str = "",
        name: str = "",
    ) -> Paragraph:
        paragraph: Paragraph = place.add_paragraph(style=self._style(style))
        if depth:
            paragraph.paragraph_format.left_indent = Pt(_indent(depth) / 20)
        if change:
            self._mark_end(paragraph, change)
        if name:
            self._bookmark(paragraph, name)
        for run in runs:
            self._run(run, paragraph, run.get("change", change))
        return paragraph

    def _style(self, name: str | None) -> str | None:
        known = {style.name for style in self._document.styles}
        return name if name in known else None

    def _style_of_code(self) -> str:
        """The style of lines of code, by whose name they are known when they come back."""
        if self._style("Code") is None:
            made = self._document.styles.add_style("Code", WD_STYLE_TYPE.PARAGRAPH)
            made.paragraph_format.space_after = Pt(0)
        return "Code"

    def _run(self, run: Mapping[str, Any], paragraph: Paragraph, change: str) -> None:
        if "anchor" in run:
            self._bookmark(paragraph, run["anchor"])
            return
        made = paragraph.add_run()
        if "break" in run:
            made.add_break(WD_BREAK.LINE)
        elif "picture" in run:
            self._picture(run, made, change)
        else:
            made.text = run["text"].replace(BREAK, "")
            self._look(made, run["styles"])
        parent = made._r
        if href := run.get("href", ""):
            parent = self._link(made, href)
        if change:
            self._track(parent, made, change)

    def _look(self, run: Run, styles: Iterable[str]) -> None:
        font = run.font
        for style in styles:
            if style == "strong":
                font.bold = True
            elif style == "em":
                font.italic = True
            elif style == "code":
                font.name = _CODE
                font.size = Pt(9)
            elif style == "strike":
                font.strike = True
            elif style == "underline":
                font.underline = True
            elif style in ("sup", "sub"):
                font.superscript, font.subscript = style == "sup", style == "sub"

    def _link(self, run: Run, href: str) -> Any:
        """Put a run into a link."""
        link = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            link.set(qn("w:anchor"), _bookmark_name(href[1:]))
        else:
            id = self._document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), id)
        run.font.color.rgb = _LINK
        run.font.underline = True
        run._r.addprevious(link)
        link.append(run._r)
        return link

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        self._number += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._number))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), _bookmark_name(name))
            paragraph._p.append(mark)

    # -- tracked changes ----------------------------------------------------------------------

    def _track(self, element: Any, run: Run, change: str) -> None:
        """Put a run into an insertion or a deletion."""
        around = self._change("w:ins" if change == INSERT else "w:del")
        if element is run._r:
            element.addprevious(around)
            around.append(element)
        else:  # within a link
            run._r.addprevious(around)
            around.append(run._r)
        if change == DELETE:
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")

    def _mark_end(self, paragraph: Paragraph, change: str) -> None:
        """Say that a whole paragraph was put in or struck out."""
        look = paragraph._p.get_or_add_pPr()
        runs = OxmlElement("w:rPr")
        runs.append(self._change("w:ins" if change == INSERT else "w:del"))
        look.append(runs)

    def _change(self, tag: str) -> Any:
        self._number += 1
        made = OxmlElement(tag)
        made.set(qn("w:id"), str(self._number))
        made.set(qn("w:author"), _AUTHOR)
        made.set(qn("w:date"), f"{self._day}T00:00:00Z")
        return made

    # -- lists and tables ---------------------------------------------------------------------

    def _list(self, block: Block, place: Any, depth: int) -> None:
        numbering = _new_list(self._document, block["ordered"], block["start"], min(depth, 8))
        for item in block["items"]:
            for at, inner in enumerate(item):
                change = block.get("change", "") or inner.get("change", "")
                if at == 0 and inner["kind"] == "paragraph":
                    paragraph = self._paragraph(inner["runs"], place, None, 0, change)
                    _in_list(paragraph, numbering, min(depth, 8))
                else:
                    own = {**inner, "change": change} if change else inner
                    self._block(own, place, depth + 1)

    def _table(self, block: Block, place: Any, depth: int) -> None:
        rows = max((cell["y"] + cell["rows"] for cell in block["cells"]), default=0)
        if not rows:
            return
        table: Table = place.add_table(rows, block["columns"])
        table.style = self._style("Table Grid") or table.style
        changes: dict[int, str] = {}
        for cell in block["cells"]:
            if change := block.get("change", "") or cell.get("change", ""):
                changes[cell["y"]] = change
            self._cell(cell, table, changes.get(cell["y"], ""))
        for y, change in changes.items():
            look = table.rows[y]._tr.get_or_add_trPr()
            look.append(self._change("w:ins" if change == INSERT else "w:del"))
        for y in range(min(block["head"], rows)):
            look = table.rows[y]._tr.get_or_add_trPr()
            look.append(OxmlElement("w:tblHeader"))
        fit(table, _weights(block), _indent(depth))
        place.add_paragraph().paragraph_format.space_after = Pt(2)

    def _cell(self, cell: Mapping[str, Any], table: Table, change: str) -> None:
        here = table.cell(cell["y"], cell["x"])
        last = table.cell(cell["y"] + cell["rows"] - 1, cell["x"] + cell["columns"] - 1)
        if last._tc is not here._tc:
            here = here.merge(last)
        first = here.paragraphs[0]
        inner = cell["blocks"]
        self.write(([{**b, "change": change} for b in inner] if change else inner), here)
        if len(here._tc) > 2 and not first.text and not len(first.runs):
            first._p.getparent().remove(first._p)
        for run in (run for paragraph in here.paragraphs for run in paragraph.runs):
            run.font.size = Pt(9)
            if cell["head"]:
                run.font.bold = True

    # -- pictures -----------------------------------------------------------------------------

    def _picture(self, block: Mapping[str, Any], run: Run, change: str) -> None:
        picture = self._pictures.get(block["picture"])
        try:
            if picture is None:
                raise ValueError
            shape = run.add_picture(io.BytesIO(picture.data))
        except (UnrecognizedImageError, ValueError, ZeroDivisionError, KeyError):
            run.text = f"[{block.get('alt') or block['picture']}]"
            self.not_drawn.append(block.get("alt") or block["picture"])
            return
        section = self._document.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        if room and shape.width > room:
            shape.height = Emu(int(shape.height * room / shape.width))
            shape.width = Emu(room)
        properties = shape._inline.docPr
        properties.set("descr", block.get("alt", ""))


def fit(table: Table, weights: Sequence[int], indent: int = 0) -> None:
    """Give each column its share of the width that the table has beside its indent, in twips."""
    whole = sum(column.width or 0 for column in table.columns)
    if indent:
        whole = max(whole - Twips(indent), whole // 2)
        node = OxmlElement("w:tblInd")
        node.set(qn("w:w"), str(indent))
        node.set(qn("w:type"), "dxa")
        look = table._tbl.tblPr
        look.insert_element_before(node, *(f"w:{name}" for name in _BEHIND_INDENT))
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        width = Emu(int(whole * weight / (sum(weights) or 1)))
        column.width = width
        for cell in column.cells:
            if cell._tc.grid_span == 1:
                cell.width = width


def _weights(block: Block) -> list[int]:
    """The letters of each column on a line of `_LINE`: no fewer than its longest word has."""
    least, wanted = [_NARROWEST] * block["columns"], [_NARROWEST] * block["columns"]
    for cell in block["cells"]:
        text = " ".join(said(inner) for inner in cell["blocks"]).replace(BREAK, "")
        if cell["columns"] == 1 and text:
            at = cell["x"]
            longest = max(map(len, text.split()), default=0) + _BESIDE
            least[at] = max(least[at], min(longest, _WIDEST))
            wanted[at] = max(wanted[at], longest, min(len(text) + _BESIDE, _WIDEST))
    room = _LINE - sum(least)
    more = sum(wanted) - sum(least)
    if room <= 0 or more <= room:
        return least if room <= 0 else wanted
    return [low + room * (high - low) // more for low, high in zip(least, wanted, strict=True)]


def _indent(depth: int) -> int:
    """How far blocks of a level are indented, in twentieths of a point."""
    return _STEP * min(depth, _DEEPEST)


def _underline(paragraph: Paragraph) -> None:
    """Make an empty paragraph a rule: Word draws the line of its border."""
    look = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # Borders come before spacing, indent and the mark of a change.
    look.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills in, such as PAGE or NUMPAGES."""
    for kind in ("begin", "", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "text":
            run.text = "1"
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)


def _bookmark_name(name: str) -> str:
    """A name as Word takes it: letters, figures and underscores, of at most 40."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in name)
    return f"_{plain}"[:40]


def _new_list(document: Document, ordered: bool, start: int, depth: int) -> int:
    """A list of its own, so that each begins where it should."""
    root = document.part.numbering_part.element
    known = root.findall(qn("w:abstractNum"))
    number = max((int(node.get(qn("w:abstractNumId"))) for node in known), default=0) + 1
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(number))
    for at in range(9):
        abstract.append(_level(at, ordered, start if at == depth else 1))
    # The definitions come before the lists that use them.
    place = next((i for i, node in enumerate(root) if node.tag == qn("w:num")), len(root))
    root.insert(place, abstract)
    return int(root.add_num(number).numId)


def _level(at: int, ordered: bool, start: int) -> Any:
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), str(at))
    said = (
        ("w:start", str(start)),
        ("w:numFmt", "decimal" if ordered else "bullet"),
        ("w:lvlText", f"%{at + 1}." if ordered else "•–▪"[at % 3]),
        ("w:lvlJc", "left"),
    )
    for tag, value in said:
        node = OxmlElement(tag)
        node.set(qn("w:val"), value)
        level.append(node)
    look = OxmlElement("w:pPr")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), str(_STEP * (at + 1)))
    indent.set(qn("w:hanging"), str(_STEP))
    look.append(indent)
    level.append(look)
    return level


def _in_list(paragraph: Paragraph, number: int, depth: int) -> None:
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().set(qn("w:val"), str(depth))
    numbering.get_or_add_numId().set(qn("w:val"), str(number))


def placeholders(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Those paragraphs in which `{{` is."""
    return (paragraph for paragraph in paragraphs if "{{" in paragraph.text)
