"""The tree of a text -> plain blocks for print: bounded in depth, and sound whatever the text was.

A block or a run of words is a dictionary of plain data, which the Typst template
`templates/body.typ` reads. What HTML leaves to browsers is settled here: blanks, paragraphs
without a tag, the places of the cells of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from isodocs.rendering.elements import ANCHOR, BLOCKS, Element, Node, words
from isodocs.rendering.runs import BREAK, Run, breakable, clean, is_seen, runs_of
from isodocs.rendering.tables import Cells, cells

Block = dict[str, Any]

_DEEPEST = 8
"""Lists, quotations and tables within each other; what is deeper is printed at this depth.

Typst lays out a bounded number of calls within each other.
"""
_MOST_COLUMNS = 14
"""A table with more columns is printed row by row: on paper no word fits between its lines."""
_WIDTH, _TURNED_WIDTH, _TURNED_FROM = 105, 165, 9
"""Characters on a line of a page, upright and turned, and from how many columns on it is turned."""
_LONG, _LONG_IN_HEADING = 66, 40
"""A word of more letters may break in a line: a SHA-256 of 64 stays whole."""


def blocks(nodes: Iterable[Node], small: Mapping[str, bool]) -> list[Block]:
    """The blocks of a text below a heading of level 1.

    `small` says of each picture, by its name, whether it belongs among words; a picture
    that is not there cannot be drawn.
    """
    found = _Blocks(small).read(nodes)
    _fit(found)
    return list(_turned(found))


def _fit(found: Iterable[Block]) -> None:
    """Let words break that are longer than any line."""
    for block in found:
        most = _LONG_IN_HEADING if block["kind"] == "heading" else _LONG
        for run in block.get("runs", ()):
            if "text" in run:
                run["text"] = breakable(run["text"], most)
        _fit(block.get("blocks", ()))
        for item in block.get("items", ()):
            _fit(item)


def _turned(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a table for a turned page together with the headings right above it."""
    headings: list[Block] = []
    for block in found:
        if block["kind"] == "heading":
            headings.append(block)
        elif block["kind"] == "table" and block["columns"] >= _TURNED_FROM:
            yield {"kind": "turned", "blocks": [*headings, block]}
            headings = []
        else:
            yield from headings
            headings = []
            yield block
    yield from headings


