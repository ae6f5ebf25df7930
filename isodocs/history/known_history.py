"""The history on which next commits are built, as far as it is remembered."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.history.kept_steps import WholeWalk
from isodocs.history.remembered import RememberedHistory
from isodocs.inventory.configuration import read_config
from isodocs.machine import answers, store
from isodocs.machine.archive import Archive, LostError
from isodocs.model.config import PATH
from isodocs.named_tuple import NamedTuple
from isodocs.repository import history
from isodocs.repository.footprint import UnclearError
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.repository.stored import above as attributes_above

if TYPE_CHECKING:
    from isodocs.history.kept_steps import Walk
    from isodocs.model.commit import Commit
    from isodocs.model.config import Config
    from isodocs.model.history import Ledger
    from isodocs.repository.git import Git
    from isodocs.repository.snapshot import Snapshot


def archive(git: Git, base: str, tree: str = "") -> Archive | None:
    """What is remembered for commits of `tree` on top of `base`; None for nothing.

    It depends on `isodocs.yaml`, and on what is said of attributes above the folder.
    """
    kept = None if git.is_shallow else store.of(str(git.common_directory), str(git.top))
    if kept is None:
        return None
    try:
        code = answers.running()
    except (OSError, UnclearError):
        return None  # isodocs itself is being replaced
    above = _attributes_above(git, base)
    if git.folder and tree and _attributes_above(git, tree) != above:
        return None
    config = CommitSnapshot(git, base).entries.get(PATH)
    settings = f"{config.mode} {config.blob}".encode() if config else b""
    about = b"\0".join((code, os.fsencode(git.folder), settings, above))
    return Archive(kept, about)


def _attributes_above(git: Git, tree: str) -> bytes:
    names = attributes_above(git)
    return git.run("ls-tree", "--full-tree", tree, "--", *names) if names else b""


def recall(
    git: Git,
    archive: Archive,
    base: str,
    config: Config,
    next: Sequence[str] = (),
    since: tuple[str, Sequence[Commit]] = ("", ()),
) -> tuple[RememberedHistory, int] | None:
    """The history up to `base`, once what came lately was learnt; None where none is known.

    `next` are commits on top of it, each the only parent of the one after it. What is known may
    reach up to one of them already: the number is how many of them it holds. `since` is an ancestor
    of the base, with what the base has beyond it in the order of `history.walk`.
    """
    try:
        known = RememberedHistory(archive, config)
        if known.tip is None:
            return None
        if known.tip in next:
            return known, next.index(known.tip) + 1
        walked = since[1] if known.tip == since[0] else None
        if walked is None and known.tip != base and not history.follows(git, base, known.tip):
            return None
        _catch_up(git, known, base, walked=walked)
    except LostError:
        return None
    return known, 0


class KnownWalk(NamedTuple):
    """A walk of what is remembered. `keeps` says of which paths it has the changes."""

    walk: Walk
    keeps: Callable[[str], bool]


def walked(git: Git, tip: str, snapshot: Snapshot) -> KnownWalk | None:
    """The whole history up to `tip`, below a snapshot; None where too little is remembered.

    Git is asked which commits there are; only of those that are not known yet, what they changed.
    """
    below = CommitSnapshot(git, tip)
    # which paths matter is what isodocs.yaml says
    same = below.entries.get(PATH) == snapshot.entries.get(PATH)
    kept = archive(git, tip) if same else None
    if kept is None:
        return None
    try:
        known = RememberedHistory(kept, read_config(below))
        rows = known.rows()
    except LostError:
        return None
    if known.tip is None:
        return None
    listed = history.listed(git, tip)
    new: dict[str, Commit] = {}
    if not all(id in rows for id, _ in listed):
        if git.ask("cat-file", "-e", known.tip) is None:
            return None  # history was rewritten, and what was there before is gone
        new = {commit.id: commit for commit in history.walk(git, tip, exclude=[known.tip])}
    return KnownWalk(WholeWalk(listed, rows, new), known.keeps)


class DocumentSteps:
    """What is remembered of a history up to `tip`, asked about one document after the other."""

    def __init__(self, git: Git, tip: str) -> None:
        """`tip` is the full id of a commit."""
        self._git, self._tip = git, tip
        self._config = read_config(CommitSnapshot(git, tip))
        self._places: Mapping[str, int] = {}

    def commits(self, paths: Sequence[str], document: str) -> list[Commit] | None:
        """Those that changed these paths, or statements about the document, with these changes.

        Also with those of what all documents rest on, in the order of `history.walk`. None where
        too little is remembered.
        """
        kept = archive(self._git, self._tip)
        found = recall(self._git, kept, self._tip, self._config) if kept else None
        if found is None or not all(map(found[0].keeps, paths)):
            return None
        known, _ = found
        try:
            steps = {stamp.commit: changes for stamp, changes in known.steps(paths, document)}
        except LostError:
            return None
        ids = list(steps) if known.as_walked else sorted(steps, key=self._place)
        named = history.named(self._git, ids)
        return [replace(commit, changes=tuple(steps[commit.id])) for commit in named]

    def _place(self, commit: str) -> int:
        if not self._places:
            listed = history.listed(self._git, self._tip)
            self._places = {id: place for place, (id, _) in enumerate(listed)}
        return self._places[commit]


def learn(git: Git, archive: Archive, base: str, config: Config, ledger: Ledger) -> None:
    """Remember the history up to `base`, from the beginning where that is needed.

    `ledger` has it parsed already. Of a history that cannot be read whole nothing is remembered.
    """
    if recall(git, archive, base, config) is None:
        archive.forget()
        with suppress(LostError):
            _catch_up(git, RememberedHistory(archive, config), base, ledger)


def _catch_up(
    git: Git,
    known: RememberedHistory,
    base: str,
    ledger: Ledger | None = None,
    walked: Sequence[Commit] | None = None,
) -> None:
    def walk(tip: str | None) -> Iterator[Commit]:
        if walked is not None:
            return iter(walked)
        return history.walk(git, base, exclude=[tip] if tip else [])

    known.catch_up(
        base,
        walk,
        lambda ids: _read(git, ids),
        ledger,
    )


def _read(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The blobs, all of them: what is not here today may be here tomorrow, and name others."""
    refused: dict[str, str] = {}
    yield from read_blobs(git, ids, refused=refused)
    if refused:
        raise LostError(min(refused))
