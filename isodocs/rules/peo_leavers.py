"""PEO: people who have left, and the roles that no one holds any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.leavers import (
    done_after_leaving,
    held_by_no_one,
    still_answering,
    stood_in_for,
)
from isodocs.assess.persons import last_days
from isodocs.assess.record_index import record_index
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_NAMED = 12


@rule("PEO001", "leaver-still-responsible", Level.ERROR, ("5.3",), blocks=False, by_calendar=True)
def leaver_still_responsible(register: Register) -> Iterator[Finding]:
    """A person who has left still owns a document, holds a role or has something to do.

    Why: Responsibilities and authorities are assigned (ISO 9001:2015, 5.3). A person who is gone
    looks after nothing, and no one notices until it is needed.

    It concerns documents in force and on their way, roles and deputies of the authority register,
    and records that are not over: owners, auditors of audits to come, who carries out an action. A
    role in which a deputy acts is a note until the last day of the delegation.

    Example: Rita left at the end of March and is still the owner of a scale.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/people.csv:
            id,name,left
            rita,Rita Rowe,2026-03-31

        records/equipment.csv:
            id,description,status,owner,note
            EQ-01,Scale of the store,quarantined,rita,to be repaired

    Remedy: Name a successor in each: in documents with `isodocs revise`, in the authority register
    with `isodocs authority`, in records where the person is named.
    """
    people = record_index(register).people
    for person, whats in still_answering(register).items():
        left = last_days(register)[person]
        yield Finding(
            say(
                "{person} ({person_2}) left on {left} and is still named for {whats}",
                person=people[person],
                person_2=person,
                left=left,
                whats=listed(whats, most=_NAMED),
            ),
            say(
                "Name a successor: in documents with `isodocs revise`, in the authority "
                "register with `isodocs authority`, in records where the person is named."
            ),
            _place(register, person),
            subject=person,
        )
    for given in stood_in_for(register):
        deputy = people.get(given.deputy, given.deputy)
        yield Finding(
            say(
                "{person} ({person_2}) left on {person_3}; {deputy} acts as {role} until {until}",
                person=people[given.person],
                person_2=given.person,
                person_3=last_days(register)[given.person],
                deputy=deputy,
                role=given.role,
                until=given.until,
            ),
            say("Name a successor by {until}: `isodocs authority`.", until=given.until),
            _place(register, given.person),
            subject=f"{given.person} {given.role}",
            level=Level.NOTE,
        )


@rule("PEO002", "done-after-leaving", Level.ERROR, ("5.3", "7.5.3.2"), blocks=False)
def done_after_last_day(register: Register) -> Iterator[Finding]:
    """An approval or a record says that a person did something after their last day of work.

    Why: Records are protected from loss of integrity (ISO 9001:2015, 7.5.3.2), and responsibilities
    end with the person's work (5.3). Either the day, the name or the last day is wrong.

    Looked at are approvals and reviews of the revision in force and of the one on its way, signed
    confirmations, delegations and records. Whether an approval counts is judged by the authority
    register alone, which others sign.

    Example: Rita left at the end of March and is the auditor of an audit in May.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/people.csv:
            id,name,left
            rita,Rita Rowe,2026-03-31

        records/competence.yaml:
            - {id: AUDITOR, title: Internal auditing, kind: internal-auditor, persons: [rita]}

        records/training.csv:
            person,competence,date
            rita,AUDITOR,2024-03-01

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: The whole system
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Everything
            auditors: [rita]
            planned: 2026-05-12
            started: 2026-05-12
            finished: 2026-05-13
            ---
            # The whole system

            Two orders were followed.

    Remedy: Correct what is wrong: the day, the name or `left` in the people table. If it did happen
    so, let a person who works here do it again and record that.
    """
    people = record_index(register).people
    for deed in done_after_leaving(register):
        yield Finding(
            say(
                "{label}: '{what}' is of {day} and names {person} ({person_2}), whose "
                "last day was {left}",
                label=deed.label,
                what=deed.what,
                day=deed.day,
                person=people[deed.person],
                person_2=deed.person,
                left=deed.left,
            ),
            say(
                "Correct the day, the name or 'left' in the people table; else let a "
                "person who works here do it again."
            ),
            deed.place,
            deed.document,
            subject=f"{deed.label} {deed.what} {deed.person} {deed.day}",
        )


@rule("PEO003", "role-held-by-no-one", Level.WARNING, ("5.3",), blocks=False, by_calendar=True)
def role_held_by_no_one(register: Register) -> Iterator[Finding]:
    """Everyone who held a role has left, and documents or records still name it.

    Why: Relevant roles are assigned (ISO 9001:2015, 5.3). The owner of a document that is a role
    without a holder is no one.

    Roles of the authority register are reported with the person who left.

    Example: The only warehouse lead left in March. The procedure still belongs to that role.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/people.csv:
            id,name,roles,left
            rita,Rita Rowe,warehouse-lead,2026-03-31

        records/equipment.csv:
            id,description,status,owner,note
            EQ-01,Scale of the store,quarantined,warehouse-lead,to be repaired

    Remedy: Give the role to a person in the people table, or name another owner.
    """
    index = record_index(register)
    for role, labels in held_by_no_one(register).items():
        holders = sorted(index.roles[role])
        names = listed([index.people[holder] for holder in holders], most=_NAMED)
        yield Finding(
            say(
                "{names} held the role {role!r} and left; it is still named for {labels}",
                names=names,
                role=role,
                labels=listed(labels, most=_NAMED),
            ),
            say("Give the role to a person in the people table, or name another owner."),
            _place(register, holders[0], "roles"),
            subject=role,
        )


def _place(register: Register, person: str, field: str = "left") -> Place:
    row = record_index(register).find("people", person)
    return row.place(field) if row else Place("")
