"""Which documents the next commit changes, for the message of that commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.checking.verdict import not_yet_committed
from isodocs.history import known_history
from isodocs.inventory.configuration import read_config
from isodocs.machine.archive import LostError
from isodocs.repository import history
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot
from isodocs.workspace import View

if TYPE_CHECKING:
    from datetime import date

    from isodocs.history.kept_steps import Threads
    from isodocs.repository.git import Git
    from isodocs.workspace import Workspace


def documents_changed(workspace: Workspace, base: str | None, on: date) -> tuple[str, ...]:
    """The documents that the next commit, on top of `base`, changes; `SOP-014 rev 4 (draft)`."""
    threads = _threads_staged(workspace.git, base) if base else None
    return not_yet_committed(workspace.register(View(on, staged=True), threads=threads))


def _threads_staged(git: Git, base: str) -> Threads | None:
    """The histories of what is staged, where they are remembered."""
    archive = known_history.archive(git, base)
    if archive is None:
        return None
    config = read_config(CommitSnapshot(git, base))
    found = known_history.recall(git, archive, base, config)
    if found is None or config != read_config(IndexSnapshot(git)):
        return None
    known, _ = found
    changes = tuple(history.staged(git, base))
    try:
        names = known.names(changes, lambda ids: read_blobs(git, ids, refused={}))
        return known.threads((change.path for change in changes), names)
    except LostError:
        return None
