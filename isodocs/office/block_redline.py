"""Two texts as blocks for print -> one text, in which each word is old, new or both.

Blocks, items of lists, rows of tables and words are aligned in turn. A block or a run that is in
one text only has `change`: `insert` or `delete`. Without what is deleted it is the new text,
without what is inserted the old one; what is too much to be compared is replaced as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, TypeVar

from isodocs.expressions import expression

if TYPE_CHECKING:
    from isodocs.rendering.blocks import Block
    from isodocs.rendering.runs import Run

INSERT, DELETE = "insert", "delete"
_ALIKE = 0.4
"""So much of their words two paragraphs have in common that are one, changed."""
_MOST_WORDS = 4_000
_MOST_PAIRS = 3_000
"""So many pairs of blocks are weighed between two that are the same."""
_WORD = expression(r"[^\W_]++|[\W_]")
_Item = TypeVar("_Item")


def redlined(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    """The blocks of both texts."""
    return list(_merged(old, new, _key, _alike, _changed, _whole))


def _merged(
    old: Sequence[_Item],
    new: Sequence[_Item],
    key: Callable[[_Item], Hashable],
    alike: Callable[[_Item, _Item], bool],
    changed: Callable[[_Item, _Item], list[_Item]],
    whole: Callable[[_Item, str], _Item],
) -> Iterator[_Item]:
    """Two sequences as one: equal parts once, alike ones compared, others struck out or put in."""
    matcher = SequenceMatcher(None, [*map(key, old)], [*map(key, new)], autojunk=False)
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind == "equal":
            yield from new[start:stop]
            continue
        olds, news = list(old[begin:end]), list(new[start:stop])
        pairs = len(olds) * len(news) <= _MOST_PAIRS
        while news:
            item = news.pop(0)
            at = next((n for n, each in enumerate(olds) if pairs and alike(each, item)), None)
            if at is None:
                yield whole(item, INSERT)
                continue
            yield from (whole(each, DELETE) for each in olds[:at])
            yield from changed(olds[at], item)
            del olds[: at + 1]
        yield from (whole(each, DELETE) for each in olds)


def _key(block: Any) -> str:
    return json.dumps(block, sort_keys=True, ensure_ascii=False)


def _alike(old: Block, new: Block) -> bool:
    if old["kind"] != new["kind"]:
        return False
    if old["kind"] == "table":
        return bool(old["columns"] == new["columns"]) and not (_spans(old) or _spans(new))
    if old["kind"] == "list":
        return bool(old["ordered"] == new["ordered"])
    if old["kind"] in ("quote", "indent", "turned"):
        return True
    before, after = said(old).split(), said(new).split()
    if len(before) > _MOST_WORDS or len(after) > _MOST_WORDS:
        return False
    ratio = SequenceMatcher(None, before, after, autojunk=False).ratio
    return bool(before and after) and ratio() >= _ALIKE


def said(block: Block) -> str:
    """The words of a paragraph, a heading or code."""
    return block.get("text", "") or "".join(run.get("text", "") for run in block.get("runs", ()))


def _spans(table: Block) -> bool:
    return any(cell["columns"] > 1 or cell["rows"] > 1 for cell in table["cells"])


def _whole(block: Block, change: str) -> Block:
    return {**block, "change": change}


def _changed(old: Block, new: Block) -> list[Block]:
    kind = new["kind"]
    if kind in ("paragraph", "heading"):
        if kind == "heading" and old["level"] != new["level"]:
            return [_whole(old, DELETE), _whole(new, INSERT)]
        return [{**new, "runs": _runs(old["runs"], new["runs"])}]
    if kind in ("quote", "indent", "turned"):
        return [{**new, "blocks": redlined(old["blocks"], new["blocks"])}]
    if kind == "list":
        return [{**new, "items": _items(old["items"], new["items"])}]
    if kind == "table":
        return [{**new, "cells": _cells(old, new)}]
    return [_whole(old, DELETE), _whole(new, INSERT)]


def _items(old: Sequence[list[Block]], new: Sequence[list[Block]]) -> list[list[Block]]:
    def alike(one: list[Block], other: list[Block]) -> bool:
        return bool(one and other) and _alike(one[0], other[0])

    def changed(one: list[Block], other: list[Block]) -> list[list[Block]]:
        return [redlined(one, other)]

    def whole(item: list[Block], change: str) -> list[Block]:
        return [_whole(block, change) for block in item]

    return list(_merged(old, new, _key, alike, changed, whole))


def _cells(old: Block, new: Block) -> list[dict[str, Any]]:
    """The cells of two tables with as many columns, in rows that are renumbered."""

    def alike(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
        before, after = (_row_text(row).split() for row in (one, other))
        return SequenceMatcher(None, before, after, autojunk=False).ratio() >= _ALIKE

    def changed(
        one: list[dict[str, Any]], other: list[dict[str, Any]]
    ) -> list[list[dict[str, Any]]]:
        if len(one) != len(other):
            return [whole(one, DELETE), whole(other, INSERT)]
        pairs = zip(one, other, strict=True)
        return [[{**b, "blocks": redlined(a["blocks"], b["blocks"])} for a, b in pairs]]

    def whole(row: list[dict[str, Any]], change: str) -> list[dict[str, Any]]:
        return [{**cell, "change": change} for cell in row]

    rows = _merged(_rows(old), _rows(new), _row_key, alike, changed, whole)
    return [{**cell, "y": number} for number, row in enumerate(rows) for cell in row]


def _rows(table: Block) -> list[list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = {}
    for cell in table["cells"]:
        rows.setdefault(cell["y"], []).append(cell)
    return [rows[y] for y in sorted(rows)]


def _row_key(row: list[dict[str, Any]]) -> str:
    return _key([{**cell, "y": 0} for cell in row])


def _row_text(row: list[dict[str, Any]]) -> str:
    return " ".join(said(block) for cell in row for block in cell["blocks"])


def _runs(old: Sequence[Run], new: Sequence[Run]) -> list[Run]:
    """The runs of two paragraphs, word by word."""
    before, after = list(_words(old)), list(_words(new))
    if len(before) > _MOST_WORDS or len(after) > _MOST_WORDS:
        return [*({**r, "change": DELETE} for r in old), *({**r, "change": INSERT} for r in new)]
    matcher = SequenceMatcher(None, [*map(_key, before)], [*map(_key, after)], autojunk=False)
    found: list[Run] = []
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind == "equal":
            found += after[start:stop]
            continue
        found += [{**run, "change": DELETE} for run in before[begin:end]]
        found += [{**run, "change": INSERT} for run in after[start:stop]]
    return _joined(found)


def _words(runs: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        if "text" in run:
            yield from ({**run, "text": word} for word in _WORD.findall(run["text"]))
        else:
            yield run


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one look and fate as one run."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else {}
        if "text" in run and "text" in last and _look(run) == _look(last):
            found[-1] = {**last, "text": last["text"] + run["text"]}
        else:
            found.append(run)
    return found


def _look(run: Run) -> dict[str, Any]:
    return {name: value for name, value in run.items() if name != "text"}
