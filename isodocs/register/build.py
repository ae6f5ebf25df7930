"""The making of the register: every form of every document judged, then the day asked."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.authority.authorship import Authorship
from isodocs.authority.judge import Judge
from isodocs.dataclass import mutable, replace
from isodocs.model.document import Document, State, Status
from isodocs.model.history import DocumentHistory, Form, Ledger, Revision, Transition
from isodocs.model.period import LONGEST, Period
from isodocs.model.pin import UNPINNED, Pinned
from isodocs.model.register import Entry, JudgedForm, Register, RevisionStatus, by_revision
from isodocs.model.shown import Shown
from isodocs.progress import watched
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord
    from isodocs.model.config import Config
    from isodocs.model.inventory import Inventory
    from isodocs.model.outline import Outline
    from isodocs.model.requirement import RequirementMap


def build(
    inventory: Inventory,
    ledger: Ledger,
    on: date,
    maps: Mapping[str, RequirementMap],
    read_outline: Callable[[Iterable[Document | None]], Mapping[str, Outline]],
    pinned: Pinned = UNPINNED,
) -> Register:
    """Join inventory and ledger for the day `on`.

    `read_outline` gives the outlines, by blob, of revisions in force that are not in the snapshot
    because a newer draft is there.
    """
    if ledger.renamed:
        named = (ledger.renamed.get((d.path, d.blob), d) for d in inventory.documents)
        inventory = replace(inventory, documents=tuple(named))
    judge = (
        Judge(inventory.authority, ledger, inventory.delegations, inventory.arriving)
        if inventory.authority
        else None
    )
    records = by_revision(inventory.approvals, ledger)
    by_id: dict[str, list[Document]] = defaultdict(list)
    for document in inventory.documents:
        by_id[document.id].append(document)
    entries = {}
    known = sorted(ledger.documents.items())
    for id, history in watched(say("documents judged"), known, lambda: len(known)):
        current = tuple(by_id.get(id, ()))
        judging = _Judging(inventory, ledger, judge, records, history, current)
        entries[id] = entry_on(on, inventory.config, history, current, judging.forms())
    outlines = read_outline(map(elsewhere, entries.values()))
    return Register(on, inventory, ledger, entries, maps, outlines, pinned)


def next_review(entry: Entry, config: Config, on: date) -> date | None:
    """By when a document is reviewed, by the intervals of a configuration; None for one not in use.

    A document is reviewed as a whole, and not once for each language that it is in.
    """
    status = entry.in_force or entry.newest
    # A draft that says when it was last reviewed is in use, whatever else its file leaves out.
    draft = entry.state is State.DRAFT and status.document.last_review is None
    if draft or entry.state is State.OBSOLETE or not entry.is_original:
        return None
    return _next_review(status, entry.pending, config, on)


def elsewhere(entry: Entry) -> Document | None:
    """The text that is in force, where no file holds it."""
    text = entry.in_force.document if entry.in_force else None
    return text if text and all(text.blob != here.blob for here in entry.current) else None


def entry_on(
    on: date,
    config: Config,
    history: DocumentHistory,
    current: tuple[Document, ...],
    forms: Iterable[JudgedForm],
) -> Entry:
    """The entry of a document on a day; `forms` are those that were judged, whatever the day."""
    judged = {(form.document.revision, form.document.blob): form for form in forms}
    return _Joining(on, config, history, current, judged).entry()


@mutable(slots=True)
class _Joining:
    """The making of one entry, once its forms were judged."""

    on: date
    config: Config
    history: DocumentHistory
    current: tuple[Document, ...]
    judged: Mapping[tuple[str, str], JudgedForm]

    def entry(self) -> Entry:
        """Join what history and approvals say about the document."""
        scheme, history = self.config.scheme, self.history
        ordered = sorted(history.revisions, key=lambda r: scheme.rank(r.number) or (0,))
        steps: dict[str, list[Transition]] = defaultdict(list)
        for step in history.transitions:
            if step.new:
                steps[step.new.revision].append(step)
        judged = [self._status(revision, steps[revision.number]) for revision in ordered]
        begun = (State.EFFECTIVE, State.OBSOLETE)
        until = max((at for at, s in enumerate(judged) if s.state in begun), default=-1)
        last = judged[until] if until >= 0 else None
        in_force = last if last and last.state is State.EFFECTIVE else None
        # Also one that was approved for a later day than the next: it never takes effect.
        revisions = tuple(
            _superseded(status)
            if at < until and status.state in (State.EFFECTIVE, State.APPROVED)
            else status
            for at, status in enumerate(judged)
        )
        made = Entry(
            history.id, history, self.current, revisions, in_force, State.DRAFT, None, False
        )
        state = State.EFFECTIVE if in_force else made.newest.state
        if last and last.state is State.OBSOLETE and not _follows(made.in_file, last, revisions):
            state = State.OBSOLETE
        return self._to_review(replace(made, state=state))

    def _to_review(self, made: Entry) -> Entry:
        """The entry with the day of its next review, where it is in use."""
        day = next_review(made, self.config, self.on)
        if day is None:
            return made
        return replace(made, next_review=day, review_overdue=day < self.on)

    def _status(self, revision: Revision, steps: Iterable[Transition]) -> RevisionStatus:
        """The form that a revision stands for, with its others; `steps` are those of its number."""
        finals = [self._on_the_day(revision, form) for form in reversed(revision.final_forms)]
        here = {document.blob for document in self.current}
        approved = [status for status in finals if status.approved_on is not None]
        if approved:
            chosen = max(approved, key=lambda status: _weight(status, here))
        else:
            form = _form_in_file(revision, self.current) or revision.forms[-1]
            same = (status for status in finals if status.document.blob == form.document.blob)
            chosen = next(same, None) or self._on_the_day(revision, form)
        others = tuple(status for status in finals if status is not chosen)
        alterations = _alterations(chosen, steps, self.current)
        if not others and not alterations:  # as of most
            return chosen
        return replace(chosen, others=others, alterations=alterations)

    def _on_the_day(self, revision: Revision, form: Form) -> RevisionStatus:
        known = self.judged[revision.number, form.document.blob]
        approved_on = known.approved_on
        return RevisionStatus(
            revision,
            known.form,
            _state(known, approved_on, self.on),
            known.judgement,
            known.authors,
            approved_on,
        )


@mutable(slots=True)
class _Judging:
    """The judging of the forms of one document."""

    inventory: Inventory
    ledger: Ledger
    judge: Judge | None
    records: Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]
    history: DocumentHistory
    current: tuple[Document, ...]

    def forms(self) -> list[JudgedForm]:
        """Every final form, and of each revision without an approved one also what it stands for.

        They are judged in the order in which they came. What was approved before a form is what its
        authors began with, and its type still counts.
        """
        scheme, mine = self.inventory.config.scheme, self.history.revisions
        finals = [(revision, form) for revision in mine for form in revision.final_forms]
        found: list[JudgedForm] = []
        ranks: list[tuple[int, ...]] = []
        types: dict[tuple[int, ...], tuple[str, ...]] = {}
        texts: set[str] = set()
        depth = self.ledger.graph.depth
        for revision, form in sorted(finals, key=lambda pair: depth(pair[1].first.order)):
            rank = scheme.rank(revision.number) or ()
            # of the highest before it; where there is none, of the highest
            former = types[ranks[bisect_right(ranks, rank) - 1]] if ranks else ()
            judged = self._form(revision, form, texts, former)
            found.append(judged)
            if judged.approved_on is not None:
                texts.add(judged.document.body_sha256)
                if rank not in types:
                    insort(ranks, rank)
                    approved_as = judged.judgement.types if judged.judgement else ()
                    types[rank] = (judged.document.type, form.document.type, *approved_as)
        approved = {form.document.revision for form in found if form.approved_on is not None}
        left = (revision for revision in mine if revision.number not in approved)
        stood_for = [_form_in_file(each, self.current) or each.forms[-1] for each in left]
        return [*found, *(self._draft(form) for form in stood_for if not form.is_final)]

    def _form(
        self, revision: Revision, form: Form, texts: Container[str], former: tuple[str, ...]
    ) -> JudgedForm:
        """One final form as its approvals make it, once these texts were approved."""
        authorship = Authorship(form, self.history, self.ledger, texts)
        former = *former, form.document.type
        form = _where_it_is(form, self.current)
        if self.judge is None:
            return JudgedForm(form, None, authorship.stamps())
        mine = self.records.get((revision.id, revision.number), ())
        shown = _shown(form, self.current, self.inventory)
        judgement = self.judge.judge(form, mine, authorship, shown, former)
        first = judgement.accepted[0] if judgement.accepted else None
        arrival = self.ledger.arrivals.get(first.path) if first else None
        return JudgedForm(form, judgement, authorship.stamps(arrival))

    def _draft(self, form: Form) -> JudgedForm:
        """A form that is not final; its authors are those of all it was made from."""
        authors = Authorship(form, self.history, self.ledger).stamps()
        return JudgedForm(_where_it_is(form, self.current), None, authors)


def _superseded(status: RevisionStatus) -> RevisionStatus:
    """The same form out of use; most are, and `replace` takes three times as long."""
    return RevisionStatus(
        status.revision,
        status.form,
        State.SUPERSEDED,
        status.judgement,
        status.authors,
        status.approved_on,
        status.others,
        status.alterations,
    )


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


def _form_in_file(revision: Revision, current: tuple[Document, ...]) -> Form | None:
    """The form of a revision that is in a file; of several files, in the first."""
    forms = {form.document.blob: form for form in revision.forms}
    return next((forms[d.blob] for d in current if d.blob in forms), None)


def _where_it_is(form: Form, current: tuple[Document, ...]) -> Form:
    """The form under the path that it has now, where its file is still there."""
    here = next((d for d in current if d.blob == form.document.blob), None)
    if here is None or here.revision != form.document.revision:
        return form
    return replace(form, document=here)


def _alterations(
    status: RevisionStatus, steps: Iterable[Transition], current: tuple[Document, ...]
) -> tuple[Form, ...]:
    """What took the place of an approved text without a number of its own.

    `steps` are the changes that brought anything under its number.

    A text that is now counts however it came; one of the past counts when it was made of the
    approved one, so that a draft on another branch is none. Taking the same text out of use
    changes nothing.
    """
    approved = status.document
    if status.approved_on is None:
        return ()
    present = {document.blob for document in current}
    made = {approved.blob}
    found = []
    for step in steps:
        new = step.new
        if new is None or new.blob == approved.blob:
            continue
        ends = new.status is Status.OBSOLETE is not approved.status
        if ends and new.body_sha256 == approved.body_sha256:
            continue
        if new.blob in present or (step.old and step.old.blob in made):
            made.add(new.blob)
            found.append(Form(new, step.stamp))
    return tuple(found)


def _state(judged: JudgedForm, approved_on: date | None, on: date) -> State:
    """The state of a form on a day."""
    judgement, document = judged.judgement, judged.document
    if not judged.form.is_final:
        return State.DRAFT
    if judgement is None or not judgement.complete:
        return State.AWAITING
    if any(day and day > on for day in (document.effective, approved_on)):
        return State.APPROVED
    return State.OBSOLETE if document.status is Status.OBSOLETE else State.EFFECTIVE


def _shown(form: Form, current: tuple[Document, ...], inventory: Inventory) -> Shown | None:
    """What the form shows, if it is in the snapshot; an old form's surroundings are gone."""
    for document in current:
        if document.blob == form.document.blob:
            found = inventory.shown_by[document.path]
            return Shown({path: inventory.shown.get(path) for path in found.candidates})
    return None


