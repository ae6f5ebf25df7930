"""The outline of a document's body, each body parsed once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.parsing import markdown

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline


def outline_of(document: Document, data: bytes) -> Outline:
    """The outline of the document's body, with lines counted from the top of the file."""
    lines = data.split(b"\n")
    return _outline(b"\n".join(lines[document.body_line - 1 :]), document.body_line)


@lru_cache(maxsize=20_000)
def _outline(body: bytes, first_line: int) -> Outline:
    """Parsing is the dearest step, and a hook looks at the same bodies before and after."""
    return markdown.outline(body.decode("utf-8", "replace"), first_line=first_line)
