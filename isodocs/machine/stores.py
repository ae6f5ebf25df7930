"""The files in which something is remembered, to be looked at and removed."""

from __future__ import annotations

import os
import re

from isodocs.expressions import expression
from isodocs.machine import store
from isodocs.named_tuple import NamedTuple

_NAME = expression(rf"[0-9a-f]{{32}}{re.escape(store.SUFFIX)}")


class StoreFile(NamedTuple):
    """What is remembered of one repository."""

    path: str
    repository: str
    """Its Git folder; empty where the file does not say so credibly."""
    size: int
    """Bytes."""
    used: float
    """When something was added last, in seconds since 1970."""


def stores() -> tuple[StoreFile, ...]:
    """Every file, the one that was added to last first; none where there is no folder for them."""
    folder = store.folder()
    found = []
    try:
        names = os.listdir(folder) if folder else []
    except OSError:
        names = []
    for name in names:
        path = os.path.join(folder or "", name)
        if _NAME.fullmatch(name) and os.path.isfile(path):
            seen = os.stat(path)
            found.append(StoreFile(path, store.repository_of(path), seen.st_size, seen.st_mtime))
    return tuple(sorted(found, key=lambda each: each.used, reverse=True))


def clear(files: tuple[StoreFile, ...]) -> int:
    """Remove these files; returns how many bytes they had. Raises OSError for one that stays."""
    for file in files:
        for suffix in (*store.BESIDE, ""):
            if os.path.lexists(file.path + suffix):
                os.unlink(file.path + suffix)
    return sum(file.size for file in files)
