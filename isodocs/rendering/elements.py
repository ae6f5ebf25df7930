"""The tree of a text: elements of HTML, of which only those that `ALLOWED` names can be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from isodocs.named_tuple import NamedTuple

_NONE: Mapping[str, str] = MappingProxyType({})
_SPAN = ("colspan", "rowspan", "align")

ALLOWED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("p", "div", "blockquote", "ul", "pre", "hr", "br", "dl", "dt", "dd"), ()),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ()),
    **dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr", "caption"), ()),
    **dict.fromkeys(("em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small"), ()),
    **dict.fromkeys(("sub", "sup", "code", "kbd", "samp", "var", "abbr", "cite", "q", "span"), ()),
    **dict.fromkeys(("td", "th"), _SPAN),
    "ol": ("start",),
    "li": (),
    "a": ("href",),
    "img": ("src", "alt"),
}
"""The elements that a text may have, each with the attributes that it may have beside `id`.

No element hides what it holds, runs, loads or asks anything; neither `class` nor `style` is among
the attributes, as both could hide text or pass it off as the page's own.
"""
ANCHOR = "id"
"""The attribute by which links lead to an element."""
VOID = frozenset(("br", "hr", "img"))
"""The elements that hold nothing."""
BLOCKS = frozenset(
    "p div blockquote ul ol li pre hr dl dt dd h1 h2 h3 h4 h5 h6 "
    "table thead tbody tfoot tr td th caption".split()
)
"""The elements that begin on a line of their own."""


class Element(NamedTuple):
    """One element; of `ALLOWED`, with attributes that are allowed for it."""

    tag: str
    attributes: Mapping[str, str] = _NONE
    children: tuple[Node, ...] = ()


Node = str | Element


def words(nodes: Iterable[Node]) -> str:
    """What a reader sees of these nodes, as one text: pictures by what is said in their place."""
    return "".join(_words(nodes))


def _words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "img":
            yield node.attributes.get("alt", "")
        elif node.tag == "br":
            yield "\n"
        else:
            yield from _words(node.children)
            if node.tag in BLOCKS:
                yield "\n"
