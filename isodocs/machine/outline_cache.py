"""Outlines remembered from run to run, in the user's own cache folder.

Parsing Markdown is the dearest step of a check, and what one text says never changes. So each
outline is kept under the digest of the exact bytes it was made of and of the code that made it:
what is found is what parsing would give again. Each row carries a digest over its key and its
value, so that a damaged row, or one that was moved to another key, is not a row. The cache lies
outside the repository that is checked, so that it cannot bring one along. Whatever is wrong with
it, the text is parsed instead.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isodocs.machine import folders
from isodocs.model.outline import (
    ClauseMark,
    Link,
    LinkKind,
    Lookup,
    Outline,
    Placeholder,
    Section,
    Table,
    TableRow,
)
from isodocs.model.problem import Problem
from isodocs.parsing.document_outline import outline_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from isodocs.model.document import Document

LIMIT = 256 * 1024 * 1024
"""A cache larger than so many bytes is emptied before more is added."""

_MAKERS = (
    "isodocs.machine.outline_cache",
    "isodocs.parsing.document_outline",
    "isodocs.parsing.markdown",
    "isodocs.parsing.anchors",
    "isodocs.parsing.broken_links",
    "isodocs.parsing.footnotes",
    "isodocs.parsing.heading",
    "isodocs.parsing.html_tokens",
    "isodocs.parsing.html_references",
    "isodocs.parsing.css_targets",
    "isodocs.parsing.includes",
    "isodocs.parsing.placeholders",
    "isodocs.parsing.prose",
    "isodocs.parsing.sections",
    "isodocs.parsing.showing",
    "isodocs.parsing.tables",
    "isodocs.model.outline",
    "isodocs.model.problem",
    "markdown_it",
)
"""The modules whose source decides what an outline is; that of markdown_it says its version."""

_WAIT = 0.1  # seconds for another isodocs that is writing
_TABLE = "CREATE TABLE outline (key BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID"
_SCHEMA = "SELECT sql FROM sqlite_master"
_FIND = "SELECT sealed FROM outline WHERE key = ?"
_KEEP = "INSERT OR REPLACE INTO outline VALUES (?, ?)"
_SEAL = 32
"""The bytes of a digest, which each row begins with."""


def place() -> Path | None:
    """The file: `$XDG_CACHE_HOME/isodocs/outlines.sqlite`, or the same below `~/.cache`.

    None for a user without a home (see `user_folders`), and where `$ISODOCS_NO_CACHE` is set.
    """
    if os.environ.get("ISODOCS_NO_CACHE"):
        return None
    base = folders.cache()
    return base / "isodocs" / "outlines.sqlite" if base else None


class Remembered:
    """Gives the outline of a document, as `outline_of` does; `keep` saves what was new."""

    def __init__(self, top: Path | None = None) -> None:
        """`top` is the repository that is checked: a cache below it is not used."""
        self._path = place()
        if top and self._path and folders.lies_within(self._path, top):
            self._path = None
        self._found: Connection | None = None
        self._opened = False
        self._new: dict[bytes, Outline] = {}

    def __call__(self, document: Document, data: bytes) -> Outline:
        """The outline of the document's body, with lines counted from the top of the file."""
        key = _key(document) if self._path else b""
        known = self._recall(key) if key else None
        if known is None:
            known = outline_of(document, data)
            if key:
                self._new[key] = known
        return known

    def keep(self) -> None:
        """Save the outlines that were parsed, if that can be done at once."""
        new, self._new = self._new, {}
        self._close()
        self._opened = False  # a hook takes a second register, of what was there before
        if not new or self._path is None:
            return
        import sqlite3

        rows = [(key, seal(key, outline)) for key, outline in new.items()]
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, timeout=_WAIT)
            try:
                known = _is_ours(connection)
                if known and self._path.stat().st_size > LIMIT:
                    connection.executescript("DROP TABLE outline; VACUUM")
                    known = False
                with connection:
                    if not known:
                        connection.execute(_TABLE)
                    connection.executemany(_KEEP, rows)
            finally:
                connection.close()
        except _faults() as error:
            self._give_up(error)

    def _recall(self, key: bytes) -> Outline | None:
        if not self._opened:
            self._open()
        if self._found is None:
            return None
        try:
            row = self._found.execute(_FIND, (key,)).fetchone()
        except _faults() as error:
            self._give_up(error)
            return None
        return unseal(key, row[0]) if row else None

    def _open(self) -> None:
        self._opened = True
        if self._path is None or not self._path.is_file():
            return
        import sqlite3

        try:
            self._found = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=_WAIT)
            if not _is_ours(self._found):
                self._close()
        except _faults() as error:
            self._give_up(error)

    def _close(self) -> None:
        if self._found is not None:
            self._found.close()
        self._found = None

    def _give_up(self, error: Exception) -> None:
        """Read no more from it; a file that is not a database, or a damaged one, is taken away."""
        import sqlite3

        self._close()
        if isinstance(error, (sqlite3.OperationalError, OSError)) or self._path is None:
            return  # locked, read-only, or a full disk: nothing is wrong with what it holds
        for file in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            try:
                file.unlink(missing_ok=True)
            except OSError:
                return


