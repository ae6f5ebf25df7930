"""What commands need that make copies: the texts with all that they show, and how they look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.copies.levels import allowed, soon_closed, with_history_up_to
from isodocs.errors import PublicationError
from isodocs.model.config import PATH, UNREADABLE
from isodocs.packs.texts import copies_of, paths_of, theme_of, wanted_copies
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register

__all__ = [
    "above_usual",
    "allowed",
    "by_level",
    "copies_of",
    "paths_of",
    "refuse_what_is_unclear",
    "refuse_what_is_unread",
    "theme_of",
    "wanted_copies",
    "with_history_up_to",
]


def by_level(
    register: Register, texts: Sequence[tuple[Entry, Document]], closed: int, level: str
) -> Iterator[str]:
    """How many documents are left out as `closed`, and which of these texts are soon to be.

    Where no level was asked for, how many are above the one up to which documents usually go out.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.words import agreed, counted, listed

    usual = register.config.classification.usual
    if not level:
        yield from above_usual(usual, len(texts) - len(list(allowed(register, texts, usual))))
    shown = one_line(level)
    if closed:
        verb = agreed(closed, "is", "are")
        yield say(
            "{documents} {verb} classified above {shown} and {verb} left out.",
            documents=counted(closed, "document"),
            verb=verb,
            shown=shown,
        )
    if soon := [one_line(id) for id in soon_closed(register, texts, level)]:
        verb = agreed(len(soon), "is", "are")
        yield (
            say(
                "{listed} {verb} to be classified above {shown}, by a text that is not "
                "in force yet. The text in force is not, and is not left out.",
                listed=listed(soon),
                verb=verb,
                shown=shown,
            )
        )


def above_usual(usual: str, above: int) -> Iterator[str]:
    """How many documents are above the level up to which they usually go out."""
    from isodocs.formats.text.escape import one_line
    from isodocs.words import agreed, counted

    if above:
        verb, shown = agreed(above, "is", "are"), one_line(usual)
        yield (
            say(
                "{documents} {verb} classified above {shown}, and {verb} not left out: "
                "that takes --up-to {shown}.",
                documents=counted(above, "document"),
                verb=verb,
                shown=shown,
            )
        )


def refuse_what_is_unclear(register: Register) -> None:
    """Raise PublicationError where it cannot be seen which revisions are in force.

    That is in a shallow clone, and where `refuse_what_is_unread` raises. A folder that was
    published before would lose documents without a word.
    """
    if register.ledger.shallow:
        raise PublicationError(
            say("this is a shallow clone: it does not show which revisions are in force"),
            hint=say(
                "Fetch the whole history first: `git fetch --unshallow`. In a pipeline, let the "
                "checkout fetch all of it."
            ),
        )
    refuse_what_is_unread(register)


def refuse_what_is_unread(register: Register) -> None:
    """Raise PublicationError where those who approve, or all of the configuration, is unreadable.

    No revision would be in force, and no document be there.
    """
    if fault := register.inventory.authority_problem:
        raise PublicationError(
            say(
                "it cannot be seen which approvals count: {message}", message=fault.problem.message
            ),
            path=fault.path,
            hint=fault.problem.hint,
        )
    for problem in register.config.problems:
        if problem.kind == UNREADABLE:
            raise PublicationError(
                say(
                    "it cannot be seen which files are documents: {message}",
                    message=problem.message,
                ),
                path=PATH,
                line=problem.line,
                column=problem.column,
                hint=problem.hint,
            )
