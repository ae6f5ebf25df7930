"""`isodocs delegate`: name a deputy for an absence."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._clock import now, today
from isodocs.commands._open import open_today
from isodocs.commands._options import Day
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ("delegate quality-manager --to ben.whitaker --until 2999-01-31 --reason Leave",)


@click.command()
@click.argument("role", metavar="ROLE")
@click.option("--to", "deputy", required=True, metavar="PERSON", help="Who acts for you, by id.")
@click.option(
    "--from",
    "start",
    type=Day(),
    default=lambda: today(),
    show_default="today",
    help="The first day.",
)
@click.option("--until", type=Day(), help="The last day; needed unless it is to --end.")
@click.option("--end", "ends", is_flag=True, help="End it now, before its last day.")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Why; approvers and auditors read it."
)
@writes(who="Who decides")
def command(
    write: WritingCommand,
    role: str,
    deputy: str,
    start: date,
    until: date | None,
    ends: bool,
    reason: str,
) -> None:
    """Let somebody approve in your ROLE while you are away, on the days named and no others.

    The delegation is a statement of its own, signed as approvals are. It counts for approvals that
    come after it. With --end you end it before its last day, or the deputy gives it back.
    """
    from isodocs.lifecycle.decision import Act
    from isodocs.lifecycle.delegate import plan_delegation, plan_early_end
    from isodocs.statements.seal import SignaturePurpose

    if ends is (until is not None):
        raise click.UsageError("say until when (--until DAY), or that it ends now (--end)")
    workspace, register = open_today(write.ctx)
    by = write.signatory(workspace, register)
    deciding = Act(by.person, now(), reason, role, key=by.fingerprint)
    if until is None:
        plan = plan_early_end(register, deciding, deputy)
    else:
        plan = plan_delegation(register, deciding, deputy, start=start, until=until)
    write.decide(workspace, register, plan, by, SignaturePurpose.DELEGATION)
