"""Whole answers of commands that only read, remembered as long as nothing has changed.

What a command prints is decided by what it may read: the repository (`footprint`), what decides
from `outside` how Git reads it, the pins, the code, the call and its surroundings, and the day. The
digest of all that is the key of its answer. It is taken before and after: only where both are equal
is the answer kept. What was changed a moment ago is waited for before anything is read.

A command declares with `REMEMBERED = True` that it reads nothing else. Its answer is what it writes
to standard output; one that says anything on standard error is not kept. `REMEMBERED_WITH_FOLDER`
is of one that fills a folder: how that looks is a part of the key (`Call.wrote`).

This is asked before anything else is loaded, so it loads little itself.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from _blake2 import blake2b  # that of `hashlib`, which loads OpenSSL

from isodocs.machine import folders, store
from isodocs.repository import footprint, outside
from isodocs.repository.footprint import Footprint, UnclearError

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from isodocs.machine.store import Store
    from isodocs.machine.written_folder import WrittenFolder
    from isodocs.repository.footprint import Roots, Row, Times

LONGEST = 1 << 20
"""An answer of more bytes is made again each time."""
TABLE = "answers"
MANY = 10_000
"""So many files more than Git tracks are worth asking which folders it ignores."""
MOST = 200
"""So many answers of one repository are kept."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_COMPILED = "__pycache__"
_COMPLETION = "_ISODOCS_COMPLETE"
_HELP = ("-h", "--help")
_BY_TIME = "@{"
"""A revision such as `main@{yesterday}` is another one a moment later (gitrevisions(7))."""
_VARIABLES = frozenset(
    "HOME PATH EMAIL TZ TZDIR TERM NO_COLOR FORCE_COLOR COLUMNS LINES USER LOGNAME TMPDIR "
    "XDG_CACHE_HOME XDG_CONFIG_HOME XDG_STATE_HOME".split()
)
_FAMILIES = ("ISODOCS_", "GIT", "PYTHON", "LC_", "LANG", "CLICOLOR", "LD_", "DYLD_", "SSH_AUTH")
"""What variables may matter to isodocs, Git, Python or click, by their names' beginnings."""
_IGNORED, _FOLDERS = "ignored", b"folders"
_WRITTEN, _SIZE = "filled", 32
"""Which folder each call wrote to, after the digest of what that looks like."""
_LISTED = "listed"
"""What was listed of the folders of each work tree, of Git's own, and of isodocs."""
MOST_TREES = 30
"""Of so many of them that is kept."""
_SECOND = 1_000_000_000


