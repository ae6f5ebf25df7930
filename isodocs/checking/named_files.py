"""Which files documents show and records name, remembered from one commit to the next.

Only with that is it known, before anything is read, that a commit of other files touches no
management system. It is remembered for the trees of commits that were judged; a commit that
changed nothing else since holds the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from isodocs.inventory.placement import FILE_MODES, above, is_beside, look
from isodocs.machine import answers, store
from isodocs.machine.archive import Archive, LostError
from isodocs.model.config import PATH
from isodocs.repository import history, refs
from isodocs.repository.footprint import UnclearError

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.repository.git import Git

_PIECE = "named"


class NamedFiles(NamedTuple):
    """What documents show or would show and records name, at least; never to be missed.

    `names` are those of the files, as `look` has them: some are shown from wherever they are, and
    on some disks another path is theirs. `folders` are those of documents and of what they show,
    `include` the patterns of documents.
    """

    names: frozenset[str]
    folders: frozenset[str]
    include: tuple[str, ...]

    def and_those(self, other: NamedFiles) -> NamedFiles:
        """What either of two names."""
        return NamedFiles(self.names | other.names, self.folders | other.folders, self.include)

    def namer(self) -> Callable[[str], bool]:
        """Return a test for paths: whether one, or a folder above, is named or hides one read."""
        looks = frozenset(map(look, self.folders))

        def named(path: str) -> bool:
            return any(
                look(each.rpartition("/")[2]) in self.names
                or (look(each) in looks and each not in self.folders)
                for each in (path, *above(path))
            )

        return named

    def are_left_alone(self, changes: Iterable[Change]) -> bool:
        """Whether changes are of files alone that no one reads or names."""
        beside, named = is_beside(self.include), self.namer()
        return all(
            beside(change.path) and not named(change.path) and change.new_mode in ("", *FILE_MODES)
            for change in changes
        )


def archive(git: Git, base: str, tree: str = "") -> Archive | None:
    """What is remembered for commits of `tree` on top of `base`; None for nothing.

    It depends on `isodocs.yaml`, and on what is said of attributes above the folder.
    """
    kept = None if git.is_shallow else store.of(str(git.common_directory), str(git.top))
    if kept is None:
        return None
    try:
        code = answers.code().digest
    except (OSError, UnclearError):
        return None  # isodocs itself is being replaced
    settings = _settings(git, base)
    if git.folder and tree and _settings(git, tree) != settings:
        return None
    about = b"\0".join((code, os.fsencode(git.folder), settings))
    return Archive(kept, about)


def _settings(git: Git, tree: str) -> bytes:
    names = [f"{git.prefix}{PATH}"]
    if git.folder:
        from isodocs.repository.stored import above as attributes_above  # few need it

        names += attributes_above(git)
    return git.run("ls-tree", "--full-tree", tree, "--", *names)


def recall(git: Git, archive: Archive, base: str) -> NamedFiles | None:
    """What is named in the tree of `base`; None where that is not known."""
    try:
        kept = archive.get(_PIECE)
    except LostError:
        return None
    if kept is None:
        return None
    named = NamedFiles(frozenset(kept["names"]), frozenset(kept["folders"]), tuple(kept["include"]))
    known = (tree for tree in kept["trees"] if refs.exists(git, tree))
    return (
        named if any(named.are_left_alone(history.between(git, t, base)) for t in known) else None
    )


def keep(archive: Archive, trees: Sequence[str], named: NamedFiles) -> None:
    """Remember what is named in these trees (full ids of trees or commits)."""
    pieces = {name: sorted(values) for name, values in named._asdict().items()}
    archive.keep({_PIECE: {"trees": list(trees), **pieces}})
