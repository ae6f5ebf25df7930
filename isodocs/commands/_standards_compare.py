"""`isodocs standards compare` and `transition`: two standards side by side, and the way between."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands._options import format_option, on_option, terminal_width, view_of
from isodocs.commands._standards import complete, own_maps


@click.command(short_help="Put two standards side by side.")
@click.argument("one", metavar="A", shell_complete=complete)
@click.argument("other", metavar="B", shell_complete=complete)
@format_option("comparison")
@click.pass_context
def compare(ctx: click.Context, one: str, other: str, format_name: str) -> None:
    """Tell what the standards A and B ask in common, what differs, and what only one of them asks.

    Where nobody has compared the two, it says so.
    """
    from isodocs import reports
    from isodocs.commands._standards import standard
    from isodocs.standards.comparison import compare

    own = own_maps(ctx.obj.directory)
    source, target = standard(one, own), standard(other, own)
    if source.id == target.id:
        raise click.UsageError("name two standards")
    found = compare(source, target, own.correspondences)
    click.echo(reports.render("comparison", format_name, found, width=terminal_width()), nl=False)


@click.command(short_help="The way from one standard to the next, for this repository.")
@click.argument("source", metavar="FROM", shell_complete=complete)
@click.argument("target", metavar="TO", shell_complete=complete)
@on_option
@format_option("transition")
@click.pass_context
def transition(ctx: click.Context, source: str, target: str, on: date, format_name: str) -> None:
    """Tell what TO asks anew, what moved or changed, what documents cover already, and what to do.

    The documents are those of this repository that name clauses of FROM; neither standard has to
    be listed in isodocs.yaml.
    """
    from isodocs import reports
    from isodocs.assess.transition import transition
    from isodocs.commands._standards import standard
    from isodocs.workspace import Workspace

    register = Workspace.open(ctx.obj.directory).register(view_of(ctx, on))
    own = register.inventory.own_maps
    before, after = standard(source, own), standard(target, own)
    if before.id == after.id:
        raise click.UsageError("name two standards")
    found = transition(register, before, after)
    text = reports.render("transition", format_name, register, found, width=terminal_width())
    click.echo(text, nl=False)
