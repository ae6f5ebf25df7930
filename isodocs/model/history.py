"""What history shows of each document: its forms, revisions and changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model.document import MARK, Document, Status, plain
from isodocs.model.graph import CommitGraph
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.approval import OfRevision
    from isodocs.model.config import Config
    from isodocs.model.record import Record


@immutable(frozen=True, slots=True)
class Stamp:
    """A commit as the ledger remembers it.

    `order` counts commits so that parents come before children; what is not yet committed has an
    empty `commit` and the highest order. `co_authors` are the names and addresses of those who,
    by its message, wrote it too.
    """

    order: int
    commit: str
    author: str
    email: str
    when: datetime | None
    subject: str
    co_authors: tuple[tuple[str, str], ...] = ()

    @property
    def writers(self) -> tuple[tuple[str, str], ...]:
        """The names and addresses of all who wrote it."""
        return ((self.author, self.email), *self.co_authors)

    @property
    def committed(self) -> bool:
        """Whether this is in history, not only in the index or the work tree."""
        return bool(self.commit)

    def day(self, on: date) -> date:
        """The day that its author's clock showed, but never one after `on`, which is today."""
        return min(self.when.date(), on) if self.when else on


def not_yet_committed(count: int) -> Stamp:
    """The stamp of what is uncommitted, after so many commits."""
    return Stamp(count, "", "", "", None, "not yet committed")


@immutable(frozen=True, slots=True)
class Form:
    """One exact content of a document, and the commit that first brought it."""

    document: Document
    first: Stamp

    @property
    def is_final(self) -> bool:
        """Whether it is declared approved or obsolete: what approvers are asked to sign."""
        return self.document.status in (Status.APPROVED, Status.OBSOLETE)


class Revision(NamedTuple):
    """All forms that carried one revision number, oldest first; never empty."""

    id: str
    number: str
    forms: tuple[Form, ...]

    @property
    def first(self) -> Stamp:
        """The commit that began the revision."""
        return self.forms[0].first

    @property
    def last(self) -> Stamp:
        """The commit that brought its latest form."""
        return self.forms[-1].first

    @property
    def newest(self) -> Document:
        """Its latest form."""
        return self.forms[-1].document

    @property
    def final_forms(self) -> tuple[Form, ...]:
        """The forms declared approved or obsolete."""
        return tuple(form for form in self.forms if form.is_final)


class Transition(NamedTuple):
    """One change of a document in one commit; `old` or `new` is None where it began or ended."""

    old: Document | None
    new: Document | None
    stamp: Stamp


class Writing(NamedTuple):
    """A text that a commit brought where there was another, or nothing.

    A text is the body of a file, below its front matter, known by its SHA-256. `before` are the
    texts it was made from: several in a merge, none for a new file. `document` is the identifier
    of the file it was written in, empty where that had none.
    """

    stamp: Stamp
    before: tuple[str, ...]
    document: str


@immutable(frozen=True, slots=True)
class DocumentHistory:
    """A document's revisions in the order in which they first appeared, and every change."""

    id: str
    revisions: tuple[Revision, ...]
    transitions: tuple[Transition, ...]
    _by_number: Mapping[str, Revision] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {revision.number: revision for revision in self.revisions}
        object.__setattr__(self, "_by_number", known)

    def revision(self, number: str) -> Revision | None:
        """The revision of that number."""
        return self._by_number.get(number)

    @property
    def removal(self) -> Stamp | None:
        """The commit that removed the document, if the last change was a removal."""
        last = self.transitions[-1] if self.transitions else None
        return last.stamp if last and last.new is None else None


class RecordAlteration(NamedTuple):
    """A closed record that was changed or removed afterwards; `id` as the closed one had it.

    `kept_until` is the last day of its retention, None where it does not say from when it counts.
    """

    path: str
    kind: str
    id: str
    removed: bool
    stamp: Stamp
    kept_until: date | None = None

    def was_disposed_of(self, on: date) -> bool:
        """Whether it was removed after its retention had ended."""
        until = self.kept_until
        return self.removed and until is not None and self.stamp.day(on) > until


class LostRow(NamedTuple):
    """A row of a table as it once was, and what took it away; its line means nothing.

    Of a row that was lost `in_merge`, for which no commit answers alone, the stamp is that of the
    commit that brought it.
    """

    record: Record
    stamp: Stamp
    in_merge: bool = False


RecordIdentity = tuple[str, tuple[str, ...]]
"""A kind of record, and what distinguishes it among them: its id, or what it is about."""


@immutable(frozen=True, slots=True)
class DayEntry:
    """A day that a record gives for a `deed`, and the commit that first wrote it down.

    It came `with_file` where that commit brought the file as well, and `began` the records of its
    kind where that brought the first of them.
    """

    deed: str
    day: date
    stamp: Stamp
    with_file: bool
    began: bool


class RecordLeft(NamedTuple):
    """The file that a record was taken out of, and the commit that did it."""

    path: str
    stamp: Stamp


class WeightSaid(NamedTuple):
    """A value that a record gave in a field that weighs, and the commit that first wrote it.

    That of a result is given for a day, `on`; it is empty for others.
    """

    field: str
    value: str
    on: str
    stamp: Stamp


