"""Paths of files and folders, and which of them some disks take for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Set


class Paths(Set[str]):
    """Paths that never change."""

    __hash__ = object.__hash__  # what is found out of them is remembered by it

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._paths = frozenset(paths)

    @classmethod
    def _from_iterable(cls, paths: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def looking_like(self, looks: Collection[str]) -> set[str]:
        """Those that have one of these looks (`look`)."""
        whole = "\0".join(self._paths)  # of many at once
        found = whole.lower().split("\0") if whole.isascii() else map(look, self._paths)
        return {path for path, seen in zip(self._paths, found, strict=False) if seen in looks}


def look(path: str) -> str:
    """A path as disks that fold capitals and forms of one letter take it."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()
