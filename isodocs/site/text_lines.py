"""The text of a document as its reader sees it -> lines to search and to compare.

Only words that are shown are in them: no comment, no front matter, nothing that a page leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.rendering.elements import BLOCKS, Element, Node, words

if TYPE_CHECKING:
    from isodocs.rendering.body import Body

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {"li": "item", "pre": "code", **dict.fromkeys(_HEADINGS, "heading")}


class TextLine(NamedTuple):
    """A paragraph, item, row, heading or line of code (`kind`), its blanks made single."""

    kind: str
    text: str


def lines_of(body: Body) -> tuple[TextLine, ...]:
    """The lines of a text, and of what was approved with it, which is behind it."""
    found = list(_lines(body.nodes))
    for path, nodes in body.appended:
        found += (TextLine("heading", path), *_lines(nodes))
    return tuple(found)


def _lines(nodes: Iterable[Node]) -> Iterator[TextLine]:
    gathering = _LineReader()
    gathering.walk(nodes, "paragraph")
    gathering.end("paragraph")
    yield from gathering.lines


class _LineReader:
    """Gathers words until a block ends."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self._words: list[str] = []

    def walk(self, nodes: Iterable[Node], kind: str) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._words.append(node)
            elif node.tag in ("tr", "pre"):
                self.end(kind)
                self._whole(node)
            elif node.tag in BLOCKS:
                self.end(kind)
                inner = _KINDS.get(node.tag, kind)
                self.walk(node.children, inner)
                self.end(inner)
            elif node.children:
                self.walk(node.children, kind)
            else:
                self._words.append(words((node,)))

    def _whole(self, node: Element) -> None:
        """A row, its cells apart, or code, line by line."""
        if node.tag == "pre":
            for line in words(node.children).splitlines():
                self._add("code", line)
            return
        cells = [words(cell.children) for cell in node.children if isinstance(cell, Element)]
        plain = (" ".join(cell.split()) for cell in cells)
        self._add("row", " | ".join(filter(None, plain)))

    def end(self, kind: str) -> None:
        self._add(kind, "".join(self._words))
        self._words.clear()

    def _add(self, kind: str, text: str) -> None:
        if text := " ".join(text.split()):
            self.lines.append(TextLine(kind, text))
