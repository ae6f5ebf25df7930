"""What a snapshot changes against the commit below it: one more step of history, not yet made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.history.ledger import CONTROL_FOLDER
from isodocs.model.commit import Change
from isodocs.model.layout import CONFIG
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import endings, globs
from isodocs.repository.snapshot import CommitSnapshot, KnownWorkTree

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.repository.git import Git
    from isodocs.repository.snapshot import Snapshot


def uncommitted(
    git: Git, tip: str | None, snapshot: Snapshot, config: Config
) -> tuple[Change, ...]:
    """What the snapshot changes against the commit below it, among the paths that matter."""
    if isinstance(snapshot, CommitSnapshot):
        return ()
    controlled = globs.matcher(config.include, config.exclude)
    before = CommitSnapshot(git, tip).entries if tip else {}
    after = snapshot.entries
    known = snapshot.differing if isinstance(snapshot, KnownWorkTree) else None
    changes = []
    for path in before.keys() | after.keys() if known is None else known:
        of_all = path == CONFIG or path.startswith((CONTROL_FOLDER, RECORDS))
        if not (of_all or endings.is_markdown(path) or controlled(path)):
            continue
        old, new = before.get(path), after.get(path)
        if (old and old.blob) != (new and new.blob):
            changes.append(
                Change(
                    path=path,
                    old_blob=old.blob if old else None,
                    new_blob=new.blob if new else None,
                    old_mode=old.mode if old else "",
                    new_mode=new.mode if new else "",
                )
            )
    return tuple(sorted(changes, key=lambda change: change.path))
