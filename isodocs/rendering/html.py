"""The tree of a text -> HTML. What a tag or an attribute may be is asked once more, here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from isodocs.rendering.elements import ALLOWED, ANCHOR, VOID, Element, Node

Address = Callable[[str], str]
"""The address of a picture on the page, by its name."""


def write(nodes: Iterable[Node], picture: Address) -> str:
    """The HTML of the nodes; raises ValueError for what no text may have."""
    return "".join(_write(nodes, picture))


def _write(nodes: Iterable[Node], picture: Address) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node, quote=False)
            continue
        wide = node.tag == "table"  # it moves within its place; the page does not
        yield '<div class="wide" tabindex="0">' if wide else ""
        reached = ' tabindex="0"' if node.tag == "pre" else ""  # so that keys can move it
        yield f"<{node.tag}{''.join(_attributes(node, picture))}{reached}>"
        if node.tag not in VOID:
            yield from _write(node.children, picture)
            yield f"</{node.tag}>"
        yield "</div>" if wide else ""


def _attributes(node: Element, picture: Address) -> Iterator[str]:
    if node.tag not in ALLOWED:
        raise ValueError(f"no text has the element {node.tag!r}")
    for name, value in node.attributes.items():
        if name != ANCHOR and name not in ALLOWED[node.tag]:
            raise ValueError(f"no text has the attribute {name!r}")
        shown = picture(value) if name == "src" else value
        yield f' {name}="{escape(shown)}"'
