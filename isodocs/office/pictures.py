"""The pictures of a file, taken out of it under names of our own."""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING

from isodocs.errors import OfficeError
from isodocs.expressions import expression
from isodocs.office.package import LARGEST, Package, XmlNode
from isodocs.rendering.pictures import picture
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.office.losses import LossBook

_ENDING = expression(r"\.(?:emf|wmf|emz|wmz|tiff?|bmp|jp2|wdp|jxr|pict|eps)", re.IGNORECASE)
"""Pictures that browsers do not show."""


class PictureBook:
    """The pictures that a text shows, each once; `prefix` begins their names."""

    def __init__(self, package: Package, prefix: str) -> None:
        self._package = package
        self._prefix = prefix
        self._names: dict[str, str] = {}
        self._shown: set[str] = set()
        self._by_digest: dict[str, str] = {}
        self._size = 0
        self.files: dict[str, bytes] = {}

    def take(self, part: str, losses: LossBook) -> str:
        """The name of the picture in a part; empty where there is none."""
        if part not in self._names:
            self._names[part] = self._take(part, losses)
        return self._names[part]

    def is_shown(self, name: str) -> bool:
        """Whether pages can show it."""
        return name in self._shown

    def part(self, name: str) -> XmlNode | None:
        """A part of the file that is not a picture."""
        return self._package.xml(name)

    def _take(self, part: str, losses: LossBook) -> str:
        try:
            data = self._package.data(part)
        except OfficeError as error:
            losses.lost(
                "picture", say("a picture cannot be read: {message}", message=error.message), part
            )
            return ""
        if not data or self._size + len(data) > LARGEST:
            losses.lost("picture", say("a picture is missing, or too large"), part)
            return ""
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._by_digest:
            return self._by_digest[digest]
        found = picture(data)
        ending = posixpath.splitext(part)[1].lower()
        if found is None and not _ENDING.fullmatch(ending):
            losses.lost("picture", say("a picture of an unknown kind is left out"), part)
            return ""
        name = f"{self._prefix}-{len(self.files) + 1}.{found.kind if found else ending[1:]}"
        self.files[name] = data
        self._size += len(data)
        self._by_digest[digest] = name
        if found:
            self._shown.add(name)
        else:
            losses.changed(
                "picture",
                say(
                    "a picture of the kind {ending}, which browsers do not show, is a "
                    "link to its file; save it as PNG to show it",
                    ending=ending[1:],
                ),
                name,
            )
        return name