class Call:
    """A call of a command whose answer may be remembered."""

    def __init__(
        self, roots: Roots, kept: Store, folder: str, words: Sequence[str], *, writes: bool
    ) -> None:
        self.roots, self.kept = roots, kept
        self.about = b""
        """All that decides an answer but the repository's files and the call; empty: not known."""
        self.around = b""
        """Of that, what decides how the repository's files are read, by whom and where."""
        self._folder, self._words = folder, words
        self._files = 0
        self._began, self._ticks = time.time_ns(), time.monotonic_ns()
        self._as_written: Mapping[str, Row] = {}
        """The files, by their paths, of a folder that is as the same call left it; else none."""
        self._key = b""
        self._printed_to: tuple[object, ...] = ()
        self.first: Footprint | None = None
        """What was seen when the call began."""
        self._code: Footprint | None = None
        """The same of isodocs itself."""
        self.unchanged: Footprint | None = None
        """What was seen when the answer was kept, where all was as when the call began."""
        self._ignored: tuple[str, ...] = ()
        self._times: Times | None = None
        """What was there only in between shows in them; None where nothing will be kept."""
        self._also: list[Callable[[], None]] = []
        self._writes = writes
        self._written: WrittenFolder | None = None
        self._said = b""
        """What is said the next time, where that is not what was printed."""

    @property
    def seen(self) -> Mapping[str, bytes]:
        """The repository's files, as they were when the call began; by folder."""
        return self.first.seen if self.first else {}

    def answer(self, meanwhile: Callable[[], object] = bool) -> tuple[int, bytes] | None:
        """The exit code, and what was printed when all was as it is now; None where unknown.

        `meanwhile` may be done while we wait; it reads nothing of what is asked about.
        """
        known = self.kept.get(_IGNORED, _FOLDERS)
        self._ignored = tuple(os.fsdecode(known).split("\0")) if known else ()
        try:
            self.about, repository, installed = self._look()
            self.first, self._code = repository, installed
            self._printed_to = _streams()
            asked = (self.about, repository.digest, tuple(self._words), self._printed_to)
            key = _digest(asked)
            found = self.kept.get(TABLE, self._key_with(key, self._look_at_written()))
            if found:
                return found[0], found[1:]
            self._times = self._when(repository, installed)
        except (OSError, UnclearError):
            return None
        if self._times and self._times.recent:
            seen = time.monotonic()
            meanwhile()
            footprint.wait_since(seen)
        self._key = key
        return None

    def keep_also(self, keep: Callable[[], None]) -> None:
        """Remember something else about what was seen, on the condition on which an answer is."""
        self._also.append(keep)

    def is_as_written(self, path: str, found: os.stat_result) -> bool:
        """Whether a file looks as it did when the same call had left its folder."""
        return footprint.look_of(found) == self._as_written.get(path)

    def wrote(self, folder: str, said: str, holds: Callable[[], bool]) -> None:
        """Remember what is said the next time, if `folder` is then as it is now.

        Nothing may be done then. `holds` says whether the folder holds what was written: others may
        write there, too.
        """
        from isodocs.machine import written_folder

        named, own = os.path.abspath(folder), (self.roots.top, self.roots.common)
        if self._times is None or any(_are_nested(named, each) for each in own):
            return
        try:
            self._written = written_folder.look(named, self._began, holds)
        except (OSError, UnclearError):
            return
        self._said = said.encode(sys.stdout.encoding, "replace")

    def keep(self, code: int, printed: bytes) -> None:
        """Remember the answer, if nothing has changed since the question was asked."""
        if self._times is None or code not in (0, 1) or len(printed) > LONGEST:
            return
        if self._writes and self._written is None:
            return
        if not self._is_ignored():  # asked before what shows that nothing has changed meanwhile
            return
        try:
            about, repository, installed = self._look(self.first, self._code)
            times = self._when(repository, installed)
            top, common = map(os.path.realpath, outside.seen(self._folder))
            left = self._written
            seen = left.seen_again() if left else b""
        except (OSError, UnclearError):
            return
        set_by = time.time_ns() - self._began - (time.monotonic_ns() - self._ticks)
        alike = (about, _streams()) == (self.about, self._printed_to) and (
            self.first is not None and repository.is_like(self.first)
        )
        self.unchanged = repository if alike and not self._ignored else None
        same = alike and times and times.folders == self._times.folders
        here = (top, common) == (self.roots.top, os.path.realpath(self.roots.common))
        as_written = left is None or seen == left.seen
        if same and here and as_written and abs(set_by) < _SECOND:
            for keep in self._also:
                keep()
            for seen_again in (repository, installed):
                rows = {os.fsencode(name): names for name, names in seen_again.kept()}
                self.kept.put(_LISTED, rows, most=MOST_TREES)
            if left:
                found = seen[:_SIZE] + os.fsencode(left.folder)
                self.kept.put(_WRITTEN, {self._asked(): found}, most=MOST)
            whole = self._key_with(self._key, seen[:_SIZE])
            said = self._said if left else printed
            self.kept.put(TABLE, {whole: bytes((code,)) + said}, most=MOST)

    def _asked(self) -> bytes:
        """The call itself."""
        return _digest((self._folder, os.getcwd(), tuple(self._words)))

    def _look_at_written(self) -> bytes:
        """What the folder looks like that the call wrote to last time; empty for no folder."""
        known = self.kept.get(_WRITTEN, self._asked()) if self._writes else None
        if not known:
            return b""
        from isodocs.machine import written_folder

        try:
            seen = written_folder.footprint_of(os.fsdecode(known[_SIZE:]))
        except (OSError, UnclearError):
            return b""  # it is gone, and is filled again
        if seen.digest == known[:_SIZE]:
            self._as_written = {
                os.path.join(folder, name): row[1:]
                for folder, found in seen.seen.items()
                for name, row in footprint.rows(found).items()
            }
        return seen.digest

    def _key_with(self, key: bytes, seen: bytes) -> bytes:
        """The key of an answer that depends on a folder as well, where there is one."""
        return _digest((key, seen)) if seen else key

    def _is_ignored(self) -> bool:
        """Whether what was left out is what Git ignores; else it is noted for the next time."""
        if not self._ignored and self._files - _tracked(self.roots) < MANY:
            return True
        from isodocs.repository import ignored

        if self._ignored and ignored.are_ignored(self.roots.top, self._ignored):
            return True
        found = ignored.ignored(self.roots.top)
        if found != self._ignored:
            self.kept.put(_IGNORED, {_FOLDERS: os.fsencode("\0".join(found))})
        return not found and not self._ignored

    def _paths(self) -> Iterator[str]:
        """Every path that the call may be about."""
        yield self._folder
        for word in self._words:
            yield os.path.abspath(os.path.join(self._folder, word))

    def _when(self, repository: Footprint, installed: Footprint) -> Times | None:
        """The times of the repository; None where nothing can be concluded from them.

        Of code that was changed a moment ago, some was loaded before it was looked at.
        """
        times = repository.times()
        unclear = times.coarse or installed.times().recent
        return None if unclear else times

    def _look(
        self, before: Footprint | None = None, code_before: Footprint | None = None
    ) -> tuple[bytes, Footprint, Footprint]:
        """`about` as all is now, and what was seen of the repository and the code.

        `before` and `code_before` are what was seen of them a moment ago.
        """
        ignored = [os.path.join(self.roots.top, folder) for folder in self._ignored]
        if any(f"{path}/".startswith(f"{folder}/") for folder in ignored for path in self._paths()):
            raise UnclearError("it is about what Git ignores")
        names = remembered_names(self.kept)
        repository = footprint.of_repository(self.roots, self._began, ignored, names, before)
        self._files = repository.files
        installed = code(self._began, names, code_before)
        if not _running:
            _running.append(installed.digest)
        if installed.digest != _running[0]:
            raise UnclearError("isodocs was replaced while this runs")
        around = (
            self._ignored,
            installed.digest,
            outside.outside(self.roots.top),
            (self.roots.top, self.roots.common),
            _surroundings(),
        )
        self.around = _digest(around)
        here = (self._folder, os.getcwd())
        about = _digest((self.around, here, _pins(), time.localtime()[:3]))
        return about, repository, installed


