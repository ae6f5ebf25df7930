"""`isodocs history`: the whole life of a document."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._find_document import document_argument
from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    terminal_width,
    view_of,
    workspace_of,
)

EXAMPLES = ("history SOP-001",)
REMEMBERED = True


@click.command()
@document_argument
@on_option
@format_option("history")
@click.pass_context
def command(ctx: click.Context, document: str, on: date, format_name: str) -> None:
    """Show the life of DOCUMENT from history: who wrote, rejected and approved what, and when.

    DOCUMENT is an identifier or a path. Revisions come from the commits, decisions
    from the approval records; no table is kept by hand.
    """
    from isodocs.commands._find_document import find_document
    from isodocs.reports.history import HistoryReport

    register = workspace_of(ctx).register(view_of(ctx, on))
    entry = find_document(register, document)
    print_report(HistoryReport(register, entry, width=terminal_width()), format_name)
