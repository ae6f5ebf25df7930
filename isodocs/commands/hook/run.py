"""`isodocs hook run`: what Git calls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._before_commit import (
    COMMITS,
    ON_MESSAGE,
    complete_message,
    judge,
    report,
)
from isodocs.commands._clock import today
from isodocs.commands._text import NAME, echo
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.checking.gate import Judged
    from isodocs.repository.git import Git

EXAMPLES = ("hook run pre-commit",)
_MANY = 1_000
"""The history of so many commits takes seconds to read."""
_NAMES = (*COMMITS, ON_MESSAGE, "pre-push", "pre-receive")


@click.command(short_help="Judge a commit or a push; Git calls this.")
@click.argument("name", type=click.Choice(_NAMES))
@click.argument("arguments", type=NAME, nargs=-1)
@click.pass_context
def command(ctx: click.Context, name: str, arguments: tuple[str, ...]) -> None:
    """What Git calls. Exit code 0 lets the operation through, 1 stops it."""
    from isodocs.repository.git import Git

    git = Git.discover(ctx.obj.directory, hook=True)
    if name in COMMITS:
        ctx.exit(judge(git, name))
    if name != ON_MESSAGE:
        ctx.exit(report(_push(git, name)))
    if not arguments:
        raise click.UsageError(say("commit-msg needs the file that holds the message"))
    complete_message(git, Path(arguments[0]))


def _push(git: Git, name: str) -> tuple[Judged, ...]:
    from isodocs.checking.gate import judge_push
    from isodocs.errors import RepositoryError
    from isodocs.repository.updates import read_updates

    try:
        updates = read_updates(git, name, sys.stdin.buffer.read())
    except RepositoryError as error:
        raise click.UsageError(f"{error.message}\n{error.hint}") from None
    return judge_push(git, updates, today(), receiving=name == "pre-receive", reading=_reading)


def _reading(commits: int) -> None:
    """Say why it takes a while."""
    if commits >= _MANY:
        echo(say("isodocs reads the history of {commits:,} commits ...", commits=commits), err=True)
