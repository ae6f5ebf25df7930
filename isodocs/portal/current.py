"""The snapshot that requests are answered from, and how another takes its place.

One thread reads the repository again where something changed, while requests are answered from the
snapshot before; then the new one is in its place at once. There are never more than the two, and
those of requests that are being answered.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.machine import freed_memory
from isodocs.machine.held import Held
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.portal.alarm import Alarm
    from isodocs.portal.snapshot import PortalSnapshot

_SOON, _QUIET, _PATIENCE = 0.5, 2.0, 1.0
"""Seconds after which a page that was open has been asked for again; without a change after which
more is found out; and that an end waits for reading."""
Listener = Callable[[int], None]
"""Gets the number of each new version, in the thread that made it."""


class Current:
    """Keeps the latest snapshot: `take` makes it, `prepare` finds out what is asked first.

    Of the first one it does so before that is shown, of others soon after: a save shows at once.
    `follow` finds out more once nothing has changed for a moment, given what was asked of the
    snapshot before it; None where there was none.
    """

    def __init__(
        self,
        take: Callable[[int, Held], PortalSnapshot],
        alarm: Alarm,
        prepare: Callable[[PortalSnapshot], None],
        follow: Callable[[PortalSnapshot, frozenset[str] | None], None],
    ) -> None:
        self.snapshot: PortalSnapshot | None = None
        """None until the first one is there."""
        self.version = 0
        """Grows with each change of what pages show: another snapshot, or trouble with one."""
        self.trouble = ""
        """Why what is there now cannot be read, so that the snapshot is of before; else empty."""
        self._take, self._alarm = take, alarm
        self._prepare, self._follow = prepare, follow
        self._held = Held()
        self._listeners: set[Listener] = set()
        self._lock, self._over = Lock(), Event()
        self._thread = Thread(target=self._keep_up, name="isodocs-portal", daemon=True)

    def start(self) -> None:
        """Begin to read and to follow changes."""
        self._thread.start()

    def hang_up(self) -> None:
        """Let those who listen go: no version follows."""
        self._over.set()
        for listener in self.listeners:
            listener(self.version)

    @property
    def is_over(self) -> bool:
        """Whether no version follows."""
        return self._over.is_set()

    def stop(self) -> None:
        """End both."""
        self.hang_up()
        self._alarm.close()
        self._thread.join(_PATIENCE)  # it only reads, so nothing is lost with it

    def listen(self, listener: Listener) -> None:
        """Call someone with each new version, until `forget`."""
        with self._lock:
            self._listeners.add(listener)

    def await_version(self, before: int, seconds: float) -> None:
        """Wait until there is a later version than `before`, but not for long."""
        there = Event()

        def listener(number: int) -> None:
            there.set()

        self.listen(listener)
        if self.version == before and not self.is_over:
            there.wait(seconds)
        self.forget(listener)

    def forget(self, listener: Listener) -> None:
        """Call them no more."""
        with self._lock:
            self._listeners.discard(listener)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """Who is called."""
        with self._lock:
            return tuple(self._listeners)

    def _keep_up(self) -> None:
        self._renew()
        while not self._over.is_set():
            if self._alarm.wait() and not self._over.is_set():
                self._renew()

    def _renew(self) -> None:
        """Make the next snapshot; where what is there cannot be read, the one before stays."""
        number = self.version + 1
        try:
            made = self._take(number, self._held)
            if self.snapshot is None:
                self._prepare(made)
        except IsodocsError as error:
            self._say(number, error.in_full)
        except Exception as error:  # a file that changes while it is read, or a fault of ours
            self._say(number, say("It could not be read: {name}.", name=type(error).__name__))
        else:
            before, self.snapshot = self.snapshot, made
            self._say(number, "")
            asked = before.asked if before else None
            Thread(target=self._later, args=(made, asked), daemon=True).start()
            del made, before
            self.set_aside()

    def _later(self, made: PortalSnapshot, asked: frozenset[str] | None) -> None:
        """In a thread of its own, so that neither a page nor the next change waits for it."""
        if not self._over.wait(_SOON) and self.snapshot is made:
            with suppress(Exception):  # who asks for it gets the reason
                self._prepare(made)
        if not self._over.wait(_QUIET) and self.snapshot is made:
            self._follow(made, asked)
            del made
            self._held.let_go()  # what this one asked for stays
            self.set_aside()

    def set_aside(self) -> None:
        """Free the snapshot before, and let Python not look through this one again and again.

        A register refers to itself, so what is not used any more is only found by looking at all.
        That takes a second at 10,000 documents, and Python would do it while it makes pages.
        """
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        freed_memory.give_back()

    def _say(self, version: int, trouble: str) -> None:
        """Let everyone know of a version; `trouble` is why it shows what was there before."""
        if trouble and trouble == self.trouble:
            return
        self.trouble, self.version = trouble, version
        for listener in self.listeners:
            listener(version)
