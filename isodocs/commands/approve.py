"""`isodocs approve`: decide on a final form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._documents import find, optional_document_argument
from isodocs.commands._options import terminal_width
from isodocs.commands._writing import (
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
    from isodocs.model.authority import Person
    from isodocs.register import Entry, Register
    from isodocs.workspace import Workspace


@click.command(short_help="Approve a final form, or reject it; without DOCUMENT: what awaits you.")
@optional_document_argument
@click.option("--reject", is_flag=True, help="Reject it; needs --reason.")
@click.option("--withdraw", is_flag=True, help="Take back your approval; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why; the author reads it.")
@as_option
@click.option("--role", default="", metavar="ROLE", help="In which role, where several are held.")
@key_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    reject: bool,
    withdraw: bool,
    reason: str,
    person: str,
    role: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Show what DOCUMENT changes against the approved revision, ask, and record the approval.

    The approval is for exactly these bytes, of the document and of every image it shows. It is
    signed with your SSH key where the authority register names one that is at hand; otherwise it
    is only recorded, which shows any later change and does not prove who typed it.
    """
    from isodocs.authority.seal import Purpose
    from isodocs.lifecycle import approve as lifecycle
    from isodocs.lifecycle.decision import Act

    if reject and withdraw:
        raise click.UsageError("--reject and --withdraw exclude each other")
    if (reject or withdraw) and not reason:
        raise click.UsageError("say why: --reason '...'")
    workspace, register = open_today(ctx)
    who = decider(workspace, register, person)
    if not document:
        _list(register, who)
        return
    entry = find(register, document)
    mine = signer(workspace, register, who, key)
    act = Act(who, now(), reason, role, key=mine.fingerprint if mine else "")
    if reject:
        plan = lifecycle.reject(workspace, register, entry, act)
    elif withdraw:
        plan = lifecycle.withdraw(workspace, register, entry, act)
    else:
        plan = lifecycle.approve(workspace, register, entry, act)
        _show_changes(workspace, entry)
    show(plan)
    say_how(mine)
    if not dry_run:
        confirm(f"Record this in the name of {who.name}?", yes)
        plan = signed(register, plan, mine, Purpose.APPROVAL)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


def _list(register: Register, who: Person) -> None:
    """What waits for this person."""
    from isodocs.lifecycle.approvers import awaited
    from isodocs.reports.awaited import lines

    waiting = awaited(register, who)
    if not waiting:
        click.echo(f"Nothing waits for {who.name} to approve.")
        return
    click.echo(f"Awaiting the approval of {who.name}:")
    for line in lines(register, who, waiting, terminal_width()):
        click.echo(line)
    click.echo("Read and decide on one: isodocs approve ID")


def _show_changes(workspace: Workspace, entry: Entry) -> None:
    """The redline against the approved revision, or where to read a first one."""
    from isodocs import reports
    from isodocs.redline import redline
    from isodocs.reports.escape import one_line

    (document,) = entry.current
    approved = [s for s in entry.revisions if s.approved_on and s.document.blob != document.blob]
    if not approved:
        click.echo(f"First revision; read it whole: {one_line(document.path)}\n")
        return
    before = approved[-1].document
    contents = workspace.read([before, document])
    changes = redline(contents[before.blob], contents[document.blob])
    click.echo(f"What {one_line(document.label)} changes against {one_line(before.label)}:\n")
    click.echo(reports.render("redline", "text", changes, width=terminal_width()))
