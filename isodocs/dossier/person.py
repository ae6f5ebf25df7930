"""A person or a role: what they hold, must know, have read, own, must do and have approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence, employees
from isodocs.assess.decisions import decisions, role_title
from isodocs.assess.persons import last_days, managers
from isodocs.assess.record_index import record_index
from isodocs.assess.record_links import PERSON, ROLE, links_to
from isodocs.assess.statement_evidence import Evidences
from isodocs.dossier.columns import place
from isodocs.dossier.shared import due_part, gaps_part, in_record, records_part, referring
from isodocs.model.dossier import Detail, Dossier, DossierTable, Tone, Value
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.competence import Employee
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_SHOWN_ABOVE = ("training", "confirmation", "people")
"""Kinds that have a table of their own here."""


def person_dossier(
    register: Register, id: str, record: Record | None, gaps: Sequence[Gap]
) -> Dossier:
    """Everything about a person; `record` is their row, None where only authority knows them."""
    person = next((each for each in employees(register) if each.id == id), None)
    roles = person.roles if person else frozenset()
    theirs = {id, *roles}
    trainings = [r for r in register.records.get("training", ()) if r.text("person") == id]
    rows = [*trainings, *((record,) if record else ())]
    links = (
        *links_to(register, PERSON, id),
        *(x for r in roles for x in links_to(register, ROLE, r)),
    )
    return Dossier(
        sort=PERSON,
        id=id,
        title=record_index(register).people.get(id, id),
        path=record.path if record else "",
        line=record.line if record else 0,
        facts=tuple(_facts(register, id, person, record)),
        parts=(
            _competences(register, id),
            records_part("training", trainings, ("person",), say("Training")),
            _readings(register, id),
            _documents(register, theirs),
            due_part(register, lambda duty: duty.owner in theirs),
            _approvals(register, id),
            *referring(links, leave_out=_SHOWN_ABOVE),
            gaps_part([gap for gap in gaps if any(in_record(gap, row) for row in rows)]),
        ),
        notices=tuple(_notices(register, id, person)),
    )


def role_dossier(register: Register, id: str) -> Dossier:
    """A role: who holds it, what it owns and must do."""
    index, left = record_index(register), last_days(register)
    history = register.inventory.authority
    known = history.current.roles.get(id) if history else None
    holders: list[tuple[Value, ...]] = [
        (holder, index.people.get(holder), left.get(holder))
        for holder in sorted(index.roles.get(id, ()))
    ]
    rules = [rule for rule in history.current.rules if id in rule.roles] if history else []
    types = tuple(dict.fromkeys(kind for rule in rules for kind in rule.types))
    return Dossier(
        sort=ROLE,
        id=id,
        title=known.title if known else id,
        path="",
        line=0,
        facts=(Detail("approves", types, say("types of document")),),
        parts=(
            DossierTable(
                "holders",
                say("Held by"),
                ("person", "name", "left"),
                holders,
                say("No one holds it."),
            ),
            _documents(register, {id}),
            due_part(register, lambda duty: duty.owner == id),
            *referring(links_to(register, ROLE, id)),
        ),
    )


def _notices(register: Register, id: str, person: Employee | None) -> Iterator[str]:
    if person and not person.works(register.on):
        if person.left and person.left < register.on:
            yield say("Left on {left}.", left=person.left)
        else:
            yield say("Joins on {joined}.", joined=person.joined)
    if person is None:
        yield say("{id} is not in the table of people.", id=id)


def _facts(
    register: Register, id: str, person: Employee | None, record: Record | None
) -> Iterator[Detail]:
    names = record_index(register).people
    if record:
        yield Detail("email", record.text("email") or None)
        yield Detail("department", record.text("department") or None)
        above = next(managers(register, id), "")
        yield Detail("manager", above or None, names.get(above, ""))
    history = register.inventory.authority
    authority = history.current if history else None
    for role in sorted(person.roles) if person else ():
        known = authority.roles.get(role) if authority else None
        holds = known is not None and id in known.holders
        note = known.title if known else ""
        source = say("authority register") if holds else say("table of people only")
        yield Detail("role", role, joined(", ", filter(None, (note, source))))
    if authority and id in authority.owners:
        yield Detail("register-owner", True, say("signs changes of the authority register"))
    signer = authority.people.get(id) if authority else None
    if signer and signer.keys:
        yield Detail("keys", len(signer.keys), say("in the authority register"))
    if person:
        yield Detail("joined", person.joined)
        late = person.left is not None and person.left < register.on
        yield Detail("left", person.left, tone=Tone.WARNING if late else Tone.PLAIN)
    if record:
        yield Detail("place", place(record))


def _competences(register: Register, id: str) -> DossierTable:
    """What is asked of a person, how far they meet it, and on which training that rests."""
    rows: list[tuple[Value, ...]] = [
        (
            cell.requirement.id,
            cell.requirement.text("title"),
            say(str(cell.state)),
            cell.training.day("date") if cell.training else None,
            cell.due,
            place(cell.training) if cell.training else None,
        )
        for cell in competence(register).cells.values()
        if cell.person.id == id
    ]
    columns = ("id", "title", "state", "trained", "due", "place")
    return DossierTable(
        "competence", say("Competence"), columns, rows, say("Nothing is required."), columns[:5]
    )


def _readings(register: Register, id: str) -> DossierTable:
    rows: list[tuple[Value, ...]] = [
        (
            reading.document,
            reading.revision,
            say("confirmed") if reading.confirmed else say("awaited"),
            reading.confirmed,
            reading.assurance or (say("claimed") if reading.claimed else None),
            reading.due,
        )
        for reading in competence(register).readings
        if reading.person.id == id
    ]
    columns = ("document", "revision", "state", "confirmed", "assurance", "due")
    return DossierTable(
        "readings", say("Read and understood"), columns, rows, say("Nothing must be confirmed.")
    )


def _documents(register: Register, owners: set[str]) -> DossierTable:
    """The documents that they answer for."""
    rows: list[tuple[Value, ...]] = [
        (
            entry.id,
            entry.document.title,
            say(str(entry.state)),
            entry.document.owner,
            entry.next_review,
        )
        for entry in register.originals
        if entry.document.owner in owners
    ]
    columns = ("id", "title", "state", "owner", "next-review")
    return DossierTable(
        "documents", say("Documents owned"), columns, rows, say("None."), see="isodocs register"
    )


def _approvals(register: Register, id: str) -> DossierTable:
    """What they decided on documents, the newest first."""
    evidences = Evidences(register)
    rows: list[tuple[Value, ...]] = []
    for entry in register:
        for status in entry.revisions:
            for made in decisions(register, entry, status):
                statement = made.statement
                if statement.person == id:
                    evidence = evidences.of_approval(made.record, statement, made.judgement)
                    rows.append(
                        (
                            statement.day,
                            entry.id,
                            status.number,
                            say(str(made.outcome)),
                            say(str(statement.meaning)),
                            role_title(register, statement),
                            evidence.label,
                        )
                    )
    rows.sort(key=lambda row: (str(row[0]), str(row[1])), reverse=True)
    columns = ("day", "document", "revision", "outcome", "meaning", "role", "assurance")
    return DossierTable("approvals", say("Approvals given"), columns, rows, say("None."))
