"""`isodocs authority show`: the register of people, roles and rules."""

from __future__ import annotations

import click

from isodocs.commands._options import format_option, print_report, terminal_width, workspace_of

EXAMPLES = ("authority show",)
REMEMBERED = True


@click.command(short_help="Show people, roles, approval rules, owners and keys.")
@format_option("authority")
@click.pass_context
def command(ctx: click.Context, format_name: str) -> None:
    """Print the authority register as it is now.

    With --format yaml it is the form that you edit, and then give to `isodocs authority propose`.
    """
    from isodocs.authority_change import register_files
    from isodocs.reports.authority import AuthorityReport

    workspace = workspace_of(ctx)
    book = (
        register_files.committed(workspace.git)
        if workspace.git.is_bare
        else register_files.of_work_tree(workspace.git)
    )
    organisation = workspace.config().organisation
    report = AuthorityReport(book, organisation, width=terminal_width())
    print_report(report, format_name)
