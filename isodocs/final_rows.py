"""Rows of tables that stood there once and are not there any more as they were, from history.

A training, a calibration or a confirmation is written down once. What such a row leaves empty may
be filled in later; what it says stays. One version of a table is compared with the next, piece by
piece, and only what differs is ever parsed, so that a table of many rows and versions costs little
more than reading it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from isodocs.model.commit import Change
from isodocs.model.history import LostRow, Stamp
from isodocs.model.record import FOLDER
from isodocs.parsing import record as record_parsing
from isodocs.parsing.record_tables import LIMIT

ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
_ITEM = re.compile(rb"^(?=- )", re.MULTILINE)


@lru_cache(maxsize=4096)
def is_final_table(path: str) -> bool:
    """Whether a path is that of a table whose rows stay as they were written."""
    if not path.startswith(FOLDER) or not path.endswith((".csv", ".yaml", ".yml")):
        return False
    kind = record_parsing.kind_of(path)
    return kind is not None and kind.final and f"/{record_parsing.EVIDENCE}/" not in path


def lost(
    events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs
) -> tuple[LostRow, ...]:
    """The rows of `events` (oldest first, of final tables only) that the last version lacks.

    Whether another row takes their place, here or in another table, is for the reader to see.
    """
    versions: dict[str, list[tuple[str, Stamp]]] = defaultdict(list)
    for stamp, changes in events:
        for change in changes:
            if change.old_blob and not versions[change.path]:
                versions[change.path].append((change.old_blob, stamp))
            versions[change.path].append((change.new_blob or "", stamp))
    found: list[LostRow] = []
    for path, steps in versions.items():
        if len(steps) > 1:
            found += _lost_of(path, steps, read_blobs)
    return tuple(found)


def _lost_of(
    path: str, steps: Sequence[tuple[str, Stamp]], read_blobs: ReadBlobs
) -> Iterator[LostRow]:
    """What vanished from one table; two versions of it are in memory at a time."""
    contents = _Contents([blob for blob, _ in steps if blob], read_blobs)
    before, head = b"", b""
    gone: dict[bytes, tuple[bytes, Stamp]] = {}
    for blob, stamp in steps:
        # What cannot be read is not committed yet: the reader has its rows, and compares.
        after = (contents.of(blob) if blob else None) or b""
        if len(after) > LIMIT:
            continue
        if before.endswith(b"\n") and after.startswith(before):
            for piece in _pieces(path, after[len(before) :]) if gone else ():
                gone.pop(piece, None)
            before = after  # rows were only added
            continue
        old, new = _pieces(path, before), _pieces(path, after)
        standing = set(new)
        for piece in old:
            if piece not in standing:
                gone[piece] = (head, stamp)
        for piece in standing & gone.keys():
            del gone[piece]
        before = after
        head = new[0] if new and path.endswith(".csv") else b""
    by_head: dict[bytes, list[tuple[bytes, Stamp]]] = defaultdict(list)
    for piece, (top, stamp) in gone.items():
        if piece != top:
            by_head[top].append((piece, stamp))
    for top, pieces in by_head.items():
        yield from _rows(path, top, pieces)


class _Contents:
    """The bytes of versions, asked for in order and read as they are asked for."""

    def __init__(self, blobs: Sequence[str], read_blobs: ReadBlobs) -> None:
        once = list(dict.fromkeys(blobs))
        self._come_back = {blob for blob in once if blobs.count(blob) > 1}
        self._rest = read_blobs(once)
        self._kept: dict[str, bytes] = {}
        self._order = {blob: place for place, blob in enumerate(once)}
        self._next = next(self._rest, None)

    def of(self, blob: str) -> bytes | None:
        """The bytes of the next version; None when they cannot be read."""
        if blob in self._kept:
            return self._kept[blob]
        while self._next and self._order[self._next[0]] <= self._order[blob]:
            found, data = self._next
            self._next = next(self._rest, None)
            if found in self._come_back:
                self._kept[found] = data
            if found == blob:
                return data
        return None


def _rows(path: str, head: bytes, pieces: Sequence[tuple[bytes, Stamp]]) -> Iterator[LostRow]:
    parts = [head] if head else []
    text = b"\n".join(part.rstrip(b"\r\n") for part in (*parts, *(piece for piece, _ in pieces)))
    # One line each, so that the row of a line is known; what takes several lines is read alone.
    whole = text.count(b"\n") + 1 == len(parts) + len(pieces)
    if whole:
        stamps = {number: stamp for number, (_, stamp) in enumerate(pieces, start=len(parts) + 1)}
        for record in record_parsing.parse(path, "", text + b"\n"):
            if record.kind and record.line in stamps:
                yield LostRow(record, stamps[record.line])
        return
    for piece, stamp in pieces:
        one = b"\n".join(part.rstrip(b"\r\n") for part in (*parts, piece))
        for record in record_parsing.parse(path, "", one + b"\n"):
            if record.kind:
                yield LostRow(record, stamp)


def _pieces(path: str, data: bytes) -> list[bytes]:
    """The text of each row: lines (several where a value is quoted), or items of a YAML list."""
    if not path.endswith(".csv"):
        return [piece.rstrip() for piece in _ITEM.split(data) if piece.startswith(b"- ")]
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    if b'"' not in data:
        return [line for line in lines if line]
    pieces: list[bytes] = []
    open_: list[bytes] = []
    for line in lines:
        odd = line.count(b'"') % 2 == 1
        if open_:
            open_.append(line)
            if odd:
                pieces.append(b"\n".join(open_))
                open_ = []
        elif odd:
            open_ = [line]
        elif line:
            pieces.append(line)
    return [*pieces, *open_]
