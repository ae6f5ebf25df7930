"""`isodocs management-review`: what the next management review looks at, from the records."""

from __future__ import annotations

from datetime import date

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
from isodocs.words import say

EXAMPLES = ("management-review iso-9001-2015", "management-review --since 2026-01-01 --format csv")
REMEMBERED = True


@click.command()
@click.argument("standards", nargs=-1, metavar="[STANDARD]...")
@click.option("--since", type=Day(), help="Look back to this day instead of to the last review.")
@click.option("--all", "all_", is_flag=True, help="Every row of every table.")
@rev_option
@on_option
@format_option("management_review")
@click.pass_context
def command(
    ctx: click.Context,
    standards: tuple[str, ...],
    since: date | None,
    all_: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the data for a management review: each input that the standards list, as recorded.

    Without STANDARD it is for all in use. It looks back to the last review. What is not recorded
    is named; what is decided is recorded with `isodocs new management-review`.
    """
    from isodocs.commands._find_standard import find_listed
    from isodocs.dossier.review_pack import review_pack
    from isodocs.reports.management_review import ManagementReviewReport

    register = workspace_of(ctx).register(view_of(ctx, on, rev=rev))
    if since and since > on:
        raise click.UsageError(say("--since is after {on}", on=on))
    wanted: list[str] = []
    for name in standards:
        known, register = find_listed(register, name)
        wanted.append(known.id)
    pack = review_pack(register, tuple(dict.fromkeys(wanted)) or tuple(register.in_use), since)
    report = ManagementReviewReport(register, pack, all_, width=terminal_width())
    print_report(report, format_name)
