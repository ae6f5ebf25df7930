"""`isodocs review`: record a periodic review that found nothing to change."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._write import (
    as_option,
    carry_out,
    confirm,
    decider,
    key_option,
    now,
    open_today,
    say_how,
    show,
    signed,
    signer,
    writing_options,
)

EXAMPLES = ('review SOP-002 --note "No change needed" --commit',)


@click.command()
@document_argument
@as_option
@click.option("--role", default="", metavar="ROLE", help="In which role, where several are held.")
@click.option("--note", default="", metavar="TEXT", help="What was looked at.")
@key_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    person: str,
    role: str,
    note: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Record that DOCUMENT, as it is in force, was reviewed and needs no change.

    The next review counts from today. Whoever may approve the document, or owns it, may review it.
    Where something does need to change: `isodocs revise`.
    """
    from isodocs.lifecycle.approve import review
    from isodocs.lifecycle.decision import Act
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(ctx)
    who = decider(workspace, register, person)
    entry = find_document(register, document)
    mine = signer(workspace, register, who, key)
    act = Act(who, now(), note, role, key=mine.fingerprint if mine else "")
    plan = review(workspace, register, entry, act)
    show(plan)
    say_how(mine)
    if not dry_run:
        confirm(f"Record this review in the name of {who.name}?", yes)
        plan = signed(register, plan, mine, SignaturePurpose.APPROVAL)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)