def _faults() -> tuple[type[Exception], ...]:
    """What a damaged, foreign or unreachable file makes SQLite raise."""
    import sqlite3

    return (sqlite3.Error, OSError, MemoryError, OverflowError, UnicodeError)


def _is_ours(connection: Connection) -> bool:
    """Whether the file holds our table and nothing else; an empty one does not yet.

    Raises sqlite3.DatabaseError for any other: a view or a trigger is a program of someone's.
    """
    import sqlite3

    schema = [sql for (sql,) in connection.execute(_SCHEMA)]
    if schema and schema != [_TABLE]:
        raise sqlite3.DatabaseError("not the outlines of this isodocs")
    return bool(schema)


def seal(key: bytes, outline: Outline) -> bytes:
    """The value that is kept under `key`: a digest over both, then the outline."""
    data = encode(outline).encode()
    return sha256(key + data).digest() + data


def unseal(key: bytes, sealed: object) -> Outline | None:
    """What `seal` kept under this key; None for anything else."""
    if not isinstance(sealed, bytes) or sealed[:_SEAL] != sha256(key + sealed[_SEAL:]).digest():
        return None
    try:
        return decode(sealed[_SEAL:].decode())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def encode(outline: Outline) -> str:
    """The outline as JSON: each object as the list of its fields."""
    return json.dumps(astuple(outline), default=sorted, separators=(",", ":"))


def decode(text: str) -> Outline:
    """What `encode` wrote; raises ValueError, TypeError, KeyError or IndexError for another."""
    sections, links, tables, placeholders, anchors, problems, words, *shown = json.loads(text)
    may_show, unfollowed, language = shown
    return Outline(
        sections=tuple(_section(*item) for item in sections),
        links=tuple(_link(*item) for item in links),
        tables=tuple(_table(*table) for table in tables),
        placeholders=tuple(Placeholder(*item) for item in placeholders),
        anchors=frozenset(anchors),
        problems=tuple(Problem(*item) for item in problems),
        words=words,
        may_show=tuple(_link(*item) for item in may_show),
        unfollowed=tuple(Problem(*item) for item in unfollowed),
        language=language,
    )


def _link(kind: str, target: str, text: str, line: int, column: int, lookup: str) -> Link:
    return Link(LinkKind(kind), target, text, line, column, Lookup(lookup))


def _section(
    level: int, title: str, slug: str, line: int, end: int, marks: list[Any], *words: int
) -> Section:
    return Section(level, title, slug, line, end, tuple(ClauseMark(*m) for m in marks), *words)


def _table(header: list[Any], rows: list[Any], caption: str, notes: list[list[str]]) -> Table:
    return Table(
        _row(*header),
        tuple(_row(*row) for row in rows),
        caption,
        tuple((mark, text) for mark, text in notes),
    )


def _row(cells: list[str], line: int) -> TableRow:
    return TableRow(tuple(cells), line)


def _key(document: Document) -> bytes:
    """What decides the outline: the bytes, where their body begins, and the code that reads it."""
    makers = _makers()
    if not makers:
        return b""
    return sha256(f"{makers} {document.sha256} {document.body_line}".encode()).digest()


@cache
def _makers() -> str:
    """The digest of the code that makes outlines; empty where its source cannot be read."""
    digest = sha256(sys.version.encode())
    try:
        for name in _MAKERS:
            spec = find_spec(name)
            digest.update(Path(spec.origin if spec and spec.origin else "").read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()
