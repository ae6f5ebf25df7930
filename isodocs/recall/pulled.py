"""A register of which everything is found when it is asked for.

What is kept of documents is read, of each for itself where few are asked for. The part that was
made again comes first. What is not kept, or is lost, comes from a register that is made whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from threading import RLock
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import fields
from isodocs.inventory.take import Retained, take_retained
from isodocs.model import approval
from isodocs.model.history import Ledger, RecordHistory, Stamp
from isodocs.model.inventory import Inventory
from isodocs.model.register import Entry, Register, by_revision
from isodocs.recall.kept_register import (
    KeptDocument,
    KeptFile,
    KeptRegister,
    KeptSteps,
    Pieces,
    of_documents,
)
from isodocs.recall.lookups import (
    ApprovalsFound,
    ArrivalsFound,
    FoundByKey,
    OutlinesFound,
    ReadOutline,
)
from isodocs.register.build import elsewhere, entry_on

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.repository.tree import Snapshot

FindRecords = Callable[["Config", Sequence["Record"]], RecordHistory]
_FEW = 8
"""So many pieces are read one by one before all are read at once."""


class _PulledInventory(Inventory):
    """An inventory whose parts are found when they are asked for."""

    __slots__ = ("find", "lock")
    find: Callable[[str], Any]
    lock: RLock

    def __getattr__(self, name: str) -> Any:
        return _pulled(self, name)


class _PulledLedger(Ledger):
    """A ledger whose parts are found when they are asked for."""

    find: Callable[[str], Any]
    lock: RLock


class _FoundPart:
    """A part of a ledger, in the place of what it has where nothing is said."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, ledger: Any, kind: type) -> Any:
        return self if ledger is None else _pulled(ledger, self._name)


for _part in fields(Ledger):
    setattr(_PulledLedger, _part.name, _FoundPart(_part.name))


def _pulled(owner: Any, name: str) -> Any:
    if name.startswith("__") or name not in owner.__dataclass_fields__:
        raise AttributeError(name)
    with owner.lock:
        value = owner.find(name)
        object.__setattr__(owner, name, value)
    return value


def pulled(
    on: date,
    kept: KeptRegister,
    part: Register,
    pieces: Pieces,
    snapshot: Snapshot,
    read_outline: ReadOutline,
    records: FindRecords,
    whole: Callable[[], Register],
) -> Register:
    """The register on a day; `part` are the documents that were made again, for that day.

    `records` finds what the ledger says of records, `whole` makes all of the register.
    """
    return _Pulling(on, kept, part, pieces, snapshot, read_outline, records, whole).register()


