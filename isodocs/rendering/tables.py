"""The cells of a table -> their places, as browsers find them (HTML, 4.9.12), none over another."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.named_tuple import NamedTuple
from isodocs.rendering.elements import Element

_MOST_COLUMNS = 60


class Cell(NamedTuple):
    """A cell, where it begins, and how many columns and rows it takes."""

    element: Element
    column: int
    row: int
    columns: int
    rows: int


class Cells(NamedTuple):
    """A table: its first `head` rows are its header, the same on each page."""

    columns: int
    head: int
    cells: tuple[Cell, ...]
    captions: tuple[Element, ...]


def cells(table: Element) -> Cells:
    """The cells of a table; a header has no cell that reaches out of it."""
    head, body, foot = _rows(table, "thead"), _rows(table, "tbody", "tr"), _rows(table, "tfoot")
    rows = [*head, *body, *foot]
    ends = len(head) or _headings(rows)
    ends = ends if ends < len(rows) else 0
    taken: set[tuple[int, int]] = set()
    placed: list[Cell] = []
    for y, row in enumerate(rows):
        last = ends if y < ends else len(rows)
        x = 0
        for element in _cells(row):
            while (x, y) in taken:
                x += 1
            if x >= _MOST_COLUMNS:
                # what is beyond any page is put below the last column that there is
                before = placed[-1]
                inner = (*before.element.children, Element("br"), *element.children)
                placed[-1] = before._replace(element=before.element._replace(children=inner))
                continue
            columns = _clear(taken, x, y, min(_span(element, "colspan"), _MOST_COLUMNS - x))
            height = min(_span(element, "rowspan"), last - y)
            taken.update((x + i, y + j) for i in range(columns) for j in range(height))
            placed.append(Cell(element, x, y, columns, height))
            x += columns
    width = max((cell.column + cell.columns for cell in placed), default=0)
    captions = tuple(c for c in table.children if isinstance(c, Element) and c.tag == "caption")
    return Cells(width, ends, tuple(placed), captions)


def _headings(rows: list[Element]) -> int:
    """How many rows at the top have headings only, in a table that has no `thead`."""
    return next((y for y, row in enumerate(rows) if not _is_headings(row)), len(rows))


def _is_headings(row: Element) -> bool:
    tags = {cell.tag for cell in _cells(row)}
    return tags == {"th"}


def _clear(taken: set[tuple[int, int]], x: int, y: int, wanted: int) -> int:
    """How many columns are free from a place on, up to as many as are wanted; one at least."""
    return next((i for i in range(1, wanted) if (x + i, y) in taken), wanted)


def _rows(table: Element, *parts: str) -> list[Element]:
    found = []
    for child in table.children:
        if isinstance(child, Element) and child.tag in parts:
            if child.tag == "tr":
                found.append(child)
            else:
                found += [r for r in child.children if isinstance(r, Element) and r.tag == "tr"]
    return found


def _cells(row: Element) -> Iterator[Element]:
    return (c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th"))


def _span(element: Element, name: str) -> int:
    return max(int(element.attributes.get(name, "1")), 1)
