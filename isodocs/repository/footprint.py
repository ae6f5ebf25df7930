"""What a repository looks like from outside: every file below its folder, by its stat data.

As long as nothing that could be read has changed, whatever is read is the same. So nothing is
interpreted here: each file counts, whether Git tracks, ignores or forgot it, and so do Git's own:
HEAD, references, index, configuration, objects. Flags that make `git status` overlook a change
(assume-unchanged, skip-worktree, fsmonitor) have no say, and no filter is run.

A file counts with its name, kind, size, owner, inode and both times. Two changes within one tick of
the clock look alike: what was changed a moment ago must be waited for (`Times`).

This is asked before anything else is loaded, so it loads little itself.
"""

from __future__ import annotations

import marshal
import os
import stat
import time
from collections.abc import Container, Iterable, Mapping
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
TICK = 0.05
"""A clock that shows parts of seconds ticks every ten milliseconds, or late by five; in seconds."""

_GIT = ".git"
_CONTROL = ".isodocs"
_FETCHED = "FETCH_HEAD"
"""Each fetch writes it, also one that brings nothing: it counts by what it says."""
_SPECIAL = (_GIT, _FETCHED)
_LONGEST = 1 << 20
_SEEN = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_uid", "st_gid")
_WRITTEN, _CHANGED = 2, 3
"""Which of them say when a file was written, and when anything of it was changed."""
_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""
_SECOND = 1_000_000_000


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


class Times:
    """What the times of files and folders say, of a moment at which nothing is done to them.

    `folders` are those of folders: what was there only in between shows in them.
    `recent` says whether anything was changed, made or taken away within the margin before the
    moment, or after it. One who waits for a TICK before reading such a file reads what it will hold
    as long as it looks the same; unless a time is `coarse`: then its clock may tick that slowly.
    """

    __slots__ = ("coarse", "folders", "recent")

    def __init__(self, folders: Mapping[str, Row], recent: bool, coarse: bool) -> None:
        self.folders, self.recent, self.coarse = folders, recent, coarse


class Footprint:
    """What was seen of the folders that were added, and what was changed lately (`times`).

    That is, up to a margin before the moment `since`, in nanoseconds, or after it.
    """

    def __init__(self, since: int = 0) -> None:
        self._edge = since - MARGIN
        self._late: list[Row] = []
        self._whose = blake2b(digest_size=32)
        self._lively: set[str] = set()
        self.seen: dict[str, bytes] = {}
        """What was seen in each folder, as `rows` reads it."""
        self.files = 0
        """How many files and folders were seen."""
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
        lively: Iterable[str] = (),
        skipped: str = "",
        ignored: Container[str] = (),
    ) -> None:
        """Look at every file below `root`.

        Folders called `skipped` are left out; of those at the paths `ignored` only the names count.

        `lively` are folders in which something comes and goes that changes nothing. Raises
        UnclearError where there is too much, and OSError for what cannot be looked at.
        """
        self._lively.update(lively)
        waiting = [root]
        while waiting:
            waiting += self.look(waiting.pop(), skipped, ignored)

    def look(self, folder: str, skipped: str = "", ignored: Container[str] = ()) -> list[str]:
        """Look at the files of one folder; returns the folders in it, as `add` looks at them."""
        edge, late = self._edge, self._late
        rows: list[tuple[object, ...]] = []
        inside = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name != skipped:
                        rows.append((name,))
                        if not ignored or entry.path not in ignored:
                            inside.append(entry.path)
                elif name in _SPECIAL or entry.is_symlink():
                    rows.append((name, *self._special(entry)))
                else:
                    seen = _SEEN(entry.stat(follow_symlinks=False))
                    if seen[_CHANGED] >= edge or seen[_WRITTEN] >= edge:
                        late.append(seen)
                    rows.append((name, *seen))
        self.files += len(rows)
        if self.files > MOST:
            raise UnclearError("too many files")
        rows.sort()
        self.seen[folder] = marshal.dumps((folder, rows), _DETERMINATE)
        return inside

    def own(self, folder: str) -> None:
        """Look at whose a folder is: Git trusts no other user's."""
        found = os.lstat(folder)
        self._whose.update(repr((folder, found.st_mode, found.st_uid, found.st_gid)).encode())

    def times(self) -> Times:
        """What the times say; those of folders are as they are now.

        Raises OSError for a folder that is gone.
        """
        edge, latest = self._edge, time.time_ns() + MARGIN
        looked = {each: os.lstat(each) for each in self.seen if each not in self._lively}
        folders = {each: (found.st_mtime_ns, found.st_ctime_ns) for each, found in looked.items()}
        pairs = [(seen[_WRITTEN], seen[_CHANGED]) for seen in self._late]
        pairs += [pair for pair in folders.values() if max(pair) >= edge]
        # Anyone may write that a file was changed in the future; the inode's time is the clock's.
        recent = [written for written, _ in pairs if edge <= written <= latest]
        recent += [changed for _, changed in pairs if changed >= edge]
        return Times(folders, bool(recent), not all(each % _SECOND for each in recent))

    def _special(self, entry: os.DirEntry[str]) -> tuple[object, ...]:
        """What is seen of a link, and of a file that is more than what it looks like."""
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            self.links.append(entry.path)
        elif entry.name == _GIT:
            self.pointers.append(entry.path)
        elif entry.name == _FETCHED and found.st_size < _LONGEST:
            return (read(entry.path),)
        seen: Row = _SEEN(found)
        if seen[_CHANGED] >= self._edge or seen[_WRITTEN] >= self._edge:
            self._late.append(seen)
        return seen


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
    clear(found, roots, folders)
    return found


def clear(found: Footprint, roots: Roots, folders: Iterable[str]) -> None:
    """Raise UnclearError where something in these folders leads out, and Git or we follow it."""
    if os.path.lexists(os.path.join(roots.common, "objects/info/alternates")):
        raise UnclearError("some objects are elsewhere")
    own = (roots.directory, roots.common)
    for link in found.links:
        ours = _CONTROL in (os.path.basename(link), os.path.basename(os.path.dirname(link)))
        if ours or any(_is_below(link, folder) for folder in own):
            raise UnclearError(link)
    for pointer in found.pointers:
        if not any(_is_below(_named_in(pointer), folder) for folder in folders):
            raise UnclearError(pointer)


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
