"""The names of folders and files below a root, in lists that are gone through fast.

The system notes a time in a folder when a name comes to it or goes. So where the times of all
folders are as they were, there are the same files, and only these must be looked at.

This is asked before anything else is loaded, so it loads little itself.
"""

from __future__ import annotations

import marshal
import os
from _blake2 import blake2b  # that of `hashlib`, which loads OpenSSL
from _operator import attrgetter

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Looks = tuple[int, int, int]
    Listing = tuple[Looks, Sequence[str], Sequence[str]]
    """How a folder looked, and the names of the folders and of the files in it."""

NOT_KEPT: Looks = (0, 0, 0)
"""How no folder looks: what is in such a one must be listed again."""
LOOKS_OF_FOLDER = attrgetter("st_mtime_ns", "st_ctime_ns", "st_ino")
"""What shows that names came to a folder or went: as long as it is the same, so are they."""
SPECIAL = (".git", "FETCH_HEAD")
"""Files that count by more than what they look like."""
_ENDS = tuple(f"/{name}" for name in SPECIAL)
DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""
_FEW = 8
"""So many folders are listed again one by one."""
_SHARE = 50
"""When one folder of so many looks otherwise, all are written again."""


class TreeNames:
    """The folders below a root, in order, how each looks, and the files in them, folder by folder.

    `counts` says how many files each has, `beside` which folders in one are not looked into, and
    `lively` which have one that is left out altogether. `special` are the places of such files.
    Equal names have an equal `digest`.
    """

    __slots__ = ("beside", "counts", "digest", "files", "folders", "lively", "looks", "special")

    def __init__(
        self,
        folders: list[str],
        looks: list[Looks],
        files: list[str],
        counts: list[int],
        beside: Mapping[str, Sequence[str]],
        lively: Sequence[str],
        special: Sequence[int],
        digest: bytes,
    ) -> None:
        self.folders, self.looks, self.files, self.counts = folders, looks, files, counts
        self.beside, self.lively, self.special, self.digest = beside, lively, special, digest

    @classmethod
    def of(
        cls,
        listings: Mapping[str, Listing],
        beside: Mapping[str, Sequence[str]],
        lively: Sequence[str] = (),
    ) -> TreeNames:
        """Those of folders that were listed."""
        folders = sorted(listings)
        files: list[str] = []
        for folder in folders:
            start = within(folder)
            files += [start + name for name in sorted(listings[folder][2])]
        special = [at for at, path in enumerate(files) if path.endswith(_ENDS)]
        said = marshal.dumps((folders, files, sorted(beside.items())), DETERMINATE)
        return cls(
            folders,
            [listings[folder][0] for folder in folders],
            files,
            [len(listings[folder][2]) for folder in folders],
            beside,
            lively,
            special,
            blake2b(said, digest_size=32).digest(),
        )

    def packed(self, looks: list[Looks]) -> bytes:
        """All that as bytes, with how the folders look whose names may be relied on."""
        texts = "\0".join(self.folders), "\0".join(self.files)
        few = (dict(self.beside), [*self.lively], [*self.special], self.digest)
        return marshal.dumps((*texts, looks, self.counts, *few))

    @classmethod
    def unpacked(cls, data: bytes) -> TreeNames:
        """What `packed` gave."""
        folders, files, looks, counts, *few = marshal.loads(data)  # noqa: S302 (our own)
        listed = files.split("\0") if files else []
        return cls(folders.split("\0"), looks, listed, counts, *few)

    def now(self, skipped: str) -> TreeNames | None:
        """The same names with the looks of now; None where others may have come, or some are gone.

        `skipped` as in `Footprint.add`. Raises OSError for what cannot be looked at.
        """
        try:
            looks = list(map(LOOKS_OF_FOLDER, map(os.stat, self.folders)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        if looks != self.looks:
            pairs = enumerate(zip(looks, self.looks, strict=True))
            others = [at for at, (now, before) in pairs if now != before]
            if len(others) > _FEW or not all(self._is_as_listed(at, skipped) for at in others):
                return None
        return self._with(looks)

    def _is_as_listed(self, at: int, skipped: str) -> bool:
        """Whether a folder has the names in it that are known."""
        folder, first = self.folders[at], sum(self.counts[:at])
        start = within(folder)
        below = (path[len(start) :] for path in self.folders if path.startswith(start))
        inside = {name for name in below if name and "/" not in name}
        paths = self.files[first : first + self.counts[at]]
        folders, files = names_in(folder)
        if folder in self.lively:
            folders = [name for name in folders if name != skipped]
        return inside.union(self.beside.get(folder, ())) == {*folders} and {
            path[len(start) :] for path in paths
        } == {*files}

    def settled(self, edge: int) -> TreeNames:
        """The same, without how those folders look that were not changed before the `edge`."""
        looks = [each if each[0] < edge and each[1] < edge else NOT_KEPT for each in self.looks]
        return self._with(looks)

    def _with(self, looks: list[Looks]) -> TreeNames:
        few = (self.beside, self.lively, self.special, self.digest)
        return TreeNames(self.folders, looks, self.files, self.counts, *few)

    def listings(self) -> dict[str, Listing]:
        """What is listed of each folder."""
        return {
            folder: (looks, inside, files)
            for (folder, inside, files), looks in zip(self.each(), self.looks, strict=True)
        }

    def each(self) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
        """Each folder, with the names of the folders and of the files in it."""
        inside: dict[str, list[str]] = {
            folder: [*self.beside.get(folder, ())] for folder in self.folders
        }
        for folder in self.folders:
            parent, _, name = folder.rpartition("/")
            if name and (parent or "/") in inside:
                inside[parent or "/"].append(name)
        end = 0
        for folder, count in zip(self.folders, self.counts, strict=True):
            start, end = end, end + count
            size = len(within(folder))
            yield folder, inside[folder], [path[size:] for path in self.files[start:end]]

    def kept(self, before: TreeNames, known: TreeNames | None, edge: int) -> bytes | None:
        """What is kept of these names; None where that is not worth it, as `known` is most of it.

        The names in a folder are relied on where it looked the same `before`, and last changed
        before the `edge`: what came or went within the same tick of any clock has shown by then.
        """
        if self.digest != before.digest:
            return None
        pairs = zip(self.settled(edge).looks, before.looks, strict=True)
        looks = [now if now == then else NOT_KEPT for now, then in pairs]
        if known and known.digest == self.digest:
            new = sum(a != b for a, b in zip(looks, known.looks, strict=True))
            if new <= len(looks) // _SHARE:
                return None
        return self.packed(looks)


def names_in(folder: str) -> tuple[list[str], list[str]]:
    """The names of the folders, and of all else, in a folder."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return folders, files


def within(folder: str) -> str:
    """How the paths of what is in a folder begin."""
    return folder if folder.endswith("/") else f"{folder}/"
