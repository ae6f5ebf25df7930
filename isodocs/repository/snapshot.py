"""Snapshots: path -> bytes, at one commit, in the index, or in the work tree."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property, partial
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.repository import refs
from isodocs.repository.attributes import Attributes, is_attributes
from isodocs.repository.git_errors import escaped
from isodocs.repository.index import listing
from isodocs.repository.listed_files import with_others
from isodocs.repository.objects import LIMIT, blob_id
from isodocs.repository.stored import StoredSnapshot, above, as_read
from isodocs.repository.tree import FILE, Snapshot, SnapshotFile, TreeEntry, not_a_file, refuse
from isodocs.repository.work_tree import WorkTreeSnapshot
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.repository.git import Git

__all__ = [
    "CommitSnapshot",
    "Differing",
    "IndexSnapshot",
    "KnownWorkTree",
    "NotKnownError",
    "OverlaySnapshot",
    "Snapshot",
    "SnapshotFile",
    "TreeEntry",
    "WorkTreeSnapshot",
]


class CommitSnapshot(StoredSnapshot):
    """The files of one commit. HEAD of a repository without a commit has none."""

    def __init__(self, git: Git, rev: str = "HEAD") -> None:
        """Raises RepositoryError when there is no such commit."""
        self.git = git
        self.id = refs.head(git) if rev == "HEAD" else refs.commit_id(git, rev)

    @property
    def label(self) -> str:
        """The commit by its short id."""
        return say("commit {id}", id=self.id[:7]) if self.id else say("no commit yet")

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        return _files_of(self.git, self.id) if self.id else {}

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries

    def _above(self) -> Mapping[str, str]:
        if self.id is None:
            return {}
        names = above(self.git)
        out = os.fsdecode(self.git.run("ls-tree", "-z", "--full-tree", self.id, "--", *names))
        rows = (record.partition("\t") for record in out.split("\0")[:-1])
        entries = ((path, what.split(" ")) for what, _, path in rows)
        return {path: blob for path, (mode, _, blob) in entries if not not_a_file(mode)}


_LISTED: dict[tuple[Path, str, str], Mapping[str, TreeEntry]] = {}
"""The files of commits that were listed in this run, by repository, folder and id; a few."""
_FEW = 4
_ROW = expression(r"(\d{6}) [a-z]+ ([0-9a-f]+)\t([^\0]+)\0")
"""One file, as `git ls-tree -z` lists it."""


def _files_of(git: Git, commit: str) -> Mapping[str, TreeEntry]:
    """The files of a commit in the folder, listed once: several snapshots are of one commit."""
    key = (git.common_directory, git.prefix, commit)
    if key not in _LISTED:
        _keep(key, _listed(git, commit))
    return _LISTED[key]


def _keep(key: tuple[Path, str, str], entries: Mapping[str, TreeEntry]) -> None:
    if len(_LISTED) >= _FEW:
        del _LISTED[next(iter(_LISTED))]
    _LISTED[key] = entries


def _listed(git: Git, commit: str) -> Mapping[str, TreeEntry]:
    wanted, cut = (git.prefix,) if git.prefix else (), len(git.prefix)
    out = os.fsdecode(git.run("ls-tree", "-r", "-z", "--full-tree", commit, *wanted))
    rows = _ROW.findall(out)
    if cut:  # the folder may have been a file then
        rows = [
            (mode, blob, path[cut:]) for mode, blob, path in rows if path.startswith(git.prefix)
        ]
    entries = {intern(path): TreeEntry(intern(mode), intern(blob)) for mode, blob, path in rows}
    if len(entries) != len(rows):
        twice = Counter(path for _, _, path in rows).most_common(1)
        raise RepositoryError(
            say("the commit holds two files of this one path"),
            path=escaped(twice[0][0]),
            hint=say("No honest Git writes such a tree; `git fsck` names it."),
        )
    return entries


def is_listed(git: Git, commit: str) -> bool:
    """Whether the files of a commit (by its full id) are known already."""
    return (git.common_directory, git.prefix, commit) in _LISTED


def list_by_index(
    git: Git,
    commit: str,
    indexed: Mapping[str, TreeEntry] | None,
    changes: Iterable[Change],
    made: str = "",
) -> None:
    """Take the files of a commit from the index, but for what the index `changes` of it.

    Git keeps the index in one file, and a tree in one object for each folder: that takes a fifth of
    the time. `indexed` are its files (`index.files`); None with a conflict, which is not used.
    `made` is the commit that was made of this index.
    """
    key, key_made = ((git.common_directory, git.prefix, id) for id in (commit, made))
    if key in _LISTED or indexed is None:
        return
    if made:
        _keep(key_made, indexed)
    before = {
        each.path: TreeEntry(each.old_mode, each.old_blob) if each.old_blob else None
        for each in changes
    }
    _keep(key, with_others(indexed, before))


class IndexSnapshot(StoredSnapshot):
    """What the next commit would hold."""

    label: str = "index"

    def __init__(self, git: Git) -> None:
        self.git = git

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        entries = {}
        for item in listing(self.git):
            if item.stage:
                raise RepositoryError(
                    say("the merge is not finished: this file still has a conflict"),
                    path=escaped(item.path),
                    hint=say("Resolve it, `git add` it, and check again."),
                )
            if not item.intended:
                entries[item.path] = TreeEntry(item.mode, item.blob)
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`. Raises RepositoryError while a conflict is unresolved."""
        return self._entries

    def _above(self) -> Mapping[str, str]:
        found = listing(self.git.at(""), only=above(self.git))
        return {item.path: item.blob for item in found if not not_a_file(item.mode)}


