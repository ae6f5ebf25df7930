"""Two views of a repository side by side."""

from __future__ import annotations

from isodocs.repository.snapshot import Snapshot


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """The paths whose content or kind differs, sorted."""
    old, new = before.entries, after.entries
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
