"""When each record was first written down here, from history.

What was done has a day of its own in a record; the commit that first brought that day shows when it
was entered. Rows are known by what they are about, so that moving a table, sorting it
or saving it in another format enters nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.history.lost_rows import Contents, ReadBlobs, identity
from isodocs.model.history import DayEntry, Stamp
from isodocs.model.record import FOLDER
from isodocs.parsing.endings import is_markdown, is_table
from isodocs.records import record_names, record_parsing
from isodocs.records.record_kinds import kinds
from isodocs.records.table_versions import Version

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.history import RecordIdentity
    from isodocs.model.record import Record


def may_enter(path: str) -> bool:
    """Whether a file may hold records that bear witness to a day."""
    if not path.startswith(FOLDER) or record_names.is_evidence(path):
        return False
    if is_table(path):
        kind = record_names.kind_of(path)
        return kind is not None and bool(kind.done)
    return is_markdown(path)


def entries(
    events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs
) -> Mapping[RecordIdentity, tuple[DayEntry, ...]]:
    """The days that each record was ever given, with the commit that first gave them.

    `events` are the changes, oldest first, of files that may hold such records.
    """
    contents = Contents(events, read_blobs)
    found: dict[RecordIdentity, list[DayEntry]] = defaultdict(list)
    begun: dict[str, Stamp] = {}
    last: dict[str, tuple[str, Version | None]] = {}
    for stamp, changes in events:
        for change in changes:
            came = change.old_blob is None
            if is_table(change.path) and (kind := record_names.kind_of(change.path)):
                begun.setdefault(kind.name, stamp)  # without rows as well
            for record in _brought(change, contents, last, committed=stamp.committed):
                first = begun.setdefault(record.kind, stamp) is stamp
                known = found[record.kind, identity(record)]
                for deed in kinds()[record.kind].done:
                    day = record.day(deed)
                    if day and not any(e.deed == deed and e.day == day for e in known):
                        known.append(DayEntry(deed, day, stamp, came, first))
    return {key: tuple(known) for key, known in found.items() if known}


def _brought(
    change: Change,
    contents: Contents,
    last: dict[str, tuple[str, Version | None]],
    *,
    committed: bool,
) -> Iterator[Record]:
    """The records that a change brought, or wrote again.

    `last` has the version that each table was last left in, so that it is not read again.
    """
    path = change.path
    before = contents.of(change.old_blob) if change.old_blob else None
    after = contents.of(change.new_blob) if change.new_blob and committed else None
    if after is None:
        return
    if is_table(path):
        blob, old = last.get(path, ("", None))
        if blob != change.old_blob:
            old = Version.of_data(path, before)
        new = Version.of_data(path, after)
        last[path] = (change.new_blob or "", new)
        if new is not None:
            yield from new.records(new.compared_with(old or Version.EMPTY)[1])
        return
    for record in record_parsing.parse(path, "", after, outlined=False):
        if record.kind and record.id:
            yield record
