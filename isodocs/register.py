"""The master document register: inventory, ledger and approvals joined for one day.

This is what rules, assessments and reports look at; they read nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from isodocs.authority.authorship import Authorship
from isodocs.authority.judge import Judge, Shown
from isodocs.inventory import Inventory
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

    `form` is the approved form; where none is approved, the form in the file, or else the newest.
    `judgement` is None where nothing could be judged (no register of authority, or a draft).
    `others` are the revision's other final forms, newest first. `alterations` are the texts put in
    the place of the approved one under the same number, oldest first, each with the commit that
    did it. `authors` are the commits that wrote the form.
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
        """The revision that the file holds; where the file is gone, the highest that history has.

        What history has besides, such as a draft that was given up, says nothing about the file.
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
        judging = _Judging(inventory, ledger, judge, records, history, tuple(by_id.get(id, ())), on)
        entries[id] = judging.entry()
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


@dataclass(slots=True)
class _Judging:
    """The making of one entry: every final form judged, then the day asked."""

    inventory: Inventory
    ledger: Ledger
    judge: Judge | None
    records: Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]
    history: DocumentHistory
    current: tuple[Document, ...]
    on: date

    def entry(self) -> Entry:
        """Join what history and approvals say about the document."""
        scheme, history = self.inventory.config.scheme, self.history
        ordered = sorted(
            history.revisions, key=lambda r: (scheme.rank(r.number) or (0,), r.last.order)
        )
        forms = self._judged()
        judged = [self._status(revision, forms) for revision in ordered]
        standing = [s for s in judged if s.state in (State.EFFECTIVE, State.OBSOLETE)]
        last = standing[-1] if standing else None
        in_force = last if last and last.state is State.EFFECTIVE else None
        revisions = tuple(
            replace(status, state=State.SUPERSEDED)
            if status.state is State.EFFECTIVE and status is not in_force
            else status
            for status in judged
        )
        made = Entry(
            history.id, history, self.current, revisions, in_force, State.DRAFT, None, False
        )
        state = State.EFFECTIVE if in_force else made.newest.state
        if last and last.state is State.OBSOLETE and not _follows(made.in_file, last, revisions):
            state = State.OBSOLETE
        next_review = _next_review(in_force or made.newest, self.inventory.config, self.on)
        shown = (in_force or made.newest).document
        # A draft that says when it was last reviewed is in use, whatever else its file leaves out.
        waiting = state is State.OBSOLETE or (state is State.DRAFT and shown.last_review is None)
        return replace(
            made,
            state=state,
            next_review=None if waiting else next_review,
            review_overdue=bool(next_review and next_review < self.on and not waiting),
        )

    def _judged(self) -> dict[tuple[str, str], RevisionStatus]:
        """Every final form by number and blob, judged in the order in which they came.

        What was approved before a form is what its authors began with, and its type still counts.
        """
        scheme, mine = self.inventory.config.scheme, self.history.revisions
        finals = [(revision, form) for revision in mine for form in revision.final_forms]
        found: dict[tuple[str, str], RevisionStatus] = {}
        approved: list[tuple[tuple[int, ...], RevisionStatus]] = []
        for revision, form in sorted(finals, key=lambda pair: pair[1].first.order):
            rank = scheme.rank(revision.number) or ()
            before = [(r, s) for r, s in approved if r <= rank] or approved
            former = max(before, key=lambda pair: pair[0])[1].document.type if before else ""
            status = self._form(revision, form, [s for _, s in approved], former)
            found[revision.number, form.document.blob] = status
            if status.approved_on is not None:
                approved.append((rank, status))
        return found

    def _form(
        self, revision: Revision, form: Form, approved: list[RevisionStatus], former: str
    ) -> RevisionStatus:
        """One final form as its approvals make it."""
        texts = frozenset(s.document.body_sha256 for s in approved)
        authorship = Authorship(form, self.history, self.ledger, texts)
        form = _where_it_is(form, self.current)
        if self.judge is None:
            return RevisionStatus(revision, form, State.AWAITING, None, authorship.stamps())
        mine = self.records.get((revision.id, revision.number), ())
        shown = _shown(form, self.current, self.inventory)
        judgement = self.judge.judge(form, mine, authorship, shown, former)
        first = judgement.accepted[0] if judgement.accepted else None
        arrival = self.ledger.arrivals.get(first.path) if first else None
        state = _state(form, judgement, self.on)
        return RevisionStatus(revision, form, state, judgement, authorship.stamps(arrival))

    def _status(
        self, revision: Revision, forms: Mapping[tuple[str, str], RevisionStatus]
    ) -> RevisionStatus:
        """The form that a revision stands for, with its others."""
        finals = [
            forms[revision.number, form.document.blob] for form in reversed(revision.final_forms)
        ]
        here = {document.blob for document in self.current}
        approved = [status for status in finals if status.approved_on is not None]
        if approved:
            chosen = max(approved, key=lambda status: _weight(status, here))
        else:
            in_file = [form for form in revision.forms if form.document.blob in here]
            form = (in_file or revision.forms)[-1]
            known = forms.get((revision.number, form.document.blob))
            chosen = known or self._draft(revision, form)
        return replace(
            chosen,
            others=tuple(status for status in finals if status is not chosen),
            alterations=_alterations(chosen, self.history, self.current),
        )

    def _draft(self, revision: Revision, form: Form) -> RevisionStatus:
        """A form that is not final; its authors are those of all it was made from."""
        authors = Authorship(form, self.history, self.ledger).stamps()
        form = _where_it_is(form, self.current)
        return RevisionStatus(revision, form, State.DRAFT, None, authors)


def _weight(status: RevisionStatus, here: set[str]) -> tuple[bool, bool, bool, date, str]:
    """Which of several approved forms a revision stands for; nothing here asks which came last.

    One that takes effect later leaves the other in force until then; its end ends a revision
    whatever else was approved; then what the file holds, and what was approved last.
    """
    return (
        status.state is not State.APPROVED,
        status.state is State.OBSOLETE,
        status.document.blob in here,
        status.approved_on or date.min,
        status.document.blob,
    )


def _follows(
    in_file: RevisionStatus | None, last: RevisionStatus, revisions: tuple[RevisionStatus, ...]
) -> bool:
    """Whether the file holds a revision after one that was taken out of use."""
    numbers = [status.number for status in revisions]
    return in_file is not None and numbers.index(in_file.number) > numbers.index(last.number)


def _where_it_is(form: Form, current: tuple[Document, ...]) -> Form:
    """The form under the path that it has now, where its file is still there."""
    here = next((d for d in current if d.blob == form.document.blob), None)
    if here is None or here.revision != form.document.revision:
        return form
    return replace(form, document=here)


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
        ends = new.status is Status.OBSOLETE is not approved.status
        if ends and new.body_sha256 == approved.body_sha256:
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
            found = inventory.shown_by[document.path]
            return Shown({path: inventory.shown.get(path) for path in found.candidates})
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
