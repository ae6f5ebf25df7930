"""A file of Word -> a document in Markdown with front matter, its pictures, and what was lost."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.errors import OfficeError
from isodocs.expressions import expression
from isodocs.model.config import FIELDS
from isodocs.named_tuple import NamedTuple
from isodocs.office import said_fields
from isodocs.office.blocks import Blocks, looks_like_heading, typed_level
from isodocs.office.inline import Inline
from isodocs.office.losses import LossBook
from isodocs.office.markdown import MarkdownWriter
from isodocs.office.numbering import Numbering
from isodocs.office.package import Package, XmlNode
from isodocs.office.pictures import PictureBook
from isodocs.office.styles import Styles
from isodocs.parsing.field_labels import field_called
from isodocs.parsing.file_names import number_in_name
from isodocs.parsing.heading import Slugs
from isodocs.parsing.yaml_edit import written
from isodocs.rendering.elements import Element, Node, words
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.imported import Loss

_GENERIC = expression(
    r"(?:microsoft word.*|document ?[0-9]*|dokument ?[0-9]*|untitled.*|unbenannt.*|title|titel|"
    r"template.*|vorlage.*|word document|normal|\[.*\]|<.*|\{\{.*|.*\.docx?)",
    re.IGNORECASE,
)
"""Titles in properties that programs or templates wrote."""
_NO_IDENTIFIER = expression(r"[^A-Za-z0-9._-]+")
_REVISION = expression(
    r"(?:rev\w{0,6}|ver\w{0,5}|v|r|ausgabe|issue|indice)[. :]{0,3}([0-9][\w.-]{0,20})",
    re.IGNORECASE,
)
_KINDS = {"header": say("header"), "footer": say("footer")}
_TOP_BLOCKS = 12
"""So many blocks at the top of a text may state its fields."""
_DEEPEST_HEADING = 6


class WordText(NamedTuple):
    """What became of one file: `fields` of its front matter, the whole text, and pictures by name.

    `claims` names who the file says approved it.
    """

    fields: Mapping[str, str]
    markdown: str
    pictures: Mapping[str, bytes]
    losses: tuple[Loss, ...]

    @property
    def data(self) -> bytes:
        """The file to be written."""
        lines = [f"{name}: {written(text)}\n" for name, text in self.fields.items()]
        return f"---\n{''.join(lines)}---\n\n{self.markdown}".encode()


def read_word(
    data: bytes, name: str, picture_prefix: str, links: Mapping[str, str] | None = None
) -> WordText:
    """Read a .docx whose file is called `name`; `links` are other files imported with it.

    Raises OfficeError for a file that cannot be read.
    """
    try:
        return _WordFile(Package(data), name, picture_prefix, links or {}).text()
    except RecursionError:
        raise OfficeError(
            say("the file has elements within each other without end; it is not read"),
            hint=say("Open it in its program, and save it again."),
        ) from None


class _WordFile:
    """One file on its way."""

    def __init__(
        self, package: Package, name: str, picture_prefix: str, links: Mapping[str, str]
    ) -> None:
        self._package = package
        self._name = name
        self._links = links
        self._losses = LossBook()
        self._main = package.main()
        self._folder = posixpath.dirname(self._main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._pictures = PictureBook(package, picture_prefix)

    def text(self) -> WordText:
        """All of it."""
        root = self._package.xml(self._main)
        body = root.first("w:body") if root else None
        if body is None:
            raise OfficeError(
                say("the file is not a document of Word"), hint=say("Is its ending right?")
            )
        self._macros()
        inline = self._inline(self._main)
        inline.comments = self._comments()
        blocks = Blocks(inline, self._numbering)
        nodes = blocks.read(body.elements)
        if not blocks.has_headings:
            nodes = list(self._with_headings(nodes))
        notes = self._notes(inline)
        shift = 1 if blocks.title and blocks.has_headings else 0
        nodes = list(self._levels(nodes, shift))
        self._losses.place = ""
        fields = self._fields(nodes, blocks.title)
        anchors = self._anchors(nodes, blocks, shift)
        for node in _lettered(nodes):
            self._losses.place = ""
            self._losses.changed(
                "list",
                say("a list that is numbered in letters or Roman numbers is numbered 1, 2, 3"),
                words((node,)),
            )
        markdown = MarkdownWriter(notes, {**self._links, **anchors}).write(nodes)
        return WordText(fields, markdown, self._pictures.files, tuple(self._losses))

    def _part(self, kind: str) -> XmlNode | None:
        """The part of a kind that the main one refers to."""
        for relation in self._package.relations(self._main).values():
            if relation.kind == kind and not relation.external:
                return self._package.xml(relation.target)
        return None

    def _parts(self, kind: str) -> Iterator[str]:
        for relation in self._package.relations(self._main).values():
            if relation.kind == kind and not relation.external:
                yield relation.target

    def _inline(self, part: str) -> Inline:
        relations = dict(self._package.relations(part))
        return Inline(relations, self._styles, self._losses, self._pictures)

    def _macros(self) -> None:
        names = [
            n
            for n in self._package.names
            if n.casefold().endswith(("vbaproject.bin", "vbadata.xml"))
        ]
        if names:
            self._losses.lost("macro", say("macros are left out; nothing of them was run"))

    def _comments(self) -> dict[str, str]:
        root = self._part("comments")
        found = {}
        for node in root.elements if root else ():
            who = node.attributes.get("w:author", "")
            text = " ".join("".join(t.text for t in p.below("w:t")) for p in node.below("w:p"))
            what = (
                say("a comment by {who} is left out", who=who)
                if who
                else say("a comment is left out")
            )
            found[node.attributes.get("w:id", "")] = f"{what}\0{text}"
        return found

    def _notes(self, inline: Inline) -> dict[str, list[Node]]:
        """The footnotes and endnotes that the text refers to."""
        found: dict[str, list[Node]] = {}
        for kind, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
            for part in self._parts(kind):
                root = self._package.xml(part)
                own = self._inline(part)
                own.comments = inline.comments
                blocks = Blocks(own, self._numbering)
                for node in root.elements if root else ():
                    id = f"{kind[:3]}{node.attributes.get('w:id', '')}"
                    if node.tag == tag and id in inline.notes:
                        self._losses.place = "a footnote"
                        found[id] = blocks.read(node.elements)
        return found

    # -- headings -----------------------------------------------------------------------------

    def _with_headings(self, nodes: Sequence[Node]) -> Iterator[Node]:
        """The blocks of a text without styles, where short bold paragraphs are its headings."""
        found = [node for node in nodes if looks_like_heading(node)]
        chosen = {id(node) for node in found}
        many = len(found) * 2 <= len(nodes) or len(found) <= 1
        numbered = [node for node in found if typed_level(words((node,)))]
        for node in nodes:
            if id(node) not in chosen or not many or not isinstance(node, Element):
                yield node
                continue
            text = " ".join(words((node,)).split())
            level = typed_level(text) + 1 if numbered else 2
            if numbered and level == 1:
                level = 1 if node is found[0] else 2
            self._losses.place = say("section {text!r}", text=text)
            self._losses.changed("heading", say("a paragraph in bold is taken for a heading"), text)
            yield Element(f"h{min(level, _DEEPEST_HEADING)}", {}, (text,))

    def _levels(self, nodes: Sequence[Node], shift: int) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, Element) and node.tag[0] == "h" and node.tag[1:].isdigit():
                own = int(node.tag[1:])
                level = min(own + shift, _DEEPEST_HEADING) if own else 1
                if own + shift > _DEEPEST_HEADING:
                    text = words((node,))
                    self._losses.changed(
                        "heading",
                        say(
                            "a heading of level {own} is one of level {level}", own=own, level=level
                        ),
                        text,
                    )
                yield node._replace(tag=f"h{level}")
            else:
                yield node

    def _anchors(self, nodes: Sequence[Node], blocks: Blocks, shift: int) -> dict[str, str]:
        """Where the text's own links lead: the headings, by the names that pages give them."""
        slugs = Slugs()
        by_words: dict[str, str] = {}
        for node in nodes:
            if isinstance(node, Element) and node.tag[0] == "h" and node.tag[1:].isdigit():
                text = " ".join(words(node.children).split())
                by_words.setdefault(text, slugs.slug(text))
        found = {}
        for name, heading in blocks.anchors.items():
            text = " ".join(words(heading.children).split())
            if text in by_words:
                found[name] = f"#{by_words[text]}"
        return found

    # -- fields -------------------------------------------------------------------------------

    def _fields(self, nodes: Sequence[Node], title: str) -> dict[str, str]:
        top = [*nodes[:_TOP_BLOCKS]]
        at = [
            number
            for number, node in enumerate(top)
            if isinstance(node, Element) and node.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        ]
        head = self._headers()
        of_text = said_fields.said_in(top[: at[2]] if len(at) > 2 else top)
        sources = [
            (say("the table at its top"), {fact.field: fact.value for fact in of_text}),
            (
                say("its page header"),
                {fact.field: fact.value for fact in said_fields.said_in(head)},
            ),
            (say("its page header"), said_fields.unlabelled(head)),
            (say("its properties"), self._properties()),
        ]
        found: dict[str, str] = {}
        for where, said in sources:
            for name, value in said.items():
                known = found.setdefault(name, value)
                if known.casefold() != value.casefold() and name != "title":
                    self._losses.lost(
                        "field",
                        say(
                            "{where} says another {name}; {known!r} is taken",
                            where=where,
                            name=name,
                            known=known,
                        ),
                        value,
                    )
        if "id" not in found and (number := number_in_name(self._name)):
            found["id"] = number
            self._losses.changed("field", say("the identifier is that of the file's name"), number)
        by_heading = next((words((nodes[n],)) for n in at[:1]), "")
        own = self._core("dc:title")
        given = "" if _GENERIC.fullmatch(own) else own
        titles = (found.get("title"), title, by_heading, given, _from_name(self._name))
        found["title"] = " ".join(next(filter(None, titles), "").split())
        self._left_in_header(head, found)
        return {name: self._plain(name, found[name]) for name in FIELDS if found.get(name)}

    def _plain(self, name: str, value: str) -> str:
        """A value in the form that a field takes; what is left out of it is reported."""
        plain = " ".join(value.split())
        if name == "id":
            plain = _NO_IDENTIFIER.sub("-", plain).strip("-._")[:64] or plain
        elif name == "revision" and (match := _REVISION.fullmatch(plain)):
            plain = match[1]
        if plain.casefold() != " ".join(value.split()).casefold() and name == "id":
            self._losses.changed(
                "field", say("the identifier is written as {plain}", plain=plain), value
            )
        return plain

    def _headers(self) -> list[Node]:
        """The page headers and footers, each text once."""
        found: dict[str, Node] = {}
        for kind in ("header", "footer"):
            for part in dict.fromkeys(self._parts(kind)):
                root = self._package.xml(part)
                self._losses.place = say("the page {kind}", kind=_KINDS[kind])
                pictures = PictureBook(self._package, "")
                own = Inline(
                    dict(self._package.relations(part)), self._styles, LossBook(), pictures
                )
                for node in Blocks(own, self._numbering).read(root.elements if root else ()):
                    found.setdefault(words((node,)), node)
                if pictures.files:
                    self._losses.lost(
                        "header", say("a picture in the page {kind} is left out", kind=_KINDS[kind])
                    )
        self._losses.place = ""
        return list(found.values())

    def _left_in_header(self, head: Sequence[Node], found: Mapping[str, str]) -> None:
        """Report what page headers say beside the fields that were taken."""
        taken = {value.casefold() for value in found.values()}
        left = []
        for text in said_fields.pieces(head):
            label, _, value = text.partition(":")
            known = said_fields.field(label) and value.strip().casefold() in taken | {""}
            if known or text.casefold() in taken or said_fields.unlabelled([text]):
                continue
            if text not in left:
                left.append(text)
        if left:
            self._losses.place = say("page header or footer")
            self._losses.lost(
                "header", say("words of the page header or footer are left out"), " · ".join(left)
            )

    def _properties(self) -> dict[str, str]:
        """What people said in the properties of the file, under names of fields."""
        found: dict[str, str] = {}
        root = self._package.xml("docProps/custom.xml")
        for node in root.elements if root else ():
            field, value = field_called(node.attributes.get("name", "")), node.text.strip()
            if field and value:
                found.setdefault(field, value)
        if version := self._core("cp:version"):
            found.setdefault("revision", version)
        if status := self._core("cp:contentStatus"):
            found.setdefault("status", status)
        return found

    def _core(self, tag: str) -> str:
        root = self._package.xml("docProps/core.xml")
        node = root.first(tag) if root else None
        return " ".join(node.text.split()) if node else ""


def _from_name(name: str) -> str:
    """A title from the name of a file: `Purchasing` of `SOP-014_Purchasing.docx`."""
    stem = posixpath.splitext(posixpath.basename(name))[0]
    bare = stem.removeprefix(number_in_name(name)).strip(" -_.")
    return re.sub(r"[_\s]+", " ", bare or stem)


def _lettered(nodes: Sequence[Node]) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "ol" and "type" in node.attributes:
                yield node
            yield from _lettered(node.children)
