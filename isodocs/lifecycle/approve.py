"""What an approver decides on a final form: approve, reject, withdraw, or review without change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.approvers import acts
from isodocs.assess.in_place import InPlace, judged
from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of, needed, open_roles, rule_of, why_not
from isodocs.lifecycle.current import current_file, refuse_not_yet_effective
from isodocs.lifecycle.decision import (
    APPROVAL,
    PERIODIC_REVIEW,
    REJECTION,
    WITHDRAWAL,
    Act,
    decide,
)
from isodocs.model.document import Document, State, Status
from isodocs.repository import writer
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.authority import ApprovalRule
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import Workspace


def plan_approval(workspace: Workspace, register: Register, entry: Entry, act: Act) -> Plan:
    """Plan this person's approval of the final form that is in the file, in every role needed.

    Raises LifecycleError when there is nothing to approve, the person holds no role that is still
    needed, or the approval would not count.
    """
    document, status = final_form(register, entry)
    if status.approved_on:
        raise LifecycleError(
            say("{label} is approved already", label=document.label),
            path=document.path,
            hint=_seen(entry),
        )
    rule = rule_of(register, document)
    roles = roles_in_which(register, by_whom(workspace, status), rule, act, _who_decides(status))
    end = document.status is Status.OBSOLETE
    what = say("the end of ") if end else ""
    return decide(
        workspace,
        register,
        entry,
        APPROVAL,
        act,
        roles,
        summary=say(
            "{name} approves {what}{label}", name=act.who.name, what=what, label=document.label
        ),
        then=(
            say("It counts once it is time-stamped: isodocs timestamp request {id}", id=entry.id),
        )
        if rule.assurance == "timestamped"
        else (),
    )


def plan_rejection(
    workspace: Workspace, register: Register, entry: Entry, act: Act, *, on_review: bool = False
) -> Plan:
    """Plan a rejection with its reason; raises LifecycleError as `plan_approval` does.

    `on_review` says that the text waits on a review branch, where its author goes on with the draft
    on the protected branch; otherwise the final form in the file becomes a draft again.
    """
    document, status = final_form(register, entry)
    if status.state is not State.AWAITING:
        raise LifecycleError(
            say(
                "{label} does not await approval: it is {state}",
                label=document.label,
                state=status.state,
            ),
            hint=say("An approval already given is taken back with --withdraw."),
            path=document.path,
        )
    rule = rule_of(register, document)
    roles = roles_in_which(register, status, rule, act, say("--as PERSON says who decides."))
    return decide(
        workspace,
        register,
        entry,
        REJECTION,
        act,
        roles[:1],
        summary=say("{name} rejects {label}", name=act.who.name, label=document.label),
        then=(
            say(
                "The author corrects the draft and submits it again: isodocs submit {id}",
                id=entry.id,
            )
            if on_review
            else say("The author corrects it as a draft again: isodocs revise {id}", id=entry.id),
        ),
    )


def plan_withdrawal(workspace: Workspace, register: Register, entry: Entry, act: Act) -> Plan:
    """Plan the withdrawal of this person's own approvals of the form that is in the file.

    Raises LifecycleError when this person has approved nothing there.
    """
    document, status = final_form(register, entry)
    judgement = status.judgement
    given = judgement.statements if judgement else ()
    mine = [s.role for s in given if s.person == act.who.id and act.role in ("", s.role)]
    if not mine:
        raise LifecycleError(
            say("{name} has not approved {label}", name=act.who.name, label=document.label),
            path=document.path,
            hint=_seen(entry),
        )
    return decide(
        workspace,
        register,
        entry,
        WITHDRAWAL,
        act,
        mine,
        summary=say(
            "{name} withdraws the approval of {label}", name=act.who.name, label=document.label
        ),
        then=(say("From now on the document awaits approval; the withdrawal stays on record."),),
    )


def plan_review(workspace: Workspace, register: Register, entry: Entry, act: Act) -> Plan:
    """Plan the record of a periodic review that found nothing to change.

    The interval to the next review counts from it. Raises LifecycleError when no revision is in
    force or the person holds no role that reviews it.
    """
    document, _ = current_file(workspace, entry)
    if entry.in_force is None or entry.in_force.document.blob != document.blob:
        refuse_not_yet_effective(entry, "review")
        raise LifecycleError(
            say(
                "{label} is not in force, so there is nothing to review periodically",
                label=document.label,
            ),
            path=document.path,
            hint=say("`isodocs history {id}` shows how far it is.", id=entry.id),
        )
    authority = authority_of(register).current
    rule = rule_of(register, document)
    reviewing = [*rule.roles, *([document.owner] if document.owner in authority.roles else [])]
    held = tuple(r for r in dict.fromkeys(reviewing) if acts(register, rule, act.who.id, r))
    if not held and not act.role:
        raise LifecycleError(
            say(
                "{name} does not review {label}; its owner is {owner}, and {needed} approve it",
                name=act.who.name,
                label=document.label,
                owner=document.owner,
                needed=needed(register, rule),
            ),
            path=document.path,
            hint=say("--as PERSON says who reviews."),
        )
    return decide(
        workspace,
        register,
        entry,
        PERIODIC_REVIEW,
        act,
        (act.role or held[0],),
        summary=say(
            "{name} reviews {label}: nothing needs to change",
            name=act.who.name,
            label=document.label,
        ),
    )


def by_whom(workspace: Workspace, status: RevisionStatus) -> RevisionStatus:
    """The form with its authors; what is not committed yet is written by the person here."""
    if all(stamp.committed for stamp in status.authors):
        return status
    me = writer.identity(workspace.git).email
    authors = (s if s.committed else replace(s, email=me) for s in status.authors)
    return replace(status, authors=tuple(authors))


def _who_decides(status: RevisionStatus) -> str:
    """How to say who approves, where this person does not."""
    if all(stamp.committed for stamp in status.authors):
        return say("The approver runs this command; --as PERSON says who that is.")
    return say(
        "What is not committed yet counts as written by the person whom Git names. Let that be "
        "the writer, and name the approver with --as PERSON."
    )


def roles_in_which(
    register: Register, status: RevisionStatus, rule: ApprovalRule, act: Act, hint: str
) -> tuple[str, ...]:
    """The roles in which this person decides; raises LifecycleError, with `hint`, for none."""
    roles = (act.role,) if act.role else open_roles(register, status, rule, act.who)
    if not roles:
        why = why_not(register, status, rule, act.who)
        wanted = needed(register, rule, status)
        raise LifecycleError(
            say("{why}; needed are {wanted}", why=why, wanted=wanted),
            hint=hint,
            path=status.document.path,
        )
    return roles


def final_form(register: Register, entry: Entry) -> tuple[Document, RevisionStatus]:
    """The final form in the file, and how it was judged so far."""
    if len(entry.current) != 1:
        raise LifecycleError(
            say("{id} is in {current} files", id=entry.id, current=len(entry.current)),
            hint=say("`isodocs check {id}` says more.", id=entry.id),
        )
    (document,) = entry.current
    file = judged(register, entry, document)
    status = file.status
    if not document.is_final or status is None:
        raise LifecycleError(
            say("{label} is a draft; what is approved is the final form", label=document.label),
            path=document.path,
            hint=say("First: isodocs submit {id} --effective YYYY-MM-DD", id=entry.id),
        )
    if not document.revision:
        raise LifecycleError(
            say(
                "{label} has no revision; an approval names the one that it is about",
                label=document.label,
            ),
            path=document.path,
            hint=say("Add `revision: 1` to its front matter."),
        )
    if file.issued and file.holds not in (InPlace.AWAITING, InPlace.APPROVED):
        raise LifecycleError(
            say(
                "{label} cannot be approved: revision {number} was approved on "
                "{approved_on}, and this is {holds}",
                label=document.label,
                number=file.issued.number,
                approved_on=file.issued.approved_on,
                holds=file.holds,
            ),
            path=document.path,
            hint=say(
                "Put the approved file back (`isodocs check {id}` says how), or bring "
                "the change as the next revision: isodocs revise {id} --change '...'",
                id=entry.id,
            ),
        )
    return document, status


def _seen(entry: Entry) -> str:
    return say("`isodocs history {id}` shows who approved what.", id=entry.id)