class ValueChange(NamedTuple):
    """A day, an interval or a target that a record gives, what it gave before, and who changed it.

    A new turn begins `again` where the same commit changed what ended the one before, or brought
    the record.
    """

    field: str
    before: str
    value: str
    again: bool
    stamp: Stamp


class RecordHistory(NamedTuple):
    """What a ledger says of records."""

    altered_records: tuple[RecordAlteration, ...]
    lost_rows: tuple[LostRow, ...]
    entries: Mapping[RecordIdentity, tuple[DayEntry, ...]]
    left: Mapping[RecordIdentity, tuple[RecordLeft, ...]]
    weighed: Mapping[RecordIdentity, tuple[WeightSaid, ...]]
    changes: Mapping[RecordIdentity, tuple[ValueChange, ...]]


class SettingsChange(NamedTuple):
    """What isodocs.yaml said before a change and after it, and the commit that made that.

    Where the file began or ended, it said the defaults. A merge has what it said on each side, and
    changes what is as on none of them.
    """

    before: tuple[Config, ...]
    after: Config
    stamp: Stamp


class TypeReading(NamedTuple):
    """What decides the type of a document: the key that says it, or else whose `files` it is in."""

    key: str = "type"
    names: str = "exact"
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def in_text(self) -> tuple[str, str]:
        """How a text says its type itself."""
        return self.key, self.names


class TypeReadings(NamedTuple):
    """The reading in force `now`, and by the path of an approval those it came under instead.

    `said` are the types that texts say themselves by `TypeReading.in_text` of other readings, by
    that and the blob.
    """

    now: TypeReading = TypeReading()
    then: Mapping[str, tuple[TypeReading, ...]] = {}
    said: Mapping[tuple[str, tuple[str, str]], str] = {}

    def said_by(self, document: Document, reading: TypeReading) -> str:
        """The type that a text itself says by a reading; empty where the path decides."""
        if reading.in_text == self.now.in_text:
            return document.type if "type" in document.places else ""
        return self.said.get((document.blob, reading.in_text), "")


@immutable(frozen=True)
class Ledger:
    """Every revision each document ever had, from history alone."""

    documents: Mapping[str, DocumentHistory] = field(default_factory=dict)
    # Of paths below `.isodocs/`: the commit that first brought each, and those that deleted or
    # changed one, unless it was put back.
    arrivals: Mapping[str, Stamp] = field(default_factory=dict)
    removals: Mapping[str, Stamp] = field(default_factory=dict)
    alterations: Mapping[str, Stamp] = field(default_factory=dict)
    # The places of the commits that began document control: each brought a file of the authority
    # register, and none of them came after another.
    began: tuple[int, ...] = ()
    # What brought a path that no commit removed and that is gone: a merge left it out.
    lost: Mapping[str, Stamp] = field(default_factory=dict)
    altered_records: tuple[RecordAlteration, ...] = ()
    lost_rows: tuple[LostRow, ...] = ()
    # By record, when the days that it bears witness to were first written down.
    entries: Mapping[RecordIdentity, tuple[DayEntry, ...]] = field(default_factory=dict)
    # By which commits records with such days, or with days to come, were taken out of a file, and
    # not put into another.
    left: Mapping[RecordIdentity, tuple[RecordLeft, ...]] = field(default_factory=dict)
    # What records ever gave as their weight, and as the reason for another one.
    weighed: Mapping[RecordIdentity, tuple[WeightSaid, ...]] = field(default_factory=dict)
    # How the days, intervals and targets that records give ever changed, the first ones included.
    changes: Mapping[RecordIdentity, tuple[ValueChange, ...]] = field(default_factory=dict)
    commits: int = 0
    # Whether history before some commits is missing: nothing follows from what is not seen.
    shallow: bool = False
    unread: int = 0  # contents that are missing, or too large to be documents
    contents: frozenset[str] = frozenset()  # SHA-256 of all that was read as a possible document
    # By text, the commits that wrote it.
    writings: Mapping[str, tuple[Writing, ...]] = field(default_factory=dict)
    graph: CommitGraph = field(default_factory=CommitGraph)  # which commit came before which
    # By path and blob, what is a text in one of several languages of a document, as it is called.
    renamed: Mapping[tuple[str, str], Document] = field(default_factory=dict)
    # How isodocs.yaml says of which type documents are, and said it where approvals came.
    type_readings: TypeReadings = TypeReadings()
    # Every change of isodocs.yaml, the first version included.
    settings: tuple[SettingsChange, ...] = ()

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """What the texts of a document are called, by its identifier, where it has translations."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in sorted(self.documents):
            if MARK in id:
                found[plain(id)].append(id)
        return {
            id: ((id, *marked) if id in self.documents else tuple(marked))
            for id, marked in found.items()
        }

    def text_meant(self, said: OfRevision) -> str:
        """The document, or the one of its texts in several languages, that a statement is about.

        It is about bytes: which of the texts is the original may be said later, or otherwise.
        """
        texts = self.texts.get(plain(said.doc), ())
        if not texts:
            return said.doc
        holding = [
            id
            for id in texts
            if (revision := self.documents[id].revision(said.rev))
            and any(form.document.sha256 == said.document_sha256 for form in revision.forms)
        ]
        if said.doc in holding or not holding:
            return said.doc if said.doc in self.documents else plain(said.doc)
        return holding[0]
