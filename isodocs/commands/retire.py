"""`isodocs retire`: take a document out of use."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._clock import today
from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._options import Day
from isodocs.commands._review_branch import record_final_form
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

EXAMPLES = ('retire WI-001 --reason "Replaced by WI-003" --superseded-by WI-003',)


@click.command()
@document_argument
@click.option("--reason", required=True, metavar="TEXT", help="Why it is no longer needed.")
@click.option(
    "--effective",
    type=Day(),
    default=lambda: today(),
    show_default="today",
    help="The day from which it is obsolete.",
)
@click.option("--superseded-by", default="", metavar="ID", help="The document that replaces it.")
@writes(push=True)
def command(
    write: WritingCommand, document: str, reason: str, effective: date, superseded_by: str
) -> None:
    """Write the obsolete form of DOCUMENT, to be approved like any other.

    The file stays where it is, marked as obsolete, so that no one uses it by mistake and everyone
    can find what was in force before. On a protected branch, --commit puts the obsolete form on
    review/DOCUMENT, where it waits for its approvals, as `isodocs submit` does.
    """
    from isodocs.assess import remedies
    from isodocs.lifecycle.retire import retire

    workspace, register = open_today(write.ctx)
    entry = find_document(register, document)
    plan = retire(
        workspace,
        register,
        entry,
        reason=" ".join(reason.split()),
        effective=effective,
        superseded_by=superseded_by,
    )
    later = say(
        "{checkout}, then isodocs retire with --commit",
        checkout=remedies.checkout("HEAD", entry.place_path),
    )
    record_final_form(write, workspace, register, entry, plan, later=later)
