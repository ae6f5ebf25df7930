"""Find the audit, or the line of the audit programme, that someone typed, and read its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace


def find_audit(register: Register, typed: str, kinds: tuple[str, ...]) -> Record | None:
    """The record of one of these kinds with this identifier; capitals are forgiven."""
    for kind in kinds:
        for record in register.records.get(kind, ()):
            if record.id and record.id.casefold() == typed.casefold():
                return record
    return None


def story_of(workspace: Workspace, record: Record) -> str:
    """The text below the front matter of a record; empty where it cannot be read."""
    from isodocs.parsing.front_matter import split

    data = workspace.contents({record.blob: record.path}).get(record.blob, b"")
    return split(data).body.decode("utf-8", "replace").replace("\r\n", "\n")
