"""`isodocs cache info`: what is remembered, and where."""

from __future__ import annotations

import click

EXAMPLES = ("cache info",)


@click.command(short_help="Show what is remembered, of which repositories, and where.")
def command() -> None:
    """Show what is remembered, of which repositories, and where."""
    from isodocs.formats.text.escape import one_line
    from isodocs.machine import store, stores
    from isodocs.words import counted

    folder, files = store.folder(), stores.stores()
    if folder is None:
        click.echo("Nothing is remembered: ISODOCS_NO_CACHE is set, or you have no home folder.")
        return
    for file in files:
        size = f"{max(1, file.size // 1024):,} KiB"
        click.echo(f"{size:>13}  {one_line(file.repository or file.path)}")
    click.echo(f"{counted(len(files), 'repository')} in {one_line(folder)}")
