"""`isodocs hook install`: put the hooks in place."""

from __future__ import annotations

import sys

import click

from isodocs.commands._text import echo
from isodocs.commands.hook._hooks_folder import hooks_folder
from isodocs.words import say

EXAMPLES = ("hook install",)


@click.command(short_help="Install the hooks for commits and pushes, or for the server.")
@click.option("--server", is_flag=True, help="Install pre-receive; run this in the server's copy.")
@click.pass_context
def command(ctx: click.Context, server: bool) -> None:
    """Install the hooks for commits and pushes; existing hooks are kept and still run.

    They are pre-commit, pre-merge-commit, pre-applypatch, commit-msg and pre-push. Git runs none
    for a fast-forward, a cherry-pick or a revert: their changes are judged when they are pushed.
    """
    from isodocs.lifecycle import hooks

    folder = hooks_folder(ctx.obj.directory, server, installing=True)
    names = (hooks.SERVER,) if server else hooks.LOCAL
    for installed in hooks.install(folder, names, sys.executable):
        echo(f"{installed.path}: {installed.what}")
    if server:
        echo(say("Pushes to protected branches are now judged here; no one can skip that."))
        return
    echo(
        say(
            "\nThese hooks help on this machine; `git commit --no-verify` skips them. "
            "To enforce, run\n"
            "on the server, in its copy of the repository:\n"
            "  isodocs -C /path/to/repository.git hook install --server\n"
            "On a hosted forge, protect the branch there and run `isodocs check` in its pipeline."
        )
    )
