"""`isodocs init`: begin document control in a repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._writing import carry_out, show, writing_options

if TYPE_CHECKING:
    from isodocs.repository.git import Git


@click.command(short_help="Begin document control in this folder.")
@click.option("--organisation", default="", metavar="NAME", help="Whose management system it is.")
@click.option(
    "--standard",
    "standards",
    multiple=True,
    default=("iso-9001-2015",),
    show_default=True,
    metavar="ID",
    help="A standard to check against; may be given several times.",
)
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar='"NAME <EMAIL>"',
    help="Who takes part; several times for several people. Without it, whoever Git says you are.",
)
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    organisation: str,
    standards: tuple[str, ...],
    persons: tuple[str, ...],
    dry_run: bool,
    commit: bool,
) -> None:
    """Write isodocs.yaml, the first authority register and .gitattributes.

    One person alone holds every role and may approve their own texts, which the register shows.
    Of several people, each approves what another wrote. Documents that are here already keep their
    field names: they are recognised and written down as a mapping. Starts a Git repository where
    there is none.
    """
    from isodocs.lifecycle.start import people, start
    from isodocs.repository import writer
    from isodocs.standards.load import load
    from isodocs.workspace import Workspace

    for standard in standards:
        load(standard)
    git, started = _repository(ctx.obj.directory, dry_run)
    if not persons:
        me = writer.identity(git)
        persons = (f"{me.name} <{me.email}>",)
    plan = start(git, organisation=organisation, standards=standards, persons=people(persons))
    if started:
        click.echo(f"Started a Git repository in {git.top}.")
    show(plan)
    carry_out(ctx, Workspace(git), plan, dry_run=dry_run, commit=commit)


def _repository(directory: Path, dry_run: bool) -> tuple[Git, bool]:
    """The repository around the folder, or a new one in it."""
    from isodocs.errors import RepositoryError
    from isodocs.repository import writer
    from isodocs.repository.git import Git

    try:
        return Git.discover(directory), False
    except RepositoryError as error:
        if "not in a Git repository" not in error.message or dry_run:
            raise
    return writer.create(directory), True
