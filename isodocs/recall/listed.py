"""Which files the index of a work tree has, by folder, and which it has other blobs of now."""

from __future__ import annotations

import marshal
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.machine.moments import Changed
    from isodocs.repository.index import Listed

_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""

_Row = tuple[str, str, int, bool, bool]
_UNTRACKED: _Row = ("", "", 0, False, False)
_PLAIN = ("100644", 0, False, False)


def listed(items: Iterable[Listed]) -> Mapping[str, bytes]:
    """What is listed of each folder, without what is not tracked: the folders show that.

    The items are in the order of the index.
    """
    folders: dict[str, dict[str, _Row]] = defaultdict(dict)
    for item in items:
        if item.mode:
            folder, _, name = item.path.rpartition("/")
            row = (item.blob, item.mode, item.stage, item.intended, item.skipped)
            folders[folder][name] = row
    return {folder: marshal.dumps(rows, _DETERMINATE) for folder, rows in folders.items()}


def rewritten(changed: Iterable[Changed]) -> Mapping[str, bool] | None:
    """The paths that have another blob in the index, and whether they came to it.

    None where anything else changed.
    """
    paths = {}
    for folder, before, after in changed:
        old, new = (
            marshal.loads(piece) if piece else {}  # noqa: S302 (our own)
            for piece in (before, after)
        )
        if not old.keys() <= new.keys():
            return None
        for name, row in new.items():
            known = old.get(name, _UNTRACKED)
            if row == known or (name not in old and row == _UNTRACKED):
                continue
            came = known == _UNTRACKED
            if row[1:] != (_PLAIN if came else known[1:]):
                return None
            paths[posixpath.join(folder, name)] = came
    return paths
