"""`isodocs standards compare`: two standards side by side."""

from __future__ import annotations

import click

from isodocs.commands._find_standard import complete, listed_around, own_maps
from isodocs.commands._options import format_option, print_report, terminal_width
from isodocs.words import say

EXAMPLES = ("standards compare iso-9001-2015 iso-13485-2016",)


@click.command(short_help="Compare two standards side by side.")
@click.argument("one", metavar="A", shell_complete=complete)
@click.argument("other", metavar="B", shell_complete=complete)
@format_option("comparison")
@click.pass_context
def command(ctx: click.Context, one: str, other: str, format_name: str) -> None:
    """Show what the standards A and B both ask, what differs, and what only one of them asks.

    If the two have not been compared, it says so.
    """
    from isodocs.commands._find_standard import find_standard
    from isodocs.reports.comparison import ComparisonReport
    from isodocs.standards.comparison import compare

    own = own_maps(ctx.obj.directory)
    listed = listed_around(ctx.obj.directory)
    source, target = (find_standard(typed, own, listed) for typed in (one, other))
    if source.id == target.id:
        raise click.UsageError(say("name two standards"))
    found = compare(source, target, own.correspondences)
    print_report(ComparisonReport(found, width=terminal_width()), format_name)
