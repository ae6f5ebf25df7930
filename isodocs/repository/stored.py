"""Reading files whose bytes are Git objects, and what their attributes make of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.repository import attributes, conversion
from isodocs.repository.attributes import Attributes
from isodocs.repository.listed_files import with_any
from isodocs.repository.objects import LIMIT, read_blobs
from isodocs.repository.tree import Snapshot, SnapshotFile, TreeEntry, not_a_file, refuse
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git


def above(git: Git) -> list[str]:
    """Where attributes are looked for above the folder that is looked at, from the top down."""
    names = git.folder.split("/") if git.folder else []
    return ["/".join([*names[:depth], attributes.NAME]) for depth in range(len(names))]


def as_read(snapshot: Snapshot, path: str, blob: str, data: bytes) -> SnapshotFile:
    """The file; what its bytes stand for where they are a pointer and its path is in Git LFS."""
    found = conversion.pointer(data)
    if found and (
        attributes.is_attributes(path) or not conversion.in_lfs(snapshot.attributes, path)
    ):
        found = None
    return SnapshotFile(path, blob, data, found)


class StoredSnapshot(ABC):
    """What the commit and the index share: their bytes are Git objects."""

    git: Git

    @property
    @abstractmethod
    def label(self) -> str:
        """See `Snapshot.label`."""

    @property
    @abstractmethod
    def entries(self) -> Mapping[str, TreeEntry]:
        """See `Snapshot.entries`."""

    @cached_property
    def attributes(self) -> Attributes:
        """See `Snapshot.attributes`. Links are not followed, as Git does not."""
        named = with_any(self.entries, attributes.NAME)
        names = [path for path in named if attributes.is_attributes(path)]
        files = self.read(names, limit=attributes.LIMIT, refused={}) if names else ()
        found = {self.git.prefix + path: file.data for path, file in files}
        upper = {} if not self.git.folder else self._above()
        blobs = dict(read_blobs(self.git, upper.values(), limit=attributes.LIMIT, refused={}))
        found |= {path: blobs[blob] for path, blob in upper.items() if blob in blobs}
        return Attributes(found, prefix=self.git.prefix)

    @abstractmethod
    def _above(self) -> Mapping[str, str]:
        """The plain files among the paths of `above`, and their blobs."""

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
                refuse(path, say("is not there"), refused)
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
            yield path, as_read(self, path, blob, data)
        while waiting:
            self._refuse_next(waiting, faults, refused)

    def _refuse_next(
        self,
        waiting: deque[tuple[str, str]],
        faults: Mapping[str, str],
        refused: MutableMapping[str, str] | None,
    ) -> None:
        path, blob = waiting.popleft()
        refuse(
            path,
            say("cannot be read: object {blob} {faults}", blob=blob, faults=faults[blob]),
            refused,
        )
