"""Records that must name each other: what one of them says is written into the other, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from isodocs.lifecycle.plan import FileChange
from isodocs.records import record_edit
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.repository.snapshot import SnapshotFile


_AUDITS = {"audit": "audit", "certification-event": "event"}
"""What raises nonconformities, and the field in which these name it."""


def linked(
    register: Register, record: Record, read_file: Callable[[str], SnapshotFile | None]
) -> tuple[FileChange, ...]:
    """The other side of what a record says: an audit and what it raised name each other.

    A record that is closed keeps what it says; `isodocs check` then reports it.
    """
    wanted: list[tuple[Record, str, str]] = []
    for of, field in _AUDITS.items():
        if record.kind == "nonconformity":
            audit = _other(register, of, record.text(field))
            if audit and record.id not in audit.items("findings"):
                wanted.append((audit, "findings", "; ".join((*audit.items("findings"), record.id))))
        if record.kind == of:
            for id in record.items("findings"):
                found = _other(register, "nonconformity", id)
                if found and not found.text(field):
                    wanted.append((found, field, record.id))
    changes = []
    for other, name, text in wanted:
        kind = kinds()[other.kind]
        file = read_file(other.path)
        if file is None or other.text("status") in kind.closed or other.path == record.path:
            continue
        after = record_edit.edit(kind, other, file.data, {name: text})
        changes.append(FileChange(other.path, file.data, after))
    return tuple(changes)


def _other(register: Register, kind: str, id: str) -> Record | None:
    found = [r for r in register.records.get(kind, ()) if id and r.id == id]
    return found[0] if len(found) == 1 else None
