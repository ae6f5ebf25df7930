"""`isodocs standards transition`: the move from one standard to the next."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._find_standard import complete
from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.words import say

EXAMPLES = ("standards transition iso-9001-2015 iso-9001-2026",)
REMEMBERED = True


@click.command(short_help="Plan the move from one standard to the next.")
@click.argument("source", metavar="FROM", shell_complete=complete)
@click.argument("target", metavar="TO", shell_complete=complete)
@on_option
@format_option("transition")
@click.pass_context
def command(ctx: click.Context, source: str, target: str, on: date, format_name: str) -> None:
    """Show what is new in TO, what moved or changed, what documents already cover, and what to do.

    The most work comes first: what to write, to complete, to compare, and only to name, each with
    its owner; then what to do in each document, with the claim for its front matter. Between two
    editions of a standard the days of the transition are given, as far as they are known.

    The documents are those of this repository that name clauses of FROM; neither standard has to
    be listed in isodocs.yaml.
    """
    from isodocs.assess.transition import transition
    from isodocs.commands._find_standard import find_standard
    from isodocs.reports.transition import TransitionReport

    register = workspace_of(ctx).register(view_of(ctx, on))
    own = register.inventory.own_maps
    listed = lambda: register.config.named_standards  # noqa: E731
    before, after = (find_standard(typed, own, listed) for typed in (source, target))
    if before.id == after.id:
        raise click.UsageError(say("name two standards"))
    found = transition(register, before, after)
    report = TransitionReport(register, found, width=terminal_width())
    print_report(report, format_name)
