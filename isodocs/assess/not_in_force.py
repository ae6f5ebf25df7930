"""The state of a document that is not in force, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.document import State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register


def is_waiting(register: Register, id: str) -> bool:
    """Whether there is such a document, and it is on its way into force."""
    entry = register.entries.get(id)
    return (
        entry is not None
        and entry.in_force is None
        and bool(entry.current)
        and entry.state is not State.OBSOLETE
    )


def state_in_words(entry: Entry) -> str:
    """The state of a document that is not in force, to follow `is`."""
    status = entry.newest
    if entry.state is State.OBSOLETE:
        return "obsolete"
    if not entry.current:
        return say("no longer in the repository (it was {path})", path=entry.document.path)
    if status.state is State.APPROVED:
        return say("not effective before {effective_on}", effective_on=status.effective_on)
    return say("still {part}", part=say("a draft") if status.state is State.DRAFT else status.state)
