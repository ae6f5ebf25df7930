"""Whether the next commit leaves every management system alone, known before anything is loaded.

A hook asks this first. Only a yes is an answer; where it is no, `touched` looks closer.
"""

from __future__ import annotations

from isodocs.model import layout
from isodocs.repository.footprint import UnclearError
from isodocs.repository.next_changes import NextChanges


def next_changes(folder: str) -> NextChanges | None:
    """What the commit about to be made in `folder` changes; None where that is not plain."""
    try:
        return NextChanges(folder)
    except (OSError, ValueError, UnclearError):
        return None


def leaves_all_alone(following: NextChanges) -> bool:
    """Whether the next commit brings nothing to any system."""
    if not following.changes:
        return True
    if any(layout.begins_a_system(path) for path, _ in following.changes):
        return False
    from isodocs.checking.tree_memory import TreeMemory, leaves_alone

    memory = TreeMemory.of(following.common, following.top)
    if memory is None:
        return False
    systems = memory.systems(following.since, following.same)
    if systems is None:
        return False
    for each in systems[0] or ("",):
        prefix = f"{each}/" if each else ""
        if any(path.startswith(prefix) for path, _ in following.changes):
            named = memory.named(each, following.head, following.since)
            if named is None or not leaves_alone(following.changes, each, named):
                return False
    return True
