"""What changed in a repository since it was last seen, as far as it shows from outside."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.repository.footprint import rows
from isodocs.repository.object_files import is_sound
from isodocs.repository.tree import EXECUTABLE, FILE

if TYPE_CHECKING:
    from isodocs.machine.moments import Changed
    from isodocs.repository.footprint import Roots, Row

_ANY = (
    *("logs/", "COMMIT_EDITMSG", "ORIG_HEAD", "FETCH_HEAD", "gc.", "worktrees/"),
    *("MERGE_", "AUTO_MERGE", "SQUASH_MSG", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"),
    *("rebase-merge/", "rebase-apply/", "sequencer/"),
)
"""What Git writes beside what it does, and no one asks for: of merges and rebases the index says
enough, and of other work trees nothing counts here."""
_POINTS = ("HEAD", "refs/", "packed-refs")
_OBJECTS = "objects/"
_INDEX = ("index", "index.lock")
_KIND, _OWNER = 1, slice(6, 8)
"""Where a row has the mode of a file, and whose it is."""


class Difference(NamedTuple):
    """Files of the work tree that were, and are, plain files; and whether the index is another.

    `others` came, went, or are something else now, each with its mode as Git has it (empty: gone).
    Commits may have been added as well.
    """

    files: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    in_index: bool


def difference(roots: Roots, changed: Iterable[Changed]) -> Difference | None:
    """What the folders that changed say; None where more changed than a `Difference` says."""
    files, others, in_index = [], [], False
    for path, before, after in _files(changed):
        inside = _within(path, (roots.directory, roots.common))
        if inside is None:
            name = os.path.relpath(path, roots.top)
            if _rewritten(before, after):
                files.append(name)
            elif not _is_folder(before) or not _is_folder(after):
                others.append((name, _mode(after)))
        elif inside in _INDEX:
            in_index = True
        elif inside.startswith(_OBJECTS):
            # One that is gone is packed elsewhere, or lost.
            if before is not None and not (after and is_sound(path)):
                return None
        elif not inside.startswith((*_ANY, *_POINTS)):
            return None
    return Difference(tuple(files), tuple(others), in_index)


def _files(changed: Iterable[Changed]) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Each file, or folder, that is not as it was."""
    for folder, before, after in changed:
        old, new = (rows(seen) if seen is not None else {} for seen in (before, after))
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                yield os.path.join(folder, name), old.get(name), new.get(name)


def _rewritten(before: Row | None, after: Row | None) -> bool:
    """Whether a plain file still is one, for the same people."""
    if before is None or after is None or not len(before) == len(after) > 1:
        return False
    same = before[_KIND] == after[_KIND] and before[_OWNER] == after[_OWNER]
    return same and stat.S_ISREG(before[_KIND])


def _is_folder(row: Row | None) -> bool:
    """Whether a row is of a folder, or of nothing: Git knows files alone."""
    return row is None or len(row) == 1


def _mode(row: Row | None) -> str:
    """The mode of a file as Git has it; none for one that is gone."""
    if row is None:
        return ""
    if _is_folder(row):
        return f"{stat.S_IFDIR:06o}"
    found = row[_KIND]
    if not stat.S_ISREG(found):
        return f"{stat.S_IFMT(found):06o}"
    return EXECUTABLE if found & stat.S_IXUSR else FILE


def _within(path: str, folders: Iterable[str]) -> str | None:
    """The rest of a path below one of the folders."""
    for folder in folders:
        if path.startswith(f"{folder}/"):
            return path[len(folder) + 1 :]
    return None
