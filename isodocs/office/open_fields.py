"""Fields of Word that begin and never end: what follows them is text, and not their result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.office.package import XmlNode

_APART = ("w:del", "w:moveFrom", "w:txbxContent")
"""What is not read, or read by itself."""


def unclosed(nodes: Iterable[XmlNode]) -> list[XmlNode]:
    """The marks of fields that begin among these nodes and do not end there."""
    begun: list[XmlNode] = []
    for mark in _marks(nodes):
        kind = mark.attributes.get("w:fldCharType", "")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return begun


def _marks(nodes: Iterable[XmlNode]) -> Iterator[XmlNode]:
    for node in nodes:
        if node.tag == "w:fldChar":
            yield node
        elif node.tag not in _APART:
            yield from _marks(node.elements)
