"""How a new version of the authority register is shown, asked about, signed and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._signing_keys import one_of
from isodocs.commands._write import (
    carry_out,
    confirm,
    show,
)

if TYPE_CHECKING:
    from isodocs.authority_change.next_version import Proposal
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Pending, Person
    from isodocs.workspace import Workspace

as_option = click.option(
    "--as",
    "person",
    metavar="PERSON",
    default="",
    help="Who you are, by id; otherwise the person with Git's e-mail address.",
)
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def settle(
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
    bullets(proposal.changes)
    bullets(proposal.notes, "!")
    ask_about_new_keys(workspace, pending)
    try:
        who: Person | None = find_person(workspace, book, person)
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
    bullets([sentence], " ")
    carry_out(ctx, workspace, replace(plan, then=then), dry_run=False, commit=commit)


def ask_about_new_keys(workspace: Workspace, pending: Pending) -> None:
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
        bullets(
            [
                f"Is {key.fingerprint} the key of {person.name}? Its proof: {came}. Ask "
                f"{person.name}, by another way than this repository."
            ],
            "?",
        )


def open_register(workspace: Workspace) -> Book:
    from isodocs.authority_change import register_files

    return register_files.of_work_tree(workspace.git)


def find_person(workspace: Workspace, book: Book, named: str) -> Person:
    from isodocs.repository import writer

    return book.person("" if named else writer.identity(workspace.git).email, named)


def bullets(lines: Iterable[str], mark: str = "-") -> None:
    from isodocs.commands._options import terminal_width
    from isodocs.formats.text.layout import wrapped

    for line in filter(None, lines):
        for shown in wrapped(line, terminal_width(), "    ", f"  {mark} "):
            click.echo(shown)
