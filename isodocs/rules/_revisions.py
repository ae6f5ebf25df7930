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


def place_of(entry: Entry, document: Document, key: str) -> Place:
    """Where `key` is in the file as it is now, or last was."""
    return (entry.current[0] if entry.current else document).place(key)
