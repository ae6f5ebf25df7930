"""The master document register: inventory, ledger and approvals joined for one day.

This is what rules, assessments and reports look at; they read nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from isodocs.authority.judge import Judge, Shown, authors_of
from isodocs.inventory import Inventory, parts_shown
from isodocs.model.approval import ApprovalRecord
from isodocs.model.config import Config
from isodocs.model.document import Document, State, Status
from isodocs.model.history import DocumentHistory, Form, Ledger, Revision, Stamp
from isodocs.model.judgement import Judgement
from isodocs.model.outline import Outline
from isodocs.model.pin import UNPINNED, Pinned
from isodocs.model.record import Record
from isodocs.model.requirement import RequirementMap


@dataclass(frozen=True, slots=True)
class RevisionStatus:
    """One revision as it stands on the register's day.

    `form` is the approved form, or the newest final form while it awaits approval, or the newest
    form of a draft. `judgement` is None where nothing could be judged (no register of authority,
    or a draft). `others` are the revision's other final forms, newest first. `alterations` are the
    texts put in the place of the approved one under the same number, oldest first, each with the
    commit that did it.
    """

    revision: Revision
    form: Form
    state: State
    judgement: Judgement | None
    authors: tuple[Stamp, ...]
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
    def approved_on(self) -> date | None:
        """The day on which the last approval needed was given."""
        return self.judgement.day if self.judgement and self.judgement.complete else None

    @property
    def effective_on(self) -> date | None:
        """The declared effective date; the day of approval where none is declared."""
        return self.document.effective or self.approved_on


@dataclass(frozen=True, slots=True)
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
    def newest(self) -> RevisionStatus:
        """The highest revision."""
        return self.revisions[-1]

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
    def place_path(self) -> str:
        """The path to name in messages: where the document is, or last was."""
        return (self.current[0] if self.current else self.newest.document).path


@dataclass(frozen=True, eq=False)
class Register:
    """Everything the rules may look at; `on` is their only clock.

    `pinned` is what is known from outside the repository, where somebody asked for it.
    `records_as_approved` gives the rows of a table of records, by path and SHA-256, that a revision
    in force shows and was approved with, where the table in the snapshot is another by now.
    Two registers are the same only when they are one object, so that what follows from a register
    can be remembered beside it.
    """

    on: date
    inventory: Inventory
    ledger: Ledger
    entries: Mapping[str, Entry]
    maps: Mapping[str, RequirementMap]
    in_force_outlines: Mapping[str, Outline] = field(default_factory=dict)
    pinned: Pinned = UNPINNED
    records_as_approved: Mapping[tuple[str, str], tuple[Record, ...]] = field(default_factory=dict)

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self.inventory.config

    @property
    def in_use(self) -> Mapping[str, RequirementMap]:
        """The maps of the standards the organisation works to: without those in preparation."""
        waiting = self.config.in_preparation
        return {id: known for id, known in self.maps.items() if id not in waiting}

    def as_in_use(self, standards: Iterable[str]) -> Register:
        """The same register, were these standards not in preparation any more."""
        begun = tuple(id for id in standards if id in self.config.in_preparation)
        if not begun:
            return self
        left = tuple(id for id in self.config.in_preparation if id not in begun)
        config = replace(
            self.config, standards=(*self.config.standards, *begun), in_preparation=left
        )
        return replace(self, inventory=replace(self.inventory, config=config))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every controlled file of the snapshot, with or without an identifier."""
        return self.inventory.documents

    @cached_property
    def records_by_revision(self) -> Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]:
        """The readable approvals by (document, revision)."""
        return _by_revision(self.inventory.approvals)

    @cached_property
    def records(self) -> Mapping[str, tuple[Record, ...]]:
        """The retained records by kind, in the order of their files."""
        grouped: dict[str, list[Record]] = defaultdict(list)
        for record in self.inventory.records:
            grouped[record.kind].append(record)
        return {kind: tuple(records) for kind, records in grouped.items()}

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
        """The outline of a file as it stands in the snapshot."""
        return self.inventory.outlines.get(document.path)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())


def build(
    inventory: Inventory,
    ledger: Ledger,
    on: date,
    maps: Mapping[str, RequirementMap],
    read_outline: Callable[[Iterable[Document]], Mapping[str, Outline]],
    pinned: Pinned = UNPINNED,
) -> Register:
    """Join inventory and ledger for the day `on`.

    `read_outline` gives the outlines, by blob, of revisions in force that are not in the snapshot
    because a newer draft stands there.
    """
    judge = (
        Judge(inventory.authority, ledger, inventory.delegations, inventory.arriving)
        if inventory.authority
        else None
    )
    records = _by_revision(inventory.approvals)
    by_id: dict[str, list[Document]] = defaultdict(list)
    for document in inventory.documents:
        by_id[document.id].append(document)
    entries = {}
    for id, history in sorted(ledger.documents.items()):
        entries[id] = _entry(history, tuple(by_id.get(id, ())), inventory, judge, records, on)
    elsewhere = [
        entry.in_force.document
        for entry in entries.values()
        if entry.in_force and all(entry.in_force.document.blob != d.blob for d in entry.current)
    ]
    return Register(on, inventory, ledger, entries, maps, read_outline(elsewhere), pinned)


def _by_revision(
    records: Iterable[ApprovalRecord],
) -> dict[tuple[str, str], tuple[ApprovalRecord, ...]]:
    grouped: dict[tuple[str, str], list[ApprovalRecord]] = defaultdict(list)
    for record in records:
        if record.statement:
            grouped[record.statement.doc, record.statement.rev].append(record)
    return {key: tuple(values) for key, values in grouped.items()}


