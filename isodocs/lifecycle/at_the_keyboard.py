"""The person at the keyboard, known by the e-mail address that Git is set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.lifecycle.approvers import person
from isodocs.lifecycle.first_config import ROLE
from isodocs.repository import writer

if TYPE_CHECKING:
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace


def at_the_keyboard(workspace: Workspace, register: Register, named: str = "") -> Person:
    """Who decides, as `person`: `named`, or the one with the e-mail address that Git is set to."""
    return person(register, "" if named else writer.identity(workspace.git).email, named)


def usual_owner(workspace: Workspace, register: Register, named: str = "") -> str:
    """The first role of the person, as in `at_the_keyboard`; else their id, or the first role."""
    history = register.inventory.authority
    if history is None:
        return ROLE
    authority = history.current
    who = authority.people.get(named) if named else None
    if not named:
        who = authority.person_with(writer.identity(workspace.git).email)
    held = [role.id for role in authority.roles.values() if who and who.id in role.holders]
    return next(iter([*held, *([who.id] if who else []), *authority.roles]), ROLE)
