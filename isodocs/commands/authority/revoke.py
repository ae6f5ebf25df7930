"""`isodocs authority revoke`: take a key out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from isodocs.commands._write import (
    key_option,
    open_to_write,
    writing_options,
)
from isodocs.commands.authority._proposal import (
    as_option,
    open_register,
    settle,
    yes_option,
)

EXAMPLES = ('authority revoke ann --reason "Laptop stolen" --honour nothing',)


@click.command(short_help="Take a key out; what it signed so far stays valid, or not.")
@click.argument("target", metavar="KEY-OR-PERSON")
@click.option("--reason", required=True, metavar="TEXT", help="Why: lost, stolen, has left ...")
@click.option(
    "--honour",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="What stays valid of what the key signed: all that counts today, or nothing.",
)
@as_option
@key_option
@yes_option
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    target: str,
    reason: str,
    honour: str,
    person: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Propose the next version without a key (by its fingerprint), or without a person's keys.

    The version lists what the key has signed and counts today; nothing else that it signs ever
    counts, whatever date it bears. With --honour none its approvals must be given anew.
    """
    from isodocs.authority_change import next_version
    from isodocs.authority_change.revoke import revoke as without
    from isodocs.workspace import View

    workspace = open_to_write(ctx)
    book = open_register(workspace)
    next_version.refuse_second(book)
    register = workspace.register(View(date.today(), as_it_stands=True))
    authority = without(book, target, reason, register, honour=honour == "all")
    proposal = next_version.propose(book, authority)
    settle(ctx, workspace, book, proposal, person, key, yes=yes, dry_run=dry_run, commit=commit)
