"""Closed records that changed afterwards, read from history.

A record is evidence of what was; once it is closed it is added to by another record, never edited
(ISO 9001:2015, 7.5.3.2: records are protected from unintended alteration).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.history import RecordAlteration, Stamp
from isodocs.model.period import Period
from isodocs.records import record_parsing
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.record import Record

_STATUS = re.compile(rb"^[\"']?status[\"']?[ \t]*:", re.MULTILINE)
ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def altered(
    events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs
) -> tuple[RecordAlteration, ...]:
    """The closed records of `events` (oldest first) that are no longer as they were closed.

    What was put back as it was is not an alteration, and neither is a file that only moved.
    `events` are of stories only: rows of a table come and go.
    """
    paths = {
        change.old_blob: change.path
        for _, changes in events
        for change in changes
        if change.old_blob
    }
    closed = {}
    for blob, data in read_blobs(sorted(paths, key=lambda blob: paths[blob])):
        if not _STATUS.search(data):
            continue
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
            until = kept_until(before)
            alteration = RecordAlteration(change.path, before.kind, before.id, gone, stamp, until)
            found[change.path] = (change.old_blob or "", alteration)
    return tuple(alteration for _, alteration in found.values())


def kept_until(record: Record) -> date | None:
    """The last day on which a record must be kept; None where it does not say from when it counts.

    A kind without a retention is kept for good.
    """
    return retention(record.kind, record.day(kinds()[record.kind].retained_from))


def retention(name: str, start: date | None) -> date | None:
    """The last day on which a record of a kind must be kept that counts from `start`."""
    kind = kinds()[name]
    if not kind.retention:
        return date.max
    period = Period.parse(kind.retention)
    return period.after(start) if start and period else None


def _is_closed(record: Record) -> bool:
    kind = kinds().get(record.kind)
    return kind is not None and record.text("status") in kind.closed
