"""`isodocs register`: which documents are in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import (
    format_option,
    on_option,
    print_report,
    rev_option,
    terminal_width,
    view_of,
    workspace_of,
)
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

_STATES = ("draft", "awaiting-approval", "approved", "effective", "obsolete")
EXAMPLES = ("register", "register --on 2025-06-30 --type procedure --format csv")
REMEMBERED = True


@click.command()
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only documents of this type.")
@click.option("--owner", "owners", multiple=True, metavar="OWNER", help="Only of this owner.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    help="Only in this state, or with a coming revision that is.",
)
@click.option("--due", is_flag=True, help="Only if a review is overdue or due soon, oldest first.")
@click.option("--staged", is_flag=True, help="Look at what the next commit would hold.")
@rev_option
@on_option
@format_option("register")
@click.pass_context
def command(
    ctx: click.Context,
    types: tuple[str, ...],
    owners: tuple[str, ...],
    states: tuple[str, ...],
    due: bool,
    staged: bool,
    rev: str,
    on: date,
    format_name: str,
) -> None:
    """Print the master document register, as of today or of another day.

    For each document: the revision in force, since when, who approved it and when its review is
    due; below it the coming revision, and the translations. "Due soon" is what
    `review-due-within` in isodocs.yaml says.
    """
    from isodocs.reports.register import RegisterReport

    if staged and rev:
        raise click.UsageError(say("--staged and --rev exclude each other"))
    register = workspace_of(ctx).register(view_of(ctx, on, staged=staged, rev=rev))
    entries = [*register.listed]
    if types:
        kinds = {*register.config.types, *(entry.document.type for entry in entries)}
        wanted = _known(types, kinds, "type")
        entries = [entry for entry in entries if entry.document.type in wanted]
    if owners:
        wanted = _known(owners, _owners(register, entries), "owner")
        entries = [entry for entry in entries if entry.document.owner in wanted]
    if states:
        entries = [entry for entry in entries if _state_words(entry).intersection(states)]
    if due:
        entries = _due(register, entries)
    report = RegisterReport(register, entries, due, width=terminal_width())
    print_report(report, format_name)


def _owners(register: Register, entries: Iterable[Entry]) -> set[str]:
    authority = register.inventory.authority
    known = {*authority.current.roles, *authority.current.people} if authority else set()
    return known | {entry.document.owner for entry in entries}


def _known(typed: Iterable[str], known: set[str], what: str) -> set[str]:
    """The known words that were typed; a wrong one is refused with the one probably meant."""
    from isodocs.errors import IsodocsError
    from isodocs.words import did_you_mean

    names = {name.casefold(): name for name in sorted(known) if name}
    for word in typed:
        if word.casefold() not in names:
            raise IsodocsError(
                say(
                    "no document has the {what} {word!r}.{did_you_mean}",
                    what=what,
                    word=word,
                    did_you_mean=did_you_mean(word, names.values()),
                ),
                hint=say("Here are {values}.", values=", ".join(names.values()) or say("none")),
            )
    return {names[word.casefold()] for word in typed}


def _state_words(entry: Entry) -> set[str]:
    pending = entry.pending
    states = (entry.state, pending.state) if pending else (entry.state,)
    return {state.replace(" ", "-") for state in states}


def _due(register: Register, entries: Iterable[Entry]) -> list[Entry]:
    """What is due until the horizon of the configuration; the longest overdue comes first."""
    horizon = register.config.review_due_within.after(register.on)
    due = [(entry.next_review, entry) for entry in entries if entry.next_review]
    soon = [(day, entry) for day, entry in due if day <= horizon]
    return [entry for _, entry in sorted(soon, key=lambda item: (item[0], item[1].id))]
