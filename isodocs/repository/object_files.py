"""Files of Git's objects: Git touches one, alone or a whole pack, when it would be written again.

What Git reads from it is then the same, unless someone wrote to the file.
"""

from __future__ import annotations

import os
import zlib
from hashlib import new

_MOST = 1 << 24
_MOST_PACKED = 1 << 29
"""To read a larger pack takes longer than it saves."""
_PIECE = 1 << 20
_NAMES = {40: "sha1", 64: "sha256"}
"""How objects are named, by the length of an id (gitformat-loose(5))."""


def is_sound(path: str) -> bool:
    """Whether the file is of the objects that it was of; not asked of large ones."""
    try:
        return _is_sound_pack(path) if path.endswith(".pack") else _is_sound_object(path)
    except (OSError, zlib.error):
        return False


def _is_sound_object(path: str) -> bool:
    """Whether the object in a file of its own is the one of that name."""
    folder, rest = os.path.split(path)
    id = os.path.basename(folder) + rest
    with open(path, "rb") as file:
        stream = zlib.decompressobj()
        unpacked = stream.decompress(file.read(_MOST), _MOST)
    return (
        len(id) in _NAMES
        and stream.eof
        and not stream.unused_data
        and new(_NAMES[len(id)], unpacked, usedforsecurity=False).hexdigest() == id
    )


def _is_sound_pack(path: str) -> bool:
    """Whether a pack is the one that its index was made of (gitformat-pack(5)).

    Its digest is its end; the index has that before its own.
    """
    length = len(os.path.basename(path)) - len("pack-.pack")
    if length not in _NAMES:
        return False
    digest = new(_NAMES[length], usedforsecurity=False)
    with open(path, "rb") as file, open(path[: -len("pack")] + "idx", "rb") as index:
        left = os.fstat(file.fileno()).st_size - digest.digest_size
        index.seek(-2 * digest.digest_size, os.SEEK_END)
        indexed = index.read(digest.digest_size)
        if not 0 <= left <= _MOST_PACKED:
            return False
        while left and (piece := file.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        return not left and file.read() == indexed == digest.digest()
