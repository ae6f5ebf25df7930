"""The outline of a document's body, each body parsed once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline


_MANY = 20_000
_KNOWN: dict[tuple[bytes, int], Outline] = {}
"""The outlines of at most so many bodies, by the digest of the body and its place."""


def outline_of(document: Document, data: bytes) -> Outline:
    """The outline of the document's body, with lines counted from the top of the file."""
    above = document.body_line - 1
    lines = data.split(b"\n", above)  # and all that is below in one piece
    return _outline(lines[above] if len(lines) > above else b"", document.body_line)


def read(body: str, *, first_line: int = 1) -> Outline:
    """The outline of a text whose first line is line `first_line` of its file."""
    from isodocs.parsing import markdown  # a dozen modules, for texts whose outline is not kept

    return markdown.outline(body, first_line=first_line)


def _outline(body: bytes, first_line: int) -> Outline:
    """Parsing is the dearest step, and a hook looks at the same bodies before and after."""
    key = hashlib.sha256(body).digest(), first_line  # the texts themselves would take much room
    known = _KNOWN.get(key)
    if known is None:
        known = read(body.decode("utf-8", "replace"), first_line=first_line)
        if len(_KNOWN) >= _MANY:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known
