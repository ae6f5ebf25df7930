"""What became of each decision on a revision: whether it counts, and if not, why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.model.approval import ApprovalRecord, ApprovalStatement, Decision
from isodocs.model.document import Status
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.judgement import Judgement
    from isodocs.model.register import Entry, Register, RevisionStatus


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


class Made(NamedTuple):
    """A decision that someone made on a revision; `why` says why it does not count.

    `judgement` is the one it was found in, None where nothing was judged.
    """

    record: ApprovalRecord
    statement: ApprovalStatement
    outcome: Outcome
    why: str = ""
    judgement: Judgement | None = None


def decisions(register: Register, entry: Entry, status: RevisionStatus) -> list[Made]:
    """Every readable decision on the revision, in the order in which they were made."""
    records = register.records_by_revision.get((entry.id, status.number), ())
    made = [_made(record, record.statement, status) for record in records if record.statement]
    return sorted(made, key=lambda one: (one.statement.signed_at, one.record.path))


def _made(record: ApprovalRecord, statement: ApprovalStatement, status: RevisionStatus) -> Made:
    """What one decision amounts to: for the form it was about, if that is known here."""
    refusals = []
    judged = [form for form in (status, *status.others) if form.judgement]
    for form in judged:
        judgement = form.judgement
        if judgement is None:
            continue
        if record in judgement.accepted:
            end = form.document.status is Status.OBSOLETE
            outcome = Outcome.RETIRED if end else Outcome.APPROVED
            return Made(record, statement, outcome, "", judgement)
        if record in judgement.reviews:
            return Made(record, statement, Outcome.REVIEWED, "", judgement)
        if record in judgement.rejected:
            return Made(record, statement, Outcome.REJECTED, "", judgement)
        refusals += [refusal for refusal in judgement.refused if refusal.record == record]
    if not judged:
        why = say("there is no authority register to judge it by")
        return Made(record, statement, Outcome.UNJUDGED, why)
    about = {form.document.sha256 for form in judged}
    if len(refusals) < len(judged):
        # It was sound; a later decision of the same person has taken its place since.
        return Made(record, statement, _SOUND[statement.decision])
    mine = [r for r in refusals if statement.document_sha256 in about] or refusals
    return Made(record, statement, Outcome.REFUSED, mine[0].message)


def role_title(register: Register, statement: ApprovalStatement) -> str:
    """The title of the role, by the register of authority under which the decision was made."""
    authority = register.inventory.authority
    if authority is None:
        return statement.role
    version = authority.versions.get(statement.authority.version, authority.current)
    known = version.roles.get(statement.role)
    return known.title if known else statement.role