def _next_review(
    status: RevisionStatus, pending: RevisionStatus | None, config: Config, on: date
) -> date | None:
    """The last approval, periodic review or declared review, plus the review interval.

    A day that the document gives holds until a review is recorded, unless an interval that it gives
    too is over before. Where only such a day is given, the next is as long after that review as
    this was after the approval. An approval of the next revision, which waits for its day, is a
    look at the document as well.

    A review that claims a day still to come puts nothing off, and neither does a day further ahead
    than any review may be. What was never approved or reviewed
    counts from its effective day once that has come; before, no review is due on any day known.
    """
    document = status.document
    kind = config.types.get(document.type)
    interval = document.review_every or (kind.review_every if kind else None)
    reviews = status.judgement.reviews if status.judgement else ()
    reviewed = [r.statement.day for r in reviews if r.statement and r.statement.day <= on]
    days = [document.last_review, *reviewed]
    known = [day for day in days if day and day <= on]
    known += [s.approved_on for s in (status, pending) if s and s.approved_on]
    known += [document.effective] if not known and document.effective else []
    start = max((day for day in known if day <= on), default=None)
    by_interval = interval.after(start) if interval and start else None
    declared = document.next_review
    if declared and start:
        declared = min(declared, LONGEST.after(max(start, document.effective or start)))
    if declared and not reviewed:
        own = document.review_every is not None
        return min(declared, by_interval) if own and by_interval else declared
    if declared and interval is None:
        looked = [day for day in (document.last_review, status.approved_on) if day]
        began = looked or [document.effective or declared]
        before = max((day for day in began if day < declared), default=None)
        span = Period((declared - before).days, "day") if before else None
        return span.after(max(reviewed)) if span else None
    return by_interval
