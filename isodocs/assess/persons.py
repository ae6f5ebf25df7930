"""Who holds which role, who reports to whom, who is top management, and who has left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import record_index
from isodocs.authority.authority_register import path_of
from isodocs.standards.management_review import as_role, roles_of_top_management

if TYPE_CHECKING:
    from isodocs.model.authority import Authority
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_YES = ("yes", "true")


@once_per_register
def last_days(register: Register) -> Mapping[str, date]:
    """The last day of work of each person who has left before the register's day, by id."""
    people = record_index(register).kinds.get("people", {})
    return {
        person.id: left
        for person in people.values()
        if (left := person.day("left")) and left < register.on
    }


def holders(register: Register, owner: str) -> list[str]:
    """The names of those who hold a role and work here; of a person, the name."""
    index, left = record_index(register), last_days(register)
    if owner in index.people:
        return [index.people[owner]]
    held = index.roles.get(owner, frozenset()) - left.keys()
    return sorted(index.people.get(id, id) for id in held)


def named(register: Register, holder: str) -> str:
    """The name of a person or the title of a role that is given by its id; else what is written."""
    history = register.inventory.authority
    role = history.current.roles.get(holder) if history else None
    return role.title if role else record_index(register).people.get(holder) or holder


def in_person(register: Register, holder: str) -> str:
    """A role by its title, with who holds it; a person by name; else what is written."""
    who, title = ", ".join(holders(register, holder)), named(register, holder)
    return f"{title} ({who})" if who and who != title else title


def authority_on(register: Register, day: date) -> Authority | None:
    """The version of the authority register that held on a day; the first one before all."""
    history = register.inventory.authority
    if history is None:
        return None
    begun = []
    for number in history.versions:
        came = register.ledger.arrivals.get(path_of(number))
        if (came.when.date() if came and came.when else register.on) <= day:
            begun.append(number)
    return history.versions[max(begun) if begun else min(history.versions)]


def is_theirs(register: Register, owner: str, person: str, day: date) -> bool:
    """Whether `owner`, a person or a role, was this person or a role that they held on a day."""
    if owner == person:
        return True
    authority = authority_on(register, day)
    if authority and owner in authority.roles:
        return authority.holds(person, owner)
    return has_role(register, person, owner)


def has_role(register: Register, person: str, role: str) -> bool:
    """Whether the table of people gives a person a role, which it says of today alone."""
    return person in record_index(register).roles.get(role, ())


def managers(register: Register, person: str) -> Iterator[str]:
    """Everyone a person reports to, the nearest first."""
    people = record_index(register).kinds.get("people", {})
    seen = {person}
    while (row := people.get(person)) and (person := row.text("manager")) not in {"", *seen}:
        seen.add(person)
        yield person


def top_management(register: Register, day: date) -> frozenset[str]:
    """The people who directed the organisation on a day; none where it is not known.

    Those who are marked; else those whose role says it; else those to whom others report and who
    report to no one.
    """
    rows = record_index(register).kinds.get("people", {})
    people = {id: row for id, row in rows.items() if works(row, day)}
    marked = {row.id for row in people.values() if row.text("top-management").lower() in _YES}
    if marked:
        return frozenset(marked)
    known = roles_of_top_management()
    named = {
        row.id for row in people.values() if known & {as_role(role) for role in row.items("roles")}
    }
    authority = authority_on(register, day)
    for role in authority.roles.values() if authority else ():
        if known & {as_role(role.id), as_role(role.title)}:
            named |= {holder for holder in role.holders if holder in people or holder not in rows}
    if named:
        return frozenset(named)
    above = {row.text("manager") for row in people.values()}
    return frozenset(id for id, row in people.items() if id in above and not row.text("manager"))


def works(person: Record, day: date) -> bool:
    """Whether a person of the people table works here on a day."""
    joined, left = person.day("joined"), person.day("left")
    return (joined is None or joined <= day) and (left is None or day <= left)
