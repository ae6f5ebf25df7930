"""`isodocs approve`: decide on a final form."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now
from isodocs.commands._find_document import documents_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._options import format_option, print_report, terminal_width
from isodocs.commands._review_branch import add, given, remote_for, send_again
from isodocs.commands._show_changes import show_changes
from isodocs.commands._text import NAME, echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.commands._review_branch import Elsewhere
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = ("approve", "approve SOP-009", "approve --format json", "approve --all --dry-run")


@click.command()
@documents_argument
@click.option("--all", "every", is_flag=True, help="Approve all that waits for you here, at once.")
@click.option("--reject", is_flag=True, help="Reject it; needs --reason.")
@click.option("--withdraw", is_flag=True, help="Take back your approval; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why; the author reads it.")
@click.option("--role", default="", metavar="ROLE", help="In which role, where several are held.")
@click.option(
    "--branch", default="", metavar="NAME", type=NAME, help="The branch on which it waits."
)
@format_option("awaited")
@writes(who="Who decides", push=True)
def command(
    write: WritingCommand,
    format_name: str,
    documents: tuple[str, ...],
    every: bool,
    reject: bool,
    withdraw: bool,
    reason: str,
    role: str,
    branch: str,
) -> None:
    """Show what DOCUMENT changes against the approved revision, ask, and record the approval.

    The approval is for exactly this content, of the document and of every image it shows. It is
    signed with your SSH key where the authority register names one that is at hand; otherwise it
    is only recorded, which detects later changes but does not prove who approved it.

    What waits on another branch is listed too, and decided on as it is there: the approval is
    committed to that branch, which is not checked out. Run `git fetch` first: isodocs does not.

    Several documents are shown and asked about one after the other. Without DOCUMENT, what waits
    for you is listed, in any --format.

    With --all, everything that waits for you here, or below the folders named, is listed with what
    it changes and asked about once. One statement then approves all of it. What you may not approve
    is listed with the reason, and left out.
    """
    from isodocs.lifecycle.at_the_keyboard import at_the_keyboard

    if reject and withdraw:
        raise click.UsageError(say("--reject and --withdraw exclude each other"))
    if every and (reject or withdraw or branch):
        raise click.UsageError(
            say("--all approves what waits here: without --reject, --branch ...")
        )
    if (reject or withdraw) and not reason:
        raise click.UsageError(say("give a reason: --reason '...'"))
    usual = click.core.ParameterSource.DEFAULT
    asked = [n for n in ("format_name", "output") if write.ctx.get_parameter_source(n) != usual]
    if documents and asked:
        raise click.UsageError(say("--format and --output are for the list: leave DOCUMENT out"))
    if every:
        if asked:
            raise click.UsageError(
                say("--format and --output are for the list of what waits for you")
            )
        _together(write, documents, reason, role)
        return
    if not documents:
        workspace, register = open_today(write.ctx)
        _list(workspace, register, at_the_keyboard(workspace, register, write.person), format_name)
        return
    decision = "reject" if reject else "withdraw" if withdraw else "approve"
    for number, document in enumerate(dict.fromkeys(documents)):
        if number:
            echo()
        _decide(write, document, branch, decision, reason, role)


def _together(write: WritingCommand, paths: tuple[str, ...], reason: str, role: str) -> None:
    """Approve all that waits, listed and asked about once."""
    from isodocs.commands._show_together import show_left, show_texts
    from isodocs.commands._typed_paths import in_repository
    from isodocs.lifecycle.approve_together import approve_waiting
    from isodocs.lifecycle.decision import Act
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(write.ctx)
    by = write.signatory(workspace, register)
    places = [in_repository(workspace, write.ctx.obj.directory, path) for path in paths]
    act = Act(by.person, now(), reason, role, key=by.fingerprint)
    made = approve_waiting(workspace, register, places, act)
    if made.documents:
        show_texts(made.documents, say("What {name} would approve:", name=by.person.name))
    show_left(made.left)
    if not made.documents:
        echo(say("{name} has nothing to approve here.", name=by.person.name))
        return
    write.decide(workspace, register, made.plan, by, SignaturePurpose.APPROVAL)


def _decide(
    write: WritingCommand, document: str, branch: str, decision: str, reason: str, role: str
) -> None:
    """Decide on one document, with what was decided on those before it taken into account."""
    from isodocs.lifecycle.approve import plan_approval, plan_rejection, plan_withdrawal
    from isodocs.lifecycle.decision import Act
    from isodocs.lifecycle.withdrawn import with_draft
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(write.ctx)
    if write.push:
        remote_for(workspace)
    where = _elsewhere(workspace, register, document, branch)
    if where:
        workspace, register = where.workspace, where.register
    entry = find_document(register, document)
    by = write.signatory(workspace, register)
    if where and write.push and where.ahead and given(entry, by.person):
        send_again(where)
        return
    what_changed = ""
    act = Act(by.person, now(), reason, role, key=by.fingerprint)
    if decision == "reject":
        plan = plan_rejection(workspace, register, entry, act, on_review=bool(where))
    elif decision == "withdraw":
        plan = plan_withdrawal(workspace, register, entry, act)
        plan = plan if where else with_draft(workspace, register, entry, plan)
    else:
        plan = plan_approval(workspace, register, entry, act)
        what_changed = show_changes(workspace, register, entry, where.tip.commit if where else "")
    place = (
        say("  It will be committed to {name}, where the text waits.", name=where.tip.name)
        if where
        else ""
    )
    write.decide(
        workspace,
        register,
        plan,
        by,
        SignaturePurpose.APPROVAL,
        before=what_changed,
        note=place,
        into=functools.partial(add, where, entry, write.push) if where else None,
    )


def _elsewhere(
    workspace: Workspace, register: Register, document: str, branch: str
) -> Elsewhere | None:
    """Where the document waits, if that is on another branch; what waits here comes first."""
    from isodocs.commands._review_branch import Elsewhere
    from isodocs.lifecycle import waiting
    from isodocs.lifecycle.approvers import waits_here

    if not branch and waits_here(register, document):
        return None
    found = waiting.one(workspace, register, document, branch)
    return Elsewhere.at(workspace, register, found[0]) if found else None


def _list(workspace: Workspace, register: Register, who: Person, format_name: str) -> None:
    """What waits for this person, here and on other branches."""
    from isodocs.lifecycle.approvers import awaited
    from isodocs.lifecycle.waiting import waiting
    from isodocs.reports.awaited import AwaitedReport

    mine, others = awaited(register, who), waiting(workspace, register)
    report = AwaitedReport(register, who, mine, others, width=terminal_width())
    print_report(report, format_name)
