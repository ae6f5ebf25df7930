"""What changes in folders, reported once it has come to rest.

Events of the file system only say where to look: what has changed there is seen by looking. So an
event too many costs a look, and for one that is lost everything is looked at from time to time.
"""

from __future__ import annotations

import logging
import os
import re
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from isodocs.errors import ProgramMissingError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.repository.footprint import TICK
from isodocs.words import say

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_LONGEST = 3.0
"""So long is waited for changes that do not end, in seconds."""
_HELD = 10.0
"""So long is waited for Git while nothing happens; then it was stopped, and its lock is left."""
_STEP = 0.02
_OPEN_FILES = "/proc/self/fdinfo"
_WATCHED = expression(rb"^inotify wd:[0-9a-f]+ ino:([0-9a-f]+)", re.MULTILINE)
_KINDS = (
    "FileCreatedEvent FileModifiedEvent FileDeletedEvent FileMovedEvent FileAttribEvent "
    "DirCreatedEvent DirDeletedEvent DirMovedEvent DirAttribEvent"
).split()
"""The kinds of event that are asked for: to read a file, or to close one, changes nothing."""


class WatchedFolder(NamedTuple):
    """A folder that is watched: with all below it (`deep`), or for some of its names alone."""

    path: str
    deep: bool = False
    only: frozenset[str] = frozenset()


class Stirred(NamedTuple):
    """Folders in which something changed, and folders that came or went with all below them."""

    folders: frozenset[str]
    trees: frozenset[str]


class Changes:
    """What changes in some places, as long as it is open.

    One thread waits for it. The threads of watchdog wait for nothing here: one that waited for a
    lock could not be ended where Ctrl-C struck while that was held.
    """

    def __init__(self, is_held: Callable[[], bool] = lambda: False) -> None:
        """`is_held` says whether someone is in the middle of changing many files."""
        self.closed = False
        self._is_held = is_held
        self._happened: SimpleQueue[Stirred | None] = SimpleQueue()
        """What watchdog has seen and was not looked at; None where it is closed."""
        self._folders: set[str] = set()
        self._trees: set[str] = set()
        self._latest = 0.0
        self._observer: BaseObserver | None = None
        self._watched: tuple[object, ...] = ()
        self._stopped_at = 0.0
        """When it was given up to wait for a lock that is there still."""

    def watch(self, places: Sequence[WatchedFolder]) -> None:
        """Watch these places and no others; those that are not there, or no more, are left out.

        Raises OSError where the machine watches no more, ProgramMissingError without watchdog.
        """
        self.unwatch()
        observer = _observer()
        from watchdog.events import FileSystemEventHandler

        self._watched = _identities(places)
        self._observer = observer
        there = [each for each in places if os.path.isdir(each.path)]
        for place in there:
            if any(_covers(other, place) for other in there):
                continue
            handler = FileSystemEventHandler()
            handler.dispatch = partial(self._take, place)  # type: ignore[method-assign]
            self._observer.schedule(
                handler, place.path, recursive=place.deep, event_filter=_kinds()
            )
        self._observer.start()

    def watches(self, places: Sequence[WatchedFolder]) -> bool:
        """Whether these places are watched, as they are now: a folder may be another since."""
        return self._observer is not None and self._watched == _identities(places)

    def overlooks(self, folders: Iterable[str]) -> bool:
        """Whether some of these folders are not watched, as the kernel has it (proc(5)).

        Where it watches no more folders, watchdog leaves out the rest in silence.
        """
        watched = _watched_inodes()
        if self._observer is None or watched is None:
            return False
        inodes = {found[1] for folder in folders if (found := _identity(folder))}
        # Where none is found, they are numbered in another way, as on some layered file systems.
        return bool(inodes & watched) and not inodes <= watched

    def close(self) -> None:
        """End every wait, and watch nothing any more."""
        self.closed = True
        self._happened.put(None)
        self.unwatch()

    def unwatch(self) -> None:
        """Watch nothing any more."""
        if self._observer is not None:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join()
            self._observer = None

    @property
    def is_stirred(self) -> bool:
        """Whether something has changed that was not reported yet."""
        self._note_all()
        return bool(self._folders or self._trees)

    def wait(self, seconds: float) -> Stirred | None:
        """What has changed, when it has come to rest; None when that took longer."""
        until = time.monotonic() + seconds
        while not self.is_stirred:
            left = until - time.monotonic()
            if left <= 0 or self.closed:
                return None
            with suppress(Empty):
                self._note(self._happened.get(timeout=left))
        self.rest()
        return self.taken()

    def rest(self) -> None:
        """Wait until nothing has changed for a moment, and Git is not in the middle of anything."""
        began = time.monotonic()
        while not self.closed:
            now, latest = time.monotonic(), self._latest
            if now - latest < TICK and now - began < _LONGEST:
                time.sleep(TICK - (now - latest))
            elif not self._waits_for_git(now):
                return
            else:
                time.sleep(_STEP)

    def taken(self) -> Stirred:
        """What has changed by now; it is not reported again."""
        self._note_all()
        found = Stirred(frozenset(self._folders), frozenset(self._trees))
        self._folders.clear()
        self._trees.clear()
        return found

    def _note_all(self) -> None:
        while not self._happened.empty():
            self._note(self._happened.get())

    def _note(self, stirred: Stirred | None) -> None:
        if stirred:
            self._folders |= stirred.folders
            self._trees |= stirred.trees

    def _waits_for_git(self, now: float) -> bool:
        if not self._is_held():
            self._stopped_at = 0.0
            return False
        since = max(self._latest, self._stopped_at)
        if self._stopped_at or now - since > _HELD:
            self._stopped_at = now
            return False
        return True

    def _take(self, place: WatchedFolder, event: FileSystemEvent) -> None:
        """Take one event; a thread of watchdog calls this."""
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if place.only:
            paths = [path for path in paths if os.path.basename(path) in place.only]
        if not paths:
            return
        self._latest = time.monotonic()
        folders = frozenset(map(os.path.dirname, paths))
        self._happened.put(Stirred(folders, frozenset(paths if event.is_directory else ())))


def _covers(other: WatchedFolder, place: WatchedFolder) -> bool:
    """Whether what is watched elsewhere takes in this place."""
    return other.deep and other != place and place.path.startswith(f"{other.path}/")


def _identities(places: Iterable[WatchedFolder]) -> tuple[object, ...]:
    """Which folders are at these places now."""
    return tuple((place, _identity(place.path)) for place in places)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _watched_inodes() -> set[int] | None:
    """The inodes that this process watches; None where the machine does not say."""
    found: set[int] = set()
    try:
        for number in os.listdir(_OPEN_FILES):
            with suppress(FileNotFoundError), open(f"{_OPEN_FILES}/{number}", "rb") as file:
                found.update(int(inode, 16) for inode in _WATCHED.findall(file.read()))
    except OSError:
        return None
    return found


def _observer() -> BaseObserver:
    try:
        from watchdog.observers import Observer
    except ImportError:
        raise ProgramMissingError(
            say("the package watchdog is not installed"),
            hint=say("Install it: pip install 'isodocs[watch]'."),
        ) from None
    # What it says of itself would be among what is printed.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    logging.getLogger("watchdog").propagate = False
    warnings.filterwarnings("ignore", module="watchdog")
    return Observer()


def _kinds() -> list[type[FileSystemEvent]]:
    from watchdog import events

    return [getattr(events, name) for name in _KINDS if hasattr(events, name)]
