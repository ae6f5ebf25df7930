"""The register of a work tree, made of the one that was made before.

What was found of each document is kept (`kept_register`). It is judged again, with all whose
histories belong to it, where its files, its statements or commits of them are others than they
were. All are judged again where that is not known (`since`), or where more changed than documents
and records (`simple_changes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import replace
from isodocs.history import known_history
from isodocs.inventory.named_files import NamedFiles
from isodocs.inventory.take import outline_of_text
from isodocs.machine import moments
from isodocs.machine.archive import LostError
from isodocs.model.history import RecordHistory
from isodocs.model.record import FOLDER as RECORDS
from isodocs.named_tuple import NamedTuple
from isodocs.recall import kept_register, since
from isodocs.recall.kept_register import KeptRegister, NewPieces, Pieces
from isodocs.recall.pulled import pulled
from isodocs.recall.simple_changes import changed_documents, files_shown
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot, NotKnownError, WorkTreeSnapshot

if TYPE_CHECKING:
    from datetime import date

    from isodocs.machine.answers import Call
    from isodocs.machine.moments import Moment
    from isodocs.machine.outline_cache import Remembered
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.recall.maker import RegisterMaker
    from isodocs.repository.git import Git
    from isodocs.repository.snapshot import KnownWorkTree, Snapshot


class _Last(NamedTuple):
    """What was there when the register was kept."""

    tip: str
    differing: since.Files
    named: NamedFiles
    register: KeptRegister

    @property
    def data(self) -> list[Any]:
        """The same as JSON can hold it."""
        return [self.tip, since.as_data(self.differing), self.named.lists(), self.register.data]


def _last(tip: str, differing: Any, named: Any, register: Any) -> _Last:
    """What `_Last.data` gave."""
    files = since.from_data(differing)
    return _Last(tip, files, NamedFiles.of_lists(named), kept_register.from_data(register))


def _certain(kept: KeptRegister, *differing: since.Files) -> KeptRegister:
    """The same without texts of no document, where one is not committed: it may be gone next."""
    files = (each for some in differing for each in some.values() if each)
    digests = {each.data is not None and sha256(each.data).hexdigest() for each in files}
    lost = False in digests or not digests.isdisjoint(kept.texts or ())
    return replace(kept, texts=None) if lost else kept


def _outline(
    known: Remembered,
    git: Git,
    snapshot: Snapshot,
    maker: RegisterMaker,
    path: str,
    document: Document,
) -> Outline:
    """The outline of a document at a path of the snapshot, or of a text that is in no file."""
    found = known.known(document)
    if found is not None:
        return found
    files = snapshot.read([path]) if path else ()
    data = next((file.data for _, file in files), None)
    if data is None:
        data = next(data for _, data in read_blobs(git, [document.blob]))
    return outline_of_text(document, data, maker.outlines)


class RegisterMemory:
    """The registers of the work tree that a call is about."""

    def __init__(self, call: Call, git: Git, outlines: Remembered) -> None:
        self._call, self._git, self._outlines = call, git, outlines
        self.kept: KeptRegister | None = None
        """What is kept of the register now; None before it is."""
        self.work_tree: KnownWorkTree | None = None
        """The files, where the register was made of the one before."""
        about = call.around + repr(("register", git.folder)).encode()
        self._about = blake2b(about, digest_size=32).digest()
        self._pieces = Pieces(call.kept, outlines.held)
        self._recalled: dict[tuple[date, str], Register | None] = {}

    def register(self, maker: RegisterMaker, tip: str, snapshot: WorkTreeSnapshot) -> Register:
        """The register of the work tree on top of a commit; what is made whole is remembered."""
        found = self.recalled(maker, tip, snapshot)
        if found is None:
            found = maker.register(snapshot)
            self._keep_whole(found, tip, snapshot)
        return found

    def recalled(
        self, maker: RegisterMaker, tip: str, snapshot: WorkTreeSnapshot
    ) -> Register | None:
        """The register made of the one before, once; None where it must be made whole."""
        key = maker.on, tip
        if key not in self._recalled:
            self._recalled[key] = self._recall(maker, tip, snapshot)
        return self._recalled[key]

    def _recall(
        self, maker: RegisterMaker, tip: str, snapshot: WorkTreeSnapshot
    ) -> Register | None:
        moment = moments.recall(self._call.kept, self._about) if self._call.around else None
        if moment is None:
            return None
        try:
            last = _last(*moment.found)
            now = since.since(self._call, self._git, moment, tip, last.tip, last.differing)
            if now is None or not now.straight:
                return None
            named = last.named.namer()
            others = [c for c in now.changes if not c.path.startswith(RECORDS) or named(c.path)]
            paths = changed_documents(others, now.config, named)
            if paths is None:
                return None
            statements = (change.path for change in others)
            threads = now.threads({*paths, *statements}, last.differing)
            tree = now.work_tree
            part = maker.register(tree, threads=threads)
        except (LostError, NotKnownError):
            return None
        if part.ledger.unread or part.ledger.shallow or part.ledger.renamed or part.translations:
            return None
        changed = {change.path for change in now.changes if change.path.startswith(RECORDS)}
        if now.made:  # what was not committed comes later now
            files = {*last.differing, *now.differing}
            changed |= {path for path in files if path.startswith(RECORDS)}
        try:
            kept, new = last.register.with_part(
                part, threads.paths, self._pieces, records=not changed
            )
        except LostError:
            return None
        kept = _certain(kept, last.differing, now.differing)
        named_now = last.named.and_those(files_shown(part, now.config.include))
        following = _Last(tip, now.differing, named_now, kept)
        found: list[RecordHistory] = []

        def keep() -> None:
            register = following.register
            for each in found:
                register = register.with_records(each, new)
            self._keep(following._replace(register=register), now.seen, new, moment)

        def read_records(config: Config, records: Sequence[Record]) -> RecordHistory:
            from isodocs.history.record_history import Before

            known = self._pieces.get(last.register.records)
            before = Before(RecordHistory(*known), changed, bool(now.made)) if known else None
            found.append(maker.record_history(tree, config, records, before))
            return found[0]

        self._call.keep_also(keep)
        self._pieces.add(new)
        self.kept, self.work_tree = kept, tree
        read = partial(_outline, self._outlines, self._git, tree, maker)
        known = all(each.data is not None for each in now.differing.values() if each)
        whole = partial(maker.register, tree if known else snapshot)
        return pulled(maker.on, kept, part, self._pieces, tree, read, read_records, whole)

    def _keep_whole(self, register: Register, tip: str, snapshot: WorkTreeSnapshot) -> None:
        call, git = self._call, self._git
        ledger, config = register.ledger, register.config
        languages = ledger.renamed or register.translations  # what is said of one is of others
        if not call.around or ledger.unread or ledger.shallow or languages:
            return
        differing = since.differing_from(CommitSnapshot(git, tip), snapshot)
        if differing is None:
            return
        seen = since.all_of(call, snapshot)

        def keep() -> None:
            archive = known_history.archive(git, tip)
            if archive is None:
                return
            known_history.learn(git, archive, tip, config, ledger)
            kept, pieces = kept_register.keep(register)
            kept = _certain(kept, differing)
            self._pieces.add(pieces)
            self.kept = kept
            last = _Last(tip, differing, files_shown(register, config.include), kept)
            self._keep(last, seen, pieces)

        call.keep_also(keep)

    def _keep(
        self,
        last: _Last,
        seen: since.Seen,
        pieces: NewPieces,
        before: Moment | None = None,
    ) -> None:
        self._pieces.put(pieces)
        moments.keep(self._call.kept, self._about, seen, last.data, before)
