"""A register as it is kept: of each document what was found, in a piece of its own.

A piece is found by the digest of what it says. So a register of the next moment shares with this
one the pieces of all documents that are as they were.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

from isodocs.dataclass import field, immutable, replace
from isodocs.machine.archive import LostError
from isodocs.model import approval, layout
from isodocs.model.history import RecordHistory
from isodocs.model.register import JudgedForm
from isodocs.named_tuple import NamedTuple
from isodocs.recall.value_graph import decode, encode
from isodocs.register.build import elsewhere

if TYPE_CHECKING:
    from isodocs.machine.held import Held
    from isodocs.machine.store import Store
    from isodocs.model.approval import ApprovalRecord
    from isodocs.model.document import Document
    from isodocs.model.history import (
        DocumentHistory,
        Ledger,
        Stamp,
    )
    from isodocs.model.register import Entry, Register
    from isodocs.model.shown import ShownFiles

_TABLE = "facts"
_OF_ONE = (approval.FOLDER, approval.CONFIRMATIONS, layout.COMMENTS)
"""The folders of statements about one document."""
_DIGEST = 32
_FAST = 1
"""How hard zlib tries."""
_BESIDE = ("", approval.SIGNATURE, approval.SIGNATURE + approval.TOKEN)
"""What is added to the path of a statement."""


class KeptDocument(NamedTuple):
    """What an entry is made of on any day, and what else follows from the same files."""

    history: DocumentHistory
    current: tuple[Document, ...]
    forms: tuple[JudgedForm, ...]
    approvals: tuple[ApprovalRecord, ...]
    arrivals: Mapping[str, Stamp]
    shown_by: Mapping[str, ShownFiles]


class KeptFile(NamedTuple):
    """What is of no document: a controlled file without an identifier, or a stray statement."""

    document: Document | None
    approval: ApprovalRecord | None
    shown_by: ShownFiles | None


class KeptSteps(NamedTuple):
    """What the ledger says of paths below `.isodocs/`; of arrivals, those that no document has."""

    removals: Mapping[str, Stamp]
    alterations: Mapping[str, Stamp]
    lost: Mapping[str, Stamp]
    arrivals: Mapping[str, Stamp]

    def with_part(self, part: KeptSteps, paths: Container[str]) -> KeptSteps:
        """The same with what was found again of these paths, and of all that no document has."""
        return KeptSteps(
            *(
                {
                    **{p: s for p, s in old.items() if p.startswith(_OF_ONE) and p not in paths},
                    **new,
                }
                for old, new in zip(self, part, strict=True)
            )
        )


@immutable(frozen=True, slots=True)
class KeptRegister:
    """Which pieces a register has.

    `documents` are the digests of pieces by identifier, `paths` the identifiers of the documents
    that each path is about, `files` the digests of other pieces by path. `shown` are the digests of
    files that documents show, by the path of the document. `elsewhere` are the documents of the
    texts that were in force on the day `on` and in no file, by blob; of no day where it is empty.
    `whole` says that everything could be read. `steps` is the digest of the piece of paths, and
    `records` that of what the ledger says of records, empty where that is not known. `texts` are
    the digests of texts that were read and are of no document; None where that is not known.
    """

    on: str
    documents: dict[str, str] = field(default_factory=dict)
    paths: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    steps: str = ""
    records: str = ""
    texts: tuple[str, ...] | None = ()

    @property
    def data(self) -> list[Any]:
        """The same as JSON can hold it."""
        said = (self.on, self.documents, self.paths, self.files, self.shown, self.elsewhere)
        return [*said, self.whole, self.steps, self.records, self.texts]

    def with_part(
        self, part: Register, paths: Container[str], known: Pieces, *, records: bool
    ) -> tuple[KeptRegister, NewPieces]:
        """The register of which a part was made again, and the pieces of that part.

        `paths` are all that it was made of, and `known` gives the pieces of this one. `records`
        says whether those are as they were. Raises LostError for a piece that is lost.
        """
        before = known.get(self.steps)
        if before is None:
            raise LostError(self.steps)
        new, pieces, steps = _kept(part)
        whole = KeptSteps(*before).with_part(steps, paths)
        gone = {id for path, ids in self.paths.items() if path in paths for id in ids}
        kept = {id: piece for id, piece in self.documents.items() if id not in gone}
        left = {
            path: mine
            for path, ids in self.paths.items()
            if (mine := [id for id in ids if id in kept and id not in new.documents])
        }
        for path, ids in new.paths.items():
            left[path] = [*left.get(path, ()), *ids]
        lost = gone | new.documents.keys()
        same_day = self.on == new.on
        return KeptRegister(
            self.on if same_day else "",
            {**kept, **new.documents},
            left,
            {**{p: piece for p, piece in self.files.items() if p not in paths}, **new.files},
            {**{p: files for p, files in self.shown.items() if p not in paths}, **new.shown},
            {**{b: id for b, id in self.elsewhere.items() if id not in lost}, **new.elsewhere}
            if same_day
            else {},
            self.whole and new.whole,
            pieces.put(whole),
            self.records if records else "",
            None if self.texts is None else tuple(sorted({*self.texts, *(new.texts or ())})),
        ), pieces

    def with_records(self, records: RecordHistory, pieces: NewPieces) -> KeptRegister:
        """The same with what the ledger says of records, whose piece is added to the others."""
        with suppress(TypeError):  # of a row that has more than a row has
            return replace(self, records=pieces.put(records))
        return self


def from_data(data: list[Any]) -> KeptRegister:
    """What `KeptRegister.data` gave."""
    *others, texts = data
    return replace(KeptRegister(*others), texts=texts if texts is None else tuple(texts))


def keep(register: Register) -> tuple[KeptRegister, NewPieces]:
    """All pieces of a register."""
    kept, pieces, steps = _kept(register)
    kept = replace(kept, steps=pieces.put(steps))
    return kept.with_records(of_records(register.ledger), pieces), pieces


def of_records(ledger: Ledger) -> RecordHistory:
    """What a ledger says of records."""
    return RecordHistory(
        ledger.altered_records,
        ledger.lost_rows,
        ledger.entries,
        ledger.left,
        ledger.weighed,
        ledger.changes,
    )


def _kept(register: Register) -> tuple[KeptRegister, NewPieces, KeptSteps]:
    inventory, pieces = register.inventory, NewPieces()
    put = pieces.put
    arrivals = dict(register.ledger.arrivals)
    kept = KeptRegister(register.on.isoformat(), whole=not inventory.unreadable)
    by_id: dict[str, list[ApprovalRecord]] = defaultdict(list)
    for record in inventory.approvals:
        about = record.statement.doc if record.statement else ""
        if about in register.entries:
            by_id[about].append(record)
        elif approval.is_list(record.path):
            kept = replace(kept, whole=False)
        else:
            kept.files[record.path] = put(KeptFile(None, record, None))
    for document in inventory.documents:
        if document.id not in register.entries:
            shown = inventory.shown_by[document.path]
            kept.files[document.path] = put(KeptFile(document, None, shown))
        if files := inventory.shown_by[document.path].files:
            kept.shown[document.path] = {path: inventory.shown[path] for path in files}
    for id, entry in register.entries.items():
        found = _kept_document(register, entry, by_id[id])
        kept.documents[id] = put(found)
        for path in found.arrivals:
            arrivals.pop(path, None)
        for path in dict.fromkeys(_paths(found)):
            kept.paths.setdefault(path, []).append(id)
        if (text := elsewhere(entry)) is not None:
            kept.elsewhere[text.blob] = id
    ledger = register.ledger
    texts = tuple(sorted(ledger.contents - of_documents(register.entries.values())))
    kept = replace(kept, texts=texts)
    steps = KeptSteps(ledger.removals, ledger.alterations, ledger.lost, arrivals)
    return kept, pieces, steps


class _OfDocument(Protocol):
    """What has a document's history, and its files."""

    @property
    def history(self) -> DocumentHistory:
        """See `Entry`."""

    @property
    def current(self) -> tuple[Document, ...]:
        """See `Entry`."""


