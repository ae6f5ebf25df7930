"""From a folder to the register: opens the repository and runs the reading half of the data flow.

This is the one place where repository, ledger and register meet; commands, hooks and tests all
come through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable, replace
from isodocs.errors import IsodocsError
from isodocs.history.pending_changes import uncommitted
from isodocs.inventory import take
from isodocs.inventory.configuration import read_config
from isodocs.machine import store
from isodocs.machine.outline_cache import Remembered
from isodocs.model.authority import AuthorityHistory
from isodocs.model.pin import UNPINNED, Pinned
from isodocs.model.record import FOLDER as RECORDS
from isodocs.model.record import Record
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.document_outline import Outlines, OutlinesReadHere
from isodocs.recall.maker import RegisterMaker
from isodocs.records import record_parsing
from isodocs.repository import history, refs, systems
from isodocs.repository.git import Git
from isodocs.repository.objects import blob_id, read_blobs
from isodocs.repository.snapshot import (
    CommitSnapshot,
    IndexSnapshot,
    OverlaySnapshot,
    Snapshot,
    SnapshotFile,
    WorkTreeSnapshot,
)
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.assess.shown_parts import ShownPart
    from isodocs.history.kept_steps import Threads
    from isodocs.machine.answers import Call
    from isodocs.machine.held import Held
    from isodocs.machine.store import Store
    from isodocs.model.commit import Change, Commit
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.inventory import PushBase
    from isodocs.model.register import Register
    from isodocs.recall.register_memory import RegisterMemory

PinReader = Callable[[AuthorityHistory | None, Path], Pinned]
"""Finds the pin for an authority register and the folder of a repository."""


@immutable(frozen=True, slots=True)
class View:
    """What to look at: the work tree, the index (`staged`) or a commit (`rev`).

    `on` is the day asked about. A day before the newest commit means the repository as it was
    at the end of that day (UTC); `latest` takes what is there all the same, since the clock
    here may be behind that of the last committer, and the evening west of UTC is another day.
    `proposed` says that the commit `rev` is only about to be made: it is reported as uncommitted.
    """

    on: date
    staged: bool = False
    rev: str = ""
    latest: bool = False
    proposed: bool = False


class Sight(NamedTuple):
    """What a view shows: a snapshot, on top of the commit whose history counts."""

    tip: str | None
    snapshot: Snapshot


class Workspace:
    """A repository opened for reading."""

    def __init__(
        self,
        git: Git,
        pins: PinReader | None = None,
        outlines: Remembered | None = None,
        recalls: bool = False,
        call: Call | None = None,
    ) -> None:
        """`outlines` recalls what earlier runs parsed; without it everything is parsed.

        `recalls` lets history be taken from memory: what stops a commit must not rest on that.
        `call` is the call that this is about, where its answer may be remembered.
        """
        self.git = git
        self._pins = pins
        self._outlines: Outlines = outlines or OutlinesReadHere()
        self._keep = outlines.keep if outlines else None
        self._outlines_kept = outlines
        self._base: CommitSnapshot | None = None
        self._recalls = recalls
        self._call = call

    def at(self, commit: str) -> Workspace:
        """The same repository, where one commit (by its full id) takes the work tree's place."""
        other = Workspace(self.git, self._pins, self._outlines_kept)
        other._base = CommitSnapshot(self.git, commit)
        return other

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        hook: bool = False,
        pins: PinReader | None = None,
        call: Call | None = None,
        held: Held | None = None,
    ) -> Workspace:
        """Open the repository around `directory`; raises RepositoryError when there is none.

        `hook` keeps the environment in which Git runs a hook (quarantine, alternate index).
        `pins` says which pin a register and this repository must fit; without it none is asked.
        `call` is the call that this is about, where its answer may be remembered. `held` is what
        this process has of earlier readings.
        """
        git = Git.discover(directory, hook=hook)
        outlines = Remembered(store_of(git), held)
        git = systems.around(git, directory)
        return cls(git, pins, outlines, recalls=not hook, call=call)

    @cached_property
    def memory(self) -> RegisterMemory | None:
        """What makes a register of the one that was made before."""
        if self._call is None or self._outlines_kept is None:
            return None
        from isodocs.recall.register_memory import RegisterMemory

        return RegisterMemory(self._call, self.git, self._outlines_kept)

    def forgetting(self) -> Workspace:
        """The same repository, of which every register is made whole."""
        return Workspace(self.git, self._pins, self._outlines_kept, self._recalls)

    def beside(self, git: Git) -> Workspace:
        """The same repository, asked about by `git`, which knows more objects."""
        other = Workspace(git, self._pins)
        other._outlines, other._keep = self._outlines, self._keep
        return other

    def see(self, view: View) -> Sight:
        """Find out what a view shows; nothing is read yet."""
        if self._base and not view.rev and not view.staged:
            return Sight(self._base.id, self._base)
        if view.rev:
            commit = refs.resolve(self.git, view.rev)
            return Sight(commit, CommitSnapshot(self.git, commit))
        head = refs.head(self.git)
        if view.staged:
            return Sight(head, IndexSnapshot(self.git))
        if head is not None:
            then = head if view.latest else history.commit_at(self.git, head, view.on)
            if then is None:
                raise IsodocsError(
                    say("the repository holds nothing as old as {on}", on=view.on),
                    hint=say(
                        "Ask for a day on or after its first commit; if you asked for none, the "
                        "clock of this machine is wrong."
                    ),
                )
            if then != head or self.git.is_bare:
                return Sight(then, CommitSnapshot(self.git, then))
        return Sight(head, WorkTreeSnapshot(self.git))

    def seen(self, sight: Sight) -> Sight:
        """The same, by what was found out of it to make its register."""
        tree = self.memory.work_tree if self.memory else None
        same = tree is not None and isinstance(sight.snapshot, WorkTreeSnapshot)
        return Sight(sight.tip, tree) if tree and same else sight

    def register(
        self,
        view: View,
        push_base: PushBase | None = None,
        changes: Mapping[str, bytes | None] | None = None,
        also: Sequence[str] = (),
        threads: Threads | None = None,
        sight: Sight | None = None,
    ) -> Register:
        """Read what `view` asks for and join it into a register.

        `push_base` replaces the configuration and the authority that the snapshot itself brings.
        `changes` (None: removed) are looked at as if they had been made already. `also` are
        commits, by their full ids, whose history is read too. With `threads` it is the register of
        the documents in them, as if there were no others, and without records. `sight` is what
        the view was found to show already.
        """
        sight = sight or self.see(view)
        tip, snapshot = sight
        if changes:
            snapshot = OverlaySnapshot(snapshot, changes, self.git.object_format)
        special = push_base or also or threads is not None
        maker = self._maker(view, tip)
        try:
            if tip and not special and isinstance(snapshot, WorkTreeSnapshot) and self.memory:
                register = self.memory.register(maker, tip, snapshot)
            else:
                proposed = view.proposed
                register = maker.register(snapshot, push_base, also, threads, proposed=proposed)
        finally:  # also where someone stops it: what was parsed by then is not parsed again
            if self._keep:
                self._keep()
        return self._with_tables(register, snapshot)

    def recalled(self, view: View, sight: Sight) -> Register | None:
        """The register of a work tree, made of the one before; None where that takes a whole one.

        `sight` is what the view was found to show.
        """
        tip, snapshot = sight
        if not (tip and isinstance(snapshot, WorkTreeSnapshot) and self.memory):
            return None
        register = self.memory.recalled(self._maker(view, tip), tip, snapshot)
        return self._with_tables(register, snapshot) if register else None

    def with_records(
        self,
        register: Register,
        view: View,
        tip: str,
        files: Mapping[str, bytes | None],
        put_back: Iterable[str] = (),
    ) -> Register | None:
        """The register of the commit `tip` once some files of records have other contents.

        `register` is that of the commit, but for the records at the paths `put_back`. `files`
        (None: removed) are looked at as if they had been written. None where it must be made whole.
        """
        from isodocs.recall.other_records import with_records

        commit = CommitSnapshot(self.git, tip)
        return with_records(self._maker(view, tip), register, commit, files, put_back)

    def _maker(self, view: View, tip: str | None) -> RegisterMaker:
        return RegisterMaker(self.git, view.on, tip, self._outlines, self._pinned, self._recalls)

    def _with_tables(self, register: Register, snapshot: Snapshot) -> Register:
        as_approved = self._as_approved(register, snapshot)
        return replace(register, records_as_approved=as_approved) if as_approved else register

    def _pinned(self, authority: AuthorityHistory | None) -> Pinned:
        return self._pins(authority, self.git.common_directory) if self._pins else UNPINNED

    def config(self) -> Config:
        """The configuration as it is now, without looking at documents or history."""
        return read_config(self.see(View(date.max)).snapshot)

    def read(self, documents: Iterable[Document]) -> dict[str, bytes]:
        """The files of documents that a register mentions, by blob.

        What is not in the object database yet is taken from the work tree. Raises RepositoryError
        for a content that cannot be read.
        """
        paths = {document.blob: document.path for document in documents}
        found = self.contents(paths)
        if lost := paths.keys() - found.keys():
            dict(read_blobs(self.git, lost))  # says what is wrong with them
        return found

    def contents(self, paths: Mapping[str, str]) -> dict[str, bytes]:
        """The bytes of blobs (blob -> path), as far as the repository or its work tree has them."""
        found = dict(read_blobs(self.git, paths, refused={}))
        missing = [path for blob, path in paths.items() if blob not in found]
        if missing and not self.git.is_bare:
            for _, file in WorkTreeSnapshot(self.git).read(missing, refused={}):
                found[file.blob] = file.data
        return found

    def commits(self, view: View) -> tuple[tuple[Commit, ...], tuple[Change, ...]]:
        """Every commit of the view's history, oldest first, and what is not yet committed.

        The commits are those that the view's register knows, in the same order.
        """
        sight = self.see(view)
        walked = tuple(history.walk(self.git, sight.tip)) if sight.tip else ()
        return walked, self.pending(sight)

    def pending(self, sight: Sight) -> tuple[Change, ...]:
        """What is not yet committed of what is seen."""
        return uncommitted(self.git, *sight, read_config(sight.snapshot))

    def file(self, path: str) -> bytes | None:
        """The file of the work tree as Git would keep it; None when there is none to read."""
        found = self.read_file(path)
        return found.data if found else None

    def read_file(self, path: str) -> SnapshotFile | None:
        """The same with its digest and size, which a pointer of Git LFS has of another content."""
        return self.reader()(path)

    def reader(self) -> Callable[[str], SnapshotFile | None]:
        """The same for many files, of which those that are there are listed once."""
        snapshot = self._base or WorkTreeSnapshot(self.git)

        def read_file(path: str) -> SnapshotFile | None:
            found = snapshot.read([path], limit=take.EVIDENCE_LIMIT, refused={})
            return next((file for _, file in found), None)

        return read_file

    def shown(self, view: View, paths: Iterable[str]) -> dict[str, SnapshotFile]:
        """Files of a view, by path, without those that are not there or no plain files."""
        wanted = list(paths)
        return dict(self.see(view).snapshot.read(wanted, refused={})) if wanted else {}

    def to_commit(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The files of the work tree that go into a commit; None for one that is gone.

        Raises RepositoryError for one that Git must take in itself (see `WorkTreeSnapshot`).
        """
        snapshot = WorkTreeSnapshot(self.git)
        return {path: snapshot.to_commit(path) for path in paths}

    def committed(self, path: str) -> bytes | None:
        """The file as the last commit has it; None when there is none to read."""
        files = CommitSnapshot(self.git).read([path], refused={})
        return next((file.data for _, file in files), None)

    def parts(
        self, register: Register, snapshot: Snapshot, wanted: Iterable[ShownPart]
    ) -> dict[ShownPart, bytes]:
        """The bytes of what texts show, as far as they are on this machine.

        Each is known by its digest, so that no other content can take its place. It is looked for
        in the snapshot of the register, then in the commits in which it was approved.
        """
        parts = tuple(wanted)
        if not parts:
            return {}
        from isodocs.assess.shown_parts import places_of
        from isodocs.repository import by_digest

        here = {digest: path for path, digest in register.inventory.shown.items() if digest}
        found = by_digest.contents(self.git, snapshot, here, places_of(parts))
        return {part: found[part.sha256] for part in parts if part.sha256 in found}

    def _as_approved(
        self, register: Register, snapshot: Snapshot
    ) -> dict[tuple[str, str], tuple[Record, ...]]:
        """The tables of records as revisions in force were approved with them, where they changed.

        A table among what they show is looked for by its digest, as pictures are.
        """
        shown = register.inventory.shown
        if not any(path.startswith(RECORDS) for path in shown):
            return {}
        from isodocs.assess.shown_parts import approved_parts

        wanted = [
            part
            for entry in register
            if entry.in_force
            for part in approved_parts(register, entry.in_force)
            if part.path.startswith(RECORDS) and part.sha256 != shown.get(part.path)
        ]
        return {
            (part.path, part.sha256): record_parsing.parse(
                part.path, blob_id(data, self.git.object_format), data
            )
            for part, data in self.parts(register, snapshot, wanted).items()
        }


def store_of(git: Git) -> Store | None:
    """What this machine remembers of a repository; None where nothing is."""
    return store.of(str(git.common_directory), str(git.top))
