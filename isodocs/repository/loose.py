"""Loose objects: files of their own, which Git touches when the same object is written again."""

from __future__ import annotations

import os
import zlib
from hashlib import new

_MOST = 1 << 24
_NAMES = {40: "sha1", 64: "sha256"}
"""How objects are named, by the length of an id (gitformat-loose(5))."""


def is_sound(path: str) -> bool:
    """Whether the object in a file is the one of that name; not asked of large ones."""
    folder, rest = os.path.split(path)
    id = os.path.basename(folder) + rest
    try:
        with open(path, "rb") as file:
            unpacked = zlib.decompressobj().decompress(file.read(_MOST), _MOST)
    except (OSError, zlib.error):
        return False
    return (
        len(id) in _NAMES
        and new(_NAMES[len(id)], unpacked, usedforsecurity=False).hexdigest() == id
    )
