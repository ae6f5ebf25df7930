"""`isodocs nonconformities`: what was raised, how far it has come, what is next."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)

EXAMPLES = ("nonconformities --all",)
REMEMBERED = True


@click.command()
@click.option("--all", "all_", is_flag=True, help="Closed ones too.")
@click.option("--owner", "owners", multiple=True, metavar="OWNER", help="Only of this role/person.")
@click.option("--clause", "clauses", multiple=True, metavar="CLAUSE", help="Only on this clause.")
@rev_option
@on_option
@format_option("nonconformities")
@click.pass_context
def command(
    ctx: click.Context,
    all_: bool,
    owners: tuple[str, ...],
    clauses: tuple[str, ...],
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the nonconformities in records/nonconformities/, open ones first.

    The stage is derived from the dates of each record, never typed.
    """
    from isodocs.assess.nonconformities import nonconformities
    from isodocs.model.gap import looked_at
    from isodocs.reports.nonconformities import NonconformitiesReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    found = [
        one
        for one in nonconformities(register)
        if (all_ or one.is_open)
        and (not owners or one.record.text("owner") in owners)
        and (not clauses or set(clauses) & set(one.record.items("clauses")))
    ]
    seen = looked_at({"owners": owners, "clauses": clauses})
    report = NonconformitiesReport(register, found, seen, width=terminal_width())
    print_report(report, format_name)
