"""Whether anything in a repository may have changed."""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Protocol

from isodocs.errors import IsodocsError
from isodocs.lifecycle.carry_out import is_changing
from isodocs.live.changes import Changes
from isodocs.live.recheck import Recheck
from isodocs.machine import drives
from isodocs.repository import footprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from isodocs.repository.footprint import Roots

_EVERY = 0.5
"""Seconds between two looks where no event comes; a look takes about as long as `git status`."""
_SELDOM = 20.0
"""Seconds between two looks that no event asks for: another day, or an event that was lost."""


class Alarm(Protocol):
    """Says when something changed."""

    def wait(self) -> bool:
        """Return once something changed since the last call: True; or False after a while."""

    def close(self) -> None:
        """Let anyone who waits go."""


def alarm(folder: Path, today: Callable[[], date]) -> Alarm:
    """One that events of the file system wake, where there are any; else one that looks."""
    try:
        recheck = Recheck(folder, today, pinned=False)
        if not drives.is_remote(recheck.top):
            return WokenAlarm(folder, today, recheck)
    except (IsodocsError, OSError):  # no watchdog, no work tree, or too much to be watched
        pass
    return PolledAlarm(folder, today)


class PolledAlarm:
    """Looks at the files of a repository again and again, and at the day."""

    def __init__(self, folder: Path, today: Callable[[], date], every: float = _EVERY) -> None:
        self._roots = footprint.find(os.fspath(folder))
        self._today, self._every = today, every
        self._closed = Event()
        self._seen = self._look()

    def wait(self) -> bool:
        """See `Alarm`. Files that are being written are waited for until a look finds no other."""
        changed = False
        while not self._closed.wait(self._every):
            if not self.changed():
                return changed
            changed = True
        return False

    def changed(self) -> bool:
        """Whether anything is not as it was at the last look."""
        before, self._seen = self._seen, self._look()
        return self._seen != before

    def close(self) -> None:
        """See `Alarm`."""
        self._closed.set()

    def _look(self) -> tuple[date, bytes | None]:
        return self._today(), _digest(self._roots) if self._roots else None


class WokenAlarm:
    """Looks where an event of the file system asks for it, and seldom without one."""

    def __init__(
        self, folder: Path, today: Callable[[], date], recheck: Recheck, seldom: float = _SELDOM
    ) -> None:
        """Raises OSError where no more can be watched, ProgramMissingError without watchdog."""
        self._looking, self._seldom = PolledAlarm(folder, today), seldom
        self._places = recheck.places
        directory = recheck.sightings.roots.directory
        # a form that is saved is written first and then committed: that is read once
        self._changes = Changes(lambda: recheck.is_held() or is_changing(directory))
        self._changes.watch(self._places)

    def wait(self) -> bool:
        """See `Alarm`."""
        with suppress(OSError):  # a folder that was replaced is watched again
            if not self._changes.watches(self._places):
                self._changes.watch(self._places)
        self._changes.wait(self._seldom)
        return not self._changes.closed and self._looking.changed()

    def close(self) -> None:
        """See `Alarm`."""
        self._changes.close()


def _digest(roots: Roots) -> bytes | None:
    """What the files look like; None where they could not be looked at this time."""
    found = None
    with suppress(OSError, footprint.UnclearError):
        found = footprint.of_repository(roots).digest
    return found
