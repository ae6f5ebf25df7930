"""One version of a table of records, as history has it, and what it has more than another.

Versions of a table are mostly the same, so their rows are compared as texts first; only rows whose
text differs, or all where the headers differ, are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from isodocs.dataclass import immutable
from isodocs.model.problem import Problem
from isodocs.parsing import conflict
from isodocs.parsing.endings import CSV, ending
from isodocs.records import record_csv, record_names, record_parsing, record_tables

if TYPE_CHECKING:
    from isodocs.model.record import Record

Piece = tuple[str, str]
"""What is above the rows of a table (its header), and the text of one row."""
_Note = TypeVar("_Note")


@immutable(frozen=True, slots=True)
class Version:
    """A version; `data` is None where only the `rows` that it was read as are known."""

    path: str
    data: bytes | None
    head: str = ""
    rows: Sequence[Record] = ()

    EMPTY: ClassVar[Version]

    @classmethod
    def of_data(cls, path: str, data: bytes | None) -> Version | None:
        """A version by its bytes; None for one of which nothing can be read."""
        if data is None or len(data) > record_csv.LIMIT:
            return None
        if ending(path) != CSV:
            return None if conflict.in_data(data) or not _is_text(data) else cls(path, data)
        top = record_csv.read(record_tables.top(data), _fields(path))
        if isinstance(top, Problem) or isinstance(record_csv.text_of(data), Problem):
            return None
        return cls(path, data, "".join(top.lines[: top.body]))

    @classmethod
    def of_records(cls, path: str, rows: Sequence[Record]) -> Version | None:
        """A version by what it was read as; None for one of which nothing could be read."""
        return cls(path, None, rows=rows) if any(row.kind for row in rows) else None

    @staticmethod
    def of_pieces(path: str, pieces: Mapping[Piece, _Note]) -> Iterator[tuple[Record, _Note]]:
        """The records that pieces of any versions are read as, with what is noted of each piece."""
        by_head: dict[str, list[str]] = {}
        for head, text in pieces:
            by_head.setdefault(head, []).append(text)
        for head, texts in by_head.items():
            for record, text in _read(path, head, texts):
                yield record, pieces[head, text]

    def compared_with(self, old: Version) -> tuple[list[Piece], list[Piece]]:
        """The rows that only `old` has, and those that only this version has."""
        if self.data is not None and old.data is not None and self.head == old.head:
            if old.data.endswith(b"\n") and self.data.startswith(old.data):
                return [], _pieces(self.path, self.head, self.data[len(old.data) :], whole=False)
            before, after = old.pieces(), self.pieces()
            kept = set(before) & set(after)
            return [p for p in before if p not in kept], [p for p in after if p not in kept]
        return old.pieces(), self.pieces()

    def pieces(self) -> list[Piece]:
        """The text of each row; of a version without bytes its number stands for it."""
        if self.data is None:
            return [("", str(number)) for number, row in enumerate(self.rows) if row.kind]
        return _pieces(self.path, self.head, self.data)

    def records(self, pieces: Collection[Piece] | None = None) -> Iterator[Record]:
        """The records that pieces of this version are read as, or all of them."""
        pieces = self.pieces() if pieces is None else pieces
        if self.data is None:
            yield from (self.rows[int(number)] for _, number in pieces)
        elif pieces:
            yield from (r for r, _ in _read(self.path, self.head, [text for _, text in pieces]))


Version.EMPTY = Version("", b"")


def _pieces(path: str, head: str, data: bytes, *, whole: bool = True) -> list[Piece]:
    """The text of each row: lines (several where a value is quoted), or items of a YAML list.

    A list that is written in another way is one piece. Without `whole` the head is not in `data`.
    """
    if ending(path) != CSV:
        rows = record_tables.items(data)
        return [(head, row.decode("utf-8", "replace").rstrip()) for row in rows]
    found = record_csv.text_of(data)
    text = found if isinstance(found, str) else ""
    if whole:
        text = f"{text}\n".removeprefix(head)
    return [(head, row) for row in _logical(text.split("\n"))]


def _logical(lines: Iterable[str]) -> Iterator[str]:
    """The lines that say something; those between two quotes are one."""
    open_: list[str] = []
    for line in lines:
        odd = line.count('"') % 2 == 1
        if open_:
            open_.append(line)
            if odd:
                yield "\n".join(open_)
                open_ = []
        elif odd:
            open_ = [line]
        elif line:
            yield line
    yield from open_


def _read(path: str, head: str, texts: Sequence[str]) -> Iterator[tuple[Record, str]]:
    """The records of these pieces below one head, each with its piece."""
    line = head.count("\n") + 1
    begins = {}
    for text in texts:
        begins[line] = text
        line += text.count("\n") + 1
    starts = sorted(begins)
    at = 0
    for record in record_parsing.parse(path, "", (head + "\n".join(texts) + "\n").encode()):
        while at + 1 < len(starts) and starts[at + 1] <= record.line:
            at += 1
        if record.kind and starts:
            yield record, begins[starts[at]]


def _fields(path: str) -> Collection[str]:
    kind = record_names.kind_of(path)
    return kind.fields if kind else ()


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
