"""The parts of `isodocs authority` that write: init, enrol, propose, sign, revoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._keys import one_of, own_key
from isodocs.commands._writing import (
    carry_out,
    confirm,
    key_option,
    open_to_write,
    show,
    writing_options,
)

if TYPE_CHECKING:
    from isodocs.authority_change.next_version import Proposal
    from isodocs.authority_change.register_files import Book
    from isodocs.model.authority import Pending, Person
    from isodocs.model.problem import Problem
    from isodocs.workspace import Workspace

_as_option = click.option(
    "--as",
    "person",
    metavar="PERSON",
    default="",
    help="Who you are, by id; otherwise the person with Git's e-mail address.",
)
_yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


@click.command(short_help="Begin the register where isodocs.yaml is there already.")
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar='"NAME <EMAIL>"',
    help="Who takes part; several times for several people. Without it, you, as Git knows you.",
)
@click.option("--sign", "sign_", is_flag=True, help="Sign approvals, with the SSH key you have.")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The SSH key to sign with (its .pub file); implies --sign.",
)
@click.option(
    "--domain",
    default="",
    metavar="DOMAIN",
    help="Your domain, part of every signature; else that of the first person's address.",
)
@writing_options
@click.pass_context
def init(
    ctx: click.Context,
    persons: tuple[str, ...],
    sign_: bool,
    key: Path | None,
    domain: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write the first authority register, as `isodocs init` does with everything else."""
    from isodocs.lifecycle.sealing import seal_register
    from isodocs.lifecycle.start import begin_register, domain_of, people
    from isodocs.repository import writer

    workspace = open_to_write(ctx)
    if not persons:
        me = writer.identity(workspace.git)
        persons = (f"{me.name} <{me.email}>",)
    everybody = people(persons)
    mine = own_key(workspace.git, key) if sign_ or key else None
    line = mine.public.line if mine else ""
    plan = begin_register(workspace.git, persons=everybody, key=line, domain=domain)
    show(plan)
    if mine and not dry_run:
        click.echo(f"  It is signed with {mine.fingerprint}, the key of {everybody[0].name}.")
        plan = seal_register(plan, mine, everybody[0].id, domain_of(everybody, domain))
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


@click.command(short_help="Show that an SSH key is yours, so that it can be taken in.")
@_as_option
@key_option
@_yes_option
@writing_options
@click.pass_context
def enrol(
    ctx: click.Context, person: str, key: Path | None, yes: bool, dry_run: bool, commit: bool
) -> None:
    """Sign, with your own SSH key, that it is yours.

    Everybody does this for their own key, before or after the register names it: a key without
    this proof counts for nothing, since anybody can write down anybody's public key.
    """
    from isodocs.authority_change.enrol import enrol as plan_enrolment
    from isodocs.authority_change.enrol import prove

    workspace = open_to_write(ctx)
    book = _book(workspace)
    who = _who(workspace, book, person)
    mine = own_key(workspace.git, key)
    plan = plan_enrolment(book, who, mine.public)
    show(plan)
    if not dry_run:
        confirm(f"Sign with it, as {who.name}?", yes)
        plan = prove(book, plan, mine)
    carry_out(ctx, workspace, plan, dry_run=dry_run, commit=commit)


