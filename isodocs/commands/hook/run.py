"""`isodocs hook run`: what Git calls."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import today
from isodocs.commands._show_verdict import explain
from isodocs.commands._text import NAME, echo
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.checking.gate import Judged
    from isodocs.repository.git import Git

EXAMPLES = ("hook run pre-commit",)
_COMMITS = {
    "pre-commit": say("this commit"),
    "pre-merge-commit": say("this merge"),
    "pre-applypatch": say("this patch"),
}
_MANY = 1_000
"""The history of so many commits takes seconds to read."""
_NAMES = (*_COMMITS, "commit-msg", "pre-push", "pre-receive")


@click.command(short_help="Judge a commit or a push; Git calls this.")
@click.argument("name", type=click.Choice(_NAMES))
@click.argument("arguments", type=NAME, nargs=-1)
@click.pass_context
def command(ctx: click.Context, name: str, arguments: tuple[str, ...]) -> None:
    """What Git calls. Exit code 0 lets the operation through, 1 stops it."""
    from isodocs.repository.git import Git

    git = Git.discover(ctx.obj.directory, hook=True)
    day = today()
    if name in _COMMITS:
        judged = _next_commit(git, day)
    elif name == "commit-msg":
        _commit_message(git, Path(arguments[0]) if arguments else None, day)
        return
    else:
        judged = _push(git, name, day)
    for each in judged:
        what = _COMMITS.get(name) or say("the push to {ref}", ref=each.verdict.ref)
        explain(
            each.verdict,
            say("{what}, for {folder}/", what=what, folder=each.folder) if each.folder else what,
        )
    refused = any(each.verdict.refused for each in judged)
    ctx.exit(1 if refused else 0)


def _next_commit(git: Git, today: date) -> tuple[Judged, ...]:
    from isodocs.checking.touched import next_commit

    change = next_commit(git)
    if not change.folders:
        return ()
    from isodocs.checking.gate import judge_commit

    return judge_commit(git, change, today)


def _push(git: Git, name: str, today: date) -> tuple[Judged, ...]:
    from isodocs.checking.gate import judge_push
    from isodocs.errors import RepositoryError
    from isodocs.repository.updates import read_updates

    try:
        updates = read_updates(git, name, sys.stdin.buffer.read())
    except RepositoryError as error:
        raise click.UsageError(f"{error.message}\n{error.hint}") from None
    return judge_push(git, updates, today, receiving=name == "pre-receive", reading=_reading)


def _reading(commits: int) -> None:
    """Say why it takes a while."""
    if commits >= _MANY:
        echo(say("isodocs reads the history of {commits:,} commits ...", commits=commits), err=True)


def _commit_message(git: Git, path: Path | None, today: date) -> None:
    """Add a `Document:` trailer for each document that the commit changes, if not there yet."""
    from isodocs.checking.touched import documents_known, next_commit
    from isodocs.lifecycle.trailers import MessageCleanup, with_trailers
    from isodocs.repository import settings

    if path is None:
        raise click.UsageError(say("commit-msg needs the file that holds the message"))
    change = next_commit(git)
    if not change.folders:
        return
    lines = documents_known(git, change)
    if lines is None:
        from isodocs.checking.gate import documents_changed

        lines = documents_changed(git, change, today)
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
