"""`isodocs cache clear`: forget what is remembered."""

from __future__ import annotations

import click

from isodocs.commands._text import echo
from isodocs.words import say

EXAMPLES = ("cache clear",)


@click.command(short_help="Forget everything that is remembered on this machine.")
def command() -> None:
    """Forget everything that is remembered on this machine; the next answers take longer."""
    from isodocs.machine import stores
    from isodocs.words import counted

    files = stores.stores()
    size = stores.clear(files)
    echo(
        say(
            "Forgot what was remembered of {repositorys}: {size:,} bytes",
            repositorys=counted(len(files), "repository"),
            size=size,
        )
    )
