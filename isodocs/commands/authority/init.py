"""`isodocs authority init`: the first register."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._signing_keys import own_key
from isodocs.commands._write import (
    carry_out,
    open_to_write,
    show,
    writing_options,
)

EXAMPLES = ('authority init --person "Ann Author <ann@example.com>" --sign',)


@click.command(short_help="Begin the register where isodocs.yaml is there already.")
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar='"NAME <EMAIL>"',
    help="Who takes part; several times for several people. Without it, you, as Git knows you.",
)
@click.option("--sign", "sign_", is_flag=True, help="Sign approvals, with the SSH key you have.")
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
    persons: tuple[str, ...],
    sign_: bool,
    key: Path | None,
    domain: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write the first authority register, as `isodocs init` does with everything else."""
    from isodocs.lifecycle.sealing import seal_register
    from isodocs.lifecycle.start import begin_register, domain_of, people
    from isodocs.repository import writer

    workspace = open_to_write(ctx)
    if not persons:
        me = writer.identity(workspace.git)
        persons = (f"{me.name} <{me.email}>",)
    everybody = people(persons)
    mine = own_key(workspace.git, key) if sign_ or key else None
    line = mine.public.line if mine else ""
    plan = begin_register(workspace.git, persons=everybody, key=line, domain=domain)
    show(plan)
    if mine and not dry_run:
        click.echo(f"  It is signed with {mine.fingerprint}, the key of {everybody[0].name}.")
        plan = seal_register(plan, mine, everybody[0].id, domain_of(everybody, domain))
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)
