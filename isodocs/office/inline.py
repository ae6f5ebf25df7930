"""The runs of a paragraph of Word -> words with their looks, links, notes and pictures.

Of tracked changes the text is taken as if all were accepted; each is reported. Comments, hidden
words and what no text can hold are reported, too. Text boxes are put behind their paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from isodocs.dataclass import field, mutable
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.office.losses import DELETED, LossBook, unaccepted
from isodocs.rendering.elements import Element, Node
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.office.package import PartRelation, XmlNode
    from isodocs.office.pictures import PictureBook
    from isodocs.office.styles import Styles

_INTO = frozenset(
    "w:smartTag w:customXml w:sdtContent w:dir w:bdo w:moveTo w:ins w:hyperlink w:fldSimple "
    "w:rubyBase w:ruby".split()
)
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_LINK = expression(r'\s*+HYPERLINK\s++(?:(\\l)\s++)?(?:"([^"]*+)"|([^\s"]++))', re.IGNORECASE)
_LINK_AT = expression(r'\\l\s++(?:"([^"]*+)"|([^\s"]++))', re.IGNORECASE)
_SYMBOLS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x78: "☒", 0xA7: "▪", 0xA8: "☐", 0xB7: "•",
    0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
"""What the letters of Wingdings look like."""
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_GREEK |= {0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xAE: "→"}
"""What those of Symbol look like."""
_DRAWN = {"diagram": "SmartArt", "slicer": say("a slicer")}
_DRAWN |= dict.fromkeys(("chart", "chartex"), say("a chart"))
_LETTERS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "\u2011"}
_CHANGED = {"w:ins": say("inserted"), "w:moveTo": say("moved here"), "w:del": DELETED}


class Piece(NamedTuple):
    """Words of one look, or one thing among them; `href` is where they lead."""

    content: Node
    look: frozenset[str] = frozenset()
    href: str = ""


@mutable(slots=True)
class _Field:
    """A field that is open: what it says it is, and whether its result has begun."""

    code: str = ""
    result: bool = False
    silent: bool = False
    href: str = ""
    checked: str = ""


@mutable(slots=True)
class Inline:
    """Reads the runs of one part. `boxes` are the text boxes met since someone took them."""

    relations: dict[str, PartRelation]
    styles: Styles
    losses: LossBook
    pictures: PictureBook
    comments: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    boxes: list[XmlNode] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    unclosed: set[XmlNode] = field(default_factory=set)
    _fields: list[_Field] = field(default_factory=list)

    def read(self, nodes: Iterable[XmlNode], href: str = "") -> Iterator[Piece]:
        """The pieces of these nodes."""
        for node in nodes:
            yield from self._node(node, href)

    def _node(self, node: XmlNode, href: str) -> Iterator[Piece]:
        tag = node.tag
        if tag == "w:r":
            yield from self._run(node, href)
        elif tag == "w:hyperlink":
            yield from self.read(node.elements, self._target(node))
        elif tag in ("w:del", "w:moveFrom"):
            self._deleted(node)
        elif tag in _INTO:
            if tag in _CHANGED and (text := _plain(node)):
                self.losses.changed("tracked", _by(node, _CHANGED[tag]), text)
            if tag == "w:fldSimple" and self._is_contents(node.attributes.get("w:instr", "")):
                return
            yield from self.read(node.elements, href)
        elif tag == "w:sdt":
            yield from self.read(_contents(node), href)
        elif tag == "mc:AlternateContent":
            yield from self.read(_chosen(node), href)
        elif tag in ("m:oMath", "m:oMathPara"):
            text = " ".join(part.text for part in node.below("m:t"))
            self.losses.changed("formula", say("a formula is written as plain text"), text)
            yield Piece(text, frozenset(("code",)), href)
        elif tag == "w:bookmarkStart":
            self.anchors.append(node.attributes.get("w:name", ""))

    def _target(self, node: XmlNode) -> str:
        """Where a link leads; nothing where no reader could follow it."""
        relation = self.relations.get(node.attributes.get("r:id", ""))
        anchor = node.attributes.get("w:anchor", "")
        if relation is None:
            return f"#{anchor}" if anchor else ""
        return self._allowed(relation.target, anchor, _plain(node))

    def _allowed(self, target: str, anchor: str, text: str) -> str:
        if target.lower().startswith(_SCHEMES):
            fits = not any(letter.isspace() or letter in '<>"' for letter in target)
            return f"{target}#{anchor}" if anchor and "#" not in target else target if fits else ""
        where = unquote(target).replace("\\", "/")
        name = where.rpartition("/")[2]
        if "." in name and not where.lower().startswith(("javascript:", "data:", "vbscript:")):
            return f"file:{name}"  # perhaps of a file that is imported as well
        self.losses.lost(
            "link", say("a link that leads to no page is left out"), f"{text} → {target}"
        )
        return ""

    # -- runs ---------------------------------------------------------------------------------

    def _run(self, run: XmlNode, href: str) -> Iterator[Piece]:
        look = self._look(run.first("w:rPr"))
        if "hidden" in look:
            if text := _plain(run):
                self.losses.lost("hidden", say("hidden words are left out"), text)
            return
        open_ = self._fields[-1] if self._fields else None
        if open_ and open_.result and open_.href:
            href = open_.href
        for child in run.elements:
            yield from self._part(child, look, href)

    def _part(self, child: XmlNode, look: frozenset[str], href: str) -> Iterator[Piece]:
        tag = child.tag
        if tag == "w:fldChar":
            yield from self._field(child, look)
        elif tag == "w:instrText":
            if self._fields:
                self._fields[-1].code += child.text
        elif any(known.silent or not known.result for known in self._fields):
            return  # no result of a field, or one that pages make themselves
        elif tag in ("w:t", "w:delText", "w:tab", "w:ptab", "w:noBreakHyphen", "w:sym"):
            if text := self._letters(child):
                yield Piece(text, look, href)
        elif tag in ("w:drawing", "w:pict", "w:object"):
            yield from self._drawing(child, href)
        elif tag == "mc:AlternateContent":
            for inner in _chosen(child):
                yield from self._part(inner, look, href)
        elif tag in _INTO:
            yield from self.read(child.elements, href)
        else:
            yield from self._mark(child)

    def _letters(self, child: XmlNode) -> str:
        """What a reader sees of a piece of a run."""
        if child.tag == "w:sym":
            return self._symbol(child)
        return _LETTERS.get(child.tag, child.text)

    def _mark(self, child: XmlNode) -> Iterator[Piece]:
        """Line breaks, and what refers to notes and comments."""
        if child.tag in ("w:br", "w:cr"):
            if child.attributes.get("w:type", "textWrapping") == "textWrapping":
                yield Piece(Element("br"))
        elif child.tag in ("w:footnoteReference", "w:endnoteReference"):
            id = f"{child.tag[2:5]}{child.attributes.get('w:id', '')}"
            if id not in self.notes:
                self.notes.append(id)
            yield Piece(Element("note", {"id": id}))
        elif said := child.tag == "w:commentReference" and self.comments.get(
            child.attributes.get("w:id", "")
        ):
            self.losses.lost("comment", *said.split("\0", 1))

    def _look(self, node: XmlNode | None) -> frozenset[str]:
        if node is None:
            return frozenset()
        style = self.styles.character(node.value("w:rStyle"))
        found = set()
        for tag, name, inherited in (("w:b", "strong", style.bold), ("w:i", "em", style.italic)):
            said = node.switch(tag)
            if inherited if said is None else said:
                found.add(name)
        if node.switch("w:strike") or node.switch("w:dstrike"):
            found.add("s")
        if node.value("w:u") not in ("", "none") and style.name not in (
            "hyperlink",
            "internet link",
        ):
            found.add("u")
        place = node.value("w:vertAlign")
        if place in ("superscript", "subscript"):
            found.add(place[:3])
        if style.is_code or style.name in ("source text", "html code", "code", "verbatim char"):
            found.add("code")
        if node.switch("w:vanish"):
            found.add("hidden")
        return frozenset(found)

    def _symbol(self, node: XmlNode) -> str:
        number = node.attributes.get("w:char", "")
        code = int(number, 16) & 0xFF if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else 0
        font = node.attributes.get("w:font", "").casefold()
        known = _SYMBOLS if "wing" in font else _GREEK if font == "symbol" else {}
        if code not in known:
            self.losses.lost(
                "symbol", say("a sign of the font {part} is left out", part=font or "?"), number
            )
        return known.get(code, "□")

    def _deleted(self, node: XmlNode) -> None:
        text = _plain(node)
        if node.tag == "w:moveFrom":
            return  # it is reported where it was moved to
        if text:
            self.losses.changed("tracked", _by(node, DELETED), text)

    # -- fields -------------------------------------------------------------------------------

    def _field(self, node: XmlNode, look: frozenset[str]) -> Iterator[Piece]:
        kind = node.attributes.get("w:fldCharType", "")
        if kind == "begin" and node not in self.unclosed:
            box = node.first("w:ffData", "w:checkBox")
            checked = ""
            if box is not None:
                on = box.switch("w:checked")
                checked = "☒" if (box.switch("w:default") if on is None else on) else "☐"
            self._fields.append(_Field(checked=checked))
        elif kind == "separate" and self._fields:
            self._begin_result(self._fields[-1])
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            if done.checked:
                yield Piece(done.checked, look)

    def _begin_result(self, found: _Field) -> None:
        found.result = True
        found.silent = self._is_contents(found.code)
        if match := _LINK.match(found.code):
            at = _LINK_AT.search(found.code)
            anchor = (at[1] or at[2] or "") if at else ""
            target = "" if match[1] else match[2] or match[3] or ""
            found.href = self._allowed(target, anchor, "") if target else f"#{anchor}"

    def _is_contents(self, code: str) -> bool:
        """Whether a field is a table of contents or an index, which pages make themselves."""
        name = code.split(maxsplit=1)[0].upper() if code.split() else ""
        if name in ("TOC", "INDEX", "TOA"):
            self.losses.changed("contents", say("the table of contents is left out: pages make it"))
        return name in ("TOC", "INDEX", "TOA")

    # -- what is drawn ------------------------------------------------------------------------

    def _drawing(self, node: XmlNode, href: str) -> Iterator[Piece]:
        boxes = list(_outermost(node, "w:txbxContent"))
        self.boxes += boxes
        said = next(node.below("wp:docPr"), None)
        alt = said.attributes.get("descr", "") if said is not None else ""
        blips = list(_outermost(node, "a:blip", "v:imagedata"))
        for blip in blips:
            yield from self._picture(blip, alt, href)
        drawn = [
            (shape, kind)
            for shape in node.below("a:graphicData")
            if (kind := shape.attributes.get("uri", "").rpartition("/")[2]) in _DRAWN
        ]
        for shape, kind in drawn:
            text = self._said_in(shape)
            what = say("{drawn} is left out, but for its words", drawn=_DRAWN[kind])
            self.losses.lost("drawing", what, text)
            if text:
                yield Piece(text)
        objects = list(node.below("o:OLEObject"))
        for embedded in objects:
            program = embedded.attributes.get("ProgID", "")
            what = say("an embedded object is left out, but for its picture")
            self.losses.lost("object", what, program)
        if not (boxes or blips or drawn or objects) and node.tag == "w:drawing":
            self.losses.lost("drawing", say("a drawing is left out"), alt)

    def _picture(self, blip: XmlNode, alt: str, href: str) -> Iterator[Piece]:
        attributes = blip.attributes
        relation = self.relations.get(attributes.get("r:embed") or attributes.get("r:id") or "")
        linked = self.relations.get(attributes.get("r:link", ""))
        if relation is None or relation.external:
            away = relation or linked
            what = say("a picture that is not in the file is left out")
            self.losses.lost("picture", what, away.target if away else alt)
        elif name := self.pictures.take(relation.target, self.losses):
            shown = Element("img", {"src": name, "alt": " ".join(alt.split())})
            yield Piece(shown if self.pictures.is_shown(name) else _file(name), href=href)

    def _said_in(self, shape: XmlNode) -> str:
        """The words of SmartArt, which are in a part of their own."""
        for ids in shape.below("?:relIds", "dgm:relIds"):
            relation = self.relations.get(ids.attributes.get("r:dm", ""))
            root = self.pictures.part(relation.target) if relation else None
            return " · ".join(filter(None, (t.text for t in root.below("a:t")))) if root else ""
        return ""


def _file(name: str) -> Element:
    return Element("a", {"href": name}, (name.rpartition("/")[2],))


def _by(node: XmlNode, done: str) -> str:
    said = node.attributes  # as far as the file says who and when
    return unaccepted(done, said.get("w:author", ""), said.get("w:date", ""))


def _plain(node: XmlNode) -> str:
    return "".join(part.text for part in node.below("w:t", "w:delText"))


def _contents(node: XmlNode) -> Sequence[XmlNode]:
    content = node.first("w:sdtContent")
    return [*content.elements] if content else ()


def _chosen(node: XmlNode) -> Sequence[XmlNode]:
    """The form of an alternative that is read: the first, unless it says nothing that we read."""
    choice, fallback = node.first("mc:Choice"), node.first("mc:Fallback")
    if choice is not None and (fallback is None or _says_something(choice)):
        return [*choice.elements]
    return [*fallback.elements] if fallback else ()


def _says_something(node: XmlNode) -> bool:
    wanted = ("a:blip", "w:txbxContent", "w:t", "m:oMath", "a:graphicData")
    return next(node.below(*wanted), None) is not None


def _outermost(node: XmlNode, *tags: str) -> Iterator[XmlNode]:
    """The elements of these tags that are neither within another of them nor within a text box."""
    for child in node.elements:
        if child.tag in tags:
            yield child
        elif child.tag == "mc:AlternateContent":
            for inner in _chosen(child):
                yield from ([inner] if inner.tag in tags else _outermost(inner, *tags))
        elif child.tag != "w:txbxContent":
            yield from _outermost(child, *tags)


def joined(pieces: Iterable[Piece]) -> tuple[Node, ...]:
    """Pieces as nodes: words of one look together, each look an element around them."""
    flat: list[Piece] = []
    for piece in pieces:
        last = flat[-1] if flat else None
        same = last is not None and (last.look, last.href) == (piece.look, piece.href)
        if same and last and isinstance(last.content, str) and isinstance(piece.content, str):
            flat[-1] = last._replace(content=last.content + piece.content)
        else:
            flat.append(piece)
    return tuple(_nested(flat, 0))


_ORDER = ("href", "strong", "em", "u", "s", "sup", "sub", "code")


def _nested(pieces: Sequence[Piece], depth: int) -> Iterator[Node]:
    """Pieces that share a look are within one element, the outer looks first."""
    if depth == len(_ORDER):
        yield from (piece.content for piece in pieces)
        return
    name = _ORDER[depth]
    at = 0
    while at < len(pieces):
        mark = _mark(pieces[at], name)
        end = at
        while end < len(pieces) and _mark(pieces[end], name) == mark:
            end += 1
        inner = tuple(_nested(pieces[at:end], depth + 1))
        if mark:
            attributes = {"href": mark} if name == "href" else {}
            yield Element("a" if name == "href" else name, attributes, inner)
        else:
            yield from inner
        at = end


def _mark(piece: Piece, name: str) -> str:
    if name == "href":
        return piece.href
    return name if name in piece.look else ""
