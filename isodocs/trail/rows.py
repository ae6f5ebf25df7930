"""Which rows of a table of records a commit added and took away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.record import FOLDER
from isodocs.parsing.endings import is_table
from isodocs.records import record_names
from isodocs.records.table_versions import Version
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.record import Record
    from isodocs.trail.files import Files

_MOST = 20
"""So many rows are shown; more are counted."""


def is_rows(path: str) -> bool:
    """Whether a path is that of a table of records."""
    known = path.startswith(FOLDER) and is_table(path) and not record_names.is_evidence(path)
    return known and record_names.kind_of(path) is not None


def rows_changed(change: Change, files: Files) -> str:
    """The rows that a commit added and took away, to follow what it did to the table.

    A merge added what none of its parents had, and took away what each of them had.
    """
    if not is_rows(change.path) or change.new_blob is None:
        return ""
    after = files.data(change.path)
    new = Version.of_data(change.path, after) if after is not None else None
    if new is None:
        return ""
    steps = [_compared(new, data) for data in files.replaced(change)]
    (gone, came), rest = steps[0], steps[1:]
    parts = (
        _said(say("added"), [row for row in came if all(row in also for _, also in rest)]),
        _said(say("removed"), [row for row in gone if all(row in also for also, _ in rest)]),
    )
    said = joined("; ", filter(None, parts))
    return say(": {said}", said=said) if said else ""


def _compared(new: Version, before: bytes | None) -> tuple[list[str], list[str]]:
    """The rows that only the bytes before had, and those that only the new version has."""
    old = Version.of_data(new.path, before) if before is not None else None
    old = old or Version.EMPTY
    less, more = new.compared_with(old)
    gone, came = [*map(_row, old.records(less))], [*map(_row, new.records(more))]
    kept = {*gone} & {*came}
    return [row for row in gone if row not in kept], [row for row in came if row not in kept]


def _said(verb: str, rows: list[str]) -> str:
    shown = rows[:_MOST]
    if len(rows) > _MOST:
        shown.append(say("{number} more", number=len(rows) - _MOST))
    return say("{verb} {rows}", verb=verb, rows=joined(" | ", shown)) if rows else ""


def _row(record: Record) -> str:
    return ", ".join(text for text in record.values.values() if text)
