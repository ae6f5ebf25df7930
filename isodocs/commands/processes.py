"""`isodocs processes`: the process map."""

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

EXAMPLES = ("processes",)
REMEMBERED = True


@click.command()
@rev_option
@on_option
@format_option("processes")
@click.pass_context
def command(ctx: click.Context, rev: str, on: date, format_name: str) -> None:
    """Print the process map: who owns each process, and which process feeds which.

    It uses records/process and records/measurement (CSV or YAML). A process feeds those in its
    'feeds', and those that have one of its outputs among their inputs.
    """
    from isodocs.reports.processes import ProcessesReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    print_report(ProcessesReport(register, width=terminal_width()), format_name)
