"""`isodocs authority log`: the versions of the register."""

from __future__ import annotations

import click

from isodocs.commands._options import terminal_width, view_today

EXAMPLES = ("authority log",)


@click.command(short_help="List every version: its date, its changes and its signatures.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the versions of the register, the newest first."""
    from isodocs.authority_change import register_files
    from isodocs.reports.authority import _log
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    register = workspace.register(view_today())
    book = register_files.of_work_tree(workspace.git)
    book.require_a_version()
    text = _log.render(
        book,
        register.ledger.arrivals,
        organisation=register.config.organisation,
        width=terminal_width(),
    )
    click.echo(text, nl=False)
