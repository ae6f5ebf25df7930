"""Which pictures can be shown, known by how their content begins and never by their names."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.picture_size import pixels

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_SVG = expression(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?:<\?xml|<!DOCTYPE|<!--)[^>]*+>\s*+){0,8}<svg[\s>]",
    re.S,
)
_LINKED = expression(
    rb"(?<=[\s'\"])((?:xlink:)?href\s{0,9}=\s{0,9})(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')"
)
_OF_PICTURE = expression(rb"<(?:\w{1,40}:)?(?:image|feImage)\s[^<>]{1,9000}>")
_HEAD = 4_096
_SMALL_WIDTH, _SMALL_HEIGHT = 80, 24
"""Pixels."""

MEDIA = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
"""The kinds of picture that pages and PDF show, by their usual ending, as media types."""


class Picture(NamedTuple):
    """The content of a picture; `kind` is a key of `MEDIA`."""

    data: bytes
    kind: str

    @property
    def name(self) -> str:
        """Its file name, which is the same for the same content."""
        return f"{hashlib.sha256(self.data).hexdigest()[:24]}.{self.kind}"

    @property
    def is_small(self) -> bool:
        """Whether it belongs among words, as a sign does."""
        size = pixels(self.data)
        return size is not None and size[0] <= _SMALL_WIDTH and size[1] <= _SMALL_HEIGHT

    @property
    def address(self) -> str:
        """An address that holds the picture itself (RFC 2397)."""
        return f"data:{MEDIA[self.kind]};base64,{base64.b64encode(self.data).decode()}"


def with_linked(svg: bytes, linked: Callable[[str], Picture | None]) -> Picture:
    """A drawing with the pictures that it links within itself: no program that shows it loads them.

    Where `linked` finds none the link is taken out: a drawing that has one is not printed at all.
    """

    def address(found: re.Match[bytes]) -> bytes:
        target = found[2] or found[3]
        if target.startswith((b"data:", b"#")):
            return found[0]
        said = linked(target.decode("utf-8", "replace"))
        return found[1] + b'"' + said.address.encode() + b'"' if said else b""

    drawn = _OF_PICTURE.sub(lambda tag: _LINKED.sub(address, tag[0]), svg)
    return Picture(drawn, "svg")


def picture(data: bytes) -> Picture | None:
    """The picture that a file holds; None for what is none, or none that readers' programs show."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return Picture(data, kind)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture(data, "webp")
    if _SVG.match(data[:_HEAD]):
        return Picture(data, "svg")
    return None
