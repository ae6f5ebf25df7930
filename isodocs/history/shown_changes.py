"""What changed in the pictures and included texts of a document, beside its own text."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from isodocs.dataclass import replace
from isodocs.history.redline import lines_redline, redline
from isodocs.model.redline import Redline, ShownChange, ShownVersion
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.picture_size import pixels
from isodocs.rendering.pictures import picture

_LARGEST = 2 * 1024 * 1024
"""The largest picture that a redline shows, in bytes; of a larger one it has the digest."""
_MARKDOWN = (".md", ".markdown", ".mdx", ".mdown", "")


class Content(NamedTuple):
    """A shown file at one time; `data` is None where only its digest is known."""

    path: str
    sha256: str
    size: int
    data: bytes | None = None

    @property
    def text(self) -> str | None:
        """Its text; None for a picture or another file that is none."""
        if self.data is None or b"\0" in self.data or self.path.lower().endswith(".svg"):
            return None
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            return None


def with_shown(found: Redline, old: Mapping[str, Content], new: Mapping[str, Content]) -> Redline:
    """The redline of a document, with what changed in the files that its two texts show."""
    changes = tuple(
        _change(path, old.get(path), new.get(path))
        for path in dict.fromkeys((*new, *old))
        if _digest(old.get(path)) != _digest(new.get(path))
    )
    return replace(found, shown=changes)


def _digest(content: Content | None) -> str:
    return content.sha256 if content else ""


def _change(path: str, old: Content | None, new: Content | None) -> ShownChange:
    there = [content for content in (old, new) if content]
    texts = [content.text for content in there]
    included = any(text is not None for text in texts) or not any(c.data for c in there)
    included = included and posixpath.splitext(path)[1].lower() not in (".png", ".jpg", ".svg")
    changes = None
    if all(text is not None for text in texts):
        before, after = (content.data or b"" if content else b"" for content in (old, new))
        markdown = posixpath.splitext(path)[1].lower() in _MARKDOWN
        changes = redline(before, after) if markdown else lines_redline(before, after)
    return ShownChange(path, included, _version(old), _version(new), changes)


def _version(content: Content | None) -> ShownVersion | None:
    if content is None:
        return None
    data = content.data or b""
    shown = picture(data) if len(data) <= _LARGEST else None
    address = shown.address if shown else ""
    return ShownVersion(content.sha256, content.size, pixels(data), address)
