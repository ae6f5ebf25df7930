"""Find the audit, or the line of the audit programme, that someone typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def find_audit(register: Register, typed: str, kinds: tuple[str, ...]) -> Record | None:
    """The record of one of these kinds with this identifier; capitals are forgiven."""
    for kind in kinds:
        for record in register.records.get(kind, ()):
            if record.id and record.id.casefold() == typed.casefold():
                return record
    return None
