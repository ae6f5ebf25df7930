"""`isodocs standards`: the requirement maps that come with isodocs."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._options import format_option, terminal_width
from isodocs.commands._standards import standard_argument


@click.command(short_help="The standards isodocs knows, and what their clauses ask.")
@standard_argument
@click.argument("clause", metavar="[CLAUSE]", default="")
@format_option("standards")
@click.pass_context
def command(ctx: click.Context, standard: str, clause: str, format_name: str) -> None:
    """List the standards that isodocs knows; with STANDARD its clauses, with CLAUSE that one.

    What a clause asks is told in our own words; the text of a standard is its publisher's.
    """
    from isodocs import reports
    from isodocs.commands import _standards
    from isodocs.standards import load

    if standard:
        known = _standards.standard(standard)
        maps = [known]
        number = _standards.clause(clause, {known.id: known}).number if clause else ""
    else:
        maps, number = [load.load(id) for id in load.available()], ""
    text = reports.render(
        "standards",
        format_name,
        maps,
        in_use=_in_use(ctx.obj.directory),
        whole=bool(standard),
        clause=number,
        width=terminal_width(),
    )
    click.echo(text, nl=False)


def _in_use(directory: Path) -> tuple[str, ...] | None:
    """The standards of the repository around the folder; None where there is none."""
    from isodocs.errors import RepositoryError
    from isodocs.workspace import Workspace

    try:
        workspace = Workspace.open(directory)
    except RepositoryError:
        return None
    return workspace.config().standards
