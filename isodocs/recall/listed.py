"""Which files the index of a work tree has, and which it has other blobs of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isodocs.repository.index import row_of

if TYPE_CHECKING:
    from isodocs.machine.moments import Changed
    from isodocs.repository.index import Listed

_PLAIN = (b"100644", b"0")


def listed(items: Iterable[Listed]) -> Mapping[str, bytes]:
    """What is listed of each path, without what is not tracked: the folders show that."""
    return {item.path: row_of(item) for item in items if item.mode}


def rewritten(changed: Iterable[Changed]) -> Mapping[str, bool] | None:
    """The paths that have another blob in the index, and whether they came to it.

    None where anything else changed.
    """
    paths = {}
    for path, before, after in changed:
        if after is None:
            return None
        if _beside_blob(after) != (_beside_blob(before) if before else _PLAIN):
            return None
        paths[path] = before is None
    return paths


def _beside_blob(row: bytes) -> tuple[bytes, bytes]:
    mode, _, stage = row.split(b" ")
    return mode, stage
