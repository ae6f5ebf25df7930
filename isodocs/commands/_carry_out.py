"""Show a plan, carry it out whole, commit it, and finish what was interrupted."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from isodocs.commands._clock import today
from isodocs.commands._text import echo
from isodocs.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from isodocs.lifecycle.plan import FileChange, Plan
    from isodocs.workspace import Workspace


_MOST = 40
"""So many files of a plan are named; more are counted."""


def show(plan: Plan, *, brief: bool = False) -> None:
    """Say what the plan does, file by file and field by field; in `brief` how many files."""
    from isodocs.formats.text.escape import one_line
    from isodocs.formats.text.style import style

    put_line(style(one_line(plan.summary), "bold"))
    if brief:
        _count_files(plan.changes)
    else:
        show_files(plan.changes)


def _count_files(changes: Iterable[FileChange]) -> None:
    """Say how many files are new or changed, and in which fields."""
    named: dict[str, dict[str, None]] = {}
    number: Counter[str] = Counter()
    for change in changes:
        what = _what(change)
        number[what] += 1
        mine = (line.partition(":")[0] for line in _fields(change))
        named.setdefault(what, {}).update(dict.fromkeys(mine))
    for what, fields in named.items():
        among = f" ({', '.join(fields)})" if fields else ""
        put_line(say("  {what:<8} {files}", what=what, files=counted(number[what], "file") + among))


def show_files(changes: Iterable[FileChange]) -> None:
    """Say what happens to each file."""
    from isodocs.formats.text.escape import one_line

    listed = list(changes)
    for change in listed[:_MOST]:
        put_line(say("  {what:<8} {path}", what=_what(change), path=one_line(change.path)))
        for line in _fields(change):
            put_line(say("           {line}", line=line))
    rest = Counter(map(_what, listed[_MOST:]))
    for what, number in rest.items():
        put_line(say("  {what:<8} {files}", what=what, files=counted(number, "more file")))


def _what(change: FileChange) -> str:
    """What happens to a file, in a word."""
    if change.before is None:
        return say("new")
    return say("removed") if change.after is None else say("changed")


def _fields(change: FileChange) -> list[str]:
    from isodocs.formats.text.escape import one_line
    from isodocs.history.redline import redline

    if change.before is None or change.after is None or not change.path.endswith(".md"):
        return []
    return [
        say(
            "{name}: {old} → {new}",
            name=one_line(field.name),
            old=one_line(field.old or "—"),
            new=one_line(field.new or "—"),
        )
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
        put_line(say("Next:"))
        for line in plan.then:
            put_line(say("  {line}", line=one_line(line)))


def finish_interrupted(ctx: click.Context, workspace: Workspace) -> None:
    """Finish what was interrupted; when that was this very command, nothing is left to do."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import unfinished
    from isodocs.lifecycle.carry_out import recover
    from isodocs.repository import refs

    for path in recover(workspace.git):
        echo(
            say("Finished the change of an interrupted command: {path}", path=one_line(path)),
            err=True,
        )
    left = unfinished.left_by(workspace.git, _typed(ctx))
    if left is None or ctx.params.get("dry_run"):
        return
    entry, plan = left
    echo(say("This command was interrupted before; these files are written:"))
    for path in plan.files:
        echo(say("  {path}", path=one_line(path)))
    held = all(workspace.committed(path) == data for path, data in plan.files.items())
    if held and refs.head(workspace.git) != entry.head:
        unfinished.done(workspace.git)
        echo(say("They are committed. To do the same again, run the command again."))
    elif ctx.params.get("commit"):
        _commit(ctx, workspace, plan)
        unfinished.done(workspace.git)
    else:
        unfinished.done(workspace.git)
        _say_how_to_commit(plan)
    ctx.exit(0)


def _typed(ctx: click.Context) -> str:
    """The command with everything that was said to it."""
    return say(
        "{command_path} {sorted}",
        command_path=ctx.command_path,
        sorted=sorted(((name, repr(value)) for name, value in ctx.params.items())),
    )


def _say_how_to_commit(plan: Plan) -> None:
    from shlex import quote

    if plan.kept_by:
        reason, *lines = plan.kept_by
        put_line(say("Written and staged. {reason}", reason=reason))
        for line in lines:
            put_line(say("  {line}", line=line))
        return
    paths = " ".join(dict.fromkeys(quote(p) for p in plan.along if p not in plan.files))
    put_line(say("Written and staged. To commit it:"))
    if paths:
        put_line(say("  git add {paths}", paths=paths))
    put_line(say("  git commit -m {message}", message=quote(plan.message)))


def put_line(text: str) -> None:
    """Print a line; a reader who stops (`| head -1`) does not stop the change."""
    try:
        echo(text)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _commit(ctx: click.Context, workspace: Workspace, plan: Plan) -> None:
    """Commit the plan's files, judged as the hook would judge them."""
    from isodocs.commands._show_verdict import explain
    from isodocs.errors import IsodocsError
    from isodocs.lifecycle.commit_plan import commit

    not_committed = say("Written and staged, not committed.")
    try:
        id, verdict = commit(workspace, plan, today())
        if not id:
            explain(verdict, say("this commit"))
            echo(not_committed, err=True)
            ctx.exit(1)
    except (IsodocsError, OSError):
        echo(not_committed, err=True)
        raise
    put_line(say("Committed as {id}: {message}", id=id[:10], message=plan.message))
