"""`isodocs authority revoke`: remove a key."""

from __future__ import annotations

import click

from isodocs.commands._open import open_today
from isodocs.commands._write import WritingCommand, writes
from isodocs.commands.authority._proposal import open_register, settle

EXAMPLES = ('authority revoke ann --reason "Laptop stolen" --honour none',)


@click.command(short_help="Remove a key, and say whether what it signed stays valid.")
@click.argument("target", metavar="KEY-OR-PERSON")
@click.option("--reason", required=True, metavar="TEXT", help="Why: lost, stolen, has left ...")
@click.option(
    "--honour",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="What stays valid of what the key signed: everything that counts today, or nothing.",
)
@writes(who="Who you are")
def command(write: WritingCommand, target: str, reason: str, honour: str) -> None:
    """Propose the next version without a key (by its fingerprint), or without a person's keys.

    The version lists what the key has signed and counts today; nothing else that it signs will ever
    count, whatever its date. With --honour none its approvals must be given again.
    """
    from isodocs.authority_change import next_version
    from isodocs.authority_change.revoke import without_keys

    workspace, register = open_today(write.ctx)
    book = open_register(workspace)
    next_version.refuse_second(book)
    authority = without_keys(book, target, reason, register, honour=honour == "all")
    proposal = next_version.propose(book, authority)
    settle(write, workspace, book, proposal)
