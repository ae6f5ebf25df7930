"""`isodocs hook`: check each commit and push when it is made."""

from __future__ import annotations

import click

from isodocs.commands._folder import CommandFolder

EXAMPLES = ("hook install",)


@click.group(cls=CommandFolder, folder="hook")
def command() -> None:
    """Install or run the Git hooks.

    Hooks on your own machine help, but anyone can skip them. The server's pre-receive hook is what
    enforces: it judges a push by the rules at its base.
    """
