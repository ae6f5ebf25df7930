"""`isodocs new`: begin a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._writing import carry_out, open_today, show, writing_options

if TYPE_CHECKING:
    from isodocs.register import Register
    from isodocs.repository.git import Git


@click.command(short_help="Begin a document: a draft with the next free number.")
@click.argument("type", metavar="TYPE")
@click.argument("title")
@click.option("--owner", default="", metavar="ROLE", help="The role or person that looks after it.")
@click.option(
    "--id", default="", metavar="ID", help="Its identifier, instead of the next free one."
)
@click.option(
    "--clause",
    "clauses",
    multiple=True,
    metavar="CLAUSE",
    help="A clause it answers, such as 8.4.1 or iso-9001-2015:8.4.1; several times for several.",
)
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    type: str,
    title: str,
    owner: str,
    id: str,
    clauses: tuple[str, ...],
    dry_run: bool,
    commit: bool,
) -> None:
    """Write a first draft of TYPE (procedure, work-instruction, form ...) with TITLE.

    The draft has the outline that such documents usually have; what stands in [brackets] says what
    belongs there, and no document with such brackets left is let through as approved.
    """
    from isodocs.lifecycle.create import create

    workspace, register = open_today(ctx)
    plan = create(
        register,
        type,
        " ".join(title.split()),
        owner=owner or _owner(workspace.git, register),
        id=id,
        clauses=_by_standard(register, clauses),
    )
    show(plan)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


def _owner(git: Git, register: Register) -> str:
    """The first role of whoever writes; else the role that approves anything, or the person."""
    from isodocs.lifecycle.start import ROLE
    from isodocs.repository import writer

    history = register.inventory.authority
    if history is None:
        return ROLE
    authority = history.current
    person = authority.person_with(writer.identity(git).email)
    held = [role.id for role in authority.roles.values() if person and person.id in role.holders]
    return next(iter([*held, *([person.id] if person else []), *authority.roles]), ROLE)


def _by_standard(register: Register, clauses: tuple[str, ...]) -> dict[str, list[str]]:
    from isodocs.errors import LifecycleError
    from isodocs.standards.clause import UnknownClause, resolve

    found: dict[str, list[str]] = {}
    for text in clauses:
        clause = resolve(text, register.maps)
        if isinstance(clause, UnknownClause):
            raise LifecycleError(clause.message, hint="`isodocs standards` lists every clause.")
        found.setdefault(clause.standard, []).append(clause.number)
    return found
