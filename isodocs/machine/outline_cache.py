"""Outlines remembered from run to run, in the store of the repository.

Parsing Markdown is the most expensive step of a check, and what one text says never changes. So
each outline is kept under the digest of the exact bytes it was made of and of the code that made
it: what is found is what parsing would give again. Whatever is wrong with it, the text is parsed.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, cast

from isodocs.dataclass import fields
from isodocs.model.outline import (
    ClauseMark,
    Link,
    LinkKind,
    Lookup,
    Outline,
    OwnWords,
    Placeholder,
    ReferringLine,
    Section,
    Table,
    TableRow,
)
from isodocs.model.problem import Problem
from isodocs.parsing.document_outline import body_of, outline_of
from isodocs.words import as_parts, from_parts

if TYPE_CHECKING:
    from isodocs.machine.held import Held
    from isodocs.machine.second_core import Answer, SecondCore
    from isodocs.machine.store import Store
    from isodocs.model.document import Document
    from isodocs.parsing.document_outline import Promise

TABLE = "outlines"
_WORTH = 256 * 1024
"""So many bytes are read here before another process is worth starting."""

_MAKERS = (
    "isodocs.machine.outline_cache",
    "isodocs.parsing.document_outline",
    "isodocs.parsing.markdown",
    "isodocs.parsing.markdown_tokens",
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
    "isodocs.expressions",
    "isodocs.dataclass",
    "isodocs.named_tuple",
    "isodocs.words",
    "markdown_it",
)
"""The modules whose source decides what an outline is; that of markdown_it says its version."""


class Remembered:
    """Gives outlines, as `Outlines` says; `keep` saves those that were new."""

    def __init__(self, store: Store | None = None, held: Held | None = None) -> None:
        """Without a store every document is parsed; `held` has what was read before."""
        self._store, self.held = store, held
        self._new: dict[bytes, Outline] = {}
        self._second: SecondCore | None = None
        self._left = _WORTH

    def read(self, document: Document, data: bytes) -> Outline:
        """See `Outlines.read`."""
        known = self.known(document)
        return self._parsed(document, data) if known is None else known

    def promise(self, document: Document, data: bytes) -> Promise:
        """See `Outlines.promise`: of many texts, some are read on another core."""
        known = self.known(document)
        if known is None:
            answer = self._asked(document, data)
            if answer:
                return lambda: self._answered(answer(), document, data)
            known = self._parsed(document, data)
        return lambda: known

    def _parsed(self, document: Document, data: bytes) -> Outline:
        return self._noted(document, outline_of(document, data))

    def _asked(self, document: Document, data: bytes) -> Answer | None:
        """What the other core answers, once it is worth asking."""
        if self._left >= 0:
            self._left -= len(data)
            return None
        if self._second is None:
            from isodocs.machine import second_core  # for many texts alone

            self._second = second_core.begun()
        return self._second.take((body_of(document, data), document.body_line))

    def _answered(self, answer: bytes | None, document: Document, data: bytes) -> Outline:
        if answer is None:
            return self._parsed(document, data)
        return self._noted(document, decode(answer))

    def _noted(self, document: Document, outline: Outline) -> Outline:
        if key := _key(document) if self._store else b"":
            self._new[key] = outline
            if self.held:
                self.held.put(key, outline)
        return outline

    def known(self, document: Document) -> Outline | None:
        """The same where it is remembered; None where the body must be read."""
        key = _key(document) if self._store else b""
        return self._recall(key) if key else None

    def keep(self) -> None:
        """Save the outlines that were parsed, if that can be done at once."""
        if self._second:
            self._second.close()
        self._second, self._left = None, _WORTH
        new, self._new = self._new, {}
        if self._store:
            self._store.put(TABLE, {key: encode(outline) for key, outline in new.items()})

    def _recall(self, key: bytes) -> Outline | None:
        if self.held and (outline := self.held.get(key)):
            return cast("Outline", outline)
        data = self._store.get(TABLE, key) if self._store else None
        try:
            found = decode(data) if data else None
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return None
        if self.held and found:
            self.held.put(key, found)
        return found


def encode(outline: Outline) -> bytes:
    """The outline as JSON: each object as the list of its fields."""
    return json.dumps(outline, default=_items, separators=(",", ":")).encode()


def _items(value: Any) -> list[Any]:
    """The fields of an object (JSON takes a NamedTuple as it is), or the members of a set."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Problem):  # people read it in their language
        message, hint = as_parts(value.message), as_parts(value.hint)
        return [value.kind, message, hint, value.line, value.column, value.about]
    return [getattr(value, each.name) for each in fields(value)]


def decode(data: bytes) -> Outline:
    """What `encode` wrote; raises ValueError, TypeError, KeyError or IndexError for another."""
    sections, links, tables, placeholders, anchors, problems, words, *shown = json.loads(data)
    may_show, unfollowed, language, said, referring = shown
    return Outline(
        sections=tuple(_section(*item) for item in sections),
        links=tuple(_link(*item) for item in links),
        tables=tuple(_table(*table) for table in tables),
        placeholders=tuple(Placeholder(*item) for item in placeholders),
        anchors=frozenset(anchors),
        problems=tuple(_problem(*item) for item in problems),
        words=words,
        may_show=tuple(_link(*item) for item in may_show),
        unfollowed=tuple(_problem(*item) for item in unfollowed),
        language=language,
        said=OwnWords(*said),
        referring=tuple(ReferringLine(*item) for item in referring),
    )


def _link(kind: str, target: str, text: str, line: int, column: int, lookup: str) -> Link:
    return Link(LinkKind(kind), target, text, line, column, Lookup(lookup))


def _problem(kind: str, message: Any, hint: Any, *where: Any) -> Problem:
    return Problem(kind, from_parts(message), from_parts(hint), *where)


def _section(
    level: int, title: str, slug: str, line: int, end: int, marks: list[Any], *rest: Any
) -> Section:
    own, below, said = rest
    named = tuple(ClauseMark(*m) for m in marks)
    # headings come again in other documents
    heading = intern(title), intern(slug)
    return Section(level, *heading, line, end, named, own, below, OwnWords(*said))


def _table(header: list[Any], rows: list[Any], caption: str, notes: list[list[str]]) -> Table:
    return Table(
        _row(*header),
        tuple(_row(*row) for row in rows),
        caption,
        tuple((mark, text) for mark, text in notes),
    )


def _row(cells: list[str], line: int, beyond: list[str]) -> TableRow:
    return TableRow(tuple(cells), line, tuple(beyond))


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
