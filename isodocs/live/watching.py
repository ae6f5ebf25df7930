"""A system that is watched: looks where something changed, checks, and reports differences."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError, RepositoryError
from isodocs.live.changes import Changes
from isodocs.live.comparing import differing
from isodocs.live.recheck import UnsettledError
from isodocs.machine import drives
from isodocs.model.news import NotChecked, Notice, Rechecked
from isodocs.repository.footprint import TICK
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.live.changes import Stirred
    from isodocs.live.recheck import Recheck
    from isodocs.model.checked import Checked
    from isodocs.model.gap import Gap
    from isodocs.model.news import News

_SELDOM, _OFTEN = (10.0, 100), (0.5, 10)
"""How long is waited before everything is looked at unasked: at least so many seconds, and so many
times as long as that takes; `_OFTEN` where no event comes."""
_LONGEST = 60.0
"""The longest of these pauses, since a new day may have begun; in seconds."""
_GONE = 1.0
"""For so long a folder that is not there may be one that is being replaced; in seconds."""
_MISSED = 2
"""After so many changes without an event, none is expected any more."""


class Watching:
    """Reports the news of one system, until it is closed or the system is gone."""

    def __init__(
        self,
        recheck: Recheck,
        *,
        polls: bool = False,
        narrow: Callable[[Checked], Checked] = lambda checked: checked,
    ) -> None:
        """`polls` waits for no events; `narrow` leaves of a check what is reported."""
        self._recheck, self._narrow, self._polls = recheck, narrow, polls
        self._changes = Changes(recheck.is_held)
        self._missed = 0
        self._asked_at = -_LONGEST
        self._reported: tuple[Gap, ...] | None = None
        self._fault: NotChecked | None = None

    def close(self) -> None:
        """Watch no more: there is no news after this. Any thread may call it."""
        self._changes.close()

    def news(self) -> Iterator[News]:
        """What is new, as it comes; raises IsodocsError once the folder is gone."""
        stirred: Stirred | None = None
        while not self._changes.closed:
            if not self._polls and not self._changes.watches(self._recheck.places):
                yield from self._watch()
                stirred = None
            try:
                yield from self._check(stirred)
            except UnsettledError:
                self._changes.rest()
                stirred = self._changes.taken()
                continue
            yield from self._see_that_all_is_watched()
            stirred = self._changes.wait(self._pause())
            if stirred is None and not self._changes.closed:
                yield from self._look_unasked()

    def _watch(self) -> Iterator[Notice]:
        """Watch what must be watched now."""
        if drives.is_remote(self._recheck.top):
            yield self._poll(say("this is a network drive"))
            return
        try:
            self._changes.watch(self._recheck.places)
        except OSError as error:
            yield self._poll(error.strerror or str(error))

    def _see_that_all_is_watched(self) -> Iterator[Notice]:
        """A machine watches so many folders and no more; asked now and then."""
        now = time.monotonic()
        if self._polls or now < self._asked_at + _SELDOM[0]:
            return
        folders = list(self._recheck.sightings.seen)
        if self._changes.overlooks(folders):
            time.sleep(_GONE)  # one that has just come is watched in a moment
            if self._changes.overlooks(folders):
                yield self._poll(say("this machine watches no more folders"))
        self._asked_at = now

    def _poll(self, why: str) -> Notice:
        self._polls = True
        self._changes.unwatch()
        return Notice(
            say("{why}; so all files are looked at again and again, which takes longer", why=why)
        )

    def _check(self, stirred: Stirred | None) -> Iterator[News]:
        try:
            checked = self._recheck.check(stirred)
        except IsodocsError as error:
            self._stop_if_gone()
            yield from self._failed(NotChecked(str(error), error.hint))
        except OSError as error:  # the machine has no more room, files or processes
            yield from self._failed(NotChecked(f"{error.filename or ''}: {error.strerror}", ""))
        else:
            if checked is not None:
                yield self._found(checked)

    def _failed(self, fault: NotChecked) -> Iterator[NotChecked]:
        if fault != self._fault:
            self._fault = fault
            yield fault

    def _found(self, checked: Checked) -> Rechecked:
        before, checked = self._reported, self._narrow(checked)
        restored, self._fault, self._reported = self._fault is not None, None, checked.gaps
        return Rechecked(checked, differing(before or (), checked.gaps), before is None, restored)

    def _look_unasked(self) -> Iterator[Notice]:
        """Look at everything: some changes come without an event."""
        self._stop_if_gone()
        if not self._recheck.look(None):
            return
        self._changes.rest()
        while self._polls:
            before = self._recheck.sightings.seen
            time.sleep(TICK)
            self._recheck.look(None)
            if self._recheck.sightings.seen == before:
                return
        time.sleep(TICK)
        if self._changes.is_stirred:
            self._missed = 0
            return
        self._missed += 1
        if self._missed >= _MISSED:
            yield self._poll(say("changes here come without an event"))

    def _pause(self) -> float:
        least, times = _OFTEN if self._polls else _SELDOM
        return min(max(least, times * self._recheck.sightings.took), _LONGEST)

    def _stop_if_gone(self) -> None:
        top = self._recheck.top
        if not os.path.isdir(top):
            time.sleep(_GONE)
        if not os.path.isdir(top):
            raise RepositoryError(
                say("the folder {top} is not there any more", top=top),
                hint=say("Watch it where it is now, or once it is back."),
            )
