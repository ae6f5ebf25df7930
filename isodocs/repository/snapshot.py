"""Snapshots: path -> bytes, at one commit, in the index, or in the work tree."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property

from isodocs.errors import RepositoryError
from isodocs.repository import refs
from isodocs.repository.git import Git, escaped
from isodocs.repository.index import listing
from isodocs.repository.objects import LIMIT, blob_id, read_blobs
from isodocs.repository.tree import FILE, Snapshot, SnapshotFile, TreeEntry, not_a_file, refuse
from isodocs.repository.work_tree import WorkTreeSnapshot

__all__ = [
    "CommitSnapshot",
    "IndexSnapshot",
    "OverlaySnapshot",
    "Snapshot",
    "SnapshotFile",
    "TreeEntry",
    "WorkTreeSnapshot",
]


class _StoredSnapshot(ABC):
    """The half that the commit and the index share: their bytes are Git objects."""

    git: Git

    @property
    @abstractmethod
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`."""
        waiting: deque[tuple[str, str]] = deque()
        for path in paths:
            entry = self.entries.get(path)
            if entry is None:
                refuse(path, "is not there", refused)
            elif reason := not_a_file(entry.mode):
                refuse(path, reason, refused)
            else:
                waiting.append((path, entry.blob))
        ids = [blob for _, blob in waiting]
        faults: dict[str, str] = {}
        for blob, data in read_blobs(self.git, ids, limit=limit, refused=faults):
            # What was asked for before this one and did not come has its reason in `faults`.
            while waiting[0][1] != blob:
                self._refuse_next(waiting, faults, refused)
            path, _ = waiting.popleft()
            yield path, SnapshotFile(path, blob, data)
        while waiting:
            self._refuse_next(waiting, faults, refused)

    def _refuse_next(
        self,
        waiting: deque[tuple[str, str]],
        faults: Mapping[str, str],
        refused: MutableMapping[str, str] | None,
    ) -> None:
        path, blob = waiting.popleft()
        refuse(path, f"cannot be read: object {blob} {faults[blob]}", refused)


class CommitSnapshot(_StoredSnapshot):
    """The files of one commit. HEAD of a repository without a commit has none."""

    def __init__(self, git: Git, rev: str = "HEAD") -> None:
        """Raises RepositoryError when there is no such commit."""
        self.git = git
        self.id = refs.head(git) if rev == "HEAD" else refs.commit_id(git, rev)

    @property
    def label(self) -> str:
        """The commit by its short id."""
        return f"commit {self.id[:7]}" if self.id else "no commit yet"

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        if self.id is None:
            return {}
        entries = {}
        prefix = self.git.prefix
        wanted = (prefix,) if prefix else ()
        out = os.fsdecode(self.git.run("ls-tree", "-r", "-z", "--full-tree", self.id, *wanted))
        for record in out.split("\0")[:-1]:
            what, _, full = record.partition("\t")
            mode, _, blob = what.split(" ")
            path = self.git.inside(full)
            if path is None:
                continue  # the folder was a file then
            if path in entries:
                raise RepositoryError(
                    "the commit holds two files of this one path",
                    path=escaped(path),
                    hint="No honest Git writes such a tree; `git fsck` names it.",
                )
            entries[path] = TreeEntry(mode, blob)
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""
        return self._entries


class IndexSnapshot(_StoredSnapshot):
    """What the next commit would hold."""

    label = "index"

    def __init__(self, git: Git) -> None:
        self.git = git

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        entries = {}
        for item in listing(self.git):
            if item.stage:
                raise RepositoryError(
                    "the merge is not finished: this file still has a conflict",
                    path=escaped(item.path),
                    hint="Resolve it, `git add` it, and check again.",
                )
            if not item.intended:
                entries[item.path] = TreeEntry(item.mode, item.blob)
        return entries

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`. Raises RepositoryError while a conflict is unresolved."""
        return self._entries


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

    def read(
        self,
        paths: Iterable[str],
        *,
        limit: int = LIMIT,
        refused: MutableMapping[str, str] | None = None,
    ) -> Iterator[tuple[str, SnapshotFile]]:
        """See `Snapshot.read`."""
        wanted = list(paths)
        unchanged = [path for path in wanted if path not in self.changes]
        below = self.below.read(unchanged, limit=limit, refused=refused)
        following = next(below, None)
        for path in wanted:
            data = self.changes.get(path)
            if data is not None:
                yield path, SnapshotFile(path, self._entries[path].blob, data)
            elif path in self.changes:
                refuse(path, "is not there", refused)
            elif following is not None and following[0] == path:
                yield following
                following = next(below, None)
