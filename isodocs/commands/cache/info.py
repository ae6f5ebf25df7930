"""`isodocs cache info`: what is remembered, and where."""

from __future__ import annotations

import click

from isodocs.commands._text import echo
from isodocs.words import say

EXAMPLES = ("cache info",)


@click.command(short_help="Show what is remembered, of which repositories, and where.")
def command() -> None:
    """Show what is remembered, of which repositories, and where."""
    from isodocs.formats.text.escape import one_line
    from isodocs.machine import store, stores
    from isodocs.words import counted

    folder, files = store.folder(), stores.stores()
    if folder is None:
        echo(say("Nothing is remembered: ISODOCS_NO_CACHE is set, or you have no home folder."))
        return
    for file in files:
        size = say("{max:,} KiB", max=max(1, file.size // 1024))
        echo(f"{size:>13}  {one_line(file.repository or file.path)}")
    echo(
        say(
            "{repositorys} in {folder}",
            repositorys=counted(len(files), "repository"),
            folder=one_line(folder),
        )
    )
