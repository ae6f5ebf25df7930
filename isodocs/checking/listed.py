"""Which files the index of a work tree has, by folder, and which it has other blobs of now."""

from __future__ import annotations

import marshal
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.machine.moments import Changed
    from isodocs.repository.work_tree import WorkTreeSnapshot

_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""

_Row = tuple[str, str, int, bool, bool]


def listed(snapshot: WorkTreeSnapshot) -> Mapping[str, bytes]:
    """What is listed of each folder, without what is not tracked: the folders show that."""
    folders: dict[str, dict[str, _Row]] = defaultdict(dict)
    for path, item in sorted(snapshot.listed.items()):
        if not item.mode:
            continue
        folder, name = posixpath.split(path)
        row = (item.blob, item.mode, item.stage, item.intended, item.skipped)
        folders[folder][name] = row
    return {folder: marshal.dumps(rows, _DETERMINATE) for folder, rows in folders.items()}


def rewritten(changed: Iterable[Changed]) -> frozenset[str] | None:
    """The paths that have another blob in the index; None where anything else changed."""
    paths = set()
    for folder, before, after in changed:
        if before is None or after is None:
            return None
        old, new = (marshal.loads(piece) for piece in (before, after))  # noqa: S302 (our own)
        if old.keys() != new.keys() or any(old[name][1:] != new[name][1:] for name in old):
            return None
        paths |= {posixpath.join(folder, name) for name in old if old[name] != new[name]}
    return frozenset(paths)
