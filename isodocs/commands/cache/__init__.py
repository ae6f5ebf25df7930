"""`isodocs cache`: what isodocs remembers on this machine."""

from __future__ import annotations

import click

from isodocs.commands._folder import CommandFolder

EXAMPLES = ("cache info",)


@click.group(cls=CommandFolder, folder="cache")
def command() -> None:
    """Show or remove what isodocs remembers on this machine to answer faster.

    It lies in your cache folder, one file for each repository, outside of the repository. What is
    remembered never changes an answer, and removing it loses nothing. ISODOCS_NO_CACHE=1 does
    without.
    """
