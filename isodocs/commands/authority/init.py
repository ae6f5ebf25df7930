"""`isodocs authority init`: the first register."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._first_register import first_register_options, sign_register
from isodocs.commands._open import open_to_write
from isodocs.commands._signing_keys import own_key
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ('authority init --person "Ann Author <ann@example.com>" --sign',)


@click.command(short_help="Start the register where isodocs.yaml already exists.")
@first_register_options
@writes()
def command(
    write: WritingCommand, persons: tuple[str, ...], sign: bool, key: Path | None, domain: str
) -> None:
    """Write the first authority register, as `isodocs init` does with everything else."""
    from isodocs.lifecycle.start import begin_register, people
    from isodocs.repository import writer

    workspace = open_to_write(write.ctx)
    if not persons:
        me = writer.identity(workspace.git)
        persons = (f"{me.name} <{me.email}>",)
    everyone = people(persons)
    mine = own_key(workspace.git, key) if sign or key else None
    line = mine.public.line if mine else ""
    plan = begin_register(workspace.git, persons=everyone, key=line, domain=domain)
    write.record(workspace, plan, sign=lambda shown: sign_register(shown, mine, everyone, domain))
