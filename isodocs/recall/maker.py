"""The making of a register: a snapshot and all history read, and joined for a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable, replace
from isodocs.history import document_paths
from isodocs.history import ledger as ledgers
from isodocs.history.kept_steps import Walk
from isodocs.history.pending_changes import uncommitted
from isodocs.inventory import take
from isodocs.model.history import not_yet_committed
from isodocs.progress import watched
from isodocs.register import build
from isodocs.repository import history
from isodocs.repository.ahead import ahead
from isodocs.repository.objects import read_blobs
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.history.kept_steps import Threads
    from isodocs.history.known_history import KnownWalk
    from isodocs.history.record_history import Before
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.commit import Change, Commit
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.history import Ledger, RecordHistory
    from isodocs.model.inventory import Inventory, PushBase
    from isodocs.model.outline import Outline
    from isodocs.model.own_maps import OwnMaps
    from isodocs.model.pin import Pinned
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap
    from isodocs.parsing.document_outline import Outlines
    from isodocs.repository.git import Git
    from isodocs.repository.snapshot import Snapshot
    from isodocs.repository.tree import TreeEntry


@immutable(frozen=True, slots=True)
class RegisterMaker:
    """Makes registers of one day, of what is on top of the commit `tip`.

    `outlines` reads the bodies of documents, `pinned` finds the pin for an authority register.
    `recalls` lets history be taken from memory.
    """

    git: Git
    on: date
    tip: str | None
    outlines: Outlines
    pinned: Callable[[AuthorityHistory | None], Pinned]
    recalls: bool

    def register(
        self,
        snapshot: Snapshot,
        push_base: PushBase | None = None,
        also: Sequence[str] = (),
        threads: Threads | None = None,
        *,
        proposed: bool = False,
    ) -> Register:
        """The register of a snapshot; `proposed` says that `tip` is only about to be made.

        `push_base`, `also` and `threads` are as in `Workspace.register`.
        """
        known = None if also or threads or proposed else self._known_walk(snapshot)
        walk = threads.walk if threads else known and known.walk
        walk = walk or self._walk(also, proposed=proposed)
        paths = threads.paths if threads else None
        inventory = take.take(snapshot, push_base, self.outlines, paths)
        if known and not all(map(known.keeps, document_paths.followed(inventory))):
            walk = self._walk(also, proposed=proposed)
        pending = uncommitted(self.git, self.tip, snapshot, inventory.config)
        ledger = self._ledger(walk, inventory, snapshot.entries, pending)
        return build.build(
            inventory,
            ledger,
            self.on,
            _maps(inventory.config, inventory.own_maps),
            self._outlines,
            self.pinned(inventory.authority),
        )

    def record_history(
        self,
        snapshot: Snapshot,
        config: Config,
        records: Sequence[Record],
        before: Before | None,
    ) -> RecordHistory:
        """What history says of records; `records` are those of the snapshot.

        `before` is what was found out before.
        """
        from isodocs.history import record_history

        known = self._known_walk(snapshot)
        walk = known.walk if known else self._walk((), proposed=False)
        steps = [*walk]
        if pending := uncommitted(self.git, self.tip, snapshot, config):
            steps.append((not_yet_committed(walk.count), pending))
        return record_history.read(
            steps, lambda ids: read_blobs(self.git, ids, refused={}), records, before
        )

    def _known_walk(self, snapshot: Snapshot) -> KnownWalk | None:
        if self.tip is None or not self.recalls:
            return None
        from isodocs.history import known_history

        return known_history.walked(self.git, self.tip, snapshot)

    def _walk(self, also: Sequence[str], *, proposed: bool) -> Walk:
        # Git reads history on another core while the snapshot is parsed here.
        commits: Iterable[Commit] = ()
        if tip := self.tip:
            walked = ahead(history.walk(self.git, tip, also=also))
            commits = watched(say("commits read"), walked, lambda: history.count(self.git, tip))
        if proposed:
            commits = (replace(each, id="") if each.id == tip else each for each in commits)
        return Walk(commits)

    def _ledger(
        self,
        walk: Walk,
        inventory: Inventory,
        entries: Mapping[str, TreeEntry],
        pending: tuple[Change, ...],
    ) -> Ledger:
        refused: dict[str, str] = {}
        ledger = ledgers.build(
            walk,
            lambda ids: read_blobs(self.git, ids, refused=refused),
            inventory.config,
            may_be_document=document_paths.candidates(inventory),
            is_document=document_paths.was_document(inventory),
            here=inventory.documents,
            present=entries,
            pending=pending,
            shallow=self.git.is_shallow,
            records=inventory.records,
        )
        return replace(ledger, unread=len(refused))

    def _outlines(self, documents: Iterable[Document | None]) -> Mapping[str, Outline]:
        by_blob = {document.blob: document for document in documents if document}
        return {
            blob: self.outlines.read(by_blob[blob], data)
            for blob, data in read_blobs(self.git, by_blob)
        }


def _maps(config: Config, own: OwnMaps) -> dict[str, RequirementMap]:
    """The requirement maps of the configured standards; unknown ones are a rule's business."""
    if not config.named_standards:
        return {}
    from isodocs.standards import load

    known = {*load.available(), *own.maps}
    return {id: own.maps.get(id) or load.load(id) for id in config.named_standards if id in known}
