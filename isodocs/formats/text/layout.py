"""Text laid out for a terminal: words wrapped and tables set by the columns they really take.

Whatever comes in is escaped here (`escape.printable`), so looks are given beside the text and never
within it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.formats.text.escape import printable
from isodocs.formats.text.style import style
from isodocs.words import Phrase, say, translated

_WORDS = expression(r"[ \n\t]++|(?>(?:`[^`\n]*+`|[^ \n\t])+)")
"""Blanks, or a word; a command in backticks is one word, so that it can be copied."""
_GAP = "  "
_NARROWEST = 10


@immutable(frozen=True, slots=True)
class Text:
    """A piece of text and how it looks (see `style`)."""

    text: str
    looks: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class Column:
    """A column of a table.

    One with a `share` is wrapped: it gets that share of what the others leave. One without is as
    wide as its content. An `optional` one is left out when no row has anything in it.
    """

    title: str
    share: int = 0
    right: bool = False
    optional: bool = False

    @property
    def head(self) -> str:
        """Its title; one in capitals is a word of ours, any other the name of a field."""
        made = isinstance(self.title, Phrase)
        return say(self.title) if self.title.isupper() and not made else self.title


Cell = str | Text | Sequence[str | Text]
"""The content of one cell; several texts are set one below the other."""


def plain(text: str | Text) -> Text:
    """The text, as one with looks of its own."""
    return Text(text) if isinstance(text, str) else text


def width_of(text: str) -> int:
    """The columns that `text` takes in a terminal: two for a wide character, none for an accent."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(pieces: Iterable[str | Text], width: int, *, cut: bool = True) -> list[str]:
    """The pieces, joined and wrapped at blanks into lines of at most `width` columns, styled.

    A word that is wider than a line is cut, without `cut` it stays whole.
    """
    lines: list[list[Text]] = []
    room = 0
    for word in _words(pieces):
        taken = sum(width_of(piece.text) for piece in word)
        if lines and taken + 1 <= room:
            before, after = lines[-1][-1].looks, word[0].looks
            lines[-1] += [Text(" ", before if before == after else ()), *word]
            room -= taken + 1
            continue
        for part in _cut(word, max(width, 1)) if cut else (word,):
            lines.append(part)
            room = width - sum(width_of(piece.text) for piece in part)
    return [_styled(line) for line in lines]


def wrapped(
    text: str | Text | Iterable[str | Text],
    width: int,
    indent: str = "",
    first: str | None = None,
    *,
    cut: bool = True,
) -> Iterator[str]:
    """`text` in lines that begin with `indent`, the first one with `first` where that is given."""
    pieces = (text,) if isinstance(text, (str, Text)) else text
    start = indent if first is None else first
    for line in wrap(pieces, max(width, 40) - width_of(indent), cut=cut):
        yield f"{start}{line}"
        start = indent


Row = Text | Sequence[Cell]
"""One cell for each column; a text alone goes across all of them."""


def table(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Iterator[str]:
    """Set the rows below their titles, within `width` columns where that is possible."""
    lines = [[] if isinstance(row, Text) else [_lines(cell) for cell in row] for row in rows]
    kept = [
        index
        for index, column in enumerate(columns)
        if not column.optional or any(row and row[index] for row in lines)
    ]
    columns = [columns[index] for index in kept]
    lines = [[row[index] for index in kept] if row else [] for row in lines]
    widths = _widths(columns, [row for row in lines if row], width)
    if any(column.title for column in columns):
        titles = [[Text(column.head, ("dim",))] for column in columns]
        yield from _row(columns, titles, widths)
    for row, cells in zip(rows, lines, strict=True):
        if isinstance(row, Text):
            yield from wrapped(row, width)
        else:
            yield from _row(columns, cells, widths)


def _lines(cell: Cell) -> list[Text]:
    texts = (cell,) if isinstance(cell, (str, Text)) else cell
    return [text for text in map(plain, texts) if text.text]


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Sequence[Text]]], width: int
) -> list[int]:
    """Give fixed columns what they need and share the rest, no more to anyone than it can use."""
    natural = [
        max(
            width_of(translated(column.head)),
            *(width_of(printable(text.text)) for row in rows for text in row[index]),
            0,
        )
        for index, column in enumerate(columns)
    ]
    widths = [
        0 if column.share else needed for column, needed in zip(columns, natural, strict=True)
    ]
    room = width - len(_GAP) * (len(columns) - 1) - sum(widths)
    open_ = [index for index, column in enumerate(columns) if column.share]
    while open_:
        total = sum(columns[index].share for index in open_)
        parts = {index: max(room * columns[index].share // total, 0) for index in open_}
        content = [index for index in open_ if natural[index] <= parts[index]]
        for index in content or open_:
            widths[index] = natural[index] if content else max(parts[index], _NARROWEST)
            room -= widths[index]
        open_ = [index for index in open_ if content and index not in content]
    return widths


def _row(
    columns: Sequence[Column], cells: Sequence[Sequence[Text]], widths: Sequence[int]
) -> Iterator[str]:
    blocks = [
        [(line, line_width) for text in cell for line, line_width in _measured(text, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for number in range(max(map(len, blocks), default=0)):
        parts = []
        for column, block, width in zip(columns, blocks, widths, strict=True):
            line, taken = block[number] if number < len(block) else ("", 0)
            blank = " " * (width - taken)
            parts.append(blank + line if column.right else line + blank)
        yield _GAP.join(parts).rstrip()


def _measured(text: Text, width: int) -> Iterator[tuple[str, int]]:
    """The lines of a text with the columns that each takes, its looks not counted."""
    said = printable(text.text)
    if said.isascii() and 0 < len(said) <= width and " ".join(said.split()) == said:
        yield style(said, *text.looks), len(said)  # as most cells are: one line, as it is
        return
    bare = wrap((text.text,), width)
    yield from zip(wrap((text,), width), map(width_of, bare), strict=True)


def _words(pieces: Iterable[str | Text]) -> Iterator[list[Text]]:
    """Cut at blanks; two pieces without a blank between them stay one word."""
    word: list[Text] = []
    for piece in map(plain, pieces):
        for part in _WORDS.findall(printable(piece.text)):
            if not part.isspace():
                word.append(Text(part, piece.looks))
            elif word:
                yield word
                word = []
    if word:
        yield word


def _cut(word: list[Text], width: int) -> Iterator[list[Text]]:
    """The word, in parts that fit where it is wider than a line: at a blank or hyphen it has."""
    part: list[Text] = []
    room = width
    for piece in word:
        start = 0
        for index, character in enumerate(piece.text):
            room -= _columns(character)
            if room < 0 and (part or index > start):
                blank = piece.text.rfind(" ", start + 1, index) + 1
                end = blank or piece.text.rfind("-", start + 1, index) + 1 or index
                yield [*part, Text(piece.text[start:end].rstrip(" "), piece.looks)]
                part, start = [], end
                room = width - width_of(piece.text[end : index + 1])
        part.append(Text(piece.text[start:], piece.looks))
    yield part


def _styled(line: Iterable[Text]) -> str:
    return "".join(
        style("".join(piece.text for piece in group), *looks)
        for looks, group in groupby(line, key=lambda piece: piece.looks)
    )


def part(text: str) -> Iterator[str]:
    """The title of a part, below a blank line."""
    yield ""
    yield from wrapped(Text(text, ("bold",)), max(len(text), 40))
