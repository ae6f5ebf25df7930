"""`isodocs cache clear`: forget what is remembered."""

from __future__ import annotations

import click

EXAMPLES = ("cache clear",)


@click.command(short_help="Forget everything that is remembered on this machine.")
def command() -> None:
    """Forget everything that is remembered on this machine; the next answers take longer."""
    from isodocs.machine import stores
    from isodocs.words import counted

    files = stores.stores()
    size = stores.clear(files)
    click.echo(f"Forgot what was remembered of {counted(len(files), 'repository')}: {size:,} bytes")
