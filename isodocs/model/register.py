"""The master document register: inventory, ledger and approvals joined for one day.

This is what rules, assessments and reports look at; they read nothing else. What joins it is
`build_register`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from isodocs.dataclass import field, immutable, replace
from isodocs.model.document import Document, State
from isodocs.model.pin import UNPINNED, Pinned
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractContextManager

    from isodocs.model.approval import ApprovalRecord
    from isodocs.model.config import Config
    from isodocs.model.history import DocumentHistory, Form, Ledger, Revision, Stamp
    from isodocs.model.inventory import Inventory
    from isodocs.model.judgement import Judgement
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.requirement import RequirementMap


class JudgedForm(NamedTuple):
    """A form as its approvals make it, on whatever day; `authors` are the commits that wrote it.

    `judgement` is None where nothing could be judged (no register of authority, or a draft).
    """

    form: Form
    judgement: Judgement | None
    authors: tuple[Stamp, ...]

    @property
    def document(self) -> Document:
        """The document in that form."""
        return self.form.document

    @property
    def approved_on(self) -> date | None:
        """The day on which the last approval needed was given."""
        return self.judgement.day if self.judgement and self.judgement.complete else None


@immutable(frozen=True, slots=True)
class RevisionStatus:
    """One revision as it is on the register's day.

    `form` is the approved form; where none is approved, the form in the file, or else the newest.
    `judgement` is None where nothing could be judged (no register of authority, or a draft).
    `others` are the revision's other final forms, newest first. `alterations` are the texts put in
    the place of the approved one under the same number, oldest first, each with the commit that
    did it. `authors` are the commits that wrote the form. `approved_on` is the day on which the
    last approval needed was given (`JudgedForm.approved_on`): many ask for it, so it is found once.
    """

    revision: Revision
    form: Form
    state: State
    judgement: Judgement | None
    authors: tuple[Stamp, ...]
    approved_on: date | None
    others: tuple[RevisionStatus, ...] = ()
    alterations: tuple[Form, ...] = ()

    @property
    def number(self) -> str:
        """The revision number."""
        return self.revision.number

    @property
    def document(self) -> Document:
        """The document in that form."""
        return self.form.document

    @property
    def effective_on(self) -> date | None:
        """The declared effective date; the day of approval where none is declared."""
        return self.document.effective or self.approved_on


@immutable(frozen=True, slots=True)
class Entry:
    """One identifier's row in the register.

    `current` are the files that carry the identifier in the snapshot: one, none when the document
    has vanished, several when the identifier is used twice. `revisions` are oldest first.
    """

    id: str
    history: DocumentHistory
    current: tuple[Document, ...]
    revisions: tuple[RevisionStatus, ...]
    in_force: RevisionStatus | None
    state: State
    next_review: date | None
    review_overdue: bool

    @property
    def identifier(self) -> str:
        """The identifier of the document that this is a text of; its own, but for translations."""
        return self.document.identifier

    @property
    def is_original(self) -> bool:
        """Whether it is called by the identifier of the document, and not a text of another."""
        return self.identifier == self.id

    @property
    def language(self) -> str:
        """The tag of the language that the text says it is in; empty where it says none."""
        return self.document.language

    @property
    def newest(self) -> RevisionStatus:
        """The revision that the file holds; where the file is gone, the highest that history has.

        What else history has, such as a draft that was given up, says nothing about the file.
        """
        return self.in_file or self.in_force or self.revisions[-1]

    @property
    def in_file(self) -> RevisionStatus | None:
        """The revision that the file holds; of several files, the highest that they hold."""
        numbers = {document.revision for document in self.current}
        return next((s for s in reversed(self.revisions) if s.number in numbers), None)

    @property
    def issued(self) -> RevisionStatus | None:
        """The highest revision that was ever approved, also where it is not in force."""
        return next((s for s in reversed(self.revisions) if s.approved_on is not None), None)

    @property
    def was_never_in_use(self) -> bool:
        """Whether someone who may approve it rejected each final form that it ever had.

        Where one was neither approved nor rejected, people may have worked by it.
        """
        finals = [
            f for status in self.revisions for f in (status, *status.others) if f.form.is_final
        ]
        return all(f.judgement and f.judgement.rejected and f.approved_on is None for f in finals)

    def form_of(self, document: Document) -> RevisionStatus | None:
        """How exactly the form in a file was judged; None for a draft.

        A revision in force and its end, which awaits approval, are two forms of one number.
        """
        status = self.status(document.revision)
        forms = (status, *status.others) if status else ()
        return next((form for form in forms if form.document.blob == document.blob), None)

    def status(self, number: str) -> RevisionStatus | None:
        """The revision of that number."""
        return next((status for status in self.revisions if status.number == number), None)

    @property
    def document(self) -> Document:
        """The document to show: the revision in force, else the file, else the newest form."""
        if self.in_force:
            return self.in_force.document
        return self.current[0] if self.current else self.newest.document

    @property
    def pending(self) -> RevisionStatus | None:
        """The revision on its way: a draft, awaiting approval, or approved for a later day."""
        newest = self.newest
        waiting = (State.DRAFT, State.AWAITING, State.APPROVED)
        return newest if newest is not self.in_force and newest.state in waiting else None

    @property
    def to_come(self) -> RevisionStatus | None:
        """The highest revision that is approved for a later day, also below a newer draft."""
        return next((s for s in reversed(self.revisions) if s.state is State.APPROVED), None)

    @property
    def place_path(self) -> str:
        """The path to name in messages: where the document is, or last was."""
        return (self.current[0] if self.current else self.newest.document).path


class Watch(Protocol):
    """Notes what is read of a register, by those that work things out of it."""

    @property
    def notes(self) -> bool:
        """Whether anything is being worked out that must be noted."""

    def asked(self, name: str) -> None:
        """Note that what is being worked out asks for something else that is."""

    def working(self, name: str) -> AbstractContextManager[None]:
        """Note what is read from now on as read for this."""


@immutable(frozen=True, eq=False)
class Register:
    """Everything the rules may look at.

    Two registers are the same only when they are one object, so that what follows from a register
    can be remembered beside it.
    """

    on: date  # the only clock of the rules
    inventory: Inventory
    ledger: Ledger
    entries: Mapping[str, Entry]
    maps: Mapping[str, RequirementMap]
    in_force_outlines: Mapping[str, Outline] = field(default_factory=dict)
    # What is known from outside the repository, where someone asked for it.
    pinned: Pinned = UNPINNED
    # Rows of a table, by path and SHA-256, that a revision in force shows and was approved with,
    # where the table in the snapshot is another by now.
    records_as_approved: Mapping[tuple[str, str], tuple[Record, ...]] = field(default_factory=dict)
    watch: Watch | None = field(default=None, repr=False)
    # What functions found out about it, kept by `assess.once`; a copy begins without.
    worked_out: dict[Callable[..., Any], dict[Hashable, Any]] = field(
        default_factory=dict, init=False, repr=False
    )
    # And the locks of what they are finding out now.
    being_worked_out: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self.inventory.config

    @property
    def source(self) -> str:
        """What was looked at: `work tree`, `commit 3ca6f22`, and what it is that cannot be seen."""
        label = self.inventory.label
        if self.ledger.shallow:
            label += " of a shallow clone"
        if self.inventory.authority_problem:
            label += " with an unreadable authority register"
        return label

    @property
    def in_use(self) -> Mapping[str, RequirementMap]:
        """The maps of the standards the organisation works to: without those in preparation."""
        waiting = self.config.in_preparation
        return {id: known for id, known in self.maps.items() if id not in waiting}

    @property
    def included(self) -> Mapping[str, RequirementMap]:
        """The editions that supplements in use include, and that are not named themselves.

        What names their clauses counts for the supplements.
        """
        bases = (known.base for known in self.maps.values() if known.base is not None)
        return {base.id: base for base in bases if base.id not in self.maps}

    @cached_property
    def known_maps(self) -> Mapping[str, RequirementMap]:
        """The maps whose clauses count here: those named, and the editions that these include."""
        return {**self.maps, **self.included}

    @property
    def only_map(self) -> str:
        """The one standard whose map is here, which numbers without one are of; else empty."""
        return next(iter(self.maps)) if len(self.maps) == 1 else ""

    def counting(self, standards: Iterable[str]) -> frozenset[str]:
        """These standards, as far as their maps are here, and the supplements to them."""
        named = frozenset(standards)
        over = (id for id, known in self.maps.items() if known.base and known.base.id in named)
        return (named & self.maps.keys()).union(over)

    def as_in_use(self, standards: Iterable[str]) -> Register:
        """The same register, were these standards not in preparation any more."""
        begun = tuple(id for id in standards if id in self.config.in_preparation)
        if not begun:
            return self
        left = tuple(id for id in self.config.in_preparation if id not in begun)
        config = replace(
            self.config,
            standards=(*self.config.standards, *begun),
            in_preparation=left,
            unnamed=self.config.meant,
        )
        return replace(self, inventory=replace(self.inventory, config=config))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every controlled file of the snapshot, with or without an identifier."""
        return self.inventory.documents

    @cached_property
    def records_by_revision(self) -> Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]:
        """The readable approvals by (document, revision)."""
        return by_revision(self.inventory.approvals, self.ledger)

    @cached_property
    def records(self) -> Mapping[str, tuple[Record, ...]]:
        """The retained records by kind, in the order of their files."""
        grouped: dict[str, list[Record]] = defaultdict(list)
        for record in self.inventory.records:
            grouped[record.kind].append(record)
        return {kind: tuple(records) for kind, records in grouped.items()}

    @cached_property
    def translations(self) -> Mapping[str, tuple[Entry, ...]]:
        """The texts of documents in other languages, by the identifier of the original."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            if not entry.is_original:
                found[entry.identifier].append(entry)
        return {
            id: tuple(sorted(texts, key=lambda entry: (entry.language, entry.id)))
            for id, texts in found.items()
        }

    def is_translation(self, entry: Entry) -> bool:
        """Whether it is the text of a document whose original is here too.

        What only leads to other translations, which may lead back, is a document of its own.
        """
        original = self.entries.get(entry.identifier)
        return original is not None and original is not entry and original.is_original

    def original(self, entry: Entry) -> Entry:
        """The document itself, of which an entry may be a translation."""
        return self.entries[entry.identifier] if self.is_translation(entry) else entry

    @cached_property
    def originals(self) -> tuple[Entry, ...]:
        """The documents, each once: without what are translations of others."""
        return tuple(entry for entry in self if not self.is_translation(entry))

    @cached_property
    def listed(self) -> tuple[Entry, ...]:
        """The documents of the master list: those of which a text is in a file, or in force."""
        return tuple(
            entry
            for entry in self.originals
            for texts in ((entry, *self.translations.get(entry.id, ())),)
            if any(text.current or text.in_force for text in texts)
        )

    def is_approved(self, document: Document) -> bool:
        """Whether exactly these bytes have every approval they need."""
        entry = self.entries.get(document.id)
        return entry is not None and any(
            form.document.blob == document.blob and form.approved_on is not None
            for status in entry.revisions
            for form in (status, *status.others)
        )

    def outline(self, document: Document) -> Outline | None:
        """The outline of a file of the snapshot, or of a revision in force."""
        if document.blob in self.in_force_outlines:
            return self.in_force_outlines[document.blob]
        return self.inventory.outlines.get(document.path)

    def outline_here(self, document: Document) -> Outline | None:
        """The outline of a file as it is in the snapshot."""
        return self.inventory.outlines.get(document.path)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())


def by_revision(
    records: Iterable[ApprovalRecord], ledger: Ledger
) -> dict[tuple[str, str], tuple[ApprovalRecord, ...]]:
    """The readable approvals by (document, revision)."""
    grouped: dict[tuple[str, str], list[ApprovalRecord]] = defaultdict(list)
    for record in records:
        if said := record.statement:
            grouped[ledger.text_meant(said), said.rev].append(record)
    return {key: tuple(values) for key, values in grouped.items()}
