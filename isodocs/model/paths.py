"""Paths of files and folders, and which of them some disks take for one."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Set

from isodocs.dataclass import immutable


class Paths(Set[str]):
    """Paths that never change; which they are may be found only when it is asked."""

    __hash__ = object.__hash__  # what is found out of them is remembered by it

    @classmethod
    def _from_iterable(cls, paths: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(paths)

    @abstractmethod
    def looking_like(self, looks: Collection[str]) -> set[str]:
        """Those that have one of these looks (`look`)."""


@immutable(frozen=True, eq=False)
class PathsKnown(Paths):
    """Paths that are all known."""

    paths: frozenset[str] = frozenset()

    def __contains__(self, path: object) -> bool:
        return path in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def looking_like(self, looks: Collection[str]) -> set[str]:
        """See `Paths`."""
        whole = "\0".join(self.paths)  # of many at once
        found = whole.lower().split("\0") if whole.isascii() else map(look, self.paths)
        return {path for path, seen in zip(self.paths, found, strict=False) if seen in looks}


def look(path: str) -> str:
    """A path as disks that fold capitals and forms of one letter take it."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
