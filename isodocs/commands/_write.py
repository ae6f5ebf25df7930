"""What every writing command does alike: show the plan, carry it out whole, say what comes next."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import FileChange, Plan
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.statements.seal import SignaturePurpose
    from isodocs.workspace import View, Workspace

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_PATIENCE = 60.0
"""Seconds to wait for other commands that write, before giving up."""


def writing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--dry-run` and `--commit`."""
    function = click.option(
        "--commit",
        is_flag=True,
        help="Commit exactly this at once, if a hook would let it through.",
    )(function)
    return click.option(
        "-n", "--dry-run", is_flag=True, help="Only show what would be done; write nothing."
    )(function)


as_option: Decorator = click.option(
    "--as",
    "person",
    metavar="PERSON",
    default="",
    help="Who decides, by id; otherwise the person with Git's e-mail address.",
)


def now() -> datetime:
    """The moment, with this machine's own offset from UTC."""
    return datetime.now().astimezone()


def open_today(ctx: click.Context) -> tuple[Workspace, Register]:
    """The repository, ready to be written to, and its register today."""
    workspace = open_to_write(ctx)
    return workspace, workspace.register(view_today())


def view_today() -> View:
    """The work tree as it stands, judged today."""
    from isodocs.workspace import View

    return View(date.today(), as_it_stands=True)


@contextmanager
def one_at_a_time(ctx: click.Context) -> Iterator[tuple[Workspace, Register]]:
    """As `open_today`, with nobody else writing from here to the end: what is free stays free."""
    from isodocs.lifecycle.carry_out import alone
    from isodocs.workspace import View

    workspace = _open(ctx)
    with alone(workspace.git, _PATIENCE):
        finish_interrupted(ctx, workspace)
        yield workspace, workspace.register(View(date.today(), as_it_stands=True))


def open_to_write(ctx: click.Context) -> Workspace:
    """The repository, with what an earlier command left unfinished done."""
    workspace = _open(ctx)
    finish_interrupted(ctx, workspace)
    return workspace


def _open(ctx: click.Context) -> Workspace:
    from isodocs.errors import LifecycleError
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    if workspace.git.is_bare:
        raise LifecycleError(
            "this is a bare repository: there are no files to write",
            hint="Clone it and work in the clone.",
        )
    return workspace


def finish_interrupted(ctx: click.Context, workspace: Workspace) -> None:
    """Finish what was interrupted; when that was this very command, nothing is left to do."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import unfinished
    from isodocs.lifecycle.carry_out import recover
    from isodocs.repository import refs

    for path in recover(workspace.git):
        click.echo(f"Finished what an interrupted command had begun: {one_line(path)}", err=True)
    left = unfinished.left_by(workspace.git, _typed(ctx))
    if left is None or ctx.params.get("dry_run"):
        return
    entry, plan = left
    click.echo("This very command was interrupted before; what it had begun is there:")
    for path in plan.files:
        click.echo(f"  {one_line(path)}")
    held = all(workspace.committed(path) == data for path, data in plan.files.items())
    if held and refs.head(workspace.git) != entry.head:
        unfinished.done(workspace.git)
        click.echo("It is committed. To do the same once more, run the command again.")
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


def decider(workspace: Workspace, register: Register, named: str) -> Person:
    """Who decides: `named`, or the person behind Git's e-mail address."""
    from isodocs.lifecycle.approvers import person
    from isodocs.repository import writer

    email = "" if named else writer.identity(workspace.git).email
    return person(register, email, named)


def usual_owner(workspace: Workspace, register: Register) -> str:
    """The first role of whoever writes; else the role that approves anything, or the person."""
    from isodocs.lifecycle.start import ROLE
    from isodocs.repository import writer

    history = register.inventory.authority
    if history is None:
        return ROLE
    authority = history.current
    person = authority.person_with(writer.identity(workspace.git).email)
    held = [role.id for role in authority.roles.values() if person and person.id in role.holders]
    return next(iter([*held, *([person.id] if person else []), *authority.roles]), ROLE)


key_option: Decorator = click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="Sign with this SSH key (its .pub file); otherwise one of yours that is at hand.",
)


def signer(
    workspace: Workspace, register: Register, who: Person, key: Path | None
) -> SigningKey | None:
    """The key with which this person signs; None where only a record is made.

    Raises IsodocsError for a key that is not the person's in the authority register.
    """
    from isodocs.errors import LifecycleError
    from isodocs.lifecycle.approvers import authority_of
    from isodocs.machine import signing_keys
    from isodocs.statements.seal import keys_of

    history = authority_of(register)
    held = keys_of(history.current, who.id)
    lines = {k.line for print_, k in held.items() if (who.id, print_) in history.proven}
    if key is not None:
        chosen = signing_keys.named(key)
        if chosen.public.line not in lines:
            raise LifecycleError(
                f"{chosen.fingerprint} is not a key of {who.name} in the authority register",
                hint=f"Enrol it first: isodocs authority enrol --key {key}",
            )
        return chosen
    return signing_keys.find(workspace.git, lines) if lines else None


