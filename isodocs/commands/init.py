"""`isodocs init`: begin document control in a repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._keys import own_key
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
@click.option(
    "--sign", is_flag=True, help="Sign approvals, with the SSH key you use for Git or another."
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The SSH key to sign with (its .pub file); implies --sign.",
)
@click.option(
    "--domain",
    default="",
    metavar="DOMAIN",
    help="Your domain, part of every signature; else that of the first person's address.",
)
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    organisation: str,
    standards: tuple[str, ...],
    persons: tuple[str, ...],
    sign: bool,
    key: Path | None,
    domain: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write isodocs.yaml, the first authority register and .gitattributes.

    With --sign the first person's key goes into the register, which they sign as its owner, and
    approvals count only with a signature. Without it approvals are recorded: any later change
    shows, who typed them is not proven. `isodocs authority` changes that later.

    One person alone holds every role and may approve their own texts, which the register shows.
    Of several people, each approves what another wrote. Documents that are here already keep their
    field names: they are recognised and written down as a mapping. Starts a Git repository where
    there is none.
    """
    from isodocs.lifecycle.sealing import seal_register
    from isodocs.lifecycle.start import domain_of, people, start
    from isodocs.repository import writer
    from isodocs.standards.load import load
    from isodocs.workspace import Workspace

    for standard in standards:
        load(standard)
    git, started = _repository(ctx.obj.directory, dry_run)
    if not persons:
        me = writer.identity(git)
        persons = (f"{me.name} <{me.email}>",)
    everybody = people(persons)
    mine = own_key(git, key) if sign or key else None
    plan = start(
        git,
        organisation=organisation,
        standards=standards,
        persons=everybody,
        key=mine.public.line if mine else "",
        domain=domain,
    )
    if started:
        click.echo(f"Started a Git repository in {git.top}.")
    show(plan)
    if mine and not dry_run:
        click.echo(f"  It is signed with {mine.fingerprint}, the key of {everybody[0].name}.")
        plan = seal_register(plan, mine, everybody[0].id, domain_of(everybody, domain))
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
