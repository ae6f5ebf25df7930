"""`isodocs authority sign`: an owner's signature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from isodocs.commands._signing_keys import one_of
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
    ask_about_new_keys,
    bullets,
    find_person,
    open_register,
    yes_option,
)

EXAMPLES = ("authority sign --commit",)


@click.command(short_help="Sign, as an owner, the version that awaits signatures.")
@as_option
@key_option
@yes_option
@writing_options
@click.pass_context
def command(
    ctx: click.Context, person: str, key: Path | None, yes: bool, dry_run: bool, commit: bool
) -> None:
    """Show what the version that awaits signatures changes, ask, and add your signature."""
    from isodocs.authority_change import next_version
    from isodocs.authority_change.change_words import differences, still_missing, warnings
    from isodocs.errors import LifecycleError
    from isodocs.formats.text.style import style

    workspace = open_to_write(ctx)
    book = open_register(workspace)
    who = find_person(workspace, book, person)
    pending, keys = next_version.to_sign(book, who)
    authority, number = pending.authority, pending.authority.version
    click.echo(style(f"Version {number} of the authority register, proposed:", "bold"))
    bullets(differences(pending.before, authority))
    bullets(warnings(authority, pending.proven), "!")
    ask_about_new_keys(workspace, pending)
    bullets([still_missing(pending)], " ")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
        return
    mine = one_of(workspace.git, keys, key)
    if mine is None:
        raise LifecycleError(
            f"no key of {who.name} is at hand to sign with",
            hint=f"Needed is {' or '.join(k.fingerprint for k in keys)}; name its .pub file with "
            "--key, or start the agent that holds it (ssh-add).",
        )
    confirm(f"Sign version {number} with {mine.fingerprint}, in the name of {who.name}?", yes)
    plan = next_version.sign(pending, who, mine)
    show(plan)
    sentence, then = next_version.outcome(book, plan, number)
    bullets([sentence], " ")
    carry_out(ctx, workspace, replace(plan, then=then), dry_run=False, commit=commit)
