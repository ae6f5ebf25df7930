"""Tables below `records/` that hold no records, so that people can see what nothing is read of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.diagnosis import Health, Line
from isodocs.model.record import FOLDER
from isodocs.parsing.endings import SPREADSHEETS, ending, is_table
from isodocs.records import record_names, record_tables
from isodocs.words import agreed, counted, say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.repository.snapshot import Snapshot

TOPIC = say("records")
_SHOWN = 6


def tables(register: Register, snapshot: Snapshot) -> Iterator[Line]:
    """One line that names the tables which are taken as evidence; none where there are none."""
    inventory = register.inventory
    read = {record.path for record in inventory.records}
    found = [
        path
        for path in sorted(inventory.paths)
        if path.startswith(FOLDER)
        and (is_table(path) or ending(path) in SPREADSHEETS)
        and path not in read
        and not record_names.is_evidence(path)
        and not _is_empty_table(path, snapshot)
    ]
    if not found:
        return
    more = say(" and {part} more", part=len(found) - _SHOWN) if len(found) > _SHOWN else ""
    message = say(
        "{tables} {verb} taken as evidence and not read: {names}{more}",
        tables=counted(len(found), "table"),
        verb=agreed(len(found), "is", "are"),
        names=", ".join(found[:_SHOWN]),
        more=more,
    )
    yield Line(TOPIC, Health.OK, message)


def _is_empty_table(path: str, snapshot: Snapshot) -> bool:
    """Whether a table is of a kind, and so would be read if there were a row in it."""
    kind = record_names.kind_of(path)
    if kind is None or not kind.table or not is_table(path):
        return False
    if not kind.by_columns:
        return True
    files = snapshot.read([path], refused={})
    return any(record_names.is_of(kind, record_tables.columns(file.data)) for _, file in files)
