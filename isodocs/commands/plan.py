"""`isodocs plan`: what must be done until a day, by owner and week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import (
    Day,
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.commands.readiness import PURPOSES
from isodocs.model.period import Period

if TYPE_CHECKING:
    from isodocs.model.duty import Duty

_AHEAD = Period(90, "day")
EXAMPLES = ("plan --for surveillance --owner quality-manager",)
REMEMBERED = True


@click.command()
@click.option("--for", "purpose", type=click.Choice(PURPOSES), help="The audit to prepare for.")
@click.option("--until", type=Day(), default=None, help="How far to look ahead; else 90 days.")
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="OWNER",
    help="Only of this role; of a person, with the roles they hold.",
)
@rev_option
@on_option
@format_option("plan")
@click.pass_context
def command(
    ctx: click.Context,
    purpose: str | None,
    until: date | None,
    owners: tuple[str, ...],
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """List who has to do what in which week.

    With --for, the list also has what blocks that audit, due two weeks before it.
    """
    from isodocs.commands._find_standard import refuse_audit
    from isodocs.model.audit import AuditKind
    from isodocs.model.gap import looked_at
    from isodocs.readiness.plan import held_by, plan
    from isodocs.readiness.readiness import readiness_of_all
    from isodocs.reports.plan import PlanReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    audit = None
    complete: tuple[str, ...] = ()
    if purpose == "transition":
        from isodocs.commands._find_standard import moving

        register, complete = moving(register, "")
    elif purpose:
        refuse_audit(register, AuditKind(purpose))
    if purpose and not complete:
        audit = readiness_of_all(register, AuditKind(purpose), until)
        until = until or audit.until
    last = until or _AHEAD.after(on)
    wanted = held_by(register, owners)
    by_owner: dict[str, list[Duty]] = {}
    for duty in plan(register, last, audit):
        if not owners or duty.owner in wanted:
            by_owner.setdefault(duty.owner, []).append(duty)
    ordered = dict(sorted(by_owner.items(), key=lambda item: (item[0] == "", item[0])))
    seen = looked_at({"owners": owners})
    report = PlanReport(register, ordered, last, seen, complete, width=terminal_width())
    print_report(report, format_name)
