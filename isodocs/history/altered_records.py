"""Closed records that changed afterwards, read from history.

A record is evidence of what was; once it is closed it is added to by another record, or opened
again for a reason, never edited (ISO 9001:2015, 7.5.3.2: records are protected from unintended
alteration).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.model.history import RecordAlteration, Stamp
from isodocs.model.period import Period
from isodocs.parsing import front_matter
from isodocs.records import record_parsing, reopening
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.record import Record, RecordKind

_STATUS = expression(rb"^[\"']?status[\"']?[ \t]*:", re.MULTILINE)
ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def altered(
    events: Sequence[tuple[Stamp, Sequence[Change]]],
    read_blobs: ReadBlobs,
    present: Iterable[Record] = (),
) -> tuple[RecordAlteration, ...]:
    """The closed records of `events` (oldest first) that are no longer as they were closed.

    What was put back as it was is not an alteration, and neither is a file that only moved, nor a
    record that was opened again as it should be: from then on it may say more, never less.
    `events` are of stories only: rows of a table come and go. `present` are the records of the
    snapshot, for what is not yet committed.
    """
    versions = _versions(events, read_blobs, present)
    found: dict[str, tuple[str, RecordAlteration]] = {}
    opened: dict[str, str] = {}
    for stamp, changes in events:
        came = {change.new_blob: change.path for change in changes}
        for change in changes:
            path, old, new = change.path, change.old_blob or "", change.new_blob or ""
            if path in found and new == found[path][0]:
                del found[path]
                continue
            if path in found:
                continue
            if old in came:
                if path in opened and not new:
                    opened[came[old]] = opened.pop(path)
                continue
            before, now = versions.get(old), versions.get(new)
            if before and before.is_closed:
                opened.pop(path, None)
                if now and _is_reopened(before, now):
                    opened[path] = new
                    continue
            elif path in opened:
                before = versions[opened[path]]
                if now and _is_kept(before, now):
                    continue
            else:
                continue
            record = before.record
            until = kept_until(record)
            alteration = RecordAlteration(path, record.kind, record.id, not new, stamp, until)
            found[path] = (old, alteration)
    return tuple(alteration for _, alteration in found.values())


@immutable(frozen=True, slots=True)
class _StoryVersion:
    """A record with its text; None where that is not at hand (not yet committed)."""

    record: Record
    text: bytes | None = None

    @property
    def is_closed(self) -> bool:
        return self.record.text("status") in kinds()[self.record.kind].closed


def _versions(
    events: Sequence[tuple[Stamp, Sequence[Change]]],
    read_blobs: ReadBlobs,
    present: Iterable[Record],
) -> dict[str, _StoryVersion]:
    """The versions of records, by blob, of files that were ever changed after they were closed."""
    olds = {c.old_blob: c.path for _, changes in events for c in changes if c.old_blob}
    closed = {blob: version for blob, version in _read(olds, read_blobs) if version.is_closed}
    paths: set[str] = set()
    for _, changes in events:
        left = {c.old_blob for c in changes if c.path in paths or c.old_blob in closed}
        paths |= {c.path for c in changes if c.old_blob in closed or c.new_blob in left - {None}}
    others = {
        blob: change.path
        for stamp, changes in events
        for change in changes
        if change.path in paths
        for blob in (change.old_blob, change.new_blob if stamp.committed else None)
        if blob and blob not in closed
    }
    now = {r.blob: _StoryVersion(r) for r in present if r.path in paths and r.kind in kinds()}
    return {**now, **dict(_read(others, read_blobs)), **closed}


def _read(paths: Mapping[str, str], read_blobs: ReadBlobs) -> Iterator[tuple[str, _StoryVersion]]:
    for blob, data in read_blobs(sorted(paths, key=lambda blob: paths[blob])):
        if not _STATUS.search(data):
            continue
        for record in record_parsing.parse(paths[blob], blob, data, outlined=False):
            if record.kind in kinds():
                yield blob, _StoryVersion(record, front_matter.split(data).body)


def _is_reopened(before: _StoryVersion, now: _StoryVersion) -> bool:
    same = now.text is None or now.text == before.text
    return same and reopening.reopens(before.record, now.record)


def _is_kept(opened: _StoryVersion, now: _StoryVersion) -> bool:
    more = now.text is None or now.text.startswith((opened.text or b"").rstrip())
    return more and reopening.keeps(opened.record, now.record)


def kept_until(record: Record) -> date | None:
    """The last day on which a record must be kept; None where it does not say from when it counts.

    A kind without a retention is kept for good.
    """
    kind = kinds()[record.kind]
    start, days = record.day(kind.retained_from), map(record.day, deeds_until_retained(kind))
    return retention(kind.name, max([start, *filter(None, days)]) if start else None)


def deeds_until_retained(kind: RecordKind) -> tuple[str, ...]:
    """What is done with such a record, up to the deed from which its retention counts.

    It counts from the latest of them: a record may say that it was closed before it was raised.
    """
    start = kind.retained_from
    return kind.done[: kind.done.index(start) + 1] if start in kind.done else ()


def retention(name: str, start: date | None) -> date | None:
    """The last day on which a record of a kind must be kept that counts from `start`."""
    kind = kinds()[name]
    if not kind.retention:
        return date.max
    period = Period.parse(kind.retention)
    return period.after(start) if start and period else None
