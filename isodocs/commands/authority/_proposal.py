"""How a new version of the authority register is shown, asked about, signed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.commands._options import view_today
from isodocs.commands._signing_keys import one_of
from isodocs.commands._text import echo
from isodocs.dataclass import replace
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from isodocs.authority_change.next_version import Proposal
    from isodocs.authority_change.register_book import Book
    from isodocs.commands._write import WritingCommand
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.authority import Pending, Person
    from isodocs.workspace import Workspace


def settle(write: WritingCommand, workspace: Workspace, book: Book, proposal: Proposal) -> None:
    """Show a proposal, ask, sign it where the person at the keyboard can, and write it."""
    from isodocs.authority_change import next_version
    from isodocs.errors import IsodocsError
    from isodocs.lifecycle.sealing import seal_register

    pending = proposal.pending
    number = pending.authority.version
    try:
        who: Person | None = find_person(workspace, book, write.person)
    except IsodocsError:
        # Anyone may propose; only the person who signs must be known.
        if write.person or write.key:
            raise
        who = None
    keys = next_version.useful_keys(pending, who.id) if who else ()
    mine = one_of(workspace.git, keys, write.key) if keys or write.key else None

    def sign(plan: Plan) -> Plan:
        if mine and who:
            plan = seal_register(plan, mine, who.id, pending.authority.domain)
        sentence, then = next_version.outcome(
            book, plan, number, committed=write.commit, pushed=write.push
        )
        for line in bullets([sentence], " "):
            echo(line)
        return replace(plan, then=then)

    if mine and who:
        question = say(
            "Sign version {number} with {fingerprint}, in the name of {name}?",
            number=number,
            fingerprint=mine.fingerprint,
            name=who.name,
        )
    else:
        signed = say(" It is not signed here.") if not pending.counts else ""
        question = say("Write version {number}?{signed}", number=number, signed=signed)
    notes = (
        *bullets(proposal.changes),
        *bullets(proposal.notes, "!"),
        *questions_about_new_keys(workspace, pending),
    )
    write.record(workspace, proposal.plan, notes=notes, question=question, sign=sign)


def questions_about_new_keys(workspace: Workspace, pending: Pending) -> Iterator[str]:
    """Where each new key came from: a proof shows who has a key, not whose it is."""
    from isodocs.authority_change.next_version import new_keys
    from isodocs.reports.revisions import commit_in_words

    keys = new_keys(pending)
    if not keys:
        return
    arrivals = workspace.register(view_today()).ledger.arrivals
    for person, key, path in keys:
        came = commit_in_words(arrivals[path]) if path in arrivals else say("not given yet")
        text = say(
            "Is {fingerprint} the key of {name}? Its proof: {came}. Ask {name} through "
            "a channel other than this repository.",
            fingerprint=key.fingerprint,
            name=person.name,
            came=came,
        )
        yield from bullets([text], "?")


def open_register(workspace: Workspace) -> Book:
    """The authority register in the work tree, with what awaits signatures."""
    from isodocs.authority_change import register_files

    return register_files.of_work_tree(workspace.git)


def find_person(workspace: Workspace, book: Book, named: str) -> Person:
    """The person `named`, or the one with Git's e-mail address; raises LifecycleError."""
    from isodocs.repository import writer

    return book.person("" if named else writer.identity(workspace.git).email, named)


def bullets(lines: Iterable[str], mark: str = "-") -> Iterator[str]:
    """Lines of the terminal's width, each of `lines` behind a mark; empty ones are left out."""
    from isodocs.commands._options import terminal_width
    from isodocs.formats.text.layout import wrapped

    for line in filter(None, lines):
        yield from wrapped(line, terminal_width(), "    ", f"  {mark} ")
