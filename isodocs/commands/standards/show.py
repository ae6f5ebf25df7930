"""`isodocs standards STANDARD [CLAUSE]`: one standard, or one clause of it."""

from __future__ import annotations

from datetime import date

import click

from isodocs.commands import standards
from isodocs.commands._clock import today
from isodocs.commands._find_standard import (
    find_clause,
    find_standard,
    listed_around,
    own_maps,
)
from isodocs.commands._options import Day, format_option
from isodocs.errors import IsodocsError
from isodocs.words import say, suggest

EXAMPLES = ("standards iso-9001-2015 8.4.1",)


@click.command(hidden=True)
@click.argument("standard")
@click.argument("clause", metavar="[CLAUSE]", default="")
@click.option("--on", type=Day(), default=None, hidden=True)
@format_option("standards", default=None)
@click.pass_context
def command(
    ctx: click.Context, standard: str, clause: str, on: date | None, format_name: str | None
) -> None:
    """Show the clauses of STANDARD, or one of them."""
    try:
        listed = listed_around(ctx.obj.directory)
        known = find_standard(standard, own_maps(ctx.obj.directory), listed)
    except IsodocsError as error:
        near = suggest(standard, standards.command.list_commands(ctx))
        if error.path or not near:
            raise
        raise click.UsageError(
            say(
                "there is no standard or command {standard!r}. Did you mean {near!r}?",
                standard=standard,
                near=near,
            ),
            ctx.parent,
        ) from None
    number = find_clause(clause, {known.id: known}).number if clause else ""
    format_name = format_name or (ctx.parent.params["format_name"] if ctx.parent else "text")
    on = on or (ctx.parent.params["on"] if ctx.parent else today())
    standards.print_maps(ctx, format_name, [known], on, whole=True, clause=number)
