"""Which management systems the next commit touches, found before anything in them is read.

A hook asks this first: a commit that brings nothing to any system needs no rules, and no parser is
loaded for it. Git compares the index with HEAD, whole trees at once; of files that no document is
made of, it must be remembered that nothing names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isodocs.repository import refs, systems
from isodocs.repository.systems import Systems

if TYPE_CHECKING:
    from isodocs.repository.git import Git


class NextCommit(NamedTuple):
    """What Git is about to commit on top of `head`, and the systems there were and will be.

    `folders` are those of the systems that it touches, `""` for the top of the repository.
    """

    head: str | None
    before: Systems
    after: Systems
    folders: tuple[str, ...]


def next_commit(git: Git) -> NextCommit:
    """The next commit of the index; one that merges touches every system."""
    head = refs.head(git)
    before = systems.of_commit(git, head) if head else Systems()
    after = systems.of_index(git)
    merges = bool(refs.merged_heads(git))
    places = systems.places(before, after)
    folders = (f for f in places if not head or merges or _is_touched(git.at(f), head))
    return NextCommit(head, before, after, tuple(folders))


def _is_touched(git: Git, head: str) -> bool:
    """Whether the next commit changes a file of the folder that its system reads or names."""
    if not refs.index_differs(git, head):
        return False
    from isodocs.checking import named_files  # what stages nothing needs none of it
    from isodocs.repository import history

    archive = named_files.archive(git, head)
    named = named_files.recall(git, archive, head) if archive else None
    return named is None or not named.are_left_alone(history.staged(git, head))
