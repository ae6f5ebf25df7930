"""A controlled copy -> a document of Word that says on every page what it is.

With a template of the organisation its styles, page and letterhead are those of the template, and
words such as `{{revision}}` in it are filled in. A header in which nothing is filled in gets a line
that says what the text is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.shared import Mm, Pt

from isodocs.copies import said
from isodocs.errors import OfficeError
from isodocs.expressions import expression
from isodocs.model.approval import APPROVING
from isodocs.named_tuple import NamedTuple
from isodocs.office.block_redline import redlined
from isodocs.office.docx_blocks import DocxText, field, fit, placeholders
from isodocs.office.package import Package
from isodocs.rendering.blocks import blocks
from isodocs.rendering.body import body
from isodocs.words import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.rendering.blocks import Block
    from isodocs.rendering.body import Body
    from isodocs.rendering.surroundings import Surroundings

_PLACE = expression(r"\{\{\s*([\w-]+)\s*\}\}")
_TEXT = "text"
_PAGES = {"page": "PAGE", "pages": "NUMPAGES"}


class MadeDocx(NamedTuple):
    """The bytes of a file, and the pictures that Word cannot show."""

    data: bytes
    not_drawn: tuple[str, ...]


class DocxOrder(NamedTuple):
    """A copy and what surrounds its text; `before` is the text that it is compared with."""

    copy: ControlledCopy
    around: Surroundings
    wording: Wording
    before: tuple[ControlledCopy, Surroundings] | None = None


def make(order: DocxOrder, template: bytes | None = None) -> MadeDocx:
    """The file; raises OfficeError for a template that cannot be used."""
    copy, wording = order.copy, order.wording
    document = _begin(template)
    values = _values(copy, wording)
    made = body(copy.text, order.around)
    pictures = dict(made.pictures)
    text = _blocks(copy, made)
    if order.before:
        former, around = order.before
        old = body(former.text, around)
        pictures = {**old.pictures, **pictures}
        text = redlined(_blocks(former, old), text)
    place = _place_of_text(document, template is not None)
    _fill(_paragraphs(document), values)  # before the text comes: what that says stays as it is
    writer = DocxText(document, pictures, said.made_on(copy))
    first = _front(document, copy, wording)
    writer.write(text)
    for path, nodes in made.appended:
        _heading(document, wording.word("Approved with this revision: {path}").format(path=path))
        writer.write(blocks(nodes, _small(made)))
    _back(document, copy, wording)
    _move(place, first)
    frames = [(section, _own_frames(section)) for section in document.sections]
    for at, (section, own) in enumerate(frames):
        filled = [_fill(_paragraphs(frame), values) for frame in own]
        if not any(filled) and (at == 0 or own):
            _say_what_it_is(section, copy, wording)
    _properties(document, copy, wording)
    out = io.BytesIO()
    document.save(out)
    missing = (*writer.not_drawn, *made.not_shown)
    return MadeDocx(out.getvalue(), tuple(dict.fromkeys(missing)))


def _blocks(copy: ControlledCopy, made: Body) -> list[Block]:
    return blocks(said.without_title(made.nodes, copy.title), _small(made))


def _small(made: Body) -> dict[str, bool]:
    return {name: picture.is_small for name, picture in made.pictures.items()}


def _begin(template: bytes | None) -> Document:
    if template is None:
        document = docx.Document()
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(28), Mm(25)
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        return document
    Package(template).main()  # what is hostile is refused before a library opens it
    try:
        document = docx.Document(io.BytesIO(template))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise OfficeError(
            say("the template is not a document of Word ({error})", error=error),
            hint=say("Save it as .docx: a template for Word (.dotx) is not read."),
        ) from None
    _complete(document)
    return document


def _complete(document: Document) -> None:
    """Give a template what Word can do without, and lists and tables cannot."""
    if not len(document.sections):
        document.element.body.append(OxmlElement("w:sectPr"))
    part = document.part
    if all(each.reltype != RELATIONSHIP_TYPE.NUMBERING for each in part.rels.values()):
        name = part.package.next_partname("/word/numbering%d.xml")
        none = OxmlElement("w:numbering")
        lists = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, none, part.package)
        part.relate_to(lists, RELATIONSHIP_TYPE.NUMBERING)


def _place_of_text(document: Document, templated: bool) -> Paragraph | None:
    """The paragraph `{{text}}` of a template; what a template without one says is taken out."""
    for paragraph in document.paragraphs:
        if _PLACE.fullmatch(paragraph.text.strip()) and _TEXT in paragraph.text:
            return paragraph
    if templated:
        for node in list(document.element.body):
            if node.tag != qn("w:sectPr"):
                document.element.body.remove(node)
    return None


def _move(place: Paragraph | None, first: Paragraph) -> None:
    """Put what was written at the end, from `first` on, where the template wants it."""
    if place is None:
        return
    for node in [first._p, *first._p.itersiblings()]:
        if node.tag != qn("w:sectPr"):
            place._p.addprevious(node)
    place._p.getparent().remove(place._p)


def _values(copy: ControlledCopy, wording: Wording) -> dict[str, str]:
    """What is filled in, by the words of a template."""
    day = wording.day
    approved = [made for made in copy.approvals if made.meaning in APPROVING]
    return {
        "id": copy.id,
        "title": copy.title,
        "type": wording.type(copy.type),
        "revision": copy.revision,
        "status": wording.state(copy.state),
        "owner": copy.owner,
        "organisation": copy.organisation,
        "classification": wording.classification(copy.classification),
        "effective": day(copy.effective) if copy.effective else "",
        "approved-on": day(copy.approved_on) if copy.approved_on else "",
        "approved-by": ", ".join(made.name for made in approved) or wording.word("Not approved"),
        "next-review": day(copy.next_review) if copy.next_review else "",
        "code": str(copy.code),
        "control": said.control(copy, wording),
    }


def _front(document: Document, copy: ControlledCopy, wording: Wording) -> Paragraph:
    """Title and facts, before the text; the first paragraph."""
    title = document.add_paragraph(style="Title" if _has(document, "Title") else None)
    title.add_run(copy.title or copy.id)
    for notice in said.notices(copy, wording):
        document.add_paragraph().add_run(notice).bold = True
    _rows(document, said.facts(copy, wording))
    return title


def _back(document: Document, copy: ControlledCopy, wording: Wording) -> None:
    """Approvals and revisions, behind the text."""
    parts = (
        ("Approvals", said.approvals(copy, wording)),
        ("Revision history", said.revisions(copy, wording)),
    )
    for name, rows in parts:
        if len(rows) > 1:
            _heading(document, wording.word(name))
            _rows(document, rows, head=True)


def _heading(document: Document, text: str) -> None:
    style = "Heading 1" if _has(document, "Heading 1") else None
    document.add_paragraph(style=style).add_run(text).bold = None if style else True


def _rows(document: Document, rows: Sequence[Sequence[str]], *, head: bool = False) -> None:
    if not rows:
        return
    table = document.add_table(len(rows), max(map(len, rows)))
    if _has(document, "Table Grid"):
        table.style = "Table Grid"
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            run = table.cell(y, x).paragraphs[0].add_run(text)
            run.bold = (head and y == 0) or (not head and x == 0) or None
            run.font.size = Pt(9)
    if not head:
        fit(table, (1, 3))
    document.add_paragraph()


def _has(document: Document, style: str) -> bool:
    return any(known.name == style for known in document.styles)


def _say_what_it_is(section: Section, copy: ControlledCopy, wording: Wording) -> None:
    """Write a header and a footer of our own, below what they have."""
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    revision = wording.word("Revision {number}").format(number=copy.revision)
    head = [f"{copy.id} · {revision}", " · ".join(said.header(copy, wording))]
    mark = said.across(copy, wording)
    foot = [said.footer(copy, wording)[-1], ""]
    lines = (
        (section.header, [copy.organisation, mark]),
        (section.header, head),
        (section.footer, foot),
    )
    for frame, (left, right) in lines:
        if not left and not right and frame is section.header:
            continue
        paragraph = _new(frame)
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{left}\t{right}").font.size = Pt(9)
        if frame is section.footer:
            _page_of(paragraph, wording)
    last = _new(section.footer)
    last.add_run(f"{said.control(copy, wording)} · {copy.code}").font.size = Pt(8)


def _own_frames(section: Section) -> list[Any]:
    """Its headers and footers, on first and even pages too; others are those of the one before."""
    every = (
        *(section.header, section.footer),
        *(section.first_page_header, section.first_page_footer),
        *(section.even_page_header, section.even_page_footer),
    )
    return [frame for frame in every if not frame.is_linked_to_previous]


def _page_of(paragraph: Paragraph, wording: Wording) -> None:
    """`Page 1 of 5`, where Word counts."""
    for piece in re.split(r"(\{page\}|\{pages\})", wording.word("Page {page} of {pages}")):
        if piece in ("{page}", "{pages}"):
            field(paragraph, _PAGES[piece[1:-1]])
        else:
            paragraph.add_run(piece)
    for run in paragraph.runs:
        run.font.size = Pt(9)


def _new(frame: object) -> Paragraph:
    """An empty paragraph of a header: the one that is there, or a further one."""
    paragraphs: list[Paragraph] = frame.paragraphs  # type: ignore[attr-defined]
    if len(paragraphs) == 1 and not paragraphs[0].text and not len(paragraphs[0].runs):
        return paragraphs[0]
    made: Paragraph = frame.add_paragraph()  # type: ignore[attr-defined]
    return made


def _paragraphs(frame: object) -> Iterator[Paragraph]:
    """All paragraphs of a text or a header, those in its tables too."""
    yield from frame.paragraphs  # type: ignore[attr-defined]
    for table in frame.tables:  # type: ignore[attr-defined]
        for row in table.rows:
            for cell in row.cells:
                yield from _paragraphs(cell)


def _fill(paragraphs: Iterable[Paragraph], values: Mapping[str, str]) -> bool:
    """Fill in the words in braces; whether there were any."""
    filled = False
    for paragraph in placeholders(paragraphs):
        pieces = _PLACE.split(paragraph.text)
        if not any(name in values or name in _PAGES for name in pieces[1::2]):
            continue
        filled = True
        look = paragraph.runs[0].style if paragraph.runs else None
        for run in list(paragraph._p):
            if run.tag != qn("w:pPr"):
                paragraph._p.remove(run)
        for at, piece in enumerate(pieces):
            if at % 2 and piece in _PAGES:
                field(paragraph, _PAGES[piece])
            else:
                run = paragraph.add_run(values.get(piece, f"{{{{{piece}}}}}") if at % 2 else piece)
                run.style = look
    return filled


def _properties(document: Document, copy: ControlledCopy, wording: Wording) -> None:
    core = document.core_properties
    day = datetime.combine(said.made_on(copy), time())
    core.title, core.subject = copy.title[:255], copy.id
    core.author, core.last_modified_by = copy.organisation[:255], "isodocs"
    core.category = copy.type[:255]
    core.content_status = wording.state(copy.state)
    core.version = copy.revision
    core.language = copy.language
    core.keywords = said.mark(copy)
    core.comments = ""
    core.created = core.modified = day
    core.revision = 1