class _Blocks:
    """One text on its way; no heading is more than one level below the last (PDF/UA-1, 7.4.2)."""

    def __init__(self, small: Mapping[str, bool]) -> None:
        self._small = small
        self._level = 1

    def read(self, nodes: Iterable[Node], depth: int = 0) -> list[Block]:
        """The blocks of nodes, one below the other."""
        found: list[Block] = []
        waiting: list[Node] = []
        for node in nodes:
            if isinstance(node, Element) and (node.tag in BLOCKS or _holds_blocks(node)):
                found += self._paragraph(waiting)
                waiting = []
                found += self._block(node, depth)
            else:
                waiting.append(node)
        return found + self._paragraph(waiting)

    def _block(self, node: Element, depth: int) -> list[Block]:
        tag = node.tag
        if tag == "p":
            return self._paragraph(node.children, node.attributes.get(ANCHOR, ""))
        if tag[0] == "h" and tag[1:].isdigit():
            return self._heading(node)
        if tag == "pre":
            code = [{"kind": "code", "text": _code(words(node.children))}]
            return [*code, *self._paragraph([n for n in _within(node) if n.tag == "img"])]
        if tag == "hr":
            return [{"kind": "rule"}]
        if depth >= _DEEPEST or tag not in ("ul", "ol", "dl", "blockquote", "table"):
            return self.read(node.children, depth)
        if tag == "blockquote":
            return [{"kind": "quote", "blocks": self.read(node.children, depth + 1)}]
        if tag == "table":
            return self._table(node, depth + 1)
        if tag == "dl":
            return self._terms(node, depth + 1)
        return self._list(node, depth + 1)

    def _paragraph(self, nodes: Iterable[Node], name: str = "") -> list[Block]:
        """A paragraph of these nodes, and the pictures in it, of which a large one parts it."""
        found: list[Block] = []
        runs: list[Run] = []
        for run in runs_of(nodes):
            if "picture" in run and run["picture"] not in self._small:
                runs.append({"text": f"[{run['alt'] or '…'}]", "styles": [], "href": ""})
            elif "picture" in run and not self._small[run["picture"]]:
                found += [{"kind": "paragraph", "runs": runs}] if runs else []
                found.append({"kind": "picture", **run, "alt": run["alt"] or run["picture"]})
                runs = []
            else:
                runs.append({**run, "alt": run["alt"] or run["picture"]} if "alt" in run else run)
        found += [{"kind": "paragraph", "runs": runs}] if runs else []
        return [{"kind": "anchor", "name": name}, *found] if name and found else found

    def _heading(self, node: Element) -> list[Block]:
        name = node.attributes.get(ANCHOR, "")
        said = [r for r in runs_of(node.children) if "picture" not in r]
        if not any(is_seen(run.get("text", "")) for run in said):
            return self._paragraph(node.children, name)
        looks = int(node.tag[1])
        self._level = min(looks, self._level + 1)
        return [
            {
                "kind": "heading",
                "level": self._level,
                "looks": looks,
                "runs": said,
                "name": name,
            },
            *self._paragraph([n for n in _within(node) if n.tag == "img"]),
        ]

    def _list(self, node: Element, depth: int) -> list[Block]:
        items = [self._item(child, depth) for child in node.children if isinstance(child, Element)]
        start = node.attributes.get("start", "")
        block: Block = {
            "kind": "list",
            "ordered": node.tag == "ol",
            "start": int(start) if start.isdigit() else 1,
            "tight": not any(_is_loose(child) for child in node.children),
            "items": items,
        }
        loose = any(isinstance(text, str) and text.strip() for text in node.children)
        before = self.read(_texts(node), depth) if loose else []
        return [*before, block] if items else before

    def _item(self, item: Element, depth: int) -> list[Block]:
        name = item.attributes.get(ANCHOR)
        anchor: list[Block] = [{"kind": "anchor", "name": name}] if name else []
        return anchor + self.read(item.children if item.tag == "li" else (item,), depth)

    def _terms(self, node: Element, depth: int) -> list[Block]:
        found: list[Block] = []
        for child in node.children:
            if isinstance(child, Element) and child.tag == "dt":
                found += self._paragraph((Element("strong", {}, child.children),))
            elif isinstance(child, Element):
                inner = self.read(child.children, depth)
                found.append({"kind": "indent", "blocks": inner})
            else:
                found += self._paragraph((child,))
        return found

    def _table(self, node: Element, depth: int) -> list[Block]:
        table, anchors = _without_anchors(cells(node))
        found: list[Block] = [{"kind": "anchor", "name": name} for name in anchors]
        for caption in table.captions:
            found += self.read(caption.children, depth)
        if not table.columns:
            return found + self.read(_texts(node), depth)
        if table.columns > _MOST_COLUMNS:
            return found + self._row_by_row(table, depth)
        width = _TURNED_WIDTH if table.columns >= _TURNED_FROM and depth == 1 else _WIDTH
        rows = []
        for cell in table.cells:
            inner = self.read(cell.element.children, depth)
            _let_break(inner, max(width // table.columns, 4))
            rows.append(
                {
                    "x": cell.column,
                    "y": cell.row,
                    "columns": cell.columns,
                    "rows": cell.rows,
                    "head": cell.element.tag == "th",
                    "align": cell.element.attributes.get("align", "left"),
                    "blocks": inner,
                }
            )
        return [
            *found,
            {"kind": "table", "columns": table.columns, "head": table.head, "cells": rows},
        ]

    def _row_by_row(self, table: Cells, depth: int) -> list[Block]:
        """Each row as a list of its cells, behind the names of their columns."""
        names = {
            cell.column: Element("strong", {}, (*cell.element.children, ": "))
            for cell in table.cells
            if cell.row < table.head
        }
        found: list[Block] = []
        rows = groupby((c for c in table.cells if c.row >= table.head), attrgetter("row"))
        for number, (_, row) in enumerate(rows):
            found += [{"kind": "rule"}] if number else []
            for cell in row:
                name = (names[cell.column],) if cell.column in names else ()
                found += self.read((*name, *cell.element.children), depth)
        return found


def _holds_blocks(node: Element) -> bool:
    """Whether an inline element has blocks in it, as `<b>` around a list of raw HTML."""
    return any(
        isinstance(child, Element) and (child.tag in BLOCKS or _holds_blocks(child))
        for child in node.children
    )


def _is_loose(item: Node) -> bool:
    """Whether an item of a list has paragraphs of its own."""
    return isinstance(item, Element) and any(
        isinstance(child, Element) and child.tag == "p" for child in item.children
    )


def _without_anchors(table: Cells) -> tuple[Cells, list[str]]:
    """The table with no names in its header, which is printed on each page, and these names."""
    heads = [cell.element for cell in table.cells if cell.row < table.head]
    inner = [node for head in heads for node in (head, *_within(head))]
    names = [node.attributes[ANCHOR] for node in inner if ANCHOR in node.attributes]
    if not names:
        return table, []
    kept = (
        cell._replace(element=_nameless(cell.element)) if cell.row < table.head else cell
        for cell in table.cells
    )
    return table._replace(cells=tuple(kept)), names


def _nameless(node: Element) -> Element:
    attributes = {name: value for name, value in node.attributes.items() if name != ANCHOR}
    children = (_nameless(n) if isinstance(n, Element) else n for n in node.children)
    return Element(node.tag, attributes, tuple(children))


def _within(node: Element) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element):
            yield child
            yield from _within(child)


def _texts(node: Element) -> tuple[Node, ...]:
    return tuple(child for child in node.children if isinstance(child, str))


def _let_break(blocks: Iterable[Block], most: int) -> None:
    """Let words of more than `most` characters break that Typst cannot hyphenate."""
    for block in blocks:
        for run in block.get("runs", ()):
            if any(len(word) > most for word in run.get("text", "").split()):
                words = run["text"].split(" ")
                run["text"] = " ".join(_breakable(word, most) for word in words)
        _let_break(block.get("blocks", ()), most)
        for item in block.get("items", ()):
            _let_break(item, most)


def _breakable(word: str, most: int) -> str:
    if len(word) <= (most * 2 if word.isalpha() else most):
        return word
    size = max(most // 2, 3)
    return BREAK.join(word[at : at + size] for at in range(0, len(word), size))


def _code(text: str) -> str:
    """Code, in which only what is longer than a line may break."""
    lines = clean(text).rstrip("\n").expandtabs(4).split("\n")
    return "\n".join(
        " ".join(_breakable(word, _WIDTH - 10) for word in line.split(" ")) for line in lines
    )
