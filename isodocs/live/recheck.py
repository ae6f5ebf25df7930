"""The check of a system that is watched, made of what the last one found where that is enough."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.checking.again import Again
from isodocs.checking.check import check
from isodocs.checking.readings import watched
from isodocs.checking.renewed import as_last, edits, files_edited, learn, renewed
from isodocs.errors import RepositoryError
from isodocs.live.sightings import Sightings
from isodocs.machine import answers, folders
from isodocs.machine.difference import difference
from isodocs.machine.moments import Changed
from isodocs.machine.pins import PinLookup
from isodocs.named_tuple import NamedTuple
from isodocs.recall.listed import listed, rewritten
from isodocs.repository import footprint, outside, refs
from isodocs.repository.footprint import Roots, UnclearError
from isodocs.repository.snapshot import WorkTreeSnapshot
from isodocs.repository.tree import FILE
from isodocs.words import say
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult
    from isodocs.checking.last_check import LastCheck
    from isodocs.live.changes import Stirred, WatchedFolder
    from isodocs.machine.answers import Call
    from isodocs.model.checked import Checked
    from isodocs.repository.git import Git
    from isodocs.workspace import Sight


class UnsettledError(Exception):
    """Something changed while a check was made: what it found may never have been there."""


class _Found(NamedTuple):
    """What was found, and what the next check needs to know; `whole` if all was read for it."""

    checked: Checked
    last: LastCheck | None
    listing: Mapping[str, bytes]
    whole: bool


class Recheck:
    """A system, and what the last check of it found; each is as `isodocs check` would make it."""

    def __init__(self, directory: Path, today: Callable[[], date], *, pinned: bool) -> None:
        """The system around `directory`; raises IsodocsError where there is none to be watched.

        `pinned` says whether a pin is asked for.
        """
        self._directory, self._today, self._pinned = directory.resolve(), today, pinned
        git = self._open().git
        if git.is_bare:
            raise RepositoryError(
                say("a bare repository has no work tree to watch"), hint=say("Watch a clone of it.")
            )
        self.sightings = _sightings(git)
        self.checked: Checked | None = None
        self._last: LastCheck | None = None
        self._listing: Mapping[str, bytes] = {}
        self._beside: object = None
        self._failed = False

    @property
    def top(self) -> str:
        """The work tree."""
        return self.sightings.roots.top

    @property
    def places(self) -> tuple[WatchedFolder, ...]:
        """What must be watched."""
        return self.sightings.places

    def is_held(self) -> bool:
        """Whether Git is changing the work tree or its index just now."""
        return os.path.lexists(os.path.join(self.sightings.roots.directory, "index.lock"))

    def look(self, stirred: Stirred | None) -> bool:
        """Look where something was stirred, None is everywhere; whether anything has changed."""
        self.sightings.look(stirred)
        return self.sightings.changed() != () or self._seen_beside() != self._beside

    def check(self, stirred: Stirred | None) -> Checked | None:
        """What there is to find now; None where nothing has changed that decides it.

        `stirred` says where to look, as in `look`. Raises IsodocsError where no check can be made,
        and UnsettledError where something changed meanwhile.
        """
        failed, self._failed = self._failed, True  # until it has not
        workspace = self._open()
        sightings = _sightings(workspace.git)
        if sightings.places != self.sightings.places:
            self.sightings, stirred = sightings, None
        self.sightings.look(stirred)
        seen, beside = self.sightings.seen, self._seen_beside()
        try:
            found = self._check(workspace, beside, failed=failed)
        except Exception as error:
            if self._is_unsettled(workspace.git, None, seen):
                raise UnsettledError from error
            raise
        if found is None:
            self._failed = False
            return None
        where = None if found.whole else stirred
        if self._is_unsettled(workspace.git, where, seen, found.last):
            raise UnsettledError
        self.sightings.settle()
        self.checked, self._last, self._listing, _ = found
        self._beside, self._failed = beside, False
        return self.checked

    def _open(self, call: Call | None = None) -> Workspace:
        return Workspace.open(self._directory, pins=PinLookup(required=self._pinned), call=call)

    def _check(self, workspace: Workspace, beside: object, *, failed: bool) -> _Found | None:
        changed = self.sightings.changed()
        if changed is None or beside is None or beside != self._beside:
            changed = None
        if changed == () and not failed:
            return None
        view = View(self._today(), latest=True)
        found = self._renewed(workspace, view, changed) if changed is not None else None
        return found or self._remembered(view)

    def _remembered(self, view: View) -> _Found:
        """The check as `isodocs check` makes it of what it remembers; this is remembered, too."""
        call = answers.call(str(self._directory), ("watch",))
        if call is None:
            return _in_full(self._open(), view)
        call.answer()
        workspace = self._open(call)
        again = Again(call, workspace, view, pinned=self._pinned)
        last, snapshot = again.last(), again.sight.snapshot
        if last is not None and isinstance(snapshot, WorkTreeSnapshot):
            found = _Found(last.checked, last, listed(snapshot.listed.values()), whole=True)
        else:
            result = check(watched(workspace.register(view, sight=again.sight)))
            again.keep(result)
            found = _as_found(workspace, again.sight, result)
        call.keep(0, b"")
        return found

    def _renewed(
        self, workspace: Workspace, view: View, changed: tuple[Changed, ...]
    ) -> _Found | None:
        """The check made of the last one; None where it takes a full one."""
        git, last, listing = workspace.git, self._last, self._listing
        found = difference(self.sightings.roots, changed)
        tip, snapshot = workspace.see(view)
        if last is None or found is None or tip is None:
            return None
        if not isinstance(snapshot, WorkTreeSnapshot):
            return None
        paths = files_edited(git, found, last)
        if paths is None:
            return None
        if found.in_index:
            before, listing = listing, listed(snapshot.listed.values())
            staged = rewritten(_differing(before, listing))
            if staged is None or any(staged.values()):
                return None
            paths |= staged.keys()
        edited = edits(git, paths, last, tip)
        now = renewed(workspace, view, last, tip, edited) if edited else None
        return _Found(now.checked, now, listing, whole=False) if now else None

    def _is_unsettled(
        self,
        git: Git,
        stirred: Stirred | None,
        seen: Mapping[str, bytes],
        last: LastCheck | None = None,
    ) -> bool:
        """Whether something is not as it was when it was looked at, but for what no one reads."""
        self.sightings.look(stirred)
        changed = _differing(seen, self.sightings.seen)
        if not changed:
            return False
        found = difference(self.sightings.roots, changed)
        if last is None or found is None or found.in_index:
            return True
        written = [(path, FILE) for path in found.files]
        beside = found._replace(files=(), others=(*written, *found.others))
        return files_edited(git, beside, last) is None or refs.head(git) != last.tip

    def _seen_beside(self) -> object:
        """What decides a check and lies outside of the repository; None where it is not clear."""
        pins = folders.pins()
        try:
            return (
                self._today(),
                outside.outside(self.sightings.roots.top),
                footprint.read(pins) if pins else None,
            )
        except (OSError, UnclearError):
            return None


def _in_full(workspace: Workspace, view: View) -> _Found:
    sight = workspace.see(view)
    return _as_found(workspace, sight, check(watched(workspace.register(view, sight=sight))))


def _as_found(workspace: Workspace, sight: Sight, result: CheckResult) -> _Found:
    tip, snapshot = sight
    last = as_last(workspace, sight, result)
    if last is None or tip is None or not isinstance(snapshot, WorkTreeSnapshot):
        return _Found(result.checked, None, {}, whole=True)
    learn(workspace.git, tip, result.register)
    return _Found(result.checked, last, listed(snapshot.listed.values()), whole=True)


def _sightings(git: Git) -> Sightings:
    places = (git.top, git.directory, git.common_directory)
    return Sightings(Roots(*map(os.path.realpath, places)), git.folder)


def _differing(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[Changed, ...]:
    """The pieces that are not as they were."""
    names = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
    return tuple(Changed(name, before.get(name), now.get(name)) for name in sorted(names))
