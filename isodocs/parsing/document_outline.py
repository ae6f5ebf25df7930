"""The outline of a document's body, each body parsed once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline


def outline_of(document: Document, data: bytes) -> Outline:
    """The outline of the document's body, with lines counted from the top of the file."""
    above = document.body_line - 1
    lines = data.split(b"\n", above)  # and all that is below in one piece
    return _outline(lines[above] if len(lines) > above else b"", document.body_line)


def read(body: str, *, first_line: int = 1) -> Outline:
    """The outline of a text whose first line is line `first_line` of its file."""
    from isodocs.parsing import markdown  # a dozen modules, for texts whose outline is not kept

    return markdown.outline(body, first_line=first_line)


@lru_cache(maxsize=20_000)
def _outline(body: bytes, first_line: int) -> Outline:
    """Parsing is the dearest step, and a hook looks at the same bodies before and after."""
    return read(body.decode("utf-8", "replace"), first_line=first_line)