def signed(
    register: Register, plan: Plan, key: SigningKey | None, purpose: SignaturePurpose
) -> Plan:
    """The plan with its signatures, made now that the person has agreed."""
    from isodocs.lifecycle.approvers import authority_of
    from isodocs.lifecycle.sealing import seal

    if key is None:
        return plan
    return seal(plan, key, purpose, authority_of(register).current.domain)


def say_how(key: SigningKey | None) -> None:
    """Tell what stands behind the decision about to be recorded."""
    if key is None:
        click.echo("  It will be recorded, not signed: it shows later changes, not who typed it.")
    else:
        click.echo(f"  It will be signed with {key.fingerprint}.")


def somebody_is_there() -> bool:
    """Whether a question would be answered: a pipe must say everything at once."""
    return sys.stdin.isatty()


def confirm(question: str, yes: bool) -> None:
    """Ask before a decision is recorded; `--yes` answers, and a pipe must answer so."""
    if yes:
        return
    if not somebody_is_there():
        raise click.UsageError("nobody is here to confirm; add --yes once you are sure")
    click.confirm(question, abort=True)


def show(plan: Plan) -> None:
    """Say what the plan does, file by file and field by field."""
    from isodocs.formats.text.escape import one_line
    from isodocs.formats.text.style import style

    _say(style(one_line(plan.summary), "bold"))
    show_files(plan.changes)


def show_files(changes: Iterable[FileChange]) -> None:
    """Say what happens to each file."""
    from isodocs.formats.text.escape import one_line

    for change in changes:
        what = "new" if change.before is None else "removed" if change.after is None else "changed"
        _say(f"  {what:<8} {one_line(change.path)}")
        for line in _fields(change):
            _say(f"           {line}")


def _fields(change: FileChange) -> list[str]:
    from isodocs.formats.text.escape import one_line
    from isodocs.history.redline import redline

    if change.before is None or change.after is None or not change.path.endswith(".md"):
        return []
    return [
        f"{one_line(field.name)}: {one_line(field.old or '—')} → {one_line(field.new or '—')}"
        for field in redline(change.before, change.after).fields
    ]


def carry_out(
    ctx: click.Context, workspace: Workspace, plan: Plan, *, dry_run: bool, commit: bool
) -> None:
    """Carry the plan out, or only say that nothing was written."""
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle import carry_out as whole
    from isodocs.lifecycle import unfinished

    if dry_run:
        _say("Nothing was written (--dry-run).")
        return
    unfinished.note(workspace.git, _typed(ctx), plan)
    try:
        whole.carry_out(workspace.git, plan)
        if commit:
            _commit(ctx, workspace, plan)
    except Exception:
        unfinished.done(workspace.git)  # it ended, even if not well; only a kill leaves the note
        raise
    unfinished.done(workspace.git)
    if not commit:
        _say_how_to_commit(plan)
    if plan.then:
        _say("Next:")
        for line in plan.then:
            _say(f"  {one_line(line)}")


def _say_how_to_commit(plan: Plan) -> None:
    paths = " ".join(dict.fromkeys(_quoted(p) for p in plan.along if p not in plan.files))
    _say("Written and staged. To commit it:")
    if paths:
        _say(f"  git add {paths}")
    _say(f"  git commit -m {_quoted(plan.message)}")


def _say(text: str) -> None:
    """Print a line; whoever stops reading (`| head -1`) does not stop what is being done."""
    try:
        click.echo(text)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _commit(ctx: click.Context, workspace: Workspace, plan: Plan) -> None:
    """Commit the plan's files, judged as the hook would judge them."""
    from isodocs.checking.enforcement import judge_commit
    from isodocs.commands._show_verdict import explain
    from isodocs.errors import IsodocsError
    from isodocs.repository import writer

    not_committed = "It is written and staged, not committed."
    try:
        along = workspace.to_commit(path for path in plan.along if path not in plan.files)
        files = {**along, **plan.files}
        writer.stage(workspace.git, files)
        verdict = judge_commit(workspace, date.today(), files)
        if verdict.refused:
            explain(verdict, "this commit")
            click.echo(not_committed, err=True)
            ctx.exit(1)
        author = writer.identity(workspace.git)
        committer = writer.committer(workspace.git)
        id = writer.commit(workspace.git, plan.message, files, author=author, committer=committer)
    except (IsodocsError, OSError):
        click.echo(not_committed, err=True)
        raise
    _say(f"Committed as {id[:10]}: {plan.message}")


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)
