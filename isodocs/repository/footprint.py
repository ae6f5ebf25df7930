"""What a repository looks like from outside: every file below its folder, by its stat data.

As long as nothing that could be read has changed, whatever is read is the same. So nothing is
interpreted here: each file counts, whether Git tracks, ignores or forgot it, and so do Git's own:
HEAD, references, index, configuration, objects. Flags that make `git status` overlook a change
(assume-unchanged, skip-worktree, fsmonitor) have no say, and no filter is run.

A file counts with its name, kind, size, owner, inode and both times. Two changes within one tick of
the clock look alike, so what was changed a moment ago is `recent`: nothing is concluded from it.

This is asked before anything else is loaded, so it loads little itself.
"""

from __future__ import annotations

import marshal
import os
import stat
import time
from collections.abc import Container, Iterable
from hashlib import blake2b
from operator import attrgetter

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from typing import Any

    Row = tuple[Any, ...]

MOST = 4_000_000
"""Looking at more files than that takes too long for what it saves."""
MARGIN = 2_000_000_000
"""The coarsest clock of a file system ticks every two seconds; in nanoseconds."""

_GIT = ".git"
_CONTROL = ".isodocs"
_FETCHED = "FETCH_HEAD"
"""Each fetch writes it, also one that brings nothing: it counts by what it says."""
_LONGEST = 1 << 20
_SEEN = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_uid", "st_gid")
_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""


class UnclearError(Exception):
    """What decides an answer cannot be seen from outside."""


class Roots:
    """A repository: its work tree, and its Git directories, which differ in a linked work tree."""

    __slots__ = ("common", "directory", "top")

    def __init__(self, top: str, directory: str, common: str) -> None:
        self.top, self.directory, self.common = top, directory, common


def find(folder: str) -> Roots | None:
    """The repository around `folder`, all links followed; None where there is none.

    Git may see another one, so what it says is compared before anything is concluded.
    """
    top = os.path.realpath(folder)
    while not os.path.lexists(path := os.path.join(top, _GIT)):
        if top == os.path.dirname(top):
            return None
        top = os.path.dirname(top)
    directory = path if os.path.isdir(path) else _named_in(path)
    if not directory or os.path.islink(path):
        return None
    common = os.fsdecode(read(os.path.join(directory, "commondir")) or b"").strip()
    return Roots(top, directory, os.path.normpath(os.path.join(directory, common)))


class Footprint:
    """What was seen of the folders that were added.

    With `since`, a moment in nanoseconds, folders count with their times as well. `recent` then
    says whether anything was changed, made or taken away after it, or within the margin before.
    """

    def __init__(self, since: int = 0) -> None:
        self._edge = since - MARGIN if since else 0
        self._now = time.time_ns() + MARGIN
        self._whose = blake2b(digest_size=32)
        self.seen: dict[str, bytes] = {}
        """What was seen in each folder, as `rows` reads it."""
        self.files = 0
        """How many files and folders were seen."""
        self.recent = False
        self.links: list[str] = []
        """The symbolic links."""
        self.pointers: list[str] = []
        """The files called `.git`, which say that a repository is elsewhere."""

    @property
    def digest(self) -> bytes:
        """Two that were seen alike have the same one."""
        digest = self._whose.copy()
        for folder in sorted(self.seen):
            digest.update(self.seen[folder])
        return digest.digest()

    def add(
        self,
        root: str,
        *,
        lively: Container[str] = (),
        skipped: str = "",
        ignored: Container[str] = (),
    ) -> None:
        """Look at every file below `root`.

        Folders called `skipped` are left out; of those at the paths `ignored` only the names count.

        `lively` are folders in which something comes and goes that changes nothing. Raises
        UnclearError where there is too much, and OSError for what cannot be looked at.
        """
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            rows: list[tuple[object, ...]] = []
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        rows.append((entry.name, *self._file(entry)))
                    elif entry.name != skipped:
                        rows.append((entry.name,))
                        if entry.path not in ignored:
                            waiting.append(entry.path)
            if self._edge and folder not in lively:
                self._look(os.lstat(folder))
            self.files += len(rows)
            if self.files > MOST:
                raise UnclearError("too many files")
            rows.sort()
            self.seen[folder] = marshal.dumps((folder, rows), _DETERMINATE)

    def own(self, folder: str) -> None:
        """Look at whose a folder is: Git trusts no other user's."""
        found = os.lstat(folder)
        self._whose.update(repr((folder, found.st_mode, found.st_uid, found.st_gid)).encode())

    def _file(self, entry: os.DirEntry[str]) -> tuple[object, ...]:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            self.links.append(entry.path)
        elif entry.name == _GIT:
            self.pointers.append(entry.path)
        elif entry.name == _FETCHED and found.st_size < _LONGEST:
            return (read(entry.path),)
        if self._edge:
            self._look(found)
        seen: tuple[object, ...] = _SEEN(found)
        return seen

    def _look(self, found: os.stat_result) -> None:
        # Anyone may write that a file was changed in the future; the inode's time is the clock's.
        if found.st_ctime_ns >= self._edge or self._edge <= found.st_mtime_ns <= self._now:
            self.recent = True


def rows(seen: bytes) -> dict[str, Row]:
    """What was seen in a folder: the names of folders alone, of files also what `_SEEN` gives."""
    found: list[Row] = marshal.loads(seen)[1]  # noqa: S302 (it comes from here, or from the store)
    return {row[0]: row for row in found}


def of_repository(roots: Roots, since: int = 0, ignored: Iterable[str] = ()) -> Footprint:
    """The footprint of a repository; `since` as in `Footprint`, `ignored` as in `add`.

    Raises UnclearError where Git or we would follow something that leads out of it, and OSError for
    what cannot be looked at.
    """
    found = Footprint(since)
    folders = [roots.top]
    for other in (roots.common, roots.directory):
        if not any(_is_below(other, folder) for folder in folders):
            folders.append(other)
    own = (roots.directory, roots.common)
    for folder in sorted({roots.top, *own}):
        found.own(folder)
    left_out = frozenset(ignored)
    for folder in folders:
        # Git makes and removes its locks in its own folders also when it only looks.
        found.add(folder, lively=own, ignored=left_out)
    if os.path.lexists(os.path.join(roots.common, "objects/info/alternates")):
        raise UnclearError("some objects are elsewhere")
    for link in found.links:
        ours = _CONTROL in (os.path.basename(link), os.path.basename(os.path.dirname(link)))
        if ours or any(_is_below(link, folder) for folder in own):
            raise UnclearError(link)
    for pointer in found.pointers:
        if not any(_is_below(_named_in(pointer), folder) for folder in folders):
            raise UnclearError(pointer)
    return found


def read(path: str) -> bytes | None:
    """What a small file says; None where there is none. Raises UnclearError for anything else."""
    try:
        # Opening a named pipe would wait for someone to write to it.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnclearError(path)
            data = file.read(_LONGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(data) > _LONGEST:
        raise UnclearError(path)
    return data


def _named_in(pointer: str) -> str:
    """The Git directory that a `.git` file names; empty where it names none."""
    said = os.fsdecode(read(pointer) or b"")
    start, _, named = said.rstrip("\r\n").partition(": ")
    if start != "gitdir" or not named:
        return ""
    return os.path.normpath(os.path.join(os.path.dirname(pointer), named))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
