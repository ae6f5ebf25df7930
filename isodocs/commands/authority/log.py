"""`isodocs authority log`: the versions of the register."""

from __future__ import annotations

import click

from isodocs.commands._options import (
    format_option,
    print_report,
    terminal_width,
    view_today,
    workspace_of,
)

EXAMPLES = ("authority log",)
REMEMBERED = True


@click.command(short_help="List every version: its date, its changes and its signatures.")
@format_option("authority_log")
@click.pass_context
def command(ctx: click.Context, format_name: str) -> None:
    """List the versions of the register, the newest first."""
    from isodocs.authority_change import register_files
    from isodocs.reports.authority_log import AuthorityLogReport

    workspace = workspace_of(ctx)
    register = workspace.register(view_today())
    book = register_files.of_work_tree(workspace.git)
    book.require_a_version()
    organisation, arrivals = register.config.organisation, register.ledger.arrivals
    report = AuthorityLogReport(book, arrivals, organisation, width=terminal_width())
    print_report(report, format_name)
