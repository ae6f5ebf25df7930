"""`isodocs hook uninstall`: take the hooks out again."""

from __future__ import annotations

import click

from isodocs.commands._text import echo
from isodocs.commands.hook._hooks_folder import hooks_folder
from isodocs.words import say

EXAMPLES = ("hook uninstall",)


@click.command(short_help="Remove the hooks, and restore those that were there before.")
@click.option("--server", is_flag=True, help="Remove pre-receive.")
@click.pass_context
def command(ctx: click.Context, server: bool) -> None:
    """Remove the hooks, and restore those that were there before."""
    from isodocs.lifecycle import hooks

    folder = hooks_folder(ctx.obj.directory, server)
    removed = hooks.uninstall(folder, (hooks.SERVER,) if server else hooks.LOCAL)
    for hook in removed:
        echo(f"{hook.path}: {hook.what}")
    if not removed:
        echo(say("No hook of isodocs in {folder}.", folder=folder))