def of_documents(found: Iterable[_OfDocument]) -> set[str]:
    """The digests of the texts of documents, now and ever."""
    digests = set[str]()
    for each in found:
        digests.update(document.sha256 for document in each.current)
        for step in each.history.transitions:
            digests.update(text.sha256 for text in (step.old, step.new) if text)
    return digests


def _kept_document(
    register: Register, entry: Entry, approvals: Iterable[ApprovalRecord]
) -> KeptDocument:
    statuses = (s for status in entry.revisions for s in (status, *status.others))
    arrivals = register.ledger.arrivals
    own = [record.path for record in approvals if not approval.is_list(record.path)]
    beside = (path + ending for path in own for ending in _BESIDE)
    return KeptDocument(
        entry.history,
        entry.current,
        tuple(JudgedForm(s.form, s.judgement, s.authors) for s in statuses),
        tuple(approvals),
        {path: arrivals[path] for path in beside if path in arrivals},
        {here.path: register.inventory.shown_by[here.path] for here in entry.current},
    )


def _paths(found: KeptDocument) -> Iterator[str]:
    """Every path that the piece of a document is about."""
    for step in found.history.transitions:
        yield from (document.path for document in (step.old, step.new) if document)
    yield from (document.path for document in found.current)
    for record in found.approvals:
        if not approval.is_list(record.path):  # which is about many
            yield record.path


class NewPieces:
    """Pieces that were made just now: what they say, and the bytes that are kept of them."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[Any, ...]] = {}
        self.data: dict[bytes, bytes] = {}

    def put(self, value: tuple[Any, ...]) -> str:
        """Add one and return its digest; raises TypeError for what cannot be kept."""
        plain = tuple(value)
        data = encode(plain)
        digest = blake2b(data, digest_size=_DIGEST).digest()
        self.data[digest] = zlib.compress(data, _FAST)
        self.values[digest.hex()] = plain
        return digest.hex()


class Pieces:
    """The pieces that are kept, read when they are asked for; `held` has what was read before."""

    def __init__(self, store: Store, held: Held | None = None) -> None:
        self._store, self._held = store, held
        self._read: dict[str, Any] = {}

    def add(self, pieces: NewPieces) -> None:
        """Take these pieces for read."""
        for digest, value in pieces.values.items():
            self._note(digest, value)

    def get(self, digest: str) -> Any:
        """What a piece says; None for one that is lost."""
        if digest and digest not in self._read:
            self.fetch((digest,))
        return self._read.get(digest)

    def fetch(self, digests: Iterable[str]) -> None:
        """Read many pieces at once."""
        wanted = {bytes.fromhex(digest) for digest in digests if digest not in self._read}
        if self._held:
            found = {key: value for key in wanted if (value := self._held.get(key))}
            self._read |= {key.hex(): value for key, value in found.items()}
            wanted -= found.keys()
        for key, data in self._store.get_all(_TABLE, wanted).items():
            self._note(key.hex(), decode(zlib.decompress(data)))

    def put(self, pieces: NewPieces) -> None:
        """Keep pieces by their digests."""
        self._store.put(_TABLE, pieces.data)

    def _note(self, digest: str, value: Any) -> None:
        self._read[digest] = value
        if self._held:
            self._held.put(bytes.fromhex(digest), value)