@click.command(short_help="Propose the next version, from an edited form or with enrolled keys.")
@click.argument(
    "file", metavar="[FILE.yaml]", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--enrolled", is_flag=True, help="Take in every proven key that is not in it yet.")
@click.option(
    "--reason",
    default="taken out of the register",
    metavar="TEXT",
    help="Why keys go, where the form leaves some out.",
)
@_as_option
@key_option
@_yes_option
@writing_options
@click.pass_context
def propose(
    ctx: click.Context,
    file: Path | None,
    enrolled: bool,
    reason: str,
    person: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Make the next version of what `isodocs authority show --format yaml` printed and you edited.

    What changes is shown in plain words first. If you are an owner and your key is at hand, you
    sign at once; otherwise it is written unsigned and has no effect before the owners have signed.
    A key that the form leaves out is revoked; what it signed so far stays valid.
    """
    from isodocs.authority_change import editable_form, next_version

    if (file is None) != enrolled:
        raise click.UsageError("give either an edited FILE.yaml or --enrolled")
    workspace = open_to_write(ctx)
    book = _book(workspace)
    next_version.refuse_second(book)
    settings = workspace.config()
    if file is None:
        authority = next_version.with_enrolled(book)
    else:
        form = editable_form.read(_content(file), book.history.current, settings)
        _refuse_problems(ctx, file, form.problems)
        authority = next_version.revoking_what_goes(
            book, form.authority, reason, lambda print_: _honoured(workspace, print_)
        )
        flaws = next_version.flaws(book, authority, settings.types)
        _refuse_problems(ctx, file, form.at_their_places(flaws))
    proposal = next_version.propose(book, authority, settings.types)
    _settle(ctx, workspace, book, proposal, person, key, yes=yes, dry_run=dry_run, commit=commit)


@click.command(short_help="Sign, as an owner, the version that awaits signatures.")
@_as_option
@key_option
@_yes_option
@writing_options
@click.pass_context
def sign(
    ctx: click.Context, person: str, key: Path | None, yes: bool, dry_run: bool, commit: bool
) -> None:
    """Show what the version that awaits signatures changes, ask, and add your signature."""
    from isodocs.authority_change import next_version
    from isodocs.authority_change.change_words import differences, still_missing, warnings
    from isodocs.errors import LifecycleError
    from isodocs.reports.style import style

    workspace = open_to_write(ctx)
    book = _book(workspace)
    who = _who(workspace, book, person)
    pending, keys = next_version.to_sign(book, who)
    authority, number = pending.authority, pending.authority.version
    click.echo(style(f"Version {number} of the authority register, proposed:", "bold"))
    _bullets(differences(pending.before, authority))
    _bullets(warnings(authority, pending.proven), "!")
    _ask_about_keys(workspace, pending)
    _bullets([still_missing(pending)], " ")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
        return
    mine = one_of(workspace.git, keys, key)
    if mine is None:
        raise LifecycleError(
            f"no key of {who.name} is at hand to sign with",
            hint=f"Needed is {' or '.join(k.fingerprint for k in keys)}; name its .pub file with "
            "--key, or start the agent that holds it (ssh-add).",
        )
    confirm(f"Sign version {number} with {mine.fingerprint}, in the name of {who.name}?", yes)
    plan = next_version.sign(pending, who, mine)
    show(plan)
    sentence, then = next_version.outcome(book, plan, number)
    _bullets([sentence], " ")
    carry_out(ctx, workspace, replace(plan, then=then), dry_run=False, commit=commit)


@click.command(short_help="Take a key out; what it signed so far stays valid, or not.")
@click.argument("target", metavar="KEY-OR-PERSON")
@click.option("--reason", required=True, metavar="TEXT", help="Why: lost, stolen, has left ...")
@click.option(
    "--honour",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="What stays valid of what the key signed: all that counts today, or nothing.",
)
@_as_option
@key_option
@_yes_option
@writing_options
@click.pass_context
def revoke(
    ctx: click.Context,
    target: str,
    reason: str,
    honour: str,
    person: str,
    key: Path | None,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Propose the next version without a key (by its fingerprint), or without a person's keys.

    The version lists what the key has signed and counts today; nothing else that it signs ever
    counts, whatever date it bears. With --honour none its approvals must be given anew.
    """
    from isodocs.authority_change import next_version
    from isodocs.authority_change.revoke import revoke as without
    from isodocs.workspace import View

    workspace = open_to_write(ctx)
    book = _book(workspace)
    next_version.refuse_second(book)
    register = workspace.register(View(date.today(), as_it_stands=True))
    authority = without(book, target, reason, register, honour=honour == "all")
    proposal = next_version.propose(book, authority)
    _settle(ctx, workspace, book, proposal, person, key, yes=yes, dry_run=dry_run, commit=commit)


def _settle(
    ctx: click.Context,
    workspace: Workspace,
    book: Book,
    proposal: Proposal,
    person: str,
    key: Path | None,
    *,
    yes: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Show a proposal, ask, sign it if whoever is here can, and write it."""
    from isodocs.authority_change import next_version
    from isodocs.errors import IsodocsError
    from isodocs.lifecycle.sealing import seal_register

    plan, pending = proposal.plan, proposal.pending
    number = pending.authority.version
    show(plan)
    _bullets(proposal.changes)
    _bullets(proposal.notes, "!")
    _ask_about_keys(workspace, pending)
    try:
        who: Person | None = _who(workspace, book, person)
    except IsodocsError:
        # Anybody may propose; only who signs must be known.
        if person or key:
            raise
        who = None
    keys = next_version.useful_keys(pending, who.id) if who else ()
    mine = one_of(workspace.git, keys, key) if keys or key else None
    if dry_run:
        carry_out(ctx, workspace, plan, dry_run=True, commit=False)
        return
    if mine and who:
        confirm(f"Sign version {number} with {mine.fingerprint}, in the name of {who.name}?", yes)
        plan = seal_register(plan, mine, who.id, pending.authority.domain)
    else:
        signed = " It is not signed here." if not pending.counts else ""
        confirm(f"Write version {number}?{signed}", yes)
    sentence, then = next_version.outcome(book, plan, number)
    _bullets([sentence], " ")
    carry_out(ctx, workspace, replace(plan, then=then), dry_run=False, commit=commit)


def _ask_about_keys(workspace: Workspace, pending: Pending) -> None:
    """Tell whence each new key came: a proof shows who has a key, not whose name it may bear."""
    from isodocs.authority_change.next_version import new_keys
    from isodocs.reports.revisions import commit_in_words
    from isodocs.workspace import View

    keys = new_keys(pending)
    if not keys:
        return
    arrivals = workspace.register(View(date.today(), as_it_stands=True)).ledger.arrivals
    for person, key, path in keys:
        came = commit_in_words(arrivals[path]) if path in arrivals else "not given yet"
        _bullets(
            [
                f"Is {key.fingerprint} the key of {person.name}? Its proof: {came}. Ask "
                f"{person.name}, by another way than this repository."
            ],
            "?",
        )


def _book(workspace: Workspace) -> Book:
    from isodocs.authority_change import register_files

    return register_files.of_work_tree(workspace.git)


def _who(workspace: Workspace, book: Book, named: str) -> Person:
    from isodocs.repository import writer

    return book.person("" if named else writer.identity(workspace.git).email, named)


def _honoured(workspace: Workspace, fingerprint: str) -> tuple[str, ...]:
    from isodocs.authority_change.revoke import honoured
    from isodocs.workspace import View

    return honoured(workspace.register(View(date.today(), as_it_stands=True)), fingerprint)


def _content(file: Path) -> bytes:
    from isodocs.errors import IsodocsError
    from isodocs.parsing.strict_yaml import LIMIT

    try:
        with file.open("rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as error:
        raise IsodocsError(
            f"it cannot be read: {error.strerror or error}",
            path=str(file),
            hint="Write the form first: isodocs authority show --format yaml > register.yaml",
        ) from None


def _refuse_problems(ctx: click.Context, file: Path, problems: Iterable[Problem]) -> None:
    """Tell every problem of a form with its place, and stop if there is one."""
    from isodocs.reports.escape import one_line

    found = list(problems)
    for problem in found:
        place = f"{file}:{problem.line}:{problem.column}"
        click.echo(f"{one_line(place)}: {one_line(problem.message)}", err=True)
        click.echo(f"  {one_line(problem.hint)}", err=True)
    if found:
        click.echo("Nothing was proposed.", err=True)
        ctx.exit(2)


def _bullets(lines: Iterable[str], mark: str = "-") -> None:
    from isodocs.commands._options import terminal_width
    from isodocs.reports.layout import wrapped

    for line in filter(None, lines):
        for shown in wrapped(line, terminal_width(), "    ", f"  {mark} "):
            click.echo(shown)
