"""Show a plan, carry it out whole, commit it, and finish what was interrupted."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import today
from isodocs.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.lifecycle.plan import FileChange, Plan
    from isodocs.workspace import Workspace


_MOST = 40
"""So many files of a plan are named; more are counted."""


def show(plan: Plan) -> None:
    """Say what the plan does, file by file and field by field."""
    from isodocs.formats.text.escape import one_line
    from isodocs.formats.text.style import style

    say(style(one_line(plan.summary), "bold"))
    show_files(plan.changes)


def show_files(changes: Iterable[FileChange]) -> None:
    """Say what happens to each file."""
    from isodocs.formats.text.escape import one_line

    listed = list(changes)
    for change in listed[:_MOST]:
        say(f"  {_what(change):<8} {one_line(change.path)}")
        for line in _fields(change):
            say(f"           {line}")
    rest = Counter(map(_what, listed[_MOST:]))
    for what, number in rest.items():
        say(f"  {what:<8} {counted(number, 'more file')}")


def _what(change: FileChange) -> str:
    """What happens to a file, in a word."""
    return "new" if change.before is None else "removed" if change.after is None else "changed"


def _fields(change: FileChange) -> list[str]:
    from isodocs.formats.text.escape import one_line
    from isodocs.history.redline import redline

    if change.before is None or change.after is None or not change.path.endswith(".md"):
        return []
    return [
        f"{one_line(field.name)}: {one_line(field.old or '—')} → {one_line(field.new or '—')}"
        for field in redline(change.before, change.after).fields
    ]


def carry_out_and_report(
    ctx: click.Context, workspace: Workspace, plan: Plan, *, commit: bool
) -> None:
    """Write the plan's files whole, commit them if asked to, and say what comes next."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import unfinished
    from isodocs.lifecycle.carry_out import carry_out

    unfinished.note(workspace.git, _typed(ctx), plan)
    try:
        carry_out(workspace.git, plan)
        if commit:
            _commit(ctx, workspace, plan)
    except Exception:
        unfinished.done(workspace.git)  # it ended, even if not well; only a kill leaves the note
        raise
    unfinished.done(workspace.git)
    if not commit:
        _say_how_to_commit(plan)
    if plan.then:
        say("Next:")
        for line in plan.then:
            say(f"  {one_line(line)}")


def finish_interrupted(ctx: click.Context, workspace: Workspace) -> None:
    """Finish what was interrupted; when that was this very command, nothing is left to do."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import unfinished
    from isodocs.lifecycle.carry_out import recover
    from isodocs.repository import refs

    for path in recover(workspace.git):
        click.echo(f"Finished the change of an interrupted command: {one_line(path)}", err=True)
    left = unfinished.left_by(workspace.git, _typed(ctx))
    if left is None or ctx.params.get("dry_run"):
        return
    entry, plan = left
    click.echo("This command was interrupted before; these files are written:")
    for path in plan.files:
        click.echo(f"  {one_line(path)}")
    held = all(workspace.committed(path) == data for path, data in plan.files.items())
    if held and refs.head(workspace.git) != entry.head:
        unfinished.done(workspace.git)
        click.echo("They are committed. To do the same again, run the command again.")
    elif ctx.params.get("commit"):
        _commit(ctx, workspace, plan)
        unfinished.done(workspace.git)
    else:
        unfinished.done(workspace.git)
        _say_how_to_commit(plan)
    ctx.exit(0)


def _typed(ctx: click.Context) -> str:
    """The command with everything that was said to it."""
    return f"{ctx.command_path} {sorted((name, repr(value)) for name, value in ctx.params.items())}"


def _say_how_to_commit(plan: Plan) -> None:
    from shlex import quote

    paths = " ".join(dict.fromkeys(quote(p) for p in plan.along if p not in plan.files))
    say("Written and staged. To commit it:")
    if paths:
        say(f"  git add {paths}")
    say(f"  git commit -m {quote(plan.message)}")


def say(text: str) -> None:
    """Print a line; a reader who stops (`| head -1`) does not stop the change."""
    try:
        click.echo(text)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _commit(ctx: click.Context, workspace: Workspace, plan: Plan) -> None:
    """Commit the plan's files, judged as the hook would judge them."""
    from isodocs.commands._show_verdict import explain
    from isodocs.errors import IsodocsError
    from isodocs.lifecycle.commit_plan import commit

    not_committed = "Written and staged, not committed."
    try:
        id, verdict = commit(workspace, plan, today())
        if not id:
            explain(verdict, "this commit")
            click.echo(not_committed, err=True)
            ctx.exit(1)
    except (IsodocsError, OSError):
        click.echo(not_committed, err=True)
        raise
    say(f"Committed as {id[:10]}: {plan.message}")
