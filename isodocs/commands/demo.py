"""`isodocs demo`: a whole company's management system to look around in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Make a sample company's repository to look around in.")
@click.argument("directory", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Make the sample repository in DIRECTORY, which must not exist or be empty.

    It holds three years of history of an invented precision-engineering company, with about ten
    deliberate gaps that its README explains. The commits are the same each time.
    """
    from isodocs.lifecycle.sample import materialise

    sample = materialise(directory)
    click.echo(f"Made the sample company in {directory}: {sample.commits} commits.")
    click.echo("Look around:")
    for line in (
        "check       what is missing",
        "register    which documents are in force",
        "coverage    what each clause of ISO 9001 rests on",
        "history SOP-001",
    ):
        click.echo(f"  isodocs -C {directory} {line}")
    click.echo(f"Its story ends on {sample.last_day}; add --on {sample.last_day} to see that day.")
