"""`isodocs authority enrol`: proof that a key is yours."""

from __future__ import annotations

import click

from isodocs.commands._open import open_to_write
from isodocs.commands._signing_keys import own_key
from isodocs.commands._write import WritingCommand, writes
from isodocs.commands.authority._proposal import find_person, open_register
from isodocs.words import say

EXAMPLES = ("authority enrol --key ~/.ssh/id_ed25519.pub --commit",)


@click.command(short_help="Prove that an SSH key is yours, so that it can be added.")
@writes(who="Who you are")
def command(write: WritingCommand) -> None:
    """Sign, with your own SSH key, that it is yours.

    Everyone does this for their own key, before or after the register names it: a key without this
    proof does not count, since anyone can copy someone else's public key.
    """
    from isodocs.authority_change.enrol import plan_enrolment, prove

    workspace = open_to_write(write.ctx)
    book = open_register(workspace)
    who = find_person(workspace, book, write.person)
    mine = own_key(workspace.git, write.key)
    plan = plan_enrolment(book, who, mine.public)
    write.record(
        workspace,
        plan,
        question=say("Sign with it as {name}?", name=who.name),
        sign=lambda agreed: prove(book, agreed, mine),
    )
