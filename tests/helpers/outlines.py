"""What two texts must have in common to be the same: headings, tables and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from isodocs.rendering.body import body
from isodocs.rendering.elements import Element, Node, words
from isodocs.rendering.surroundings import Surroundings

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class TextOutline(NamedTuple):
    headings: list[tuple[str, str]]
    tables: list[list[list[str]]]
    lists: list[Any]
    words: str


def text_outline(markdown: str) -> TextOutline:
    """The outline of a text in Markdown, as a reader's program shows it."""
    nodes = body(markdown, Surroundings("x.md")).nodes
    return TextOutline(
        [*_headings(nodes)], [*_tables(nodes)], [*_lists(nodes)], "".join(words(nodes).split())
    )


def _plain(nodes: Iterable[Node]) -> str:
    return " ".join(words(nodes).split())


def _headings(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in elements(nodes):
        if node.tag in _HEADINGS:
            yield node.tag, _plain(node.children)
        else:
            yield from _headings(node.children)


def _tables(nodes: Iterable[Node]) -> Iterator[list[list[str]]]:
    for node in elements(nodes):
        if node.tag == "table":
            rows = [row for part in elements(node.children) for row in elements(part.children)]
            yield [[_plain(cell.children) for cell in elements(row.children)] for row in rows]
        else:
            yield from _tables(node.children)


def _lists(nodes: Iterable[Node]) -> Iterator[Any]:
    for node in elements(nodes):
        if node.tag in ("ul", "ol"):
            items = [
                (
                    _plain(n for n in item.children if n not in [*_inner(item)]),
                    [*_lists(item.children)],
                )
                for item in elements(node.children)
            ]
            yield node.tag, node.attributes.get("start", "1"), items
        else:
            yield from _lists(node.children)


def _inner(item: Element) -> Iterator[Node]:
    return (node for node in elements(item.children) if node.tag in ("ul", "ol"))


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    return (node for node in nodes if isinstance(node, Element))
