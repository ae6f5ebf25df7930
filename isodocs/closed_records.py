"""Closed records that changed afterwards, read from history.

A record is evidence of what was; once it is closed it is added to by another record, never edited
(ISO 9001:2015, 7.5.3.2: records are protected from unintended alteration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from isodocs.model.commit import Change
from isodocs.model.history import RecordAlteration, Stamp
from isodocs.model.record import Record
from isodocs.parsing import record as record_parsing
from isodocs.parsing.record_kinds import kinds

ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def altered(
    events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs
) -> tuple[RecordAlteration, ...]:
    """The closed records of `events` (oldest first) that are no longer as they were closed.

    What was put back as it was is no alteration, and neither is a file that only moved.
    """
    paths = {
        blob: change.path
        for _, changes in events
        for change in changes
        for blob in (change.old_blob, change.new_blob)
        if blob
    }
    closed = {}
    for blob, data in read_blobs(sorted(paths, key=lambda blob: paths[blob])):
        for record in record_parsing.parse(paths[blob], blob, data, outlined=False):
            if _is_closed(record):
                closed[blob] = record
    found: dict[str, tuple[str, RecordAlteration]] = {}
    for stamp, changes in events:
        came = {change.new_blob for change in changes}
        for change in changes:
            if change.path in found and change.new_blob == found[change.path][0]:
                del found[change.path]
                continue
            before = closed.get(change.old_blob or "")
            if before is None or change.path in found or change.old_blob in came:
                continue
            gone = change.new_blob is None
            alteration = RecordAlteration(change.path, before.kind, before.id, gone, stamp)
            found[change.path] = (change.old_blob or "", alteration)
    return tuple(alteration for _, alteration in found.values())


def _is_closed(record: Record) -> bool:
    kind = kinds().get(record.kind)
    return kind is not None and record.text("status") in kind.closed
