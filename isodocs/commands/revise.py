"""`isodocs revise`: begin the next revision."""

from __future__ import annotations

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._write import carry_out, open_today, show, writing_options

EXAMPLES = ('revise SOP-002 --change "Suppliers are reviewed twice a year."',)


@click.command()
@document_argument
@click.option(
    "--change", default="", metavar="TEXT", help="What it changes and why, in a sentence."
)
@writing_options
@click.pass_context
def command(ctx: click.Context, document: str, change: str, dry_run: bool, commit: bool) -> None:
    """Raise the revision number of DOCUMENT and make it a draft.

    The revision in force stays in force until the new one is approved and effective. A final form
    that nobody has approved yet, or that was rejected, goes back to draft under its number.
    """
    from isodocs.lifecycle.revise import revise

    workspace, register = open_today(ctx)
    plan = revise(workspace, register, find_document(register, document), " ".join(change.split()))
    show(plan)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)
