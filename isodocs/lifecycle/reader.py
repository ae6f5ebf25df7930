"""Who confirms what was read, and the key with which they sign it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.assess.competence import employees
from isodocs.errors import LifecycleError
from isodocs.lifecycle.own_keys import key_of
from isodocs.repository import writer
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.competence import Employee
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace


def reader(workspace: Workspace, register: Register, named: str) -> Employee:
    """Who confirms: `named`, or the person whose address Git knows, of all who work here."""
    people = {person.id: person for person in employees(register)}
    if not named:
        email = writer.identity(workspace.git).email.casefold()
        history = register.inventory.authority
        known = history.current.person_with(email) if history else None
        rows = register.records.get("people", ())
        ids = [r.id for r in rows if r.text("email").casefold() == email]
        named = known.id if known else next(iter(ids), "")
        if not named:
            raise LifecycleError(
                say("no one here has the address {email}", email=email),
                hint=say("Enter it in records/people, or say who confirms: --as PERSON."),
            )
    if named not in people:
        raise LifecycleError(
            say(
                "no one here has the id {named!r}.{did_you_mean}",
                named=named,
                did_you_mean=did_you_mean(named, people),
            ),
            hint=say("People are listed in records/people and in the authority register."),
        )
    return people[named]


def key_of_reader(
    workspace: Workspace, register: Register, who: Employee, named: Path | None
) -> SigningKey | None:
    """The reader's key; None for whom the authority register does not know."""
    history = register.inventory.authority
    person = history.current.people.get(who.id) if history else None
    if person is not None:
        return key_of(workspace, register, person, named)
    if named is not None:
        raise LifecycleError(
            say(
                "{name} is not in the authority register, so no key is known as theirs",
                name=who.name,
            ),
            hint=say("Leave --key out: the confirmation is then recorded, not signed."),
        )
    return None
