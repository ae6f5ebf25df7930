"""The outline of a document's body, each body parsed once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline


Promise = Callable[[], "Outline"]
"""Gives an outline that may still be being read elsewhere."""
_MANY = 20_000
_KNOWN: dict[tuple[bytes, int], Outline] = {}
"""The outlines of at most so many bodies, by the digest of the body and its place."""


class Outlines(Protocol):
    """Reads outlines, or recalls them."""

    def read(self, document: Document, data: bytes) -> Outline:
        """The outline of the document's body, with lines counted from the top of the file."""

    def promise(self, document: Document, data: bytes) -> Promise:
        """The same, asked for before it is needed."""


class OutlinesReadHere:
    """Reads each outline when it is asked for."""

    def read(self, document: Document, data: bytes) -> Outline:
        """See `Outlines.read`."""
        return outline_of(document, data)

    def promise(self, document: Document, data: bytes) -> Promise:
        """See `Outlines.promise`."""
        outline = outline_of(document, data)
        return lambda: outline


def outline_of(document: Document, data: bytes) -> Outline:
    """The outline of the document's body, with lines counted from the top of the file."""
    return of_body(body_of(document, data), document.body_line)


def body_of(document: Document, data: bytes) -> bytes:
    """What is below the front matter."""
    above = document.body_line - 1
    lines = data.split(b"\n", above)  # and all that is below in one piece
    return lines[above] if len(lines) > above else b""


def read(body: str, *, first_line: int = 1) -> Outline:
    """The outline of a text whose first line is line `first_line` of its file."""
    from isodocs.parsing import markdown  # a dozen modules, for texts whose outline is not kept

    return markdown.outline(body, first_line=first_line)


def of_body(body: bytes, first_line: int) -> Outline:
    """The outline of a body that begins on line `first_line` of its file."""
    # Parsing is the dearest step, and a hook looks at the same bodies before and after.
    key = hashlib.sha256(body).digest(), first_line  # the texts themselves would take much room
    known = _KNOWN.get(key)
    if known is None:
        known = read(body.decode("utf-8", "replace"), first_line=first_line)
        if len(_KNOWN) >= _MANY:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known
