"""The files below `.isodocs/` as each commit left them, in the order of history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.commit import Change


class Files:
    """Follows which content is at each path; `contents` are the bytes of blobs."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._now: dict[str, str | None] = {}
        self._last: dict[str, str] = {}
        self._before: dict[str, str | None] = {}

    def take(self, changes: Iterable[Change]) -> None:
        """Go on to the next commit."""
        self._before = {}
        for change in changes:
            self._before[change.path] = self._last.get(change.path)
            self._now[change.path] = change.new_blob
            if change.new_blob is not None:
                self._last[change.path] = change.new_blob

    def is_new(self, change: Change) -> bool:
        """Whether the commit at hand brought this path for the first time."""
        return change.new_blob is not None and self._before.get(change.path) is None

    def before(self, change: Change) -> str | None:
        """The last content that the path had before the commit at hand."""
        return self._before.get(change.path)

    def replaced(self, change: Change) -> tuple[bytes | None, ...]:
        """The bytes that a change replaced; of a merge those of each of its parents."""
        blobs = (change.old_blob, *change.other_blobs)
        return tuple(self._contents.get(blob) if blob else None for blob in blobs)

    def data(self, path: str) -> bytes | None:
        """The bytes at a path as the commit at hand left it; None where nothing is."""
        blob = self._now.get(path)
        return self._contents.get(blob) if blob else None
