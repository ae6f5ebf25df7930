"""`isodocs merge`: merge a complete revision from its review branch into the protected branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._carry_out import show_files
from isodocs.commands._find_document import document_argument
from isodocs.commands._open import open_today
from isodocs.commands._review_branch import remote_for, send, share
from isodocs.commands._text import NAME, echo
from isodocs.commands._write import can_answer
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.review_branch import Tip
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = ("merge SOP-009 --dry-run",)


@click.command()
@document_argument
@click.option(
    "--branch", default="", metavar="NAME", type=NAME, help="The branch, where it is another."
)
@click.option(
    "--push",
    is_flag=True,
    help="Send the result with your own `git push`, and remove the review branch there as well.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Only check whether it can be merged.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask, whatever else the branch changes.")
@click.pass_context
def command(
    ctx: click.Context, document: str, branch: str, push: bool, dry_run: bool, yes: bool
) -> None:
    """Merge the review branch of DOCUMENT into the protected branch that is checked out.

    It is judged as a push of the merge would be: while an approval is missing, or a hook would
    refuse anything else, nothing happens, and you see what is missing and from whom. Files are
    taken whole from one side; if both branches changed the same file, nothing happens either.
    Other changes on the branch are listed, and in a terminal you are asked about them. The
    review branch is removed afterwards.
    """
    from isodocs.commands._show_verdict import explain
    from isodocs.lifecycle.merge import bring_in, merge_review_branch, merge_target
    from isodocs.repository import history

    workspace, register = open_today(ctx)
    into, head = merge_target(workspace)
    if push:
        remote_for(workspace, into)
    where, id, label = _find(workspace, register, document, branch)
    if history.is_ancestor(workspace.git, where.commit, head):
        echo(say("{label} is already in {into}.", label=label, into=into))
    else:
        made = merge_review_branch(workspace, register, where, id, label)
        for each in made.refused:
            what = say("the merge of {name} into {into}", name=where.name, into=into)
            what = (
                say("{what}, for {folder}/", what=what, folder=each.folder) if each.folder else what
            )
            explain(each.verdict, what, branch_hint=False)
        if made.refused:
            echo(say("Nothing was merged. Afterwards: isodocs merge {id}", id=id), err=True)
            ctx.exit(1)
        if made.others:
            echo(say("In addition to {label}, {name} changes:", label=label, name=where.name))
            show_files(made.others)
        if dry_run:
            echo(
                say(
                    "{label} can be merged into {into}. Nothing was written (--dry-run).",
                    label=label,
                    into=into,
                )
            )
            return
        if made.others and not yes and can_answer():
            click.confirm(say("Merge all of it into {into}?", into=into), abort=True)
        bring_in(workspace, made, where)
        echo(
            say(
                "Merged {name} into {into} as {commit}: {label}",
                name=where.name,
                into=into,
                commit=made.commit[:10],
                label=label,
            )
        )
    if not dry_run:
        _finish(workspace, where, into, push)


def _find(
    workspace: Workspace, register: Register, typed: str, branch: str
) -> tuple[Tip, str, str]:
    """The branch to merge, the document's identifier, and its revision there."""
    from isodocs.errors import LifecycleError
    from isodocs.lifecycle import review_branch, waiting
    from isodocs.workspace import View

    known = next((id for id in register.entries if id.casefold() == typed.casefold()), typed)
    where = review_branch.tip(workspace.git, branch or review_branch.name_of(known))
    if where is None:
        found = waiting.one(workspace, register, typed, branch)
        if found is None:
            raise LifecycleError(
                say("no branch has a final form of {typed} that is not here", typed=typed),
                hint=say(
                    "Its author submits it: isodocs submit {typed} --commit. If that "
                    "is done: git fetch",
                    typed=typed,
                ),
            )
        return found[0], found[1].entry.id, found[1].document.label
    there = workspace.at(where.commit).register(View(register.on))
    known = next((id for id in there.entries if id.casefold() == known.casefold()), known)
    entry = there.entries.get(known)
    current = entry.current[0].label if entry and entry.current else known
    return where, known, current


def _finish(workspace: Workspace, where: Tip, into: str, push: bool) -> None:
    """Remove what is merged, and send it all where that is asked for."""
    from isodocs.lifecycle.merge import clean_up
    from isodocs.repository import branches
    from isodocs.repository.push import is_there, remove

    git = workspace.git
    if clean_up(git, where):
        echo(say("Removed {name} here; its content is in {into}.", name=where.name, into=into))
    if not push:
        for line in share(workspace, into):
            echo(line)
        return
    send(workspace, into)
    remote = branches.remote_of(git, into)
    for branch in where.remotes:
        if branch.remote == remote:
            if not is_there(git, remote, branch.name):
                branches.delete(git, branch)
                echo(say("{name} is already gone at {remote}.", name=branch.name, remote=remote))
                continue
            remove(
                git,
                remote,
                branch.name,
                branch.commit,
                hint=say("Someone has added to it: `git fetch` shows what."),
            )
            echo(say("Removed {name} at {remote}.", name=branch.name, remote=remote))
