"""What a long-running process keeps in memory of what it has read, for its next reading."""

from __future__ import annotations

from typing import Any


class Held:
    """Values by the digests of what they were made of: what is found is what making it would give.

    Threads may share it: two that miss the same value both make it.
    """

    def __init__(self) -> None:
        self._now: dict[bytes, Any] = {}
        self._before: dict[bytes, Any] = {}

    def get(self, key: bytes) -> Any:
        """The value under a key; None where there is none."""
        found = self._now.get(key)
        if found is None and (found := self._before.get(key)) is not None:
            self._now[key] = found
        return found

    def put(self, key: bytes, value: Any) -> None:
        """Hold a value."""
        self._now[key] = value

    def let_go(self) -> None:
        """Forget what was not asked for since the last time."""
        self._now, self._before = {}, self._now
