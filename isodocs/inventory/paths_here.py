"""The files and folders of a snapshot, found when they are asked for where it can be asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property

from isodocs.inventory.placement import FILE_MODES
from isodocs.model.paths import Paths, PathsKnown, look
from isodocs.repository.listed_files import ListedFiles
from isodocs.repository.tree import TreeEntry

Entries = Mapping[str, TreeEntry]
_FEW = 200
"""So many paths are looked for one by one before all are read."""


def paths_of(entries: Entries) -> tuple[Paths, Paths]:
    """All files and folders of a snapshot, and which of them are plain files."""
    if isinstance(entries, ListedFiles):
        return _PathsListed(entries, _is_here, _with_folders), _PathsListed(
            entries, _is_plain, _plain
        )
    return PathsKnown(_with_folders(entries)), PathsKnown(_plain(entries))


class _PathsListed(Paths):
    """Paths of listed files; `has` says whether one is among them, `find` gives all."""

    def __init__(
        self,
        entries: ListedFiles,
        has: Callable[[ListedFiles, str], bool],
        find: Callable[[Entries], frozenset[str]],
    ) -> None:
        self._entries, self._has, self._find = entries, has, find
        self._asked = 0

    @cached_property
    def _paths(self) -> frozenset[str]:
        return self._find(self._entries)

    def __contains__(self, path: object) -> bool:
        self._asked += 1
        if self._asked > _FEW:
            return path in self._paths
        return isinstance(path, str) and self._has(self._entries, path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def looking_like(self, looks: Collection[str]) -> set[str]:
        """See `Paths`."""
        found = self._entries.spelt(looks)
        return {path for path in found if look(path) in looks and self._has(self._entries, path)}


def _is_here(entries: ListedFiles, path: str) -> bool:
    return path in entries or entries.is_folder(path)


def _is_plain(entries: ListedFiles, path: str) -> bool:
    found = entries.get(path)
    return found is not None and found.mode in FILE_MODES


def _plain(entries: Entries) -> frozenset[str]:
    return frozenset([path for path, (mode, _) in entries.items() if mode in FILE_MODES])


def _with_folders(entries: Entries) -> frozenset[str]:
    folders: set[str] = set()
    above = {path.rpartition("/")[0] for path in entries}
    while above := above - folders:
        folders |= above
        above = {folder.rpartition("/")[0] for folder in above}
    return frozenset((folders - {""}).union(entries))
