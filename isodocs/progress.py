"""How far work that takes long has come: said where it is done, shown where someone watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Watcher(Protocol):
    """Someone who learns how far things are."""

    def begin(self, what: str, total: int) -> None:
        """Work on so many of these begins (0: no one knows how many)."""

    def advance(self) -> None:
        """One more is done."""

    def end(self) -> None:
        """All are done, or no more will be."""


_watcher: Watcher | None = None


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Let `watcher` know how far things are, as long as this lasts."""
    global _watcher  # work deep down does not know who started it
    before, _watcher = _watcher, watcher
    try:
        yield
    finally:
        _watcher = before


def watched(
    what: str, items: Iterable[_Item], total: Callable[[], int] = lambda: 0
) -> Iterable[_Item]:
    """The same items; `what` they are is a plural, and `total` is asked only if someone watches."""
    return items if _watcher is None else _counted(_watcher, what, items, total())


def _counted(watcher: Watcher, what: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
    watcher.begin(what, total)
    try:
        for item in items:
            yield item
            watcher.advance()
    finally:
        watcher.end()
