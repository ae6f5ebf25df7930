"""A file of Office Open XML (ISO/IEC 29500): a ZIP of parts in XML, opened without trusting it.

Sizes are bounded before anything is unpacked, and again while it is. A document type, by which
entities would be declared, is refused: no part has one. Names within the ZIP are only ever looked
up, never written to.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote
from xml.parsers import expat

from isodocs.errors import OfficeError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

LARGEST = 200 * 1024 * 1024
"""The largest file that is read, in bytes."""
_LARGEST_PART = 64 * 1024 * 1024
_LARGEST_WHOLE = 512 * 1024 * 1024
"""So many bytes the parts may have together when they are unpacked."""
_MOST_PARTS = 20_000
_MOST_NODES = 2_000_000
_DEEPEST = 400
"""Elements within each other: as many as any program writes, and no more than can be walked."""
_NUMBER = expression("[0-9]{1,9}")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError),
)
"""What is raised of a ZIP that is damaged, or packed in a way that is not known."""
_PREFIXES = {
    f"{_TRANSITIONAL}wordprocessingml/2006/main": "w:",
    f"{_STRICT}wordprocessingml/main": "w:",
    f"{_TRANSITIONAL}officeDocument/2006/relationships": "r:",
    f"{_STRICT}officeDocument/relationships": "r:",
    f"{_TRANSITIONAL}drawingml/2006/main": "a:",
    f"{_STRICT}drawingml/main": "a:",
    f"{_TRANSITIONAL}drawingml/2006/wordprocessingDrawing": "wp:",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp:",
    f"{_TRANSITIONAL}drawingml/2006/diagram": "dgm:",
    f"{_STRICT}drawingml/diagram": "dgm:",
    f"{_TRANSITIONAL}officeDocument/2006/math": "m:",
    f"{_STRICT}officeDocument/math": "m:",
    f"{_TRANSITIONAL}markup-compatibility/2006": "mc:",
    f"{_TRANSITIONAL}spreadsheetml/2006/main": "s:",
    f"{_STRICT}spreadsheetml/main": "s:",
    f"{_TRANSITIONAL}package/2006/metadata/core-properties": "cp:",
    f"{_TRANSITIONAL}officeDocument/2006/docPropsVTypes": "vt:",
    f"{_STRICT}officeDocument/docPropsVTypes": "vt:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "urn:schemas-microsoft-com:vml": "v:",
    "urn:schemas-microsoft-com:office:office": "o:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
"""Both forms of the standard, strict and transitional, under the prefixes that people know."""


class XmlNode:
    """An element of a part; text is among its `children`."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[XmlNode | str] = []

    @property
    def elements(self) -> Iterator[XmlNode]:
        """The elements right below."""
        return (child for child in self.children if isinstance(child, XmlNode))

    def first(self, *path: str) -> XmlNode | None:
        """The first element at a path of tags below this one."""
        node: XmlNode | None = self
        for tag in path:
            if node is None:
                return None
            node = next((child for child in node.elements if child.tag == tag), None)
        return node

    def value(self, *path: str, name: str = "w:val") -> str:
        """An attribute of the element at a path; empty where either is not there."""
        node = self.first(*path)
        return node.attributes.get(name, "") if node else ""

    def switch(self, *path: str) -> bool | None:
        """Whether what is at a path is switched on; None where it is not there."""
        node = self.first(*path)
        if node is None:
            return None
        return node.attributes.get("w:val", "1").lower() not in ("0", "false", "off", "none")

    def below(self, *tags: str) -> Iterator[XmlNode]:
        """Every element with one of these tags below this one, in the order of the text."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.below(*tags)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


def number_of(text: str, otherwise: int = 0) -> int:
    """The number that an attribute says, of nine figures at most; `otherwise` where it says none.

    No program writes a longer one, and Python reads none that is beyond measure.
    """
    return int(text) if _NUMBER.fullmatch(text) else otherwise


class PartRelation(NamedTuple):
    """What a part refers to: another part by its name, or an address outside of the file."""

    target: str
    external: bool
    kind: str


class Package:
    """The parts of one file."""

    def __init__(self, data: bytes) -> None:
        _refuse_what_is_none(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except _BROKEN as error:
            raise OfficeError(
                say("the file is damaged or cut off ({error})", error=error),
                hint=say("Open it in its program and save it again, or copy it once more."),
            ) from None
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_WHOLE:
            raise _too_large()
        self._parts = {part.filename.lstrip("/"): part for part in parts}
        self._folded = {name.casefold(): name for name in self._parts}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._parts)

    def data(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none of this name."""
        known = self._folded.get(name.casefold())
        if known is None:
            return None
        part = self._parts[known]
        if part.flag_bits & 1:
            raise _protected()
        try:
            with self._zip.open(part) as file:
                found = file.read(_LARGEST_PART + 1)
        except _BROKEN as error:
            raise OfficeError(
                say(
                    "the file is damaged: its part {known} cannot be unpacked ({error})",
                    known=known,
                    error=error,
                ),
                hint=say("Open it in its program and save it again, or copy it once more."),
            ) from None
        if len(found) > _LARGEST_PART:
            raise _too_large()
        return found

    def xml(self, name: str) -> XmlNode | None:
        """A part as elements; None where there is none of this name."""
        data = self.data(name)
        return None if data is None else _parse(data, name)

    def relations(self, name: str) -> Mapping[str, PartRelation]:
        """What a part refers to, by id."""
        folder, _, own = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{own}.rels"))
        found: dict[str, PartRelation] = {}
        for node in root.elements if root else ():
            target = node.attributes.get("Target", "")
            external = node.attributes.get("TargetMode", "") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = node.attributes.get("Type", "").rpartition("/")[2]
            found[node.attributes.get("Id", "")] = PartRelation(target, external, kind)
        return found

    def main(self) -> str:
        """The name of the part that the file is about."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external:
                return relation.target
        raise OfficeError(
            say("the file is not a document of Word or Excel"),
            hint=say("Is its ending right? Save it again."),
        )


def _refuse_what_is_none(data: bytes) -> None:
    """Say what a file is that is none of ours by how it begins."""
    if len(data) > LARGEST:
        raise _too_large()
    if not data:
        raise OfficeError(say("the file is empty"), hint=say("Copy it once more."))
    if data.startswith(_OLE):
        if _ENCRYPTED in data[: 1024 * 1024] or _ENCRYPTED in data[-1024 * 1024 :]:
            raise _protected()
        raise OfficeError(
            say("the file is of an older form than its ending says (Word or Excel 97 to 2003)"),
            hint=say(
                "Give it the ending .doc or .xls, or save it in its program as .docx or .xlsx."
            ),
        )
    if not data.startswith(b"PK"):
        raise OfficeError(
            say("the file is not a document of Word or Excel, or it is damaged"),
            hint=say("Open it in its program and save it again."),
        )


def _protected() -> OfficeError:
    return OfficeError(
        say("the file is protected with a password"),
        hint=say(
            "Take the password off in its program (File, Info, Protect), then import it again."
        ),
    )


def _too_large() -> OfficeError:
    return OfficeError(
        say("the file is larger than any document is when it is unpacked; it is not read"),
        hint=say("Where it is one of yours: make its pictures smaller, or divide it."),
    )


class _PartReader:
    """Reads one part; what is too deep or too much is refused while it is read."""

    def __init__(self, name: str) -> None:
        self.root: XmlNode | None = None
        self._name = name
        self._open: list[XmlNode] = []
        self._nodes = 0
        self._names: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES or len(self._open) > _DEEPEST:
            raise _too_large()
        known = {self._known(name): value for name, value in attributes.items()}
        node = XmlNode(self._known(tag), known)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].children.append(text)

    def doctype(self, *_: object) -> None:
        raise OfficeError(
            say(
                "the part {name} declares a document type, which no program writes; "
                "the file is not read",
                name=self._name,
            ),
            hint=say("Do not open it either: it may be made to do harm."),
        )

    def _known(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, bar, local = name.rpartition("|")
            known = f"{_PREFIXES.get(space, '?:')}{local}" if bar else name
            self._names[name] = known
        return known


def _parse(data: bytes, name: str) -> XmlNode | None:
    reader = _PartReader(name)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise OfficeError(
            say(
                "the file is damaged: its part {name} is not XML ({error})", name=name, error=error
            ),
            hint=say("Open it in its program and save it again."),
        ) from None
    return reader.root