def _entry(
    history: DocumentHistory,
    current: tuple[Document, ...],
    inventory: Inventory,
    judge: Judge | None,
    records: Mapping[tuple[str, str], tuple[ApprovalRecord, ...]],
    on: date,
) -> Entry:
    scheme = inventory.config.scheme
    ordered = sorted(history.revisions, key=lambda r: (scheme.rank(r.number) or (0,), r.last.order))
    judged = [
        _status(revision, history, current, inventory, judge, records, on) for revision in ordered
    ]
    standing = [s for s in judged if s.state in (State.EFFECTIVE, State.OBSOLETE)]
    last = standing[-1] if standing else None
    in_force = last if last and last.state is State.EFFECTIVE else None
    revisions = tuple(
        _with_state(status, State.SUPERSEDED)
        if status.state is State.EFFECTIVE and status is not in_force
        else status
        for status in judged
    )
    if in_force:
        state = State.EFFECTIVE
    elif last and last is judged[-1]:
        state = State.OBSOLETE
    else:
        state = judged[-1].state
    next_review = _next_review(in_force or revisions[-1], inventory.config, on)
    shown = (in_force or revisions[-1]).document
    # A draft that says when it was last reviewed is in use, whatever else its file leaves out.
    waiting = state is State.OBSOLETE or (state is State.DRAFT and shown.last_review is None)
    return Entry(
        id=history.id,
        history=history,
        current=current,
        revisions=revisions,
        in_force=in_force,
        state=state,
        next_review=None if waiting else next_review,
        review_overdue=bool(next_review and next_review < on and not waiting),
    )


def _with_state(status: RevisionStatus, state: State) -> RevisionStatus:
    return replace(status, state=state)


def _status(
    revision: Revision,
    history: DocumentHistory,
    current: tuple[Document, ...],
    inventory: Inventory,
    judge: Judge | None,
    records: Mapping[tuple[str, str], tuple[ApprovalRecord, ...]],
    on: date,
) -> RevisionStatus:
    authors = authors_of(history, revision.number)
    finals = revision.final_forms
    if not finals:
        return RevisionStatus(revision, revision.forms[-1], State.DRAFT, None, authors)
    if judge is None:
        return RevisionStatus(revision, finals[-1], State.AWAITING, None, authors)
    mine = records.get((revision.id, revision.number), ())
    judged = []
    for form in reversed(finals):
        judgement = judge.judge(form, mine, authors, _shown(form, current, inventory))
        state = _state(form, judgement, on)
        judged.append(RevisionStatus(revision, form, state, judgement, authors))
    # A retirement approved for a later day leaves the form before it in force until then.
    standing = [s for s in judged if s.state in (State.EFFECTIVE, State.OBSOLETE)]
    approved = [s for s in judged if s.state is State.APPROVED]
    chosen = (standing or approved or judged)[0]
    return replace(
        chosen,
        others=tuple(s for s in judged if s is not chosen),
        alterations=_alterations(chosen, history, current),
    )


def _alterations(
    status: RevisionStatus, history: DocumentHistory, current: tuple[Document, ...]
) -> tuple[Form, ...]:
    """What took the place of an approved text without a number of its own.

    A text that stands now counts however it came; one of the past counts when it was made of the
    approved one, so that a draft on another branch is none. Taking the same text out of use
    changes nothing.
    """
    approved = status.document
    if status.approved_on is None:
        return ()
    standing = {document.blob for document in current}
    made = {approved.blob}
    found = []
    for step in history.transitions:
        new = step.new
        if new is None or new.revision != status.number or new.blob == approved.blob:
            continue
        retired = Status.OBSOLETE in (new.status, approved.status)
        if retired and new.body_sha256 == approved.body_sha256:
            continue
        if new.blob in standing or (step.old and step.old.blob in made):
            made.add(new.blob)
            found.append(Form(new, step.stamp))
    return tuple(found)


def _state(form: Form, judgement: Judgement, on: date) -> State:
    """The state of a final form on a day."""
    if not judgement.complete:
        return State.AWAITING
    days = (form.document.effective, judgement.day)
    if any(day and day > on for day in days):
        return State.APPROVED
    return State.OBSOLETE if form.document.status is Status.OBSOLETE else State.EFFECTIVE


def _shown(form: Form, current: tuple[Document, ...], inventory: Inventory) -> Shown | None:
    """What the form shows, if it stands in the snapshot; an old form's surroundings are gone."""
    for document in current:
        if document.blob == form.document.blob:
            paths = parts_shown(document.path, inventory.outlines[document.path])
            return Shown({path: inventory.shown.get(path) for path in paths})
    return None


def _next_review(status: RevisionStatus, config: Config, on: date) -> date | None:
    """The last approval, periodic review or declared review, plus the review interval.

    A review that claims a day still to come puts nothing off.
    """
    document = status.document
    kind = config.types.get(document.type)
    interval = document.review_every or (kind.review_every if kind else None)
    if interval is None:
        return None
    reviews = status.judgement.reviews if status.judgement else ()
    days = [document.last_review, *(r.statement.day for r in reviews if r.statement)]
    known = [day for day in days if day and day <= on]
    known += [status.approved_on] if status.approved_on else []
    start = max(known) if known else document.effective
    return interval.after(start) if start else None
