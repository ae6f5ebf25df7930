"""What the folders of a system look like from outside, kept up to date as they change.

Looked at is all that decides what a check finds: the folder of the system, Git's own folders, and
what is said of the system in the folders above it.
"""

from __future__ import annotations

import marshal
import os
import time
from collections.abc import Iterable

from isodocs.live.changes import Stirred, WatchedFolder
from isodocs.machine.moments import Changed
from isodocs.model import layout
from isodocs.repository.footprint import Footprint, Roots, UnclearError, clear, rows

_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""
_ABOVE = (".git", ".gitattributes", ".gitignore", ".gitmodules", layout.CONFIG, ".isodocs")
"""What folders above a system have that decides how it is read."""
_TRIES = 3
_MANY = 200
"""When so many folders have changed, all are looked at."""


class Sightings:
    """What is seen now, and what has changed of it since it was last called settled."""

    def __init__(self, roots: Roots, folder: str) -> None:
        """`folder` is that of the system, below the work tree."""
        self.roots = roots
        self.home = os.path.join(roots.top, folder) if folder else roots.top
        self._own = tuple({roots.directory, roots.common})
        self._above = tuple(_folders_above(self.home, roots.top))
        self._seen: dict[str, bytes] = {}
        self._settled: dict[str, bytes] | None = None
        self._clear = True
        self.took = 0.0
        """How long it took to look at everything, in seconds."""

    @property
    def places(self) -> tuple[WatchedFolder, ...]:
        """What must be watched to learn of every change; each place once."""
        top = self.roots.top
        deep = [self.home, *self._own, *(os.path.join(each, ".isodocs") for each in self._above)]
        found = [WatchedFolder(path, deep=True) for path in deep]
        flat = [WatchedFolder(each, only=self._names_above(each)) for each in self._above]
        flat.append(WatchedFolder(os.path.dirname(top), only=frozenset((os.path.basename(top),))))
        return (*found, *flat)

    def look(self, stirred: Stirred | None) -> None:
        """Look at what was stirred; None for everything."""
        if stirred is None or len(stirred.folders) + len(stirred.trees) > _MANY:
            began = time.monotonic()
            self._seen, self._clear = {}, True
            for place in self.places:
                if place.deep:
                    self._add(place.path)
            self.took = time.monotonic() - began
        else:
            self._look_again(stirred)
        for folder in self._above:
            self._add_above(folder)

    def changed(self) -> tuple[Changed, ...] | None:
        """What is not as it was when it was settled; None where that is not known."""
        before, now = self._settled, self._seen
        if before is None:
            return None
        names = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
        return tuple(Changed(name, before.get(name), now.get(name)) for name in sorted(names))

    @property
    def seen(self) -> dict[str, bytes]:
        """What is seen now, to be compared with what is seen later."""
        return dict(self._seen)

    def settle(self) -> None:
        """Take what is seen now as what is known, if that decides what a check finds."""
        self._settled = dict(self._seen) if self._clear else None

    def _look_again(self, stirred: Stirred) -> None:
        touched = {*stirred.folders, *stirred.trees}
        for own in self._own:
            if any(_is_below(path, own) for path in touched):
                self._drop(own)
                self._add(own)
        for tree in sorted(stirred.trees):
            if self._is_inside(tree):
                self._drop(tree)
                if os.path.isdir(tree) and not os.path.islink(tree):
                    self._add(tree)
        for folder in sorted(stirred.folders):
            if self._is_inside(folder):
                self._look_at(folder)

    def _is_inside(self, path: str) -> bool:
        """Whether it is of the system and not of Git's own folders, which are looked at whole."""
        beside = (os.path.join(each, ".isodocs") for each in self._above)
        own = any(_is_below(path, folder) for folder in self._own)
        return not own and any(_is_below(path, each) for each in (self.home, *beside))

    def _look_at(self, folder: str) -> None:
        """Look at one folder, and at those in it that were not known."""
        while not os.path.isdir(folder) and self._is_inside(os.path.dirname(folder)):
            folder = os.path.dirname(folder)
        found = Footprint()
        inside = self._seen_of(found, folder)
        before = self._seen.get(folder)
        known = {n for n, row in rows(before).items() if len(row) == 1} if before else set()
        gone = known - {os.path.basename(each) for each in inside}
        for name in gone:
            self._drop(os.path.join(folder, name))
        self._seen.pop(folder, None)
        self._take(found)
        for each in inside:
            if each not in self._seen and each not in self._own:
                self._add(each)

    def _add(self, root: str) -> None:
        found = Footprint()
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            if folder not in self._seen:
                waiting += self._seen_of(found, folder)
        self._take(found)

    def _add_above(self, folder: str) -> None:
        """Of a folder above only what decides how the system is read."""
        found = Footprint()
        self._seen_of(found, folder)
        self._seen.pop(folder, None)
        if folder in found.seen:
            names = self._names_above(folder)
            kept = [row for name, row in rows(found.seen[folder]).items() if name in names]
            self._seen[folder] = marshal.dumps((folder, sorted(kept)), _DETERMINATE)

    def _names_above(self, folder: str) -> frozenset[str]:
        below = os.path.relpath(self.home, folder).split(os.sep)[0]
        return frozenset((*_ABOVE, below))

    def _seen_of(self, found: Footprint, folder: str) -> list[str]:
        """Look at a folder; one that is gone, or no one may read, is not among what is seen."""
        for _ in range(_TRIES):
            try:
                return found.look(folder)
            except FileNotFoundError:
                continue  # a file may go between being listed and being looked at
            except OSError:
                break
            except UnclearError:
                self._clear = False
                break
        return []

    def _take(self, found: Footprint) -> None:
        self._seen.update(found.seen)
        try:
            clear(found, self.roots, (self.roots.top, *self._own))
        except (OSError, UnclearError):
            self._clear = False

    def _drop(self, tree: str) -> None:
        inside = f"{tree}/"
        for name in [n for n in self._seen if n == tree or n.startswith(inside)]:
            del self._seen[name]


def _folders_above(home: str, top: str) -> Iterable[str]:
    while home != top:
        home = os.path.dirname(home)
        yield home


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
