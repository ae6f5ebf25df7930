"""What a file of Word says of itself -> the fields of a document.

It is said in the table at the top of the text, in page headers and footers, and in properties that
people filled in. A label counts where it is a name of a field (`parsing.field_labels`); what it
says is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from isodocs.expressions import expression
from isodocs.parsing.field_labels import field_called, folded
from isodocs.parsing.header_block import Stated, stated
from isodocs.rendering.elements import Element, Node, words

_FEW_ROWS = 14
"""A table with more rows is not a header."""
_FEW_BELOW = 2
"""So many rows below their labels are what a document says of itself."""
_NAMES = frozenset("name names names print name nom nombre naam".split())
_SIGNATURES = frozenset(("approved-by", "owner"))
_BETWEEN = expression(r"\t+|\n+|[ \t]{3,}|[ \t][|·•–—][ \t]")
_IDENTIFIER = expression(
    r"[A-Z]{1,6}(?:[-_ ][A-Z]{1,6}){0,2}[-_ ]?[0-9]{1,6}(?:[-.][0-9]{1,4}){0,3}"
)
_REVISION = expression(
    r"(?:rev(?:ision)?|version|ver|v|ausgabe|r[ée]v)[ .:]{0,2}([0-9]{1,3}(?:\.[0-9]{1,3}){0,2})",
    re.IGNORECASE,
)
_PAGE = frozenset("page seite página pagina p of von de sur van /".split())
"""The words beside the numbers of pages."""


def said_in(nodes: Iterable[Node]) -> tuple[Stated, ...]:
    """The fields that blocks state: those at the top of a text, or of a page header."""
    pairs = ((field(label), value) for label, value in _pairs(nodes))
    lines = [f"{name}: {value}" for name, value in pairs if not value.endswith(":")]
    # So many lines are looked at as one top of a text; each has one fact.
    found: dict[str, Stated] = {}
    for at in range(0, len(lines), 40):
        for fact in stated("\n\n".join(lines[at : at + 40]).encode()):
            found.setdefault(fact.field, fact)
    return tuple(found.values())


def unlabelled(nodes: Iterable[Node]) -> dict[str, str]:
    """An identifier and a revision that a page header gives without a label."""
    found: dict[str, str] = {}
    for text in pieces(nodes):
        rest = text
        match = _REVISION.search(text)
        if match and (match.start() == 0 or not text[match.start() - 1].isalnum()):
            found.setdefault("revision", match[1])
            rest = text[: match.start()].strip(" ,;:·|/()-–")
        if rest and _IDENTIFIER.fullmatch(rest) and "iso" not in rest.casefold():
            found.setdefault("id", rest)
    return found


def pieces(nodes: Iterable[Node]) -> Iterator[str]:
    """What page headers say, piece by piece, without page numbers."""
    for text in _texts(nodes):
        for piece in _BETWEEN.split(text):
            plain = " ".join(piece.split())
            if plain and not _is_page_number(plain):
                yield plain


def _is_page_number(text: str) -> bool:
    """Whether a text is the number of a page: `Page 1 of 5`, `- 3 -`, `2/7`."""
    words = text.casefold().replace("/", " / ").replace(":", " ").split()
    return all(
        word.strip("-–—.") in _PAGE | {""} or word.strip("-–—.").isdecimal() for word in words
    )


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Element) and node.tag in ("table", "thead", "tbody", "tr", "ul", "ol"):
            yield from _texts(node.children)
        elif isinstance(node, Element) and node.tag in ("td", "th", "li", "blockquote"):
            inner = list(_texts(node.children))
            yield from inner
        else:
            yield words((node,))


def _pairs(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Every label with what is beside or below it."""
    lines: list[str] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag == "table":
            yield from _in_lines(lines)
            lines = []
            yield from _in_table(_grid(node))
        elif isinstance(node, Element) and node.tag == "blockquote":
            yield from _in_lines(lines)
            lines = []
            yield from _pairs(node.children)
        else:
            lines += words((node,)).split("\n")
    yield from _in_lines(lines)


def _in_lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`Owner: Ann`, several of them in one line, or a label and its value behind or below it."""
    rows = [[part.strip() for part in _BETWEEN.split(line) if part.strip()] for line in lines]
    parts = [(part, len(row)) for row in rows for part in row]
    for at, (part, beside) in enumerate(parts):
        label, colon, value = part.partition(":")
        if not field(label):
            continue
        if value.strip():
            yield label, value.strip()
            continue
        after = parts[at + 1][0] if at + 1 < len(parts) else ""
        if after and (colon or beside == 2) and ":" not in after and not field(after):
            yield label, after


def field(label: str) -> str:
    """The field that a label is a name of; `Document #` is `Document no.`."""
    bare = _bare(label)
    return field_called(bare) or field_called(bare.replace("#", " no"))


def _in_table(grid: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    if len(grid) > _FEW_ROWS:
        return
    head = grid[0] if grid else ()
    known = {field(label) for label in head} - {""}
    below = [list(row) for row in grid[1:]]
    named = next((row for row in below if folded(row[0]) in _NAMES), None)
    # What has more rows, and none that is called so, is a table of the text.
    several = len(known) > 1 and len(below) <= _FEW_BELOW
    if below and not _beside(head) and (several or (named and known & _SIGNATURES)):
        for label, value in zip(head, named or below[0], strict=False):
            if field(label) and value and not field(value):
                yield _bare(label), value.split("\n")[0]
        return
    states = any(":" in cell or field(cell) for row in below for cell in row)
    if below and len(head) > 2 and known and not states and not _beside(head):
        return
    yield from _in_rows(grid)


def _in_rows(grid: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What each cell says, or the one beside it."""
    for row in grid:
        for at, cell in enumerate(row):
            lines = [line.strip() for line in cell.split("\n") if line.strip()]
            label = lines[0] if lines else ""
            if len(lines) == 1 and field(label):
                value = next((other for other in row[at + 1 :] if other != cell), "")
                if value and not field(value):
                    yield _bare(label), value.split("\n")[0].strip()
            elif len(lines) == 2 and field(label) and ":" not in lines[1]:
                yield _bare(label), lines[1]
            else:
                yield from _in_lines(lines)


def _beside(head: Sequence[str]) -> bool:
    """Whether the first row is a label and its value, and not a row of labels."""
    values = [cell for cell in head if cell and not field(cell)]
    return bool(values) and bool(field(head[0])) and len(head) in (2, 4)


def _bare(label: str) -> str:
    return label.strip().rstrip(":").strip()


def _grid(table: Element) -> list[list[str]]:
    """The words of each cell; a cell over several columns is there once."""
    rows = []
    for part in table.children:
        for row in part.children if isinstance(part, Element) else ():
            if isinstance(row, Element):
                rows.append([words((c,)).strip() for c in row.children if isinstance(c, Element)])
    return [row for row in rows if any(row)]
