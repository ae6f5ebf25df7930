"""`isodocs approve`: decide on a final form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from isodocs.commands._find_document import documents_argument, find_document
from isodocs.commands._options import terminal_width
from isodocs.commands._review_branch import (
    add,
    given,
    push_option,
    remote_for,
    send_again,
    send_current,
)
from isodocs.commands._show_changes import show_changes
from isodocs.commands._text import NAME
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

if TYPE_CHECKING:
    from isodocs.commands._review_branch import Elsewhere
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = ("approve", "approve SOP-009")


@click.command()
@documents_argument
@click.option("--reject", is_flag=True, help="Reject it; needs --reason.")
@click.option("--withdraw", is_flag=True, help="Take back your approval; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why; the author reads it.")
@as_option
@click.option("--role", default="", metavar="ROLE", help="In which role, where several are held.")
@key_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writing_options
@push_option
@click.option(
    "--branch", default="", metavar="NAME", type=NAME, help="The branch on which it waits."
)
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    reject: bool,
    withdraw: bool,
    reason: str,
    person: str,
    role: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
    push: bool,
    branch: str,
) -> None:
    """Show what DOCUMENT changes against the approved revision, ask, and record the approval.

    The approval is for exactly these bytes, of the document and of every image it shows. It is
    signed with your SSH key where the authority register names one that is at hand; otherwise it
    is only recorded, which shows any later change and does not prove who typed it.

    What waits on another branch is listed too, and decided on as it stands there: the approval is
    committed to that branch, which is not checked out. Fetch first (git fetch): isodocs does not.

    Several documents are decided on one after the other: each is shown, and asked about, by itself.
    """
    _refuse_contradictions(reject, withdraw, reason)
    if not documents:
        workspace, register = open_today(ctx)
        _list(workspace, register, decider(workspace, register, person))
        return
    how = _How(reject, withdraw, reason, person, role, key, yes, dry_run, commit, push, branch)
    for number, document in enumerate(dict.fromkeys(documents)):
        if number:
            click.echo()
        _decide(ctx, document, how)


class _How(NamedTuple):
    """How to decide, as the options say."""

    reject: bool
    withdraw: bool
    reason: str
    person: str
    role: str
    key: Path | None
    yes: bool
    dry_run: bool
    commit: bool
    push: bool
    branch: str


def _decide(ctx: click.Context, document: str, how: _How) -> None:
    """Decide on one document, with what was decided on those before it taken into account."""
    from isodocs.lifecycle import approve as planning
    from isodocs.lifecycle.decision import Act
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(ctx)
    if how.push:
        remote_for(workspace)
    where = _elsewhere(workspace, register, document, how.branch)
    if where:
        workspace, register = where.workspace, where.register
    entry = find_document(register, document)
    who = decider(workspace, register, how.person)
    if where and how.push and where.ahead and given(entry, who):
        send_again(where)
        return
    what_changed = ""
    mine = signer(workspace, register, who, how.key)
    act = Act(who, now(), how.reason, how.role, key=mine.fingerprint if mine else "")
    if how.reject:
        plan = planning.reject(workspace, register, entry, act, on_review=bool(where))
    elif how.withdraw:
        plan = planning.withdraw(workspace, register, entry, act)
    else:
        plan = planning.approve(workspace, register, entry, act)
        at = where.tip.commit if where else ""
        what_changed = show_changes(workspace, register, entry, at)
    show(plan)
    say_how(mine)
    if where:
        click.echo(f"  It will be committed to {where.tip.name}, where the text waits.")
    if not how.dry_run:
        confirm(f"{what_changed}Record this in the name of {who.name}?", how.yes)
        plan = signed(register, plan, mine, SignaturePurpose.APPROVAL)
    if where and not how.dry_run:
        add(where, entry, plan, push=how.push)
        return
    carry_out(ctx, workspace, plan, dry_run=how.dry_run, commit=how.commit or how.push)
    if how.push and not how.dry_run:
        send_current(workspace)


def _refuse_contradictions(reject: bool, withdraw: bool, reason: str) -> None:
    if reject and withdraw:
        raise click.UsageError("--reject and --withdraw exclude each other")
    if (reject or withdraw) and not reason:
        raise click.UsageError("say why: --reason '...'")


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


def _list(workspace: Workspace, register: Register, who: Person) -> None:
    """What waits for this person, here and on other branches."""
    from isodocs.lifecycle.approvers import awaited
    from isodocs.lifecycle.waiting import waiting
    from isodocs.reports.awaited import lines, lines_elsewhere, lines_rejected

    mine = awaited(register, who)
    others = waiting(workspace, register)
    elsewhere = list(lines_elsewhere(others, who, terminal_width()))
    if mine or elsewhere:
        click.echo(f"Awaiting the approval of {who.name}:")
    else:
        click.echo(f"Nothing waits for {who.name} to approve.")
    for line in lines(register, who, mine, terminal_width()):
        click.echo(line)
    for line in elsewhere:
        click.echo(line)
    if mine:
        click.echo("Read and decide on one: isodocs approve ID")
    if rejected := list(lines_rejected(register, who, others, terminal_width())):
        click.echo(f"Rejected, and {who.name}'s to correct:")
    for line in rejected:
        click.echo(line)
    ready = [form for form in others if form.complete]
    if ready:
        click.echo("Approved, and not yet merged:")
    for form in ready:
        click.echo(f"  {form.document.label}: isodocs merge {form.entry.id}")
