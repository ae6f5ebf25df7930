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
from _operator import attrgetter, itemgetter
from itertools import chain

from isodocs.repository.tree_names import DETERMINATE, LOOKS_OF_FOLDER, TreeNames, names_in, within

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    from isodocs.repository.tree_names import Listing, Looks

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
_LONGEST = 1 << 20
_AT_ONCE = 1_000
"""So many files are looked at together."""
_SEEN = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_uid", "st_gid")
_KIND, _SIZE, _WRITTEN, _CHANGED = range(4)
"""Which of them say what a file is, how long, when it was written, and when it was changed."""
_WHEN_WRITTEN, _WHEN_CHANGED = itemgetter(_WRITTEN), itemgetter(_CHANGED)
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

    That is, up to a margin before the moment `since`, in nanoseconds, or after it. `recall` gives
    what was `kept` of names: folders that look as they did then are not listed again, nor are those
    that look as they did a moment `before`.
    """

    def __init__(
        self,
        since: int = 0,
        recall: Callable[[str], bytes | None] | None = None,
        before: Footprint | None = None,
    ) -> None:
        self._edge = since - MARGIN
        self._recall, self._before = recall, before
        self._known: dict[str, TreeNames | None] = {}
        self._names: dict[str, TreeNames] = {}
        """What was listed below each root that was added, and in each folder that was looked at."""
        self._rows: dict[str, list[bytes]] = {}
        """What was seen of their files, many together, in the order of the names."""
        self._late: list[Row] = []
        self._whose = blake2b(digest_size=32)
        self._lively: set[str] = set()
        self._seen: dict[str, bytes] = {}
        self.files = 0
        """How many files were seen."""
        self.links: list[str] = []
        """The symbolic links."""
        self.pointers: list[str] = []
        """The files called `.git`, which say that a repository is elsewhere."""

    @property
    def digest(self) -> bytes:
        """Two that were seen alike have the same one."""
        digest = self._whose.copy()
        for about, names in self._names.items():
            digest.update(names.digest)
            for some in self._rows[about]:
                digest.update(some)
        return digest.digest()

    @property
    def seen(self) -> dict[str, bytes]:
        """What was seen in each folder, as `rows` reads it."""
        if not self._seen:
            for about, names in self._names.items():
                found = chain.from_iterable(map(_loaded, self._rows[about]))
                for folder, folders, files in names.each():
                    here: list[Row] = [(name,) for name in folders]
                    here += [(name, *row) for name, row in zip(files, found, strict=False)]
                    here.sort()
                    self._seen[folder] = marshal.dumps((folder, here), DETERMINATE)
        return self._seen

    def is_like(self, other: Footprint) -> bool:
        """Whether the same was seen, as their digests would say."""
        return (
            self._whose.digest() == other._whose.digest()
            and self._rows == other._rows
            and all(names.digest == other._names[at].digest for at, names in self._names.items())
        )

    def add(
        self,
        root: str,
        *,
        lively: Iterable[str] = (),
        skipped: str = "",
        ignored: Collection[str] = (),
    ) -> None:
        """Look at every file below `root`.

        Folders called `skipped` are left out; of those at the paths `ignored` only the names count.

        `lively` are folders in which something comes and goes that changes nothing, as are those
        that have a folder which is left out. Raises UnclearError where there is too much, and
        OSError for what cannot be looked at.
        """
        about = "\0".join((root, skipped, *sorted(ignored)))
        known = self._recalled(about)
        names = known and known.now(skipped)
        if names is None:
            listed = known.listings() if known else {}
            names = self._listed(root, skipped, ignored, listed)
        self._lively.update(lively, names.lively)
        self._take(about, names)

    def look(self, folder: str) -> list[str]:
        """Look at the files of one folder, and at no others; returns the folders in it."""
        # Looked at before it is listed: what comes or goes after that shows the next time.
        looks = LOOKS_OF_FOLDER(os.stat(folder))
        folders, files = names_in(folder)
        beside = {folder: sorted(folders)}
        self._take(folder, TreeNames.of({folder: (looks, folders, files)}, beside))
        return [os.path.join(folder, name) for name in folders]

    def own(self, folder: str) -> None:
        """Look at whose a folder is: Git trusts no other user's."""
        found = os.lstat(folder)
        self._whose.update(repr((folder, found.st_mode, found.st_uid, found.st_gid)).encode())

    def times(self) -> Times:
        """What the times say; those of folders are as they were before these were looked into."""
        edge, latest = self._edge, time.time_ns() + MARGIN
        found = {
            folder: looks
            for names in self._names.values()
            for folder, looks in zip(names.folders, names.looks, strict=True)
            if folder not in self._lively
        }
        pairs = [(seen[_WRITTEN], seen[_CHANGED]) for seen in self._late]
        pairs += [(w, c) for w, c, _ in found.values() if w >= edge or c >= edge]
        # Anyone may write that a file was changed in the future; the inode's time is the clock's.
        recent = [written for written, _ in pairs if edge <= written <= latest]
        recent += [changed for _, changed in pairs if changed >= edge]
        return Times(found, bool(recent), not all(each % _SECOND for each in recent))

    def kept(self) -> Iterator[tuple[str, bytes]]:
        """What `recall` gives the next time of names that it has not given: about what, and these.

        They may be relied on where all that was seen `before` is like this.
        """
        for about, names in self._names.items():
            before = self._before._names.get(about) if self._before else None
            rows = before and names.kept(before, self._known.get(about), self._edge)
            if rows:
                yield about, rows

    def _recalled(self, about: str) -> TreeNames | None:
        """The names that are known, with how the folders looked that may be relied on."""
        if self._before:
            self._known[about] = self._before._known.get(about)
            now = self._before._names.get(about)
            return now and now.settled(self._edge)
        data = self._recall(about) if self._recall else None
        self._known[about] = found = TreeNames.unpacked(data) if data else None
        return found

    def _listed(
        self, root: str, skipped: str, ignored: Collection[str], known: Mapping[str, Listing]
    ) -> TreeNames:
        """The names below a root, where not all of them are known."""
        found: dict[str, Listing] = {}
        beside: dict[str, list[str]] = {}
        lively: list[str] = []
        waiting, count = [root], 0
        while waiting:
            folder = waiting.pop()
            # Looked at before it is listed: what comes or goes after that shows the next time.
            looks: Looks = LOOKS_OF_FOLDER(os.stat(folder))
            listing = known.get(folder)
            if listing is None or listing[0] != looks:
                listing = (looks, *names_in(folder))
            _, folders, files = listing
            if skipped in folders:
                lively.append(folder)
                folders = [name for name in folders if name != skipped]
            found[folder] = looks, folders, files
            count += len(files)
            if count > MOST:
                raise UnclearError("too many files")
            for name in folders:
                path = f"{within(folder)}{name}"
                if path in ignored:
                    beside.setdefault(folder, []).append(name)
                else:
                    waiting.append(path)
        return TreeNames.of(found, beside, lively)

    def _take(self, about: str, names: TreeNames) -> None:
        """Look at the files that have these names."""
        self.files += len(names.files)
        if self.files > MOST:
            raise UnclearError("too many files")
        edge, some, special = self._edge, [], set(names.special)
        for start in range(0, len(names.files), _AT_ONCE):
            paths = names.files[start : start + _AT_ONCE]
            found: list[Row] = list(map(_SEEN, map(os.lstat, paths)))
            if any(map(stat.S_ISLNK, {row[_KIND] for row in found})):
                pairs = zip(paths, found, strict=True)
                self.links += [path for path, row in pairs if stat.S_ISLNK(row[_KIND])]
            for at in special.intersection(range(start, start + len(found))) if special else ():
                found[at - start] = self._special(paths[at - start], found[at - start])
            if max(map(_WHEN_CHANGED, found)) >= edge or max(map(_WHEN_WRITTEN, found)) >= edge:
                self._late += [r for r in found if r[_CHANGED] >= edge or r[_WRITTEN] >= edge]
            some.append(marshal.dumps(found, DETERMINATE))
        self._names[about], self._rows[about] = names, some
        self._seen = {}

    def _special(self, path: str, row: Row) -> Row:
        """What is seen of a file that may be more than what it looks like."""
        name = os.path.basename(path)
        if name == _GIT and not stat.S_ISLNK(row[_KIND]):
            self.pointers.append(path)
        elif name == _FETCHED and row[_SIZE] < _LONGEST and not stat.S_ISLNK(row[_KIND]):
            return (0, read(path), 0, 0)  # it has been fetched again, whenever that was
        return row


def wait_since(seen: float) -> None:
    """Wait until what was seen at a moment of the monotonic clock is what is read."""
    time.sleep(max(0, TICK - (time.monotonic() - seen)))


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
    recall: Callable[[str], bytes | None] | None = None,
    before: Footprint | None = None,
) -> Footprint:
    """The footprint of a repository; `ignored` as in `add`, all else as in `Footprint`.

    Raises UnclearError where Git or we would follow something that leads out of it, and OSError for
    what cannot be looked at.
    """
    found = Footprint(since, recall, before)
    own = (roots.common, roots.directory)
    for folder in sorted({roots.top, *own}):
        found.own(folder)
    folders = [roots.top]
    for folder in own:
        if not any(_is_below(folder, other) for other in folders[1:]):
            folders.append(folder)
    for folder in folders:
        # Git makes and removes its locks in its own folders also when it only looks. As names come
        # and go there with each commit, they are listed by themselves.
        apart = frozenset((*ignored, *folders)) - {folder}
        found.add(folder, lively=own, ignored=apart)
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


def _loaded(rows: bytes) -> list[Row]:
    found: list[Row] = marshal.loads(rows)  # noqa: S302 (our own)
    return found


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
