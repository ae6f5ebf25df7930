"""What both formats tell of a life beside its decisions: commits and moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.history import Stamp, Transition
    from isodocs.model.register import Entry, RevisionStatus


def written(entry: Entry, status: RevisionStatus) -> list[Stamp]:
    """The commits that brought or changed the revision, oldest first."""
    return [
        transition.stamp
        for transition in entry.history.transitions
        if (new := transition.new)
        and new.revision == status.number
        and (transition.old is None or transition.old.blob != new.blob)
    ]


def moves(entry: Entry) -> Iterator[Transition]:
    """Each change of the document's path, newest first."""
    for transition in reversed(entry.history.transitions):
        if transition.old and transition.new and transition.old.path != transition.new.path:
            yield transition
