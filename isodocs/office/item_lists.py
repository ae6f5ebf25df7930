"""Paragraphs with a number and a level -> lists within each other.

A list of Word is only paragraphs; what belongs to an item is seen by how far it is indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.rendering.elements import Element, Node

if TYPE_CHECKING:
    from isodocs.office.numbering import Counted

_NEAR = 200
"""A paragraph belongs to the item above where it is not further left than this, in twentieths."""
_MORE = "\0"
"""The label of what goes on with the item above."""


class ListItem(NamedTuple):
    """A paragraph of a list on its way into its list."""

    counted: Counted
    children: tuple[Node, ...]


Flat = Node | ListItem
"""A block before lists are made."""


def within(block: Node, own: str, before: Sequence[Flat]) -> Flat:
    """A block, as a further one of the item above that is indented like that."""
    for item in reversed(before) if own.isdecimal() else ():
        if not isinstance(item, ListItem):
            break
        if item.counted.indent and int(own) >= item.counted.indent - _NEAR:
            return ListItem(item.counted._replace(label=_MORE), (block,))
    return block


def listed(blocks: Sequence[Flat]) -> Iterator[Node]:
    """The blocks, with neighbouring items put into lists, and lines of code into one block."""
    flat = list(_with_whole_code(blocks))
    items: list[ListItem] = []
    levels = _Levels()
    for at, node in enumerate(flat):
        if isinstance(node, ListItem):
            items.append(levels.placed(node))
        elif _is_between(flat, at):
            counted = items[-1].counted._replace(label=_MORE)
            items.append(ListItem(counted, (node,)))
        else:
            yield from lists(items)
            items, levels = [], _Levels()
            yield node
    yield from lists(items)


def _with_whole_code(blocks: Iterable[Flat]) -> Iterator[Flat]:
    """The blocks; lines of code below each other are one, also those that go on with an item."""
    for (is_code, item), run in groupby(blocks, _code):
        lines = [*run]
        if not is_code:
            yield from lines
            continue
        nodes = (node for line in lines if isinstance(node := _of(line), Element))
        whole = Element("pre", {}, tuple(part for node in nodes for part in node.children))
        yield item._replace(children=(whole,)) if item else whole


def _code(block: Flat) -> tuple[bool, ListItem | None]:
    """Whether a block is a line of code, and as what of a list where it belongs to an item."""
    is_more = isinstance(block, ListItem) and block.counted.label == _MORE
    if isinstance(block, ListItem) and not is_more:
        return False, None
    node = _of(block)
    is_code = isinstance(node, Element) and node.tag == "pre"
    of_item = ListItem(block.counted, ()) if isinstance(block, ListItem) and is_code else None
    return is_code, of_item


def _of(block: Flat) -> Node:
    return block.children[0] if isinstance(block, ListItem) else block


def _is_between(flat: Sequence[Flat], at: int) -> bool:
    """Whether a line or code is between two items of one list, which goes on below it."""
    node, before, after = flat[at], flat[at - 1] if at else None, flat[at + 1 : at + 2]
    if (
        not isinstance(node, Element)
        or node.tag not in ("hr", "pre")
        or not isinstance(before, ListItem)
    ):
        return False
    last = before.counted
    return any(
        isinstance(each, ListItem)
        and each.counted.list_id == last.list_id
        and each.counted.ordered
        and each.counted.value == last.value + 1
        for each in after
    )


class _Levels:
    """Places items of neighbouring lists: one that is indented further is one level below.

    `List Bullet 2` is a list of its own for Word, and below `List Bullet` for readers.
    """

    def __init__(self) -> None:
        self._last: Counted | None = None
        self._shifts: dict[str, int] = {}

    def placed(self, item: ListItem) -> ListItem:
        """The item at its level."""
        counted = item.counted
        if counted.label == _MORE:
            level = counted.level + self._shifts.get(counted.list_id, 0)
            return item._replace(counted=counted._replace(level=level))
        if counted.list_id not in self._shifts:
            self._shifts[counted.list_id] = self._shift(counted)
        level = counted.level + self._shifts[counted.list_id]
        self._last = counted._replace(level=level)
        return item._replace(counted=self._last)

    def _shift(self, counted: Counted) -> int:
        last = self._last
        if last is None or not last.indent or counted.indent - last.indent <= _NEAR:
            return 0
        return max(last.level + 1 - counted.level, 0)


def lists(items: Sequence[ListItem]) -> Iterator[Element]:
    """Items of several levels -> lists within each other."""
    at = 0
    while at < len(items):
        first = items[at].counted
        made: list[Element] = []
        expected = first.value
        while at < len(items):
            counted = items[at].counted
            follows = counted.ordered == first.ordered and (
                not counted.ordered or counted.value == expected
            )
            if counted.level < first.level or (counted.level == first.level and not follows):
                break
            children: list[Node] = [*items[at].children]
            end = at + 1
            while end < len(items) and _belongs(items[end], first.level):
                end += 1
            children += _inner(items[at + 1 : end])
            made.append(Element("li", {}, tuple(children)))
            expected = counted.value + 1
            at = end
        attributes = {}
        if first.ordered and first.value != 1:
            attributes["start"] = str(first.value)
        if first.ordered and first.form not in ("decimal", "decimalZero"):
            attributes["type"] = first.form
        yield Element("ol" if first.ordered else "ul", attributes, tuple(made))


def _belongs(item: ListItem, level: int) -> bool:
    return item.counted.level > level or item.counted.label == _MORE


def _inner(items: Sequence[ListItem]) -> Iterator[Element]:
    """What is within one item: further paragraphs, and deeper lists."""
    at = 0
    while at < len(items):
        if items[at].counted.label == _MORE:
            yield from (child for child in items[at].children if isinstance(child, Element))
            at += 1
            continue
        end = at + 1
        while end < len(items) and (
            items[end].counted.label != _MORE or items[end].counted.level >= items[at].counted.level
        ):
            end += 1
        yield from lists(items[at:end])
        at = end
