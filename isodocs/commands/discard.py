"""`isodocs discard`: give up a draft."""

from __future__ import annotations

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._write import WritingCommand, writes
from isodocs.dataclass import replace
from isodocs.words import say

EXAMPLES = ("discard SOP-001 --dry-run", "discard WI-011 --yes --commit")


@click.command()
@document_argument
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writes()
def command(write: WritingCommand, document: str, yes: bool) -> None:
    """Give up the draft of DOCUMENT.

    The file is again as it was approved last, with the pictures that were approved with it. A new
    document that was never in force is removed; its number is not used again. So is one
    that was submitted, once an approver rejected each form that it had.

    Only what a commit holds is discarded, so it can be found again. What waits for approval goes
    back to draft first (`isodocs revise`); what is or was in force is taken out of use by
    `isodocs retire`.
    """
    from isodocs.lifecycle.discard import discard

    workspace, register = open_today(write.ctx)
    plan = discard(workspace, register, find_document(register, document))
    replace(write, yes=yes).record(workspace, plan, question=say("Discard the draft?"))
