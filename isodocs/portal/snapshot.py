"""What all requests see: the register of one commit or work tree and day, and what follows from it.

It never changes. What takes long to find out is found out when it is first asked for, once, and
goes with the snapshot when another takes its place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from isodocs.checking.run import run
from isodocs.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

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
        self, number: int, made: datetime, view: View, workspace: Workspace, sight: Sight
    ) -> None:
        self.number, self.made, self.view = number, made, view
        self.workspace, self.sight = workspace, sight
        self.register: Register = workspace.register(view, sight=sight)
        self.gaps: tuple[Gap, ...] = tuple(run(self.register))
        self.reading = RLock()
        """Held by one who reads from the repository: one request at a time asks Git."""
        self._found: dict[str, OrderedDict[Hashable, Any]] = {}
        self._locks: dict[str, RLock] = {}
        self._guard = Lock()

    @classmethod
    def take(cls, number: int, made: datetime, folder: Path, view: View) -> PortalSnapshot:
        """Read what is in a folder now; raises IsodocsError where it cannot be read."""
        workspace = Workspace.open(folder)
        return cls(number, made, view, workspace, workspace.see(view))

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
