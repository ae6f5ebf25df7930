"""`isodocs renumber`: give a document or record another number."""

from __future__ import annotations

import click

from isodocs.commands._open import open_alone
from isodocs.commands._options import view_today
from isodocs.commands._text import NAME
from isodocs.commands._typed_paths import in_repository
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ("renumber NC-2026-002", "renumber NC-2026-002 NC-2026-017")


@click.command()
@click.argument("what", metavar="ID|FILE", type=NAME)
@click.argument("new", required=False, default="")
@writes()
def command(write: WritingCommand, what: str, new: str) -> None:
    """Give a document or record another number: NEW, or the next one that no branch has.

    Its file is renamed, its number changed, and what refers to it follows. If two have the
    same number, the one that came last is renumbered, unless you name a file (records/risk.csv:7
    for a row); then only what came with it follows, and other uses of the number are listed.

    Run it on your own branch before a merge that would join two files of the same name. What was
    approved keeps its number, which is part of the approved text, and so does what is closed.
    """
    from isodocs.inventory.taken_numbers import elsewhere
    from isodocs.lifecycle.renumber import renumber

    with open_alone(write.ctx) as (workspace, register):
        commits, pending = workspace.commits(view_today())
        plan = renumber(
            register,
            in_repository(workspace, write.ctx.obj.directory, what),
            new,
            workspace.reader(),
            elsewhere(workspace.git, register.config),
            commits,
            {change.path for change in pending if change.new_blob},
        )
        write.record(workspace, plan)
