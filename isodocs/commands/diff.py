"""`isodocs diff`: what changed between two texts of a document."""

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
from isodocs.words import say

EXAMPLES = ("diff SOP-001", "diff SOP-001 1 2")
REMEMBERED = True


@click.command()
@document_argument
@click.argument("old", metavar="[OLD]", default="")
@click.argument("new", metavar="[NEW]", default="")
@click.option(
    "--round", "by_round", is_flag=True, help="Show what changed since it was last sent round."
)
@click.option("--full", is_flag=True, help="Show what is unchanged in full, too.")
@on_option
@format_option("redline")
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    old: str,
    new: str,
    by_round: bool,
    full: bool,
    on: date,
    format_name: str,
) -> None:
    """Show DOCUMENT as a redline: [-deleted-] and {+inserted+} words, section by section.

    OLD and NEW are revision numbers, or days (2026-12-01): the revision in force on that day.
    Without NEW the current file is compared; without OLD, with the revision in force, or if the
    file is just that, the revision in force with the one before it. If there is only one revision,
    its text is compared with the one that was rejected, or else the one before. Images and included
    texts that differ are shown as well.

    A round goes from one `isodocs submit` to the next: with --round, a text that was rejected or
    taken back is compared with the one that followed it.
    """
    if by_round and old:
        raise click.UsageError(say("--round compares with the round before; leave OLD out"))
    from isodocs.commands._find_document import find_document
    from isodocs.commands._find_sides import sides, this_round
    from isodocs.lifecycle.compare import compare
    from isodocs.reports.redline import RedlineReport
    from isodocs.reports.redline_sides import Compared

    workspace = workspace_of(ctx)
    view = view_of(ctx, on)
    register = workspace.register(view)
    entry = find_document(register, document)
    before, after = this_round(entry) if by_round else sides(workspace, register, entry, old, new)
    # the current file shows what is there now, a revision what was decided on
    shows_current = not (old and new) and bool(entry.current)
    changes = compare(
        workspace,
        register,
        view,
        (before.document, before.status),
        (after.document, None if shows_current else after.status),
    )
    compared = Compared(register, entry, before, after)
    report = RedlineReport(changes, compared, full, width=terminal_width())
    print_report(report, format_name)