class OverlaySnapshot:
    """Another snapshot with some files changed: what will be there once a change is made.

    `changes` gives the new content of paths, None for those that go.
    """

    def __init__(
        self, below: Snapshot, changes: Mapping[str, bytes | None], object_format: str
    ) -> None:
        self.below = below
        self.changes = changes
        self.object_format = object_format

    @property
    def label(self) -> str:
        """That of the snapshot below."""
        return self.below.label

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        entries = dict(self.below.entries)
        for path, data in self.changes.items():
            before = entries.pop(path, None)
            if data is not None:
                mode = before.mode if before and not not_a_file(before.mode) else FILE
                entries[path] = TreeEntry(mode, blob_id(data, self.object_format))
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries

    @cached_property
    def attributes(self) -> Attributes:
        """See `Snapshot.attributes`."""
        changed = {p: data for p, data in self.changes.items() if is_attributes(p)}
        return self.below.attributes.changed(changed) if changed else self.below.attributes

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`."""

        def changed(path: str) -> SnapshotFile | None:
            data = self.changes[path]
            return None if data is None else SnapshotFile(path, self._entries[path].blob, data)

        below = partial(self.below.read, limit=limit, refused=refused)
        for path, file in _read_over(below, paths, self.changes, changed, refused):
            yield path, as_read(self, path, file.blob, file.data)


def _read_over(
    below: Callable[[list[str]], Iterator[tuple[str, SnapshotFile]]],
    paths: Iterable[str],
    differing: Container[str],
    own: Callable[[str], SnapshotFile | None],
    refused: MutableMapping[str, str] | None,
) -> Iterator[tuple[str, SnapshotFile]]:
    """The files in the order asked for: `own` where they are differing, else those of `below`."""
    wanted = list(paths)
    same = below([path for path in wanted if path not in differing])
    following = next(same, None)
    for path in wanted:
        if path in differing:
            found = own(path)
            if found is None:
                refuse(path, say("is not there"), refused)
            else:
                yield path, found
        elif following is not None and following[0] == path:
            yield following
            following = next(same, None)


class NotKnownError(Exception):
    """A file was asked for whose content is not known."""


class Differing(NamedTuple):
    """A file that the commit has otherwise; `data` is None where it is not known."""

    entry: TreeEntry
    data: bytes | None


class KnownWorkTree:
    """A commit with the files that differ; None for those that are gone.

    No file that says how others are read (`.gitattributes`) may be among them.
    """

    label: str = WorkTreeSnapshot.label

    def __init__(self, below: CommitSnapshot, differing: Mapping[str, Differing | None]) -> None:
        self.below, self.differing = below, differing

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        others = {path: found.entry if found else None for path, found in self.differing.items()}
        return with_others(self.below.entries, others)

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries

    @property
    def attributes(self) -> Attributes:
        """See `Snapshot.attributes`."""
        return self.below.attributes

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`; raises NotKnownError for a content that is not known."""

        def known(path: str) -> SnapshotFile | None:
            found = self.differing[path]
            if found is None:
                return None
            if found.data is None:
                raise NotKnownError(path)
            return as_read(self, path, found.entry.blob, found.data)

        below = partial(self.below.read, limit=limit, refused=refused)
        return _read_over(below, paths, self.differing, known, refused)
