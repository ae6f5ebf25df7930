"""Which files documents show and records name, remembered from one commit to the next.

Only with that is it known, before anything is read, that a commit of other files touches no
management system. It is remembered for the trees of commits that were judged; a commit that
changed nothing else since holds the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

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
_TREES = 100
"""For so many trees it is remembered what is named."""
_LATEST = 2
"""So many of them are compared with a tree for which that is not remembered."""


class NamedFiles(NamedTuple):
    """What documents show or would show and records name, at least; never to be missed.

    `names` are those of the files, as `look` has them: some are shown from wherever they are, and
    on some disks another path is theirs. `folders` are those of documents and of what they show,
    `include` the patterns of documents.
    """

    names: frozenset[str]
    folders: frozenset[str]
    include: tuple[str, ...]
    included: bool
    """Whether a document includes a file."""
    cited: frozenset[str]
    """The identifiers of documents that records name."""
    known: frozenset[str]
    """The identifiers of documents, as `look` has them."""
    alike: bool
    """Whether some gap is one of many documents."""

    def as_data(self) -> list[Any]:
        """The same as JSON can hold it."""
        return [sorted(each) if isinstance(each, frozenset) else each for each in self]

    @classmethod
    def from_data(cls, data: Any) -> NamedFiles:
        """What `as_data` wrote."""
        names, folders, include, included, cited, known, alike = data
        names, folders, cited, known = map(frozenset, (names, folders, cited, known))
        return cls(names, folders, tuple(include), included, cited, known, alike)

    def and_those(self, other: NamedFiles) -> NamedFiles:
        """What either of two names."""
        return NamedFiles(
            self.names | other.names,
            self.folders | other.folders,
            self.include,
            self.included or other.included,
            self.cited | other.cited,
            self.known | other.known,
            self.alike or other.alike,
        )

    def is_part_of(self, other: NamedFiles) -> bool:
        """Whether the other names all that this one does."""
        return (
            self.names <= other.names
            and self.folders <= other.folders
            and self.include == other.include
            and self.included <= other.included
            and self.cited <= other.cited
            and self.known <= other.known
            and self.alike <= other.alike
        )

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
    kept = _kept(archive)
    if kept is None:
        return None
    named, trees = kept
    if base in trees:
        return named
    known = (tree for tree in trees[:_LATEST] if refs.exists(git, tree))
    return (
        named if any(named.are_left_alone(history.between(git, t, base)) for t in known) else None
    )


def keep(archive: Archive, trees: Sequence[str], named: NamedFiles) -> None:
    """Remember what is named in these trees (full ids of trees or commits), the newest first.

    What was remembered for others stays, where that is all named here too.
    """
    kept = _kept(archive)
    others = kept[1] if kept and kept[0].is_part_of(named) else ()
    all_trees = list(dict.fromkeys((*trees, *others)))[:_TREES]
    archive.keep({_PIECE: (all_trees, named.as_data())})


def _kept(archive: Archive) -> tuple[NamedFiles, Sequence[str]] | None:
    try:
        kept = archive.get(_PIECE)
    except LostError:
        return None
    if kept is None:
        return None
    trees, said = kept
    return NamedFiles.from_data(said), trees
