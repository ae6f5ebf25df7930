"""What commands need that make copies: the texts with all that they show, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.copies.levels import allowed, with_history_up_to
from isodocs.errors import PublicationError
from isodocs.packs.texts import copies_of, paths_of, theme_of

if TYPE_CHECKING:
    from isodocs.model.register import Register

__all__ = [
    "allowed",
    "copies_of",
    "paths_of",
    "refuse_a_part_of_history",
    "theme_of",
    "with_history_up_to",
]


def refuse_a_part_of_history(register: Register) -> None:
    """Raise PublicationError in a shallow clone: what is in force there may be out of sight.

    A folder that was published before would lose documents without a word.
    """
    if register.ledger.shallow:
        raise PublicationError(
            "this is a shallow clone: it does not show which revisions are in force",
            hint="Fetch the whole history first: `git fetch --unshallow`. In a pipeline, let the "
            "checkout fetch all of it.",
        )
