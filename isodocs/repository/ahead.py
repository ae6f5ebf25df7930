"""Reading on another core while what was read is worked on here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

_Item = TypeVar("_Item")


def ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items, produced in a thread as fast as they come; its exception arrives too."""
    queue: SimpleQueue[tuple[bool, Any]] = SimpleQueue()

    def produce() -> None:
        try:
            for item in items:
                queue.put((True, item))
            queue.put((False, None))
        except BaseException as error:
            queue.put((False, error))

    Thread(target=produce, daemon=True).start()

    def consume() -> Iterator[_Item]:
        while (entry := queue.get())[0]:
            yield entry[1]
        if entry[1] is not None:
            raise entry[1]

    return consume()
