"""`isodocs authority enrol`: proof that a key is yours."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._signing_keys import own_key
from isodocs.commands._write import (
    carry_out,
    confirm,
    key_option,
    open_to_write,
    show,
    writing_options,
)
from isodocs.commands.authority._proposal import (
    as_option,
    find_person,
    open_register,
    yes_option,
)

EXAMPLES = ("authority enrol --key ~/.ssh/id_ed25519.pub --commit",)


@click.command(short_help="Show that an SSH key is yours, so that it can be taken in.")
@as_option
@key_option
@yes_option
@writing_options
@click.pass_context
def command(
    ctx: click.Context, person: str, key: Path | None, yes: bool, dry_run: bool, commit: bool
) -> None:
    """Sign, with your own SSH key, that it is yours.

    Everybody does this for their own key, before or after the register names it: a key without
    this proof counts for nothing, since anybody can write down anybody's public key.
    """
    from isodocs.authority_change.enrol import enrol as plan_enrolment
    from isodocs.authority_change.enrol import prove

    workspace = open_to_write(ctx)
    book = open_register(workspace)
    who = find_person(workspace, book, person)
    mine = own_key(workspace.git, key)
    plan = plan_enrolment(book, who, mine.public)
    show(plan)
    if not dry_run:
        confirm(f"Sign with it, as {who.name}?", yes)
        plan = prove(book, plan, mine)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)
