"""`isodocs confirm`: say that one has read and understood what is in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._documents import document_argument, find
from isodocs.commands._writing import (
    as_option,
    carry_out,
    confirm,
    open_today,
    show,
    writing_options,
)

if TYPE_CHECKING:
    from isodocs.model.competence import Employee
    from isodocs.register import Register
    from isodocs.workspace import Workspace


@click.command(short_help="Confirm that you have read and understood a document.")
@document_argument
@as_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writing_options
@click.pass_context
def command(
    ctx: click.Context, document: str, person: str, yes: bool, dry_run: bool, commit: bool
) -> None:
    """Record that the revision of DOCUMENT in force was read and understood.

    The row goes into records/confirmation.csv. A new revision asks again; `isodocs competence`
    shows who has still to read what.
    """
    from isodocs.lifecycle import confirm as lifecycle

    workspace, register = open_today(ctx)
    entry = find(register, document)
    who = _reader(workspace, register, person)
    plan = lifecycle.confirm(workspace, register, entry, who, date.today())
    show(plan)
    if not dry_run:
        confirm(f"Record this in the name of {who.name}?", yes)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


def _reader(workspace: Workspace, register: Register, named: str) -> Employee:
    """Who confirms: `named`, or the person whose address Git knows, of everybody who works here."""
    from isodocs.assess.competence import employees
    from isodocs.errors import LifecycleError
    from isodocs.parsing.words import did_you_mean
    from isodocs.repository import writer

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
                f"nobody here has the address {email}",
                hint="Enter it in records/people, or say who confirms: --as PERSON.",
            )
    if named not in people:
        raise LifecycleError(
            f"nobody here has the id {named!r}.{did_you_mean(named, people)}",
            hint="People stand in records/people and in the authority register.",
        )
    return people[named]
