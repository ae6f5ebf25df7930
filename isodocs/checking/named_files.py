"""Which files documents show and records name, remembered from one commit to the next.

Only with that is it known, before anything is read, that a commit of other files touches no
management system. It is remembered for the trees of commits that were judged; a commit that
changed nothing else since holds the same.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from isodocs.inventory.placement import FILE_MODES, is_beside
from isodocs.machine import answers, store
from isodocs.machine.archive import Archive, LostError
from isodocs.model.config import PATH
from isodocs.repository import history, refs

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.repository.git import Git

_PIECE = "named"


class NamedFiles(NamedTuple):
    """The paths that documents show or would show and records name, at least; never to be missed.

    `include` are the patterns of documents.
    """

    paths: frozenset[str]
    include: tuple[str, ...]

    def are_left_alone(self, changes: Iterable[Change]) -> bool:
        """Whether changes are of files alone that no one reads or names."""
        beside = is_beside(self.include)
        return all(
            beside(change.path)
            and not is_named(change.path, self.paths)
            and change.new_mode in ("", *FILE_MODES)
            for change in changes
        )


def is_named(path: str, named: Container[str]) -> bool:
    """Whether a path, or a folder that it is in, is among those that are named."""
    while path:
        if path in named:
            return True
        path = path.rpartition("/")[0]
    return False


def archive(git: Git, base: str) -> Archive | None:
    """What is remembered for commits on top of `base`, by its `isodocs.yaml`; None for nothing."""
    kept = None if git.is_shallow else store.of(str(git.common_directory), str(git.top))
    if kept is None:
        return None
    settings = git.run("ls-tree", "--full-tree", base, "--", f"{git.prefix}{PATH}")
    about = b"\0".join((answers.code().digest, os.fsencode(git.folder), settings))
    return Archive(kept, about)


def recall(git: Git, archive: Archive, base: str) -> NamedFiles | None:
    """What is named in the tree of `base`; None where that is not known."""
    try:
        kept = archive.get(_PIECE)
    except LostError:
        return None
    if kept is None:
        return None
    named = NamedFiles(frozenset(kept["paths"]), tuple(kept["include"]))
    known = (tree for tree in kept["trees"] if refs.exists(git, tree))
    return (
        named if any(named.are_left_alone(history.between(git, t, base)) for t in known) else None
    )


def keep(archive: Archive, trees: Sequence[str], named: NamedFiles) -> None:
    """Remember what is named in these trees (full ids of trees or commits)."""
    paths, include = sorted(named.paths), list(named.include)
    archive.keep({_PIECE: {"trees": list(trees), "paths": paths, "include": include}})
