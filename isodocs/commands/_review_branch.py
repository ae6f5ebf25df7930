"""What commands do with review branches: commit a final form to one, and push it when asked."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from isodocs.commands._options import terminal_width
from isodocs.commands._text import echo
from isodocs.dataclass import immutable, replace
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.commands._write import WritingCommand
    from isodocs.lifecycle.plan import Plan
    from isodocs.lifecycle.review_branch import Tip
    from isodocs.model.authority import Person
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


@immutable(frozen=True, slots=True)
class Elsewhere:
    """A branch on which a text waits: the repository and its register as they are there.

    `here` is the branch that is checked out. `ahead` says that something was committed to the
    branch here that was not seen on any other branch yet.
    """

    tip: Tip
    workspace: Workspace
    register: Register
    here: str
    ahead: bool

    @classmethod
    def at(cls, workspace: Workspace, register: Register, tip: Tip) -> Elsewhere:
        """Look at the tip of a branch, on the register's day."""
        from isodocs.repository import refs
        from isodocs.workspace import View

        there = workspace.at(tip.commit)
        seen = {branch.commit for branch in tip.remotes}
        return cls(
            tip,
            there,
            there.register(View(register.on)),
            refs.current_branch(workspace.git) or "",
            tip.commit not in seen,
        )


def given(entry: Entry, who: Person) -> bool:
    """Whether this person's approval of the form in the file counts already."""
    status = entry.form_of(entry.current[0]) if entry.current else None
    statements = status.judgement.statements if status and status.judgement else ()
    return any(statement.person == who.id for statement in statements)


def add(where: Elsewhere, entry: Entry, push: bool, plan: Plan) -> None:
    """Commit a decision to the branch on which the text waits, and say what comes next."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import review_branch
    from isodocs.workspace import View

    git, name = where.workspace.git, where.tip.name
    commit = review_branch.add(git, where.tip, plan)
    echo(
        say(
            "Committed to {name} as {commit}: {message}",
            name=name,
            commit=commit[:10],
            message=one_line(plan.message),
        )
    )
    if push:
        send(where.workspace, name, upstream_of=where.here)
    then = where.workspace.at(commit).register(View(where.register.on)).entries[entry.id]
    status = then.form_of(then.current[0])
    lines = [*plan.then, *([] if push else share(where.workspace, name))]
    if status and status.approved_on:
        lines.append(say("All approvals are there: isodocs merge {id}", id=entry.id))
    if lines:
        echo("Next:")
    for line in lines:
        echo(say("  {line}", line=one_line(line)))


def send_again(where: Elsewhere) -> None:
    """Push what was committed to the branch before, with what others have added since."""
    from isodocs.lifecycle import review_branch

    why = say("joined with what others added")
    review_branch.publish(where.workspace.git, where.tip.name, where.tip.commit, where.tip, why)
    send(where.workspace, where.tip.name, upstream_of=where.here)


def record_final_form(
    write: WritingCommand,
    workspace: Workspace,
    register: Register,
    entry: Entry,
    plan: Plan,
    *,
    later: str = say("isodocs submit {id} --commit"),
) -> None:
    """Record a form that awaits approval: on its review branch, if the branch here is protected.

    `later` says how it is put there once it is in the file.
    """
    from isodocs.lifecycle.final_form import protected_branch

    branch = protected_branch(workspace, register)
    into = None
    if branch and (write.commit or write.push):
        into = functools.partial(_put_up, write, workspace, register, entry, branch)
    elif branch:
        there = say(
            "{branch} accepts it only with its approvals; to collect them on a separate branch:",
            branch=branch,
        )
        plan = replace(plan, kept_by=(there, later.format(id=entry.id)))
    write.record(workspace, plan, into=into)


def _put_up(
    write: WritingCommand,
    workspace: Workspace,
    register: Register,
    entry: Entry,
    branch: str,
    plan: Plan,
) -> None:
    """Commit a final form to its review branch, since `branch`, checked out here, takes no such.

    It is checked as it is there: what is only in the work tree here, no one else would see.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle.final_form import prepared, published
    from isodocs.reports.check import gap_lines

    if write.push:
        remote_for(workspace, branch)
    waiting = prepared(workspace, register, entry, plan)
    made = waiting.made
    if waiting.gaps:
        echo(
            say(
                "On {branch}, {id} would not be ready for approval:",
                branch=made.branch,
                id=entry.id,
            ),
            err=True,
        )
        echo(err=True)
        for line in gap_lines(waiting.gaps, terminal_width()):
            echo(line, err=True)
        echo(say("Nothing was committed. Commit the missing files here first."), err=True)
        write.ctx.exit(1)
    published(workspace, entry.id, waiting, plan.message)
    echo(
        say("{branch} already has exactly this form.", branch=made.branch)
        if made.held
        else say(
            "Committed to {branch} as {commit}: {message}",
            branch=made.branch,
            commit=made.commit[:10],
            message=one_line(plan.message),
        )
    )
    echo(
        say(
            "You are still on {branch}, which accepts it once it is approved; "
            "nothing changed here.",
            branch=branch,
        )
        if not made.restore.changes
        else say(
            "You are still on {branch}, which accepts it once it is approved; {summary}",
            branch=branch,
            summary=one_line(made.restore.summary),
        )
    )
    if write.push:
        send(workspace, made.branch, upstream_of=branch)
    echo("Next:")
    for line in (*([] if write.push else share(workspace, made.branch)), *plan.then):
        echo(say("  {line}", line=one_line(line)))
    echo(say("  When all have approved: isodocs merge {id}", id=entry.id))


def remote_for(workspace: Workspace, branch: str = "") -> str:
    """Where a branch (the one that is checked out, where none is named) is pushed to.

    It is asked before anything is written, since it may not exist.
    """
    from isodocs.repository import branches, refs

    return branches.remote_of(workspace.git, branch or refs.current_branch(workspace.git) or "")


def share(workspace: Workspace, branch: str) -> list[str]:
    """What to type so that others see a branch; nothing where there is no other repository."""
    from isodocs.repository import settings

    remotes = settings.remotes(workspace.git)
    name = "origin" if "origin" in remotes else next(iter(remotes), "")
    return [say("To share it: git push {name} {branch}", name=name, branch=branch)] if name else []


def send(workspace: Workspace, branch: str, *, upstream_of: str = "") -> None:
    """Push a branch to the remote of `upstream_of` (itself where empty), and say so."""
    from isodocs.repository.push import push

    remote = remote_for(workspace, upstream_of or branch)
    hint = say(
        "If someone else pushed first: `git fetch`, then run the command again. "
        "What was committed here stays."
    )
    push(workspace.git, remote, branch, hint=hint)
    echo(say("Pushed {branch} to {remote}.", branch=branch, remote=remote))


def send_current(workspace: Workspace) -> None:
    """Push the branch that is checked out."""
    from isodocs.errors import LifecycleError
    from isodocs.repository import refs

    branch = refs.current_branch(workspace.git)
    if branch is None:
        raise LifecycleError(
            say("no branch is checked out, so there is nothing to push"),
            hint=say("`git switch -c BRANCH` creates one here."),
        )
    send(workspace, branch)