class _Pulling:
    def __init__(
        self,
        on: date,
        kept: KeptRegister,
        part: Register,
        pieces: Pieces,
        snapshot: Snapshot,
        read_outline: ReadOutline,
        records: FindRecords,
        whole: Callable[[], Register],
    ) -> None:
        self._find_records = records
        self._on, self._kept, self._part, self._pieces = on, kept, part, pieces
        self._snapshot, self._read_outline = snapshot, read_outline
        self._make_whole = whole
        self._made_whole: Register | None = None
        self._asked = 0
        documents = kept.documents
        self._lock = RLock()  # readers of a portal share a register
        self._entries = FoundByKey(lambda: dict(sorted(documents.items())), self._entry, self._lock)
        self._documents_found: dict[str, Document] | None = None
        self._retained_found: Retained | None = None
        self._records_found: RecordHistory | None = None
        self._of_inventory: dict[str, Callable[[], Any]] = {
            "documents": self._documents,
            "outlines": self._outlines,
            "shown_by": self._shown_by,
            "shown": self._shown,
            "approvals": self._approvals,
            "records": lambda: self._retained().records,
            "evidence": lambda: self._retained().evidence,
            "confirmations": lambda: self._retained().confirmations,
            "comments": lambda: self._retained().comments,
            "unreadable": self._unreadable,
            "uncontrolled": lambda: 0 if self._part.config.include else None,
        }

    def register(self) -> Register:
        inventory = object.__new__(_PulledInventory)
        ledger = object.__new__(_PulledLedger)
        object.__setattr__(inventory, "find", self._in_inventory)
        object.__setattr__(ledger, "find", self._in_ledger)
        for each in (inventory, ledger):
            object.__setattr__(each, "lock", self._lock)
        part = self._part
        register = Register(
            self._on,
            inventory,
            ledger,
            self._entries,
            part.maps,
            FoundByKey(self._elsewhere, self._outline_elsewhere, self._lock),
            part.pinned,
        )
        # it would look at all documents for those of one
        found = ApprovalsFound(
            self._approvals_of, lambda: by_revision(inventory.approvals, ledger), ledger
        )
        register.__dict__["records_by_revision"] = found
        register.__dict__["translations"] = {}  # with any, nothing is kept
        return register

    def _whole(self) -> Register:
        if self._made_whole is None:
            self._made_whole = self._make_whole()
        return self._made_whole

    def _document(self, id: str) -> KeptDocument | None:
        """The piece of a document; None where it is lost."""
        self._asked += 1
        if self._asked == _FEW:
            self._pieces.fetch(self._kept.documents.values())
        found = self._pieces.get(self._kept.documents[id])
        return KeptDocument(*found) if found else None

    def _entry(self, id: str, _digest: str) -> Entry:
        if id in self._part.entries:
            return self._part.entries[id]
        found = self._document(id)
        if found is None:
            return self._whole().entries[id]
        return entry_on(self._on, self._part.config, found.history, found.current, found.forms)

    def _all(self) -> tuple[list[KeptDocument], list[KeptFile]] | None:
        """All pieces; None where one is lost."""
        digests = (*self._kept.documents.values(), *self._kept.files.values())
        self._pieces.fetch(digests)
        if any(self._pieces.get(digest) is None for digest in digests):
            return None
        return (
            [KeptDocument(*self._pieces.get(each)) for each in self._kept.documents.values()],
            [KeptFile(*self._pieces.get(each)) for each in self._kept.files.values()],
        )

    # The parts of an inventory.

    def _in_inventory(self, name: str) -> Any:
        find = self._of_inventory.get(name)
        found = find() if find else None
        if found is not None:
            return found
        if name in _OF_PART:
            return getattr(self._part.inventory, name)
        return getattr(self._whole().inventory, name)

    def _documents(self) -> tuple[Document, ...] | None:
        found = self._by_path()
        return tuple(found.values()) if found is not None else None

    def _by_path(self) -> dict[str, Document] | None:
        if self._documents_found is None:
            pieces = self._all()
            if pieces is None:
                return None
            documents, files = pieces
            found = {each.path: each for piece in documents for each in piece.current}
            found |= {each.document.path: each.document for each in files if each.document}
            self._documents_found = dict(sorted(found.items(), key=_as_listed))
        return self._documents_found

    def _document_at(self, path: str) -> Document | None:
        """The document at a path; None where there is none."""
        for id in self._kept.paths.get(path, ()):
            entry = self._entries[id]
            if found := next((each for each in entry.current if each.path == path), None):
                return found
        digest = self._kept.files.get(path)
        found = self._pieces.get(digest) if digest else None
        if digest and found is None:
            return next((each for each in self._whole().documents if each.path == path), None)
        return KeptFile(*found).document if found else None

    def _outlines(self) -> Mapping[str, Outline]:
        def whole() -> Mapping[str, Outline]:
            return self._whole().inventory.outlines

        return OutlinesFound(self._document_at, self._by_path, self._read_outline, whole)

    def _shown_by(self) -> Mapping[str, Any] | None:
        documents, pieces = self._by_path(), self._all()
        if documents is None or pieces is None:
            return None
        found: dict[str, Any] = {}
        for piece in pieces[0]:
            found |= piece.shown_by
        found |= {each.document.path: each.shown_by for each in pieces[1] if each.document}
        return {path: found[path] for path in documents}

    def _shown(self) -> Mapping[str, str]:
        return {path: sum for files in self._kept.shown.values() for path, sum in files.items()}

    def _approvals(self) -> tuple[Any, ...] | None:
        pieces = self._all()
        if pieces is None:
            return None
        documents, files = pieces
        found = {each.path: each for piece in documents for each in piece.approvals}
        if not self._kept.whole or any(map(approval.is_list, found)):
            return None  # of a list there are many, in the order of their texts
        found |= {each.approval.path: each.approval for each in files if each.approval}
        return tuple(each for _, each in sorted(found.items(), key=_as_listed))

    def _approvals_of(self, id: str) -> tuple[ApprovalRecord, ...] | None:
        """The readable approvals of a document; None where all must be looked at for them.

        They are lost, or are about a document that is not here.
        """
        if id not in self._kept.documents:
            return None
        found = self._document(id)
        return (
            tuple(sorted(found.approvals, key=lambda each: _as_listed((each.path, each))))
            if found
            else None
        )

    def _unreadable(self) -> Any:
        if not self._kept.whole:
            return None
        found = (*self._part.inventory.unreadable, *self._retained().unreadable)
        return None if found else ()

    def _retained(self) -> Retained:
        if self._retained_found is None:
            self._retained_found = take_retained(self._snapshot, self._part.config)
        return self._retained_found

    # The parts of a ledger.

    def _in_ledger(self, name: str) -> Any:
        if name in _OF_PART_OF_LEDGER:
            return getattr(self._part.ledger, name)
        if name == "documents":
            return FoundByKey(lambda: self._entries, lambda _, entry: entry.history, self._lock)
        if name in ("removals", "alterations", "lost") and (steps := self._steps()):
            return getattr(steps, name)
        if name == "contents" and (contents := self._contents()) is not None:
            return contents
        if name in RecordHistory._fields:
            return getattr(self._records(), name)
        if name == "arrivals":
            return ArrivalsFound(self._part.ledger.arrivals, self._arrivals_of, self._all_arrivals)
        return getattr(self._whole().ledger, name)

    def _arrivals_of(self, path: str) -> Mapping[str, Stamp]:
        """What is kept of the arrivals of a document's statements."""
        id = path[len(approval.FOLDER) :].partition("/")[0]
        if not path.startswith(approval.FOLDER) or id not in self._kept.documents:
            return {}
        found = self._document(id)
        return found.arrivals if found else {}

    def _all_arrivals(self) -> Mapping[str, Stamp]:
        steps, pieces = self._steps(), self._all()
        if steps is None or pieces is None:
            return self._whole().ledger.arrivals
        return dict(steps.arrivals) | {
            path: stamp for piece in pieces[0] for path, stamp in piece.arrivals.items()
        }

    def _contents(self) -> frozenset[str] | None:
        """The digests of all that was read as a possible document; None for not known."""
        pieces, texts = self._all(), self._kept.texts
        if pieces is None or texts is None:
            return None
        return frozenset(of_documents(pieces[0])).union(texts)

    def _records(self) -> RecordHistory:
        if self._records_found is None:
            kept = self._pieces.get(self._kept.records)
            self._records_found = RecordHistory(*kept) if kept else self._read_records()
        return self._records_found

    def _read_records(self) -> RecordHistory:
        retained = self._retained()
        return self._find_records(self._part.config, retained.records)

    def _steps(self) -> KeptSteps | None:
        found = self._pieces.get(self._kept.steps)
        return KeptSteps(*found) if found else None

    def _elsewhere(self) -> Mapping[str, str]:
        """The documents of the texts that are in force and in no file, by blob."""
        if self._kept.on == self._on.isoformat():
            return self._kept.elsewhere
        texts = {entry.id: elsewhere(entry) for entry in self._entries.values()}
        return {text.blob: id for id, text in texts.items() if text}

    def _outline_elsewhere(self, blob: str, id: str) -> Outline:
        if blob in self._part.in_force_outlines:
            return self._part.in_force_outlines[blob]
        text = elsewhere(self._entries[id])
        return self._read_outline("", text) if text else self._whole().in_force_outlines[blob]


_OF_PART = frozenset(
    "label config paths files delegations authority waivers waivers_in_force arriving "
    "authority_problem authority_pending declared own_maps baseline baseline_in_force".split()
)
"""What the part has as the whole has it."""
_OF_PART_OF_LEDGER = frozenset("graph began commits shallow unread renamed settings".split())
"""The same of what the ledger says."""


def _as_listed(item: tuple[str, Any]) -> bytes:
    return os.fsencode(item[0])
