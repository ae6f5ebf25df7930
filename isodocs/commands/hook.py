"""`isodocs hook`: check what a commit or a push brings, at the moment it is made."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._text import NAME
from isodocs.commands._verdict import explain

if TYPE_CHECKING:
    from isodocs.checking.gate import Judged
    from isodocs.repository.git import Git

_COMMITS = {
    "pre-commit": "this commit",
    "pre-merge-commit": "this merge",
    "pre-applypatch": "this patch",
}
_NAMES = (*_COMMITS, "commit-msg", "pre-push", "pre-receive")


@click.group()
def command() -> None:
    """Install or run the Git hooks.

    Hooks on your own machine are a convenience: whoever wants to can skip them. The server's
    pre-receive hook is what enforces; it judges a push by the rules at its base.
    """


@command.command("install")
@click.option("--server", is_flag=True, help="Install pre-receive; run this in the server's copy.")
@click.pass_context
def install(ctx: click.Context, server: bool) -> None:
    """Install the hooks for commits and pushes, beside hooks that exist, never over them.

    They are pre-commit, pre-merge-commit, pre-applypatch, commit-msg and pre-push. Git runs none
    for a fast-forward, a cherry-pick or a revert: what these bring is judged when it is pushed.
    """
    from isodocs.lifecycle import hooks

    folder = _hooks_folder(ctx.obj.directory, server, installing=True)
    names = (hooks.SERVER,) if server else hooks.LOCAL
    for installed in hooks.install(folder, names, sys.executable):
        click.echo(f"{installed.path}: {installed.what}")
    if server:
        click.echo("Pushes to protected branches are now judged here; nobody can skip that.")
        return
    click.echo(
        "\nThese hooks help on this machine; `git commit --no-verify` skips them. To enforce, run\n"
        "on the server, in its copy of the repository:\n"
        "  isodocs -C /path/to/repository.git hook install --server\n"
        "On a hosted forge, protect the branch there and run `isodocs check` in its pipeline."
    )


@command.command("uninstall")
@click.option("--server", is_flag=True, help="Remove pre-receive.")
@click.pass_context
def uninstall(ctx: click.Context, server: bool) -> None:
    """Remove the hooks again and put back those that stood there before."""
    from isodocs.lifecycle import hooks

    folder = _hooks_folder(ctx.obj.directory, server)
    removed = hooks.uninstall(folder, (hooks.SERVER,) if server else hooks.LOCAL)
    for hook in removed:
        click.echo(f"{hook.path}: {hook.what}")
    if not removed:
        click.echo(f"No hook of isodocs in {folder}.")


@command.command("run")
@click.argument("name", type=click.Choice(_NAMES))
@click.argument("arguments", type=NAME, nargs=-1)
@click.pass_context
def run(ctx: click.Context, name: str, arguments: tuple[str, ...]) -> None:
    """What Git calls. Exit code 0 lets the operation through, 1 stops it."""
    from isodocs.checking import gate
    from isodocs.repository.git import Git

    git = Git.discover(ctx.obj.directory, hook=True)
    today = date.today()
    if name in _COMMITS:
        judged = gate.judge_commit(git, today)
    elif name == "commit-msg":
        _commit_message(git, Path(arguments[0]) if arguments else None, today)
        return
    else:
        judged = _push(git, name, today)
    for each in judged:
        what = _COMMITS.get(name) or f"the push to {each.verdict.ref}"
        explain(each.verdict, f"{what}, for {each.folder}/" if each.folder else what)
    refused = any(each.verdict.refused for each in judged)
    ctx.exit(1 if refused else 0)


def _hooks_folder(directory: Path, server: bool, *, installing: bool = False) -> Path:
    from isodocs.errors import LifecycleError
    from isodocs.lifecycle import hook_script
    from isodocs.repository import refs
    from isodocs.repository.git import Git

    git = Git.discover(directory, bare=server)
    folder, redirected = refs.hooks_directory(git)
    inside = (git.common_directory, git.top)
    if redirected and not any(folder.is_relative_to(place) for place in inside):
        raise LifecycleError(
            f"core.hooksPath sends the hooks to {folder}, outside this repository",
            hint="That folder serves other repositories too. Call `isodocs hook run pre-commit` "
            "from the hook there, or unset core.hooksPath for this repository.",
        )
    if installing and (ours := hook_script.inside(git.top, sys.executable)):
        raise LifecycleError(
            f"isodocs runs from {ours}, inside this repository: anyone who may push could put a "
            "file there, and every commit here would run it",
            hint="Install isodocs outside of the repository (`pipx install`, or `python3 -m venv` "
            "in a folder of its own), and install the hooks with that one.",
        )
    return folder


def _push(git: Git, name: str, today: date) -> tuple[Judged, ...]:
    from isodocs.checking.gate import judge_push
    from isodocs.errors import RepositoryError
    from isodocs.repository.updates import read_updates

    try:
        updates = read_updates(git, name, sys.stdin.buffer.read())
    except RepositoryError as error:
        raise click.UsageError(f"{error.message}\n{error.hint}") from None
    return judge_push(git, updates, today, receiving=name == "pre-receive")


def _commit_message(git: Git, path: Path | None, today: date) -> None:
    """Add a `Document:` trailer for each document that the commit changes, if not there yet."""
    from isodocs.checking.gate import documents_changed
    from isodocs.lifecycle.trailers import MessageCleanup, with_trailers
    from isodocs.repository import settings

    if path is None:
        raise click.UsageError("commit-msg needs the file that holds the message")
    lines = documents_changed(git, today)
    values = {
        each.key: each.value
        for each in settings.settings(git, r"^(core[.]comment(char|string)|commit[.]cleanup)$")
    }
    cleanup = values.pop("commit.cleanup", "")
    # Git sets the editor to ":" for its hooks where it opens none (githooks(5), "pre-commit").
    edited = os.environ.get("GIT_EDITOR") != ":"
    message = path.read_bytes()
    changed = with_trailers(message, lines, MessageCleanup(tuple(values.values()), cleanup, edited))
    if changed != message:
        path.write_bytes(changed)
