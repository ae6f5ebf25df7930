"""`isodocs delegate`: name a deputy for an absence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from isodocs.commands._options import Day
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

EXAMPLES = ("delegate quality-manager --to ben.whitaker --until 2999-01-31 --reason Leave",)


@click.command()
@click.argument("role", metavar="ROLE")
@click.option("--to", "deputy", required=True, metavar="PERSON", help="Who acts for you, by id.")
@click.option(
    "--from",
    "start",
    type=Day(),
    default=lambda: date.today(),
    show_default="today",
    help="The first day.",
)
@click.option("--until", type=Day(), help="The last day; needed unless it is to --end.")
@click.option("--end", "ends", is_flag=True, help="End it now, before its last day.")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Why; approvers and auditors read it."
)
@as_option
@key_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    role: str,
    deputy: str,
    start: date,
    until: date | None,
    ends: bool,
    reason: str,
    person: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Let somebody approve in your ROLE while you are away, on the days named and no others.

    The delegation is a statement of its own, signed as approvals are. It counts for approvals that
    come after it. With --end you end it before its last day, or the deputy gives it back.
    """
    from isodocs.lifecycle import delegate as planning
    from isodocs.statements.seal import SignaturePurpose

    if ends is (until is not None):
        raise click.UsageError("say until when (--until DAY), or that it ends now (--end)")
    workspace, register = open_today(ctx)
    who = decider(workspace, register, person)
    mine = signer(workspace, register, who, key)
    signs = mine.fingerprint if mine else ""
    if until is None:
        plan = planning.end(register, who, role, deputy, reason=reason, at=now(), key=signs)
    else:
        plan = planning.delegate(
            register,
            who,
            role,
            deputy,
            start=start,
            until=until,
            reason=reason,
            at=now(),
            key=signs,
        )
    show(plan)
    say_how(mine)
    if not dry_run:
        confirm(f"Record this in the name of {who.name}?", yes)
        plan = signed(register, plan, mine, SignaturePurpose.DELEGATION)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)
