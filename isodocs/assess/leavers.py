"""People who have left: what they still answer for, and what was done in their name afterwards.

The fields of records that name a person or an owner are found by their schemas, so that a new kind
of record is looked at as well. What someone did before their last day stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING

from isodocs.assess import document_people
from isodocs.assess.approvers import in_force_delegations
from isodocs.assess.document_people import Signed
from isodocs.assess.persons import last_days
from isodocs.assess.record_conditions import is_over
from isodocs.assess.record_index import record_index
from isodocs.authority.authority_register import path_of
from isodocs.model.gap import Place
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.approval import Delegation
    from isodocs.model.record import Record, RecordField
    from isodocs.model.register import Register


class Deed(NamedTuple):
    """Something done on a day in the name of a person whose last day was `left`.

    `label` is the document or record, `what` the part that the person took in it.
    """

    person: str
    left: date
    day: date
    label: str
    what: str
    place: Place
    document: str = ""


def still_answering(register: Register) -> Mapping[str, tuple[str, ...]]:
    """What each person who has left still answers for, in words, by their id.

    A role in which a deputy acts is not among it (`stood_in_for`).
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for person, what in [
        *_of_documents(register),
        *_of_authority(register),
        *_of_records(register),
    ]:
        if what not in found[person]:
            found[person].append(what)
    return {person: tuple(whats) for person, whats in found.items()}


def stood_in_for(register: Register) -> Iterator[Delegation]:
    """The delegations by which someone who works here acts in a role of someone who has left."""
    gone, history = last_days(register), register.inventory.authority
    if history is None or not gone:
        return
    for given in in_force_delegations(register):
        acts = given.start <= register.on and given.deputy not in gone
        if acts and given.person in gone and history.current.holds(given.person, given.role):
            yield given


def held_by_no_one(register: Register) -> Mapping[str, tuple[str, ...]]:
    """Roles of the people table whose holders have all left, each with what they answer for."""
    gone = last_days(register)
    history = register.inventory.authority
    known = history.current.roles if history else {}
    vacant = {
        role
        for role, holders in record_index(register).roles.items()
        if role not in known and holders and all(holder in gone for holder in holders)
    }
    found: defaultdict[str, list[str]] = defaultdict(list)
    if not vacant:
        return {}
    for label, _, owner in [*_document_owners(register), *_record_owners(register)]:
        if owner in vacant and label not in found[owner]:
            found[owner].append(label)
    return {role: tuple(labels) for role, labels in found.items()}


def done_after_leaving(register: Register) -> Iterator[Deed]:
    """What is dated after the last day of the person who is named for it."""
    gone = last_days(register)
    if not gone:
        return
    for deed in _signed(register, gone):
        if deed.day > deed.left:
            yield deed
    for record in register.inventory.records:
        for field in _naming(record.kind):
            day = _done_on(record, field)
            for person in record.each(field.name) if day else ():
                if day and person in gone and gone[person] < day <= register.on:
                    place = record.place(field.name)
                    yield Deed(person, gone[person], day, record.label, field.name, place)


def _signed(register: Register, gone: Mapping[str, date]) -> Iterator[Deed]:
    """What people who have left put their names to: approvals, reviews, confirmations, deputies."""
    for signed in starmap(Signed, document_people.signed(register)):
        if signed.person in gone:
            what = say("{word} of revision {number}", word=signed.word, number=signed.revision)
            day, document = date.fromisoformat(signed.day), signed.document
            place, left = Place(signed.path), gone[signed.person]
            yield Deed(signed.person, left, day, document, what, place, document)
    for read in register.inventory.confirmations:
        if (made := read.confirmation) and made.person in gone:
            what, place = say("confirmation of revision {rev}", rev=made.rev), Place(read.path)
            yield Deed(made.person, gone[made.person], made.day, made.doc, what, place, made.doc)
    for found in register.inventory.delegations:
        if (lent := found.delegation) and lent.person in gone:
            what, place = say("delegation to {deputy}", deputy=lent.deputy), Place(found.path)
            day = lent.signed_at.date()
            yield Deed(
                lent.person, gone[lent.person], day, say("role {role}", role=lent.role), what, place
            )


def _of_documents(register: Register) -> Iterator[tuple[str, str]]:
    gone = last_days(register)
    for label, what, owner in _document_owners(register) if gone else ():
        if owner in gone:
            yield owner, say("{label} ({what})", label=label, what=what)


def _document_owners(register: Register) -> Iterator[tuple[str, str, str]]:
    """The owner of each document in force or on its way: document, what they are, owner."""
    for document, owner in document_people.answering(register):
        yield document, "owner", owner


def _of_authority(register: Register) -> Iterator[tuple[str, str]]:
    """Roles in the authority register, its owners, and deputies whose time runs."""
    history, gone = register.inventory.authority, last_days(register)
    if history is None or not gone:
        return
    authority = history.current
    in_place = {(given.person, given.role) for given in stood_in_for(register)}
    for role in authority.roles.values():
        for holder in role.holders:
            if holder in gone and (holder, role.id) not in in_place:
                yield (
                    holder,
                    say("role {id} in {path_of}", id=role.id, path_of=path_of(authority.version)),
                )
    for owner in authority.owners:
        if owner in gone:
            yield owner, say("owner of the authority register")
    for given in in_force_delegations(register):
        if given.deputy in gone:
            yield (
                given.deputy,
                say(
                    "deputy of {person} as {role} until {until}",
                    person=given.person,
                    role=given.role,
                    until=given.until,
                ),
            )


def _of_records(register: Register) -> Iterator[tuple[str, str]]:
    gone = last_days(register)
    for label, field, person in _record_owners(register):
        if person in gone:
            yield person, say("{label} ({field})", label=label, field=field)


def _record_owners(register: Register) -> Iterator[tuple[str, str, str]]:
    """Who has something to do with each record that is not over: record, field, who."""
    for record in register.inventory.records:
        if is_over(record, register.on):
            continue
        for field in _naming(record.kind):
            day = _done_on(record, field)
            if day is None or day > register.on:
                for who in record.each(field.name):
                    yield record.label, field.name, who


@cache
def _naming(kind: str) -> tuple[RecordField, ...]:
    """The fields of a kind that name people who do something."""
    fields = kinds()[kind].fields.values() if kind in kinds() else ()
    return tuple(f for f in fields if f.refers in ("person", "owner") and not f.names_only)


def _done_on(record: Record, field: RecordField) -> date | None:
    return next((day for name in field.on if (day := record.day(name))), None)
