"""What an approver decides on a final form: approve, reject, withdraw, or review without change.

Each decision is one statement in a file of its own (design, section 5). Before it is written, the
judge is asked whether it will count: nobody finds out later that an approval was worth nothing.
`key`, where a step takes it, is the fingerprint of the key that `sealing` will sign with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from isodocs.authority import statement
from isodocs.errors import LifecycleError
from isodocs.inventory import parts_shown
from isodocs.lifecycle import foresee
from isodocs.lifecycle.approvers import acts, authority_of, needed, open_roles, rule_of
from isodocs.lifecycle.current import current_file, status_of
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import (
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
    Statement,
)
from isodocs.model.authority import AuthorityHistory, Person
from isodocs.model.document import Document, State, Status
from isodocs.model.judgement import Ground
from isodocs.register import Entry, Register, RevisionStatus
from isodocs.workspace import Workspace


def approve(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    who: Person,
    *,
    at: datetime,
    role: str = "",
    reason: str = "",
    key: str = "",
) -> Plan:
    """Plan this person's approval of the final form that stands in the file, in every role needed.

    Raises LifecycleError when there is nothing to approve, the person holds no role that is still
    needed, or the approval would not count.
    """
    document, status = _final_form(entry)
    if status.approved_on:
        raise LifecycleError(
            f"{document.label} is approved already", path=document.path, hint=_seen(entry)
        )
    rule = rule_of(register, document)
    roles = (role,) if role else open_roles(register, status, rule, who)
    if not roles:
        raise LifecycleError(
            f"{who.name} is not needed for {document.label}; needed are {needed(register, rule)}",
            hint="Whoever approves runs this command; --as PERSON says who it is.",
            path=document.path,
        )
    end = document.status is Status.OBSOLETE
    what = "the end of" if end else ""
    return _decision(
        workspace,
        register,
        entry,
        who,
        roles,
        decision=Decision.APPROVE,
        meaning=Meaning.APPROVAL,
        reason=reason,
        at=at,
        key=key,
        summary=f"{who.name} approves {what} {document.label}".replace("  ", " "),
        then=(f"It counts once it is time-stamped: isodocs timestamp request {entry.id}",)
        if rule.assurance == "timestamped"
        else (),
    )


def reject(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    who: Person,
    *,
    at: datetime,
    reason: str,
    role: str = "",
    key: str = "",
) -> Plan:
    """Plan a rejection with its reason; raises LifecycleError as `approve` does."""
    document, status = _final_form(entry)
    if status.state is not State.AWAITING:
        raise LifecycleError(
            f"{document.label} does not await approval: it is {status.state}",
            hint="An approval already given is taken back with --withdraw.",
            path=document.path,
        )
    rule = rule_of(register, document)
    roles = (role,) if role else open_roles(register, status, rule, who)
    if not roles:
        raise LifecycleError(
            f"{who.name} does not decide on {document.label}; {needed(register, rule)} do",
            path=document.path,
            hint="--as PERSON says who decides.",
        )
    return _decision(
        workspace,
        register,
        entry,
        who,
        roles[:1],
        decision=Decision.REJECT,
        meaning=Meaning.APPROVAL,
        reason=reason,
        at=at,
        key=key,
        summary=f"{who.name} rejects {document.label}",
        then=(f"The author mends it: isodocs revise {entry.id}",),
    )


def withdraw(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    who: Person,
    *,
    at: datetime,
    reason: str,
    key: str = "",
) -> Plan:
    """Plan the withdrawal of this person's own approvals of the form that stands in the file.

    Raises LifecycleError when this person has approved nothing there.
    """
    document, status = _final_form(entry)
    judgement = status.judgement
    mine = [s.role for s in judgement.statements if s.person == who.id] if judgement else []
    if not mine:
        raise LifecycleError(
            f"{who.name} has not approved {document.label}",
            path=document.path,
            hint=_seen(entry),
        )
    return _decision(
        workspace,
        register,
        entry,
        who,
        tuple(mine),
        decision=Decision.WITHDRAW,
        meaning=Meaning.WITHDRAWAL,
        reason=reason,
        at=at,
        key=key,
        summary=f"{who.name} withdraws the approval of {document.label}",
        then=("From now on the document awaits approval; the withdrawal stays on record.",),
    )


def review(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    who: Person,
    *,
    at: datetime,
    reason: str = "",
    role: str = "",
    key: str = "",
) -> Plan:
    """Plan the record of a periodic review that found nothing to change.

    The interval to the next review counts from it. Raises LifecycleError when no revision is in
    force or the person holds no role that reviews it.
    """
    document, _ = current_file(workspace, entry)
    if entry.in_force is None or entry.in_force.document.blob != document.blob:
        raise LifecycleError(
            f"{document.label} is not in force, so there is nothing to review periodically",
            path=document.path,
            hint=f"`isodocs history {entry.id}` tells where it stands.",
        )
    authority = authority_of(register).current
    rule = rule_of(register, document)
    reviewing = [*rule.roles, *([document.owner] if document.owner in authority.roles else [])]
    held = tuple(r for r in dict.fromkeys(reviewing) if acts(register, who, r))
    if not held and not role:
        raise LifecycleError(
            f"{who.name} does not review {document.label}; its owner is {document.owner}, "
            f"and {needed(register, rule)} approve it",
            path=document.path,
            hint="--as PERSON says who reviews.",
        )
    return _decision(
        workspace,
        register,
        entry,
        who,
        (role or held[0],),
        decision=Decision.APPROVE,
        meaning=Meaning.PERIODIC_REVIEW,
        reason=reason,
        at=at,
        key=key,
        summary=f"{who.name} reviews {document.label}: nothing needs to change",
    )


def record(
    document: Document,
    files: Mapping[str, bytes],
    who: Person,
    role: str,
    authority: AuthorityHistory,
    *,
    decision: Decision,
    meaning: Meaning,
    reason: str,
    at: datetime,
    previous: Previous | None,
    key: str = "",
) -> FileChange:
    """The file that records a decision; `files` are the document and what it shows, in order.

    `key` is the fingerprint of the key that will sign it; empty where it is only recorded.
    """
    current = authority.current
    made = Statement(
        project=authority.project,
        doc=document.id,
        rev=document.revision,
        decision=decision,
        role=role,
        meaning=meaning,
        person=who.id,
        name=who.name,
        key=key,
        parts=tuple(
            Part(path, hashlib.sha256(data).hexdigest(), len(data)) for path, data in files.items()
        ),
        prev=previous,
        authority=AuthorityReference(current.version, current.sha256),
        reason=reason,
        effective_from=document.effective if meaning is Meaning.APPROVAL else None,
        signed_at=at.replace(microsecond=0),
    )
    written = statement.write(made)
    # What could not be read back must not be written.
    statement.parse(written)
    return FileChange(statement.path_of(made, written), None, written)


def _decision(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    who: Person,
    roles: Iterable[str],
    *,
    decision: Decision,
    meaning: Meaning,
    reason: str,
    at: datetime,
    key: str,
    summary: str,
    then: tuple[str, ...] = (),
) -> Plan:
    authority = authority_of(register)
    document, data = current_file(workspace, entry)
    files = {document.path: data, **_shown(workspace, register, document)}

    def changes(key: str) -> tuple[FileChange, ...]:
        return tuple(
            record(
                document,
                files,
                who,
                role,
                authority,
                decision=decision,
                meaning=meaning,
                reason=reason,
                at=at,
                previous=_previous(entry, document),
                key=key,
            )
            for role in roles
        )

    titles = [
        authority.current.roles[r].title if r in authority.current.roles else r for r in roles
    ]
    plan = Plan(
        f"{summary}, as {' and '.join(titles)}.",
        f"{document.label}: {_NOUNS[decision, meaning]} by {who.name}",
        changes(key),
        then,
        along=tuple(files),
    )
    # What will be signed is weighed unsigned: it is signed only once the person has agreed.
    unsigned = replace(plan, changes=changes(""))
    _refuse_what_does_not_count(workspace, register, entry, unsigned, signs=bool(key))
    return plan


_NOUNS = {
    (Decision.APPROVE, Meaning.APPROVAL): "approval",
    (Decision.APPROVE, Meaning.PERIODIC_REVIEW): "periodic review",
    (Decision.REJECT, Meaning.APPROVAL): "rejection",
    (Decision.WITHDRAW, Meaning.WITHDRAWAL): "withdrawal",
}


def _refuse_what_does_not_count(
    workspace: Workspace, register: Register, entry: Entry, plan: Plan, *, signs: bool
) -> None:
    """Refuse a plan, still unsigned, that the judge would; `signs` says that a key is at hand."""
    (document,) = entry.current
    then = foresee.after(workspace, plan, register.on).entries[entry.id]
    status = status_of(then, document)
    for refusal in status.judgement.refused if status and status.judgement else ():
        weak = refusal.ground is Ground.ASSURANCE
        if refusal.record.path in plan.files and not (weak and signs):
            raise LifecycleError(
                f"this would not count: {refusal.message}",
                hint="Sign with a key of yours that the authority register names (--key)."
                if weak
                else "Somebody else who holds the role decides.",
            )


def _final_form(entry: Entry) -> tuple[Document, RevisionStatus]:
    """The final form in the file, and how it was judged so far."""
    if len(entry.current) != 1:
        raise LifecycleError(
            f"{entry.id} stands in {len(entry.current)} files",
            hint=f"`isodocs check {entry.id}` says more.",
        )
    (document,) = entry.current
    status = status_of(entry, document)
    if document.status in (None, Status.DRAFT) or status is None:
        raise LifecycleError(
            f"{document.label} is a draft; what is approved is the final form",
            path=document.path,
            hint=f"First: isodocs submit {entry.id} --effective YYYY-MM-DD",
        )
    return document, status


def _shown(workspace: Workspace, register: Register, document: Document) -> dict[str, bytes]:
    outline = register.outline_here(document)
    files = {}
    for path in parts_shown(document.path, outline) if outline else ():
        data = workspace.file(path)
        if data is None:
            raise LifecycleError(
                f"it shows {path}, which is not there",
                path=document.path,
                hint="What is approved must be seen: add the file, or take it out of the text.",
            )
        files[path] = data
    return files


def _previous(entry: Entry, document: Document) -> Previous | None:
    """The approved revision that this one replaces."""
    approved = [
        status
        for status in entry.revisions
        if status.judgement and status.judgement.complete and status.number != document.revision
    ]
    return Previous(approved[-1].number, approved[-1].document.sha256) if approved else None


def _seen(entry: Entry) -> str:
    return f"`isodocs history {entry.id}` shows who approved what."
