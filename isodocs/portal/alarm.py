"""Whether anything in a repository may have changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Protocol

from isodocs.repository import footprint

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from isodocs.repository.footprint import Roots

_EVERY = 0.5
"""Seconds between two looks; a look takes about as long as `git status`."""


class Alarm(Protocol):
    """Says when something changed."""

    def wait(self) -> bool:
        """Return once something changed since the last call: True; or False after a while."""

    def close(self) -> None:
        """Let anyone who waits go."""


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
            now = self._look()
            if now == self._seen:
                return changed
            self._seen, changed = now, True
        return False

    def close(self) -> None:
        """See `Alarm`."""
        self._closed.set()

    def _look(self) -> tuple[date, bytes | None]:
        return self._today(), _digest(self._roots) if self._roots else None


def _digest(roots: Roots) -> bytes | None:
    """What the files look like; None where they could not be looked at this time."""
    found = None
    with suppress(OSError, footprint.UnclearError):
        found = footprint.of_repository(roots).digest
    return found
