"""`isodocs revise`: start the next revision."""

from __future__ import annotations

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ('revise SOP-002 --change "Suppliers are reviewed twice a year."',)


@click.command()
@document_argument
@click.option(
    "--change", default="", metavar="TEXT", help="What it changes and why, in a sentence."
)
@writes()
def command(write: WritingCommand, document: str, change: str) -> None:
    """Raise the revision number of DOCUMENT and make it a draft.

    The revision in force stays in force until the new one is approved and effective. A final form
    that no one has approved yet, or that was rejected, goes back to draft under its number.
    """
    from isodocs.lifecycle.revise import revise

    workspace, register = open_today(write.ctx)
    entry = find_document(register, document)
    write.record(workspace, revise(workspace, register, entry, " ".join(change.split())))
