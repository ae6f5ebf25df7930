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
from _blake2 import blake2b  # that of `hashlib`, which loads OpenSSL
from _operator import attrgetter

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from typing import Any

    Row = tuple[Any, ...]
    Listing = tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]

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
_AT_ONCE = 200
"""What was seen in so many folders goes into a digest together."""
_SEEN = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_uid", "st_gid")
_SEEN_OF_FOLDER = attrgetter("st_mtime_ns", "st_ctime_ns", "st_ino")
"""What shows that names came to a folder or went: as long as it is the same, so are they."""
_KIND, _WRITTEN, _CHANGED = 0, 2, 3
"""Which of them say what a file is, when it was written, and when anything of it was changed."""
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

    That is, up to a margin before the moment `since`, in nanoseconds, or after it. `known` says
    what was `listed` of folders earlier: those that look as they did then are not listed again.
    """

    def __init__(self, since: int = 0, known: Mapping[str, Listing] | None = None) -> None:
        self._edge = since - MARGIN
        self._known = known or {}
        self._late: list[Row] = []
        self._whose = blake2b(digest_size=32)
        self._lively: set[str] = set()
        self._folders: dict[str, tuple[int, int, int]] = {}
        self.listed: dict[str, Listing] = {}
        """How each folder looked in which nothing came or went lately, and the names of folders
        and of files in it. Another change within the same tick of a clock may have been missed."""
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
        folders = sorted(self.seen)
        for start in range(0, len(folders), _AT_ONCE):
            digest.update(b"".join(map(self.seen.__getitem__, folders[start : start + _AT_ONCE])))
        return digest.digest()

    def is_like(self, other: Footprint) -> bool:
        """Whether the same was seen, as their digests would say."""
        return self._whose.digest() == other._whose.digest() and self.seen == other.seen

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

        `lively` are folders in which something comes and goes that changes nothing, as are those
        that have a folder which is left out. Raises UnclearError where there is too much, and
        OSError for what cannot be looked at.
        """
        self._lively.update(lively)
        waiting = [root]
        while waiting:
            waiting += self.look(waiting.pop(), skipped, ignored)

    def look(self, folder: str, skipped: str = "", ignored: Container[str] = ()) -> list[str]:
        """Look at the files of one folder; returns the folders in it, as `add` looks at them."""
        edge, late = self._edge, self._late
        # Looked at before it is listed: what comes or goes after that shows the next time.
        looks: tuple[int, int, int] = _SEEN_OF_FOLDER(os.stat(folder))
        self._folders[folder] = looks
        listing = self._known.get(folder)
        if listing is None or listing[0] != looks:
            listing = (looks, *_names_in(folder))
        if looks[0] < edge and looks[1] < edge:
            self.listed[folder] = listing
        _, folders, files = listing
        if skipped in folders:
            self._lively.add(folder)
            folders = tuple(name for name in folders if name != skipped)
        within = folder if folder.endswith("/") else f"{folder}/"
        rows: list[tuple[object, ...]] = [(name,) for name in folders]
        for name in files:
            path = within + name
            found = os.lstat(path)
            seen = _SEEN(found)
            if name in _SPECIAL or stat.S_ISLNK(seen[_KIND]):
                rows.append((name, *self._special(path, name, found)))
                continue
            if seen[_CHANGED] >= edge or seen[_WRITTEN] >= edge:
                late.append(seen)
            rows.append((name, *seen))
        rows.sort()
        self.files += len(rows)
        if self.files > MOST:
            raise UnclearError("too many files")
        self.seen[folder] = marshal.dumps((folder, rows), _DETERMINATE)
        inside = [within + name for name in folders]
        return [path for path in inside if path not in ignored] if ignored else inside

    def own(self, folder: str) -> None:
        """Look at whose a folder is: Git trusts no other user's."""
        found = os.lstat(folder)
        self._whose.update(repr((folder, found.st_mode, found.st_uid, found.st_gid)).encode())

    def times(self) -> Times:
        """What the times say; those of folders are as they were before these were looked into."""
        edge, latest = self._edge, time.time_ns() + MARGIN
        found = {each: looks for each, looks in self._folders.items() if each not in self._lively}
        pairs = [(seen[_WRITTEN], seen[_CHANGED]) for seen in self._late]
        pairs += [(w, c) for w, c, _ in found.values() if w >= edge or c >= edge]
        # Anyone may write that a file was changed in the future; the inode's time is the clock's.
        recent = [written for written, _ in pairs if edge <= written <= latest]
        recent += [changed for _, changed in pairs if changed >= edge]
        return Times(found, bool(recent), not all(each % _SECOND for each in recent))

    def _special(self, path: str, name: str, found: os.stat_result) -> tuple[object, ...]:
        """What is seen of a link, and of a file that is more than what it looks like."""
        if stat.S_ISLNK(found.st_mode):
            self.links.append(path)
        elif name == _GIT:
            self.pointers.append(path)
        elif name == _FETCHED and found.st_size < _LONGEST:
            return (read(path),)
        seen: Row = _SEEN(found)
        if seen[_CHANGED] >= self._edge or seen[_WRITTEN] >= self._edge:
            self._late.append(seen)
        return seen


def wait_since(seen: float) -> None:
    """Wait until what was seen at a moment of the monotonic clock is what is read."""
    time.sleep(max(0, TICK - (time.monotonic() - seen)))


def _names_in(folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the folders, and of all else, in a folder."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return tuple(folders), tuple(files)


def look_of(found: os.stat_result) -> Row:
    """What counts of a file."""
    looks: Row = _SEEN(found)
    return looks


def rows(seen: bytes) -> dict[str, Row]:
    """What was seen in a folder: the names of folders alone, of files also what `_SEEN` gives."""
    found: list[Row] = marshal.loads(seen)[1]  # noqa: S302 (it comes from here, or from the store)
    return {row[0]: row for row in found}


def of_repository(
    roots: Roots,
    since: int = 0,
    ignored: Iterable[str] = (),
    known: Mapping[str, Listing] | None = None,
) -> Footprint:
    """The footprint of a repository; `since` and `known` as in `Footprint`, `ignored` as in `add`.

    Raises UnclearError where Git or we would follow something that leads out of it, and OSError for
    what cannot be looked at.
    """
    found = Footprint(since, known)
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
