"""Progress on a terminal: one line that is drawn again, once a command takes long enough to wonder.

It goes to the process's own standard error, apart from what a command prints.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

from isodocs.words import say

PATIENCE = 1.0
"""Seconds in which nothing is shown."""
_BETWEEN = 0.1
_RECENT = 30
"""How fast things are is said of so many looks: approvals are read faster than documents."""
_CLEARED = "\r\x1b[K"  # back to the left, and erase the line (ECMA-48, EL)


class ProgressLine:
    """The line on a terminal; it is gone when each piece of work ends."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._what, self._total, self._done = "", 0, 0
        self._looks = deque[tuple[float, int]](maxlen=_RECENT)
        """When it was looked at lately, and how much was done by then."""
        self._due = clock() + PATIENCE
        self._look_again = 0.0
        self._is_drawn = False

    def begin(self, what: str, total: int) -> None:
        """See `Watcher`."""
        self._what, self._total, self._done = what, total, 0
        now = self._clock()
        self._looks.clear()
        self._looks.append((now, 0))
        self._look_again = now + _BETWEEN

    def advance(self) -> None:
        """See `Watcher`."""
        self._done += 1
        now = self._clock()
        if now < self._look_again:
            return
        self._look_again = now + _BETWEEN
        if now >= self._due:
            self._is_drawn = True
            self._stream.write(_CLEARED + self._text(now))
            self._stream.flush()
        self._looks.append((now, self._done))

    def end(self) -> None:
        """See `Watcher`."""
        if self._is_drawn:
            self._stream.write(_CLEARED)
            self._stream.flush()
            self._is_drawn = False

    def _text(self, now: float) -> str:
        since, done = self._looks[0]
        rate = (self._done - done) / max(now - since, 0.001)
        of = say(" of {total:,}", total=self._total) if self._total else ""
        text = say(
            "{done:,}{of} {what}, {rate:,.0f} a second",
            done=self._done,
            of=of,
            what=self._what,
            rate=rate,
        )
        left = (self._total - self._done) / rate
        return say("{text}, {left:.0f} s left", text=text, left=left) if left >= 1 else text
