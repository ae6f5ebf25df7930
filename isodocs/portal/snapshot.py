"""What all requests see: the register of one commit or work tree and day, and what follows from it.

It never changes. What takes long to find out is found out when it is first asked for, once, and
goes with the snapshot when another takes its place.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from isodocs.assess.once import give, question_of
from isodocs.checking.again import Again
from isodocs.checking.check import check
from isodocs.checking.next_records import Known
from isodocs.checking.readings import end_notes, watched
from isodocs.checking.run import every_gap
from isodocs.machine import answers
from isodocs.machine.pins import PinLookup
from isodocs.repository import footprint
from isodocs.repository.snapshot import NotKnownError
from isodocs.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from isodocs.checking.last_check import LastCheck
    from isodocs.machine.answers import Call
    from isodocs.machine.held import Held
    from isodocs.model.config import Config
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register
    from isodocs.workspace import Sight, View

_Found = TypeVar("_Found")
_MOST = 200
"""So many answers are kept of each kind that there can be one of for every document."""


class PortalSnapshot:
    """The register as it was read at a moment, `number` after those before it."""

    def __init__(
        self, number: int, made: datetime, view: View, workspace: Workspace, call: Call | None
    ) -> None:
        """`call` is what this is remembered by, and what was remembered before; None for nothing.

        It is then made of the one before where `check` would be, and read when it is asked for.
        """
        self.number, self.made, self.view = number, made, view
        try:
            if call is None:
                raise NotKnownError
            found = _remembered(workspace, view, call)
            self.register, self.gaps, self.sight, self._last = found
        except NotKnownError:
            self.sight = workspace.see(view)
            self.register = workspace.forgetting().register(view, sight=self.sight)
            self.gaps, self._last = every_gap(self.register), None
        give(self.register, question_of(every_gap), self.gaps)
        self.workspace = workspace.forgetting()  # what was seen around its call takes memory
        self.reading = RLock()
        """Held by one who reads from the repository: one request at a time asks Git."""
        self._found: dict[str, OrderedDict[Hashable, Any]] = {}
        self._locks: dict[str, RLock] = {}
        self._guard = Lock()
        self._look: bytes | None = None

    @classmethod
    def take(
        cls, number: int, made: datetime, folder: Path, view: View, held: Held | None = None
    ) -> PortalSnapshot:
        """Read what is in a folder now, but for what is `held` of the snapshots before.

        Raises IsodocsError where it cannot be read.
        """
        call = answers.call(os.fspath(folder), ("serve",))
        before = None if call else look_of(folder)
        if call:
            call.answer()
        # the pins as `check` has them, since each is made of what the other remembers
        workspace = Workspace.open(folder, pins=PinLookup(required=False), call=call, held=held)
        snapshot = cls(number, made, view, workspace, call)
        if call:
            call.keep(0, b"")
            before = call.first.digest if call.first else None
        same = call is not None and call.unchanged is not None
        snapshot._look = before if before and (same or before == look_of(folder)) else None
        return snapshot

    def is_of_now(self, folder: Path, view: View) -> bool:
        """Whether the folder looks exactly as it did when this was read, and it is the same day."""
        return self._look is not None and self.view == view and self._look == look_of(folder)

    def known(self) -> Known | None:
        """What is known for the next commit to be judged by; None where no check was kept."""
        return Known(self.view, self.register, self._last) if self._last else None

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self.register.config

    @property
    def asked(self) -> frozenset[str]:
        """The kinds of which anything was asked for."""
        with self._guard:
            return frozenset(self._found)

    def once(
        self, kind: str, find: Callable[[PortalSnapshot], _Found], key: Hashable = None
    ) -> _Found:
        """What `find` makes of this snapshot, for each `key`; of many keys the latest are kept."""
        with self._guard:
            lock = self._locks.setdefault(kind, RLock())
            known = self._found.setdefault(kind, OrderedDict())
        with lock:
            if key in known:
                known.move_to_end(key)
            else:
                known[key] = find(self)
                if len(known) > _MOST:
                    known.popitem(last=False)
            return cast("_Found", known[key])


def _remembered(
    workspace: Workspace, view: View, call: Call
) -> tuple[Register, tuple[Gap, ...], Sight, LastCheck | None]:
    """The register, its gaps, what was looked at and the check, made of those remembered before.

    Raises NotKnownError for a large file that is not committed.
    """
    again = Again(call, workspace, view, pinned=False)
    last = again.last()
    register = workspace.register(view, sight=again.sight)
    if last is None:
        result = check(watched(register))
        last = again.keep(result)
        end_notes(result.register)
        return result.register, result.gaps, again.sight, last
    _ = register.inventory.evidence  # read with the records, while what is there is what was seen
    return register, last.checked.gaps, again.sight, last


def look_of(folder: Path) -> bytes | None:
    """What the files of a folder look like from outside; None where that is not clear."""
    roots = footprint.find(os.fspath(folder))
    with suppress(OSError, footprint.UnclearError):
        return footprint.of_repository(roots).digest if roots else None
    return None
