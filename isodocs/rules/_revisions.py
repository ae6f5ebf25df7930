"""What rules about revisions share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.gap import Place
    from isodocs.model.register import Entry, Register


def judgeable(register: Register) -> Iterator[Entry]:
    """The documents whose history is that of one document."""
    return (entry for entry in register if len(entry.current) <= 1)


def is_adopted(register: Register, document: Document) -> bool:
    """Whether what is in a file came into force as it was, by adoption: nothing was before it."""
    entry = register.entries.get(document.id)
    status = entry.form_of(document) if entry else None
    statements = status.judgement.statements if status and status.judgement else ()
    if entry is None or status is None or not statements:
        return False
    if any(s.approved_on and s.number != status.number for s in entry.revisions):
        return False  # what replaces an approved revision changes something
    from isodocs.model.approval import Meaning  # what explains a rule needs none

    return any(statement.meaning is Meaning.ADOPTION for statement in statements)


def place_of(entry: Entry, document: Document, key: str) -> Place:
    """Where `key` is in the file as it is now, or last was."""
    return (entry.current[0] if entry.current else document).place(key)
