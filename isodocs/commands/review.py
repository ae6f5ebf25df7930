"""`isodocs review`: record a periodic review that found nothing to change."""

from __future__ import annotations

import click

from isodocs.commands._clock import now
from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

EXAMPLES = ('review SOP-002 --note "No change needed" --commit',)


@click.command()
@document_argument
@click.option("--role", default="", metavar="ROLE", help="In which role, where several are held.")
@click.option("--note", default="", metavar="TEXT", help="What was reviewed.")
@writes(who="Who decides")
def command(write: WritingCommand, document: str, role: str, note: str) -> None:
    """Record that DOCUMENT, as it is in force, was reviewed and needs no change.

    The next review counts from today. Anyone who may approve the document, or owns it, may review
    it. If something needs to change: `isodocs revise`.
    """
    from isodocs.lifecycle.approve import plan_review
    from isodocs.lifecycle.decision import Act
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(write.ctx)
    by = write.signatory(workspace, register)
    entry = find_document(register, document)
    act = Act(by.person, now(), note, role, key=by.fingerprint)
    plan = plan_review(workspace, register, entry, act)
    write.decide(workspace, register, plan, by, SignaturePurpose.APPROVAL, what=say("this review"))
