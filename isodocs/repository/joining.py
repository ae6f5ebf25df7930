"""Two lines of history brought together, file by file.

A file is taken whole from one side, never mixed line by line: what was approved is exact bytes, and
no program that a repository's configuration names for merging is ever run.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.repository import branches, history
from isodocs.repository.snapshot import CommitSnapshot

if TYPE_CHECKING:
    from isodocs.repository.git import Git
    from isodocs.repository.tree import TreeEntry


class Joined(NamedTuple):
    """What `theirs` brings to `ours`: paths from the top with what they become (None: gone).

    `conflicts` are the paths that both sides changed, each in its own way. `passed` gives the
    contents that a path had on the way of `theirs` since the two lines parted.
    """

    entries: Mapping[str, TreeEntry | None]
    conflicts: tuple[str, ...]
    passed: Mapping[str, frozenset[str]]


def join(git: Git, ours: str, theirs: str) -> Joined | None:
    """Bring the commit `theirs` to the commit `ours`; None where their histories do not show how.

    That is so where they have no common ancestor, or several of equal rank. Where one side's file
    is a state that the other side's has been through, the later one is taken.
    """
    git = git.at("")
    bases = branches.merge_bases(git, ours, theirs)
    if len(bases) != 1:
        return None
    before, here, there = (CommitSnapshot(git, id).entries for id in (bases[0], ours, theirs))
    changed = [p for p in there.keys() | before.keys() if there.get(p) != before.get(p)]
    passed = _passed(git, theirs, bases[0])
    mine: Mapping[str, frozenset[str]] | None = None
    entries: dict[str, TreeEntry | None] = {}
    conflicts = []
    for path in sorted(changed):
        old, own, new = before.get(path), here.get(path), there.get(path)
        if own == new:
            continue
        if own == old or (own and own.blob in passed.get(path, ())):
            entries[path] = new
            continue
        mine = _passed(git, ours, bases[0]) if mine is None else mine
        if not (new and new.blob in mine.get(path, ())):
            conflicts.append(path)
    conflicts += _covered({**here, **entries}, entries)
    return Joined(entries, tuple(conflicts), passed)


def _passed(git: Git, tip: str, base: str) -> dict[str, frozenset[str]]:
    """The contents that each path was given by the commits since `base`."""
    found: dict[str, set[str]] = defaultdict(set)
    for commit in history.walk(git, tip, exclude=[base]):
        for change in commit.changes:
            if change.new_blob:
                found[change.path].add(change.new_blob)
    return {path: frozenset(blobs) for path, blobs in found.items()}


def _covered(
    merged: Mapping[str, TreeEntry | None], changed: Mapping[str, TreeEntry | None]
) -> list[str]:
    """Changed files that would be where a folder is, or below a file."""
    files = {path for path, entry in merged.items() if entry}
    folders = {folder for path in files for folder in _above(path)}
    return [
        path
        for path, entry in changed.items()
        if entry and (path in folders or any(folder in files for folder in _above(path)))
    ]


def _above(path: str) -> list[str]:
    found = []
    while path := posixpath.dirname(path):
        found.append(path)
    return found
