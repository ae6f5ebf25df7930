"""`isodocs standards`: the requirement maps there are, and those of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands import _standards_compare, _standards_exchange, _standards_own
from isodocs.commands._options import format_option, terminal_width
from isodocs.commands._standards import complete, own_maps
from isodocs.errors import IsodocsError
from isodocs.reports import formats
from isodocs.reports.escape import one_line
from isodocs.words import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from isodocs.model.config import Config
    from isodocs.model.requirement import RequirementMap

_SHOW = "show"


class _Standards(click.Group):
    """A group whose first word may be a standard as well: `isodocs standards iso-9001-2015 8.4`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a word that is no command for a standard."""
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        return _SHOW, show, args

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands and standards."""
        return [*super().shell_complete(ctx, incomplete), *complete(ctx, None, incomplete)]


@click.group(
    cls=_Standards,
    invoke_without_command=True,
    subcommand_metavar="[STANDARD [CLAUSE]] | COMMAND [ARGS]...",
)
@format_option("standards")
@click.pass_context
def command(ctx: click.Context, format_name: str) -> None:
    """List the standards there are; with STANDARD its clauses, with CLAUSE that one.

    What a clause asks is told in our own words; the text of a standard is its publisher's. What a
    customer, a law or a catalogue asks is a requirement map of your own, kept in the repository as
    .isodocs/standards/<id>.yaml.
    """
    if ctx.invoked_subcommand is None:
        from isodocs.standards import load

        own = own_maps(ctx.obj.directory)
        ours = [load.load(id) for id in load.available()]
        click.echo(_rendered(ctx, format_name, [*ours, *own.maps.values()]), nl=False)
        for path in dict.fromkeys(fault.path for fault in own.faults):
            click.echo(
                f"{one_line(path)} cannot be used as it is: `isodocs standards check`", err=True
            )


@click.command(_SHOW, hidden=True)
@click.argument("standard")
@click.argument("clause", metavar="[CLAUSE]", default="")
@click.option("--format", "format_name", type=click.Choice(formats("standards")))
@click.pass_context
def show(ctx: click.Context, standard: str, clause: str, format_name: str | None) -> None:
    """Show the clauses of STANDARD, or one of them."""
    from isodocs.commands import _standards

    try:
        known = _standards.standard(standard, own_maps(ctx.obj.directory))
    except IsodocsError as error:
        near = suggest(standard, command.commands)
        if error.path or not near:
            raise
        raise click.UsageError(
            f"there is no standard or command {standard!r}. Did you mean {near!r}?", ctx.parent
        ) from None
    number = _standards.clause(clause, {known.id: known}).number if clause else ""
    format_name = format_name or (ctx.parent.params["format_name"] if ctx.parent else "text")
    click.echo(_rendered(ctx, format_name, [known], whole=True, clause=number), nl=False)


def _rendered(
    ctx: click.Context,
    format_name: str,
    maps: Sequence[RequirementMap],
    *,
    whole: bool = False,
    clause: str = "",
) -> str:
    from isodocs import reports

    config = _config(ctx.obj.directory)
    return reports.render(
        "standards",
        format_name,
        maps,
        in_use=config.standards if config else None,
        in_preparation=config.in_preparation if config else (),
        whole=whole,
        clause=clause,
        width=terminal_width(),
    )


def _config(directory: Path) -> Config | None:
    """What the repository around the folder says in isodocs.yaml; None where there is none."""
    from isodocs.errors import RepositoryError
    from isodocs.workspace import Workspace

    try:
        workspace = Workspace.open(directory)
    except RepositoryError:
        return None
    return workspace.config()


for _each in (
    _standards_own.new,
    _standards_own.check,
    _standards_exchange.import_,
    _standards_exchange.export,
    _standards_compare.compare,
    _standards_compare.transition,
):
    command.add_command(_each)
