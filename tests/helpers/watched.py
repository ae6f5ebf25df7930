"""A folder that is watched by real events; what it tells is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from isodocs.checking.check import check
from isodocs.live.recheck import Recheck
from isodocs.live.watching import Watching
from isodocs.machine.pins import PinLookup
from isodocs.model.checked import Checked
from isodocs.model.gap import Gap
from isodocs.model.news import NotChecked, Notice, Rechecked
from isodocs.workspace import View, Workspace

LONGEST = 60.0
"""Longer than any machine needs that still works."""


class Watched:
    """`told` are the gaps that are there by all that was told; `day` is the day it is."""

    def __init__(self, folder: Path, day: date, *, polls: bool = False) -> None:
        self.folder, self.day = folder, day
        self.told: list[Gap] = []
        self.checks = 0
        self.notices: list[str] = []
        self.fault: NotChecked | None = None
        self.ended: BaseException | None = None
        self._news: Queue[object] = Queue()
        self.recheck = Recheck(folder, lambda: self.day, pinned=False)
        self._watching = Watching(self.recheck, polls=polls)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        self.until(lambda: self.checks > 0)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self._watching.close()
        self._thread.join(LONGEST)
        assert not self._thread.is_alive()

    def until(self, holds: Callable[[], bool]) -> None:
        """Take news until this holds; fails the test where it never does."""
        end = time.monotonic() + LONGEST
        while not holds():
            left = end - time.monotonic()
            state = [(g.code, g.finding.place) for g in self.told], self.fault, self.ended
            assert left > 0, state
            assert self.ended is None, state
            try:
                self._take(self._news.get(timeout=min(left, 0.05)))
            except Empty:
                continue

    def until_told(self) -> None:
        """Wait until what was told is what a check in full finds now."""
        expected = sorted(map(repr, in_full(self.folder, self.day).gaps))
        self.until(lambda: self.fault is None and sorted(map(repr, self.told)) == expected)

    def _run(self) -> None:
        try:
            for news in self._watching.news():
                self._news.put(news)
        except Exception as error:  # also of a fault of ours: a thread would only print it
            self._news.put(error)

    def _take(self, news: object) -> None:
        if isinstance(news, Rechecked):
            assert news.first == (self.checks == 0)
            assert news.restored == (self.fault is not None)
            self.checks, self.fault = self.checks + 1, None
            for gap in (*news.difference.closed, *(old for old, _ in news.difference.altered)):
                self.told.remove(gap)
            self.told += [*news.difference.new, *(new for _, new in news.difference.altered)]
            assert sorted(map(repr, self.told)) == sorted(map(repr, news.checked.gaps))
        elif isinstance(news, NotChecked):
            self.fault = news
        elif isinstance(news, Notice):
            self.notices.append(news.text)
        elif isinstance(news, BaseException):
            self.ended = news


def in_full(folder: Path, day: date) -> Checked:
    """What a check in full finds, which rests on nothing that was found before."""
    return check(Workspace.open(folder, pins=PinLookup()).register(View(day, latest=True))).checked
