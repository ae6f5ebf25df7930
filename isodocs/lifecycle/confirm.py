"""Read and understood: a signed statement, or one more row in the table of confirmations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.confirmations import confirmations, signs
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import AuthorityReference
from isodocs.model.confirmation import Confirmation
from isodocs.records import row_append
from isodocs.records.record_kinds import kinds
from isodocs.statements.kinds import file_of
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.competence import Employee, ReadConfirmation
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import Workspace


def awaited(register: Register, person: str) -> tuple[ReadConfirmation, ...]:
    """What someone must know and has not confirmed, the longest due first."""
    mine = [r for r in competence(register).readings if r.person.id == person and not r.confirmed]
    return tuple(sorted(mine, key=lambda r: (r.due or register.on, r.document)))


def plan_confirmation(
    workspace: Workspace,
    register: Register,
    statuses: Sequence[RevisionStatus],
    who: Employee,
    *,
    at: datetime,
    key: str = "",
) -> Plan:
    """Plan the confirmation that `who` has read and understood these revisions (of `to_confirm`).

    With `key`, the fingerprint of the key that `sealing` will sign with, each is a statement of its
    own; without, a row of the table. Raises LifecycleError when a row would not count, or the table
    cannot be added to.
    """
    if key:
        changes = tuple(_statement(register, status, who, at, key) for status in statuses)
    else:
        for status in statuses:
            _refuse_claim(register, status, who)
        changes = (_rows(workspace, register, statuses, who, at),)
    names = joined(
        ", ", [say("{id} revision {number}", id=s.document.id, number=s.number) for s in statuses]
    )
    short = joined(
        ", ", [say("{id} rev {number}", id=s.document.id, number=s.number) for s in statuses]
    )
    return Plan(
        say("{name} confirms {names} as read and understood.", name=who.name, names=names),
        say("{short}: read and understood by {name}", short=short, name=who.name),
        changes,
    )


def to_confirm(register: Register, entry: Entry, who: Employee) -> RevisionStatus:
    """The revision in force; once that is confirmed, one that is approved for a later day.

    Raises LifecycleError when there is none that this person has not confirmed.
    """
    readable = [status for status in (entry.in_force, entry.to_come) if status]
    if not readable:
        raise LifecycleError(
            say(
                "no revision of {id} is in force or approved, so there is nothing to confirm",
                id=entry.id,
            ),
            path=entry.place_path,
            hint=say("`isodocs history {id}` shows how far it is.", id=entry.id),
        )
    said = ""
    for status in readable:
        known = confirmations(register).found.get((who.id, entry.id, status.number))
        if known is None or not known.counts:
            return status
        said = say(
            "revision {number} already, on {day} ({assurance})",
            number=status.number,
            day=known.day,
            assurance=known.assurance,
        )
    raise LifecycleError(
        say("{name} has confirmed {id} {said}", name=who.name, id=entry.id, said=said),
        path=entry.place_path,
        hint=say("A new revision asks again."),
    )


def _refuse_claim(register: Register, status: RevisionStatus, who: Employee) -> None:
    document = status.document
    if signs(register, who.id, document):
        raise LifecycleError(
            say(
                "this would not count: a {type} is approved with signatures, and {name} "
                "has a key, so {id} is confirmed with it",
                type=document.type or say("document"),
                name=who.name,
                id=document.id,
            ),
            path=document.path,
            hint=say("Confirm where your key is at hand, or name it: --key FILE.pub"),
        )


def _statement(
    register: Register, status: RevisionStatus, who: Employee, at: datetime, key: str
) -> FileChange:
    authority = authority_of(register)
    current = authority.current
    approved = status.judgement.statements if status.judgement else ()
    made = Confirmation(
        project=authority.project,
        doc=status.document.id,
        rev=status.number,
        person=who.id,
        name=current.people[who.id].name,
        key=key,
        # What is read is what was approved, images included.
        parts=approved[0].parts,
        authority=AuthorityReference(current.version, current.sha256),
        signed_at=at.replace(microsecond=0),
    )
    path, data = file_of(made)
    return FileChange(path, None, data)


def _rows(
    workspace: Workspace,
    register: Register,
    statuses: Sequence[RevisionStatus],
    who: Employee,
    at: datetime,
) -> FileChange:
    """The table of confirmations with one more row for each."""
    kind = kinds()["confirmation"]
    path = row_append.table_of(kind, register.inventory.paths)
    before = workspace.file(path)
    rows = [
        {
            "person": who.id,
            "document": status.document.id,
            "revision": status.number,
            "date": at.date().isoformat(),
        }
        for status in statuses
    ]
    return FileChange(path, before, row_append.append(kind, path, before, rows)[0])
