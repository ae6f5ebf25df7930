"""Which files are others than when something was found out, where that shows from outside.

What each folder holds is compared with what it held (`machine.moments`), and commits made since are
looked at. Where more has changed than plain files that came or were rewritten, nothing follows.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from isodocs.history import known_history
from isodocs.inventory.configuration import read_config
from isodocs.inventory.placement import FILE_MODES
from isodocs.machine.archive import LostError
from isodocs.machine.difference import difference
from isodocs.model.commit import Change
from isodocs.named_tuple import NamedTuple
from isodocs.recall.listed import listed, rewritten
from isodocs.repository import history
from isodocs.repository.attributes import NAME, is_attributes
from isodocs.repository.index import files, rows
from isodocs.repository.listed_files import with_any
from isodocs.repository.snapshot import (
    CommitSnapshot,
    Differing,
    KnownWorkTree,
    WorkTreeSnapshot,
    is_listed,
    list_by_index,
)
from isodocs.repository.tree import TreeEntry

if TYPE_CHECKING:
    from isodocs.history.kept_steps import Threads
    from isodocs.history.remembered import RememberedHistory
    from isodocs.machine.answers import Call
    from isodocs.machine.moments import Moment
    from isodocs.model.commit import Commit
    from isodocs.model.config import Config
    from isodocs.repository.git import Git

FILES, INDEX = "files", "index"
"""The parts of a moment."""
Seen = Mapping[str, Mapping[str, bytes]]
"""What is seen of each part."""
_MOST_COMMITS = 1_000
_MOST_BYTES = 1 << 20
"""So much of text that is not committed is kept."""
_READING = ("isodocs.yaml", ".git")
"""How the names of files begin that say how others are read."""
_PLAIN = FILE_MODES[0]
_BLOB = "-"

Files = Mapping[str, Differing | None]
"""The files that a work tree has otherwise than the commit below it; None for one that is gone."""


class Since(NamedTuple):
    """A work tree now, and what has changed in it since a moment.

    `changes` say of files that they changed, and of which commits they are or none. `made` are the
    commits since, whose line of first parents is not `straight` where what landed before would
    have landed later.
    """

    commit: CommitSnapshot
    config: Config
    differing: Files
    changes: tuple[Change, ...]
    made: frozenset[str]
    straight: bool
    history: RememberedHistory
    seen: Seen

    @property
    def work_tree(self) -> KnownWorkTree:
        """The files as they are now."""
        return KnownWorkTree(self.commit, self.differing)

    def threads(self, paths: Iterable[str], before: Files) -> Threads:
        """The threads of these paths, and of what is not committed now, or was not `before`."""
        return threads(self.history, paths, (before, self.differing))


def threads(known: RememberedHistory, paths: Iterable[str], differing: Sequence[Files]) -> Threads:
    """The threads of these paths, and of all that is not committed and may name a document.

    Raises LostError where such a file is not known.
    """
    for path, found in chain.from_iterable(some.items() for some in differing):
        if found and found.data is None and known.may_name(path):
            raise LostError(path)
    written = {
        f"{number}:{path}": (path, found.data)
        for number, some in enumerate(differing)
        for path, found in some.items()
        if found and found.data is not None
    }
    changes = [Change(path, "", key, _PLAIN, _PLAIN) for key, (path, _) in written.items()]
    names = known.names(changes, lambda keys: ((key, written[key][1]) for key in keys))
    # one that is gone is a step of the history of the document that it was
    gone = (path for some in differing for path, found in some.items() if found is None)
    left = filter(known.may_name, gone)
    return known.threads({*paths, *(path for path, _ in written.values()), *left}, names)


def as_data(files: Files) -> Any:
    """The files as JSON can hold them."""
    return {path: found and [*found.entry, _text(found.data)] for path, found in files.items()}


def from_data(data: Any) -> Files:
    """What `as_data` gave."""
    return {path: found and _differing_file(*found) for path, found in data.items()}


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _differing_file(mode: str, blob: str, text: str | None) -> Differing:
    data = base64.b64decode(text) if text is not None else None
    return Differing(TreeEntry(mode, blob), data)


def since(call: Call, git: Git, moment: Moment, tip: str, was: str, before: Files) -> Since | None:
    """What has changed since a moment at which the commit `was` was checked out.

    `tip` is the one that is now, `before` what the work tree had otherwise. None where more changed
    than that.
    """
    found = difference(call.roots, moment.changed(FILES, call.seen))
    if found is None:
        return None
    index = rows(git) if found.in_index else moment.parts[INDEX]
    indexed = rewritten(moment.changed(INDEX, index)) if found.in_index else {}
    if indexed is None:
        return None
    made = []
    if tip != was:
        if not history.follows(git, tip, was):
            return None
        made = list(history.walk(git, tip, exclude=[was]))
    if len(made) > _MOST_COMMITS:
        return None
    list_from_index(git, tip, was, made)
    committed = [change for commit in made for change in commit.changes]
    here = {git.inside(path): False for path in found.files}
    here |= {git.inside(path): True for path, _ in found.others}
    if None in here or any(mode not in FILE_MODES for _, mode in found.others):
        return None  # outside of the management system, or more than a file that came
    now = {path: came for path, came in here.items() if path is not None} | dict(indexed)
    if found.others and any(_was_there(git, was, before, path) for path in now if now[path]):
        return None
    archive = known_history.archive(git, tip)
    if archive is None:
        return None
    commit = CommitSnapshot(git, tip)
    differing = differing_now(commit, before, {*now, *(change.path for change in committed)})
    config = read_config(commit)
    if differing is None:
        return None
    known = known_history.recall(git, archive, tip, config, since=(was, made))
    if known is None:
        return None
    changes = (
        Change(path, None if came else "", _BLOB, "" if came else _PLAIN, _PLAIN)
        for path, came in now.items()
    )
    return Since(
        commit,
        config,
        differing,
        (*changes, *committed),
        frozenset(each.id for each in made),
        is_straight(tip, was, {each.id: each.parents for each in made}),
        known[0],
        {FILES: call.seen, INDEX: index},
    )


def list_from_index(git: Git, tip: str, was: str, made: Sequence[Commit]) -> None:
    """Take the files of a commit, and of an earlier one, from the index.

    `made` are the commits since the earlier one; not all of them say enough for that.
    """
    if not is_listed(git, tip) and all(map(_is_plain, made)):
        list_by_index(git, tip, files(git), history.staged(git, tip))
        changes = (change for commit in reversed(made) for change in commit.changes)
        list_by_index(git, was, CommitSnapshot(git, tip).entries, changes)


def _is_plain(commit: Commit) -> bool:
    """Whether a commit says all that it changes, each path once: others are listed by Git."""
    paths = {change.path for change in commit.changes}
    return len(commit.parents) == 1 and len(paths) == len(commit.changes)


def _was_there(git: Git, was: str, before: Files, path: str) -> bool:
    known = before.get(path) if path in before else CommitSnapshot(git, was).entries.get(path)
    return known is not None


def is_straight(tip: str, was: str, parents: Mapping[str, Sequence[str]]) -> bool:
    """Whether the line of first parents leads back, so that nothing lands later than it did."""
    while tip != was and parents.get(tip):
        tip = parents[tip][0]
    return tip == was


def all_of(call: Call, snapshot: WorkTreeSnapshot) -> Seen:
    """What is seen at a moment at which a snapshot is looked at."""
    return {FILES: call.seen, INDEX: listed(snapshot.listed.values())}


def differing_from(commit: CommitSnapshot, snapshot: WorkTreeSnapshot) -> Files | None:
    """What a work tree has otherwise; None where that decides how others are read."""
    return _differing(commit, snapshot, commit.entries.keys() | snapshot.entries, {})


def differing_now(commit: CommitSnapshot, before: Files, changed: Collection[str]) -> Files | None:
    """Where the work tree differs from the commit, once some files have changed."""
    if not changed:
        return {
            path: found
            for path, found in before.items()
            if commit.entries.get(path) != (found and found.entry)
        }
    attributes = filter(is_attributes, with_any(commit.entries, NAME))
    fresh = WorkTreeSnapshot(commit.git, [*changed, *attributes])
    now = {path: found for path, found in before.items() if path not in changed}
    return _differing(commit, fresh, changed, now)


def _differing(
    commit: CommitSnapshot, snapshot: WorkTreeSnapshot, paths: Collection[str], others: Files
) -> Files | None:
    """The files among `paths` that differ from the commit, and `others`; in order.

    None where what differs decides how others are read.
    """
    before, after = commit.entries, snapshot.entries
    differ = {path for path in paths if before.get(path) != after.get(path)}
    if any(path.rpartition("/")[2].startswith(_READING) for path in differ):
        return None
    found: dict[str, Differing | None] = dict(others)
    found |= {path: Differing(after[path], None) if path in after else None for path in differ}
    size = sum(len(each.data or b"") for each in others.values() if each)
    there = sorted(path for path in differ if path in after)
    for path, file in snapshot.read(there, limit=_MOST_BYTES, refused={}):
        size += len(file.data)
        if size > _MOST_BYTES:
            break
        found[path] = Differing(after[path], file.data)
    return {
        path: each
        for path, each in sorted(found.items())
        if before.get(path) != (each and each.entry)
    }
