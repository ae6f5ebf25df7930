"""What both formats tell of a life: decisions with their outcome, commits, moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from isodocs.model.approval import ApprovalRecord, Decision, Statement
from isodocs.model.document import Status
from isodocs.model.history import Stamp, Transition
from isodocs.register import Entry, Register, RevisionStatus


class Outcome(StrEnum):
    """What became of a decision."""

    APPROVED = "approved"
    RETIRED = "retired"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    REFUSED = "does not count"
    UNJUDGED = "not judged"


_SOUND = {
    Decision.APPROVE: Outcome.REPLACED,
    Decision.REJECT: Outcome.REJECTED,
    Decision.WITHDRAW: Outcome.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that somebody made on a revision; `why` says why it does not count."""

    record: ApprovalRecord
    statement: Statement
    outcome: Outcome
    why: str = ""


def decisions(register: Register, entry: Entry, status: RevisionStatus) -> list[Made]:
    """Every readable decision on the revision, in the order in which they were made."""
    records = register.records_by_revision.get((entry.id, status.number), ())
    made = [
        Made(record, record.statement, *_outcome(record, record.statement, status))
        for record in records
        if record.statement
    ]
    return sorted(made, key=lambda one: (one.statement.signed_at, one.record.path))


def _outcome(
    record: ApprovalRecord, statement: Statement, status: RevisionStatus
) -> tuple[Outcome, str]:
    """What one decision amounts to: for the form it was about, if that is known here."""
    refusals = []
    judged = [form for form in (status, *status.others) if form.judgement]
    for form in judged:
        judgement = form.judgement
        if judgement is None:
            continue
        if record in judgement.accepted:
            end = form.document.status is Status.OBSOLETE
            return (Outcome.RETIRED if end else Outcome.APPROVED), ""
        if record in judgement.reviews:
            return Outcome.REVIEWED, ""
        if record in judgement.rejected:
            return Outcome.REJECTED, ""
        refusals += [refusal for refusal in judgement.refused if refusal.record == record]
    if not judged:
        return Outcome.UNJUDGED, "there is no authority register to judge it by"
    about = {form.document.sha256 for form in judged}
    if len(refusals) < len(judged):
        # It was sound; a later decision of the same person has taken its place since.
        return _SOUND[statement.decision], ""
    mine = [r for r in refusals if statement.document_sha256 in about] or refusals
    return Outcome.REFUSED, mine[0].message


def written(entry: Entry, status: RevisionStatus) -> list[Stamp]:
    """The commits that brought or changed the revision, oldest first."""
    return [
        transition.stamp
        for transition in entry.history.transitions
        if (new := transition.new)
        and new.revision == status.number
        and (transition.old is None or transition.old.blob != new.blob)
    ]


def moves(entry: Entry) -> Iterator[Transition]:
    """Each change of the document's path, newest first."""
    for transition in reversed(entry.history.transitions):
        if transition.old and transition.new and transition.old.path != transition.new.path:
            yield transition
