"""`isodocs standards new`: start your own requirement map."""

from __future__ import annotations

import click

from isodocs.commands._open import open_to_write
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ('standards new acme-q-2026 --title "Supplier requirements" --name "Acme Q"',)


@click.command(short_help="Start your own requirement map.")
@click.argument("id", metavar="ID")
@click.option("--title", required=True, help="What it is about.")
@click.option("--name", default="", help="As people call it, such as 'Acme Q-26'.")
@click.option("--publisher", default="", help="Who asks for it.")
@writes()
def command(write: WritingCommand, id: str, title: str, name: str, publisher: str) -> None:
    """Write a commented start of the map ID (the year of the edition last: acme-quality-2026).

    Comments in the file say what belongs where. When it is complete, list ID under 'standards:' in
    isodocs.yaml; documents then claim its clauses as they do those of any standard.
    """
    from isodocs.lifecycle.requirement_map import begin
    from isodocs.standards.own import path_of

    workspace = open_to_write(write.ctx)
    words = (" ".join(text.split()) for text in (title, name, publisher))
    title, name, publisher = words
    plan = begin(
        id,
        title,
        display_name=name,
        publisher=publisher,
        before=workspace.file(path_of(id)),
    )
    write.record(workspace, plan)