def call(folder: str, words: Sequence[str], *, writes: bool = False) -> Call | None:
    """The call that runs a command in `folder`; `words` are all of the command line.

    `writes` says whether it fills a folder. None where its answer is not remembered.
    """
    if os.environ.get(_COMPLETION) or any(word in _HELP or _BY_TIME in word for word in words):
        return None
    try:
        roots = footprint.find(folder)
    except (OSError, UnclearError):
        return None
    if roots is None or any(_leads_out(roots.top, folder, word) for word in words):
        return None
    kept = store.of(roots.common, roots.top)
    return Call(roots, kept, os.path.realpath(folder), words, writes=writes) if kept else None


def _are_nested(one: str, other: str) -> bool:
    return folders.lies_within(one, other) or folders.lies_within(other, one)


def _tracked(roots: Roots) -> int:
    """How many files the index has, by its beginning (gitformat-index(5)); 0 where it has none."""
    try:
        with open(os.path.join(roots.directory, "index"), "rb") as file:
            return int.from_bytes(file.read(12)[8:], "big")
    except OSError:
        return 0


def _leads_out(top: str, folder: str, word: str) -> bool:
    """Whether a word may be a path in the repository that reaches its end through a link."""
    path = os.path.dirname(os.path.abspath(os.path.join(folder, word)))
    return f"{path}/".startswith(f"{top}/") and os.path.realpath(path) != path


def remembered_names(kept: Store) -> Callable[[str], bytes | None]:
    """What was seen of names, for a footprint that is taken again."""
    return lambda about: kept.get(_LISTED, os.fsencode(about))


def code(
    since: int = 0,
    names: Callable[[str], bytes | None] | None = None,
    before: Footprint | None = None,
) -> Footprint:
    """The code that answers, with its data, and which libraries it finds; else as `Footprint`."""
    found = Footprint(since, names, before)
    found.add(_PACKAGE, skipped=_COMPILED)
    for link in tuple(found.links):
        found.add(os.path.realpath(link), skipped=_COMPILED)
    return found


_running: list[bytes] = []
"""What was seen of the code, one digest after the other."""


def running(kept: Store | None = None) -> bytes:
    """The digest of the code that runs, as it was when it was first looked at.

    `kept` may remember the names of its files.

    What is learnt belongs to this one, also where isodocs is replaced meanwhile: its modules are
    then loaded from both. Raises UnclearError and OSError.
    """
    if not _running:
        _running.append(code(0, remembered_names(kept) if kept else None).digest)
    return _running[0]


def _surroundings() -> tuple[object, ...]:
    """Who asks, with which Python and in which environment."""
    names = sorted(os.environ)
    variables = [n for n in names if n in _VARIABLES or n.startswith(_FAMILIES)]
    return (
        tuple((name, os.environ[name]) for name in variables),
        (os.getuid(), os.getgid(), *sorted(os.getgroups())),
        (sys.version, sys.executable, repr(sys.flags), tuple(map(_installed, sys.path))),
    )


def _streams() -> tuple[object, ...]:
    """Where the answer is printed."""
    try:
        size = tuple(os.get_terminal_size(sys.__stdout__.fileno()))  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        size = ()
    return (size, *((each.encoding, each.isatty()) for each in (sys.stdout, sys.stderr)))


def _digest(value: object) -> bytes:
    return blake2b(repr(value).encode("utf-8", "surrogateescape"), digest_size=32).digest()


def _installed(folder: str) -> tuple[object, ...]:
    """What a folder of Python's path offers: packages, and by their records which versions.

    Compiled code comes to packages and changes nothing, so their times do not count.
    """
    try:
        with os.scandir(folder) as entries:
            wanted = [each for each in entries if not each.name.startswith((".", _COMPILED))]
            found = [(each.name, each.stat(follow_symlinks=False)) for each in wanted]
    except OSError:
        return (folder,)
    rows = [
        (name, seen.st_ino)
        if stat.S_ISDIR(seen.st_mode)
        else (name, seen.st_ino, seen.st_size, seen.st_mtime_ns)
        for name, seen in found
    ]
    return (folder, *sorted(rows))


def _pins() -> tuple[object, ...]:
    """What this machine knows of authority registers, and where that is."""
    path = os.path.realpath(folders.pins() or os.devnull)
    return (path, footprint.read(path) if path != os.devnull else None)
