"""`isodocs delegate`: name a deputy for an absence."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._clock import now, today
from isodocs.commands._open import open_today
from isodocs.commands._options import Day
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

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
@click.option("--until", type=Day(), help="The last day; required unless you --end it.")
@click.option("--end", "ends", is_flag=True, help="End it now.")
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
    """Let a deputy approve in your ROLE while you are away, on the days you name.

    The delegation is a separate statement, signed as approvals are. It counts for approvals given
    after it. --end ends it before its last day; the deputy can end it too.
    """
    from isodocs.lifecycle.decision import Act
    from isodocs.lifecycle.delegate import plan_delegation, plan_early_end
    from isodocs.statements.seal import SignaturePurpose

    if ends is (until is not None):
        raise click.UsageError(
            say("give the last day (--until DAY), or end the delegation now (--end)")
        )
    workspace, register = open_today(write.ctx)
    by = write.signatory(workspace, register)
    deciding = Act(by.person, now(), reason, role, key=by.fingerprint)
    if until is None:
        plan = plan_early_end(register, deciding, deputy)
    else:
        plan = plan_delegation(register, deciding, deputy, start=start, until=until)
    write.decide(workspace, register, plan, by, SignaturePurpose.DELEGATION)
