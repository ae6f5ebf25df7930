"""`isodocs authority sign`: an owner's signature."""

from __future__ import annotations

import click

from isodocs.commands._carry_out import put_line
from isodocs.commands._open import open_to_write
from isodocs.commands._signing_keys import one_of
from isodocs.commands._write import WritingCommand, writes
from isodocs.commands.authority._proposal import (
    bullets,
    find_person,
    open_register,
    questions_about_new_keys,
)
from isodocs.dataclass import replace
from isodocs.words import say

EXAMPLES = ("authority sign --commit",)


@click.command(short_help="Sign, as an owner, the version that awaits signatures.")
@writes(who="Who you are")
def command(write: WritingCommand) -> None:
    """Show what the version that awaits signatures changes, ask, and add your signature."""
    from isodocs.authority_change import next_version
    from isodocs.authority_change.change_warnings import warnings
    from isodocs.authority_change.change_words import differences, still_missing
    from isodocs.errors import LifecycleError
    from isodocs.formats.text.style import style
    from isodocs.words import listed

    workspace = open_to_write(write.ctx)
    book = open_register(workspace)
    who = find_person(workspace, book, write.person)
    pending, keys = next_version.to_sign(book, who)
    authority, number = pending.authority, pending.authority.version
    put_line(
        style(say("Version {number} of the authority register, proposed:", number=number), "bold")
    )
    for line in (
        *bullets(differences(pending.before, authority)),
        *bullets(warnings(authority, pending.proven), "!"),
        *questions_about_new_keys(workspace, pending),
        *bullets([still_missing(pending)], " "),
    ):
        put_line(line)
    if write.dry_run:
        put_line(say("Nothing was written (--dry-run)."))
        return
    mine = one_of(workspace.git, keys, write.key)
    if mine is None:
        raise LifecycleError(
            say("no key of {name} is available to sign with", name=who.name),
            hint=say(
                "Needed is {listed}; name its .pub file with --key, or start the agent "
                "that holds it (ssh-add).",
                listed=listed((k.fingerprint for k in keys), "or"),
            ),
        )
    write.ask(
        say(
            "Sign version {number} with {fingerprint}, in the name of {name}?",
            number=number,
            fingerprint=mine.fingerprint,
            name=who.name,
        )
    )
    plan = next_version.sign(pending, who, mine)
    sentence, then = next_version.outcome(
        book, plan, number, committed=write.commit, pushed=write.push
    )
    write.record(workspace, replace(plan, then=then), notes=bullets([sentence], " "))
