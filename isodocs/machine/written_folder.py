"""A folder that a command has filled: what it looks like, and whether it is what was written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import blake2b

from isodocs.repository.footprint import Footprint, wait_since

_SIZE = 32


class WrittenFolder:
    """A folder, and what was `seen` in it at a moment; make it with `look`.

    `holds` says whether it holds what was written: others may write there, too.
    """

    def __init__(self, folder: str, since: int, seen: bytes, holds: Callable[[], bool]) -> None:
        self.folder, self.seen = folder, seen
        self._since, self._holds, self._at = since, holds, time.monotonic()

    def seen_again(self) -> bytes:
        """What is seen now, once all in it was compared; nothing where it is something else.

        Before that it is waited for what may look alike, for which hardly any time is left where
        the repository was looked at meanwhile. Raises UnclearError and OSError.
        """
        wait_since(self._at)
        return _seen_in(self.folder, self._since)[0] if self._holds() else b""


def look(folder: str, since: int, holds: Callable[[], bool]) -> WrittenFolder | None:
    """What is there now; None where its clock is too slow to say what follows.

    Raises UnclearError and OSError.
    """
    seen, coarse = _seen_in(folder, since)
    return None if coarse else WrittenFolder(folder, since, seen, holds)


def footprint_of(folder: str, since: int = 0) -> Footprint:
    """The footprint of a folder that is written, and whose it and the one around it are.

    Raises UnclearError and OSError.
    """
    path = os.path.realpath(folder)
    found = Footprint(since)
    found.own(os.path.dirname(path))
    found.own(path)
    found.add(path)
    return found


def _seen_in(folder: str, since: int) -> tuple[bytes, bool]:
    """What is seen in the folder, beginning with its digest, and whether the clock is too slow."""
    found = footprint_of(folder, since)
    times = found.times()
    said = repr(sorted(times.folders.items())).encode("utf-8", "surrogateescape")
    return found.digest + blake2b(said, digest_size=_SIZE).digest(), times.coarse
