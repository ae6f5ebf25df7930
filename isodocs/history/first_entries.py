"""When each record was first written down here, changed its days, and was taken out, from history.

What was done has a day of its own in a record; the commit that first brought that day shows when it
was entered. Rows are known by what they are about, so that moving a table, sorting it
or saving it in another format enters nothing new, and takes nothing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from isodocs.history.lost_rows import Contents, ReadBlobs, identity, value_given
from isodocs.model.history import DayEntry, RecordLeft, Stamp, ValueChange, WeightSaid
from isodocs.model.record import FOLDER
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.endings import is_markdown, is_table
from isodocs.records import record_names, record_parsing, record_values
from isodocs.records.record_kinds import eased, kinds
from isodocs.records.table_versions import Version

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.history import RecordIdentity
    from isodocs.model.record import Record


def may_enter(path: str) -> bool:
    """Whether a file may hold records that bear witness to a day, or ask for something by one."""
    if not path.startswith(FOLDER) or record_names.is_evidence(path):
        return False
    if is_table(path):
        kind = record_names.kind_of(path)
        return kind is not None and bool(kind.done or eased(kind.name))
    return is_markdown(path)


class Entered(NamedTuple):
    """By record, the days it was given, what took it out, its weights, and what it asked for."""

    entries: Mapping[RecordIdentity, tuple[DayEntry, ...]]
    left: Mapping[RecordIdentity, tuple[RecordLeft, ...]]
    weighed: Mapping[RecordIdentity, tuple[WeightSaid, ...]]
    changes: Mapping[RecordIdentity, tuple[ValueChange, ...]]


class _Was(NamedTuple):
    """A record that a commit took out, or wrote again, and what it said in what may be eased."""

    key: RecordIdentity
    said: Mapping[str, str]


def entries(events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs) -> Entered:
    """The days and weights that each record was ever given, with the commit that first gave them.

    `events` are the changes, oldest first, of files that may hold such records. What one commit
    takes out of one file and puts into another only moved.
    """
    files = _Files(Contents(events, read_blobs))
    found: dict[RecordIdentity, list[DayEntry]] = defaultdict(list)
    left: dict[RecordIdentity, list[RecordLeft]] = defaultdict(list)
    weighed: dict[RecordIdentity, list[WeightSaid]] = defaultdict(list)
    asked: dict[RecordIdentity, list[ValueChange]] = defaultdict(list)
    begun: dict[str, Stamp] = {}
    for stamp, changes in events:
        out: dict[RecordIdentity, str] = {}
        was: dict[RecordIdentity, Mapping[str, str]] = {}
        brought: dict[RecordIdentity, Record] = {}
        for change in changes:
            came = change.old_blob is None
            if is_table(change.path) and (kind := record_names.kind_of(change.path)):
                begun.setdefault(kind.name, stamp)  # without rows as well
            gone, records = files.changed(change, committed=stamp.committed)
            out |= dict.fromkeys((each.key for each in gone), change.path)
            was |= {each.key: each.said for each in gone}
            for record in records:
                first = begun.setdefault(record.kind, stamp) is stamp
                key = _key(record)
                brought[key] = record
                known = found[key]
                for deed in kinds()[record.kind].done:
                    day = record.day(deed)
                    if day and not any(e.deed == deed and e.day == day for e in known):
                        known.append(DayEntry(deed, day, stamp, came, first))
                for field, on in kinds()[record.kind].law.weighing.items():
                    said = WeightSaid(field, *value_given(record, field, on), stamp)
                    if not any(each[:-1] == said[:-1] for each in weighed[key]):
                        weighed[key].append(said)
        for key in out.keys() - brought.keys():
            left[key].append(RecordLeft(out[key], stamp))
        for key, record in brought.items():
            asked[key] += _changes(record, was.get(key), asked[key], stamp)
    return Entered(
        {key: tuple(known) for key, known in found.items() if known},
        {
            key: tuple(each)
            for key, each in sorted(left.items())
            if found.get(key) or asked.get(key)
        },
        {key: tuple(each) for key, each in weighed.items()},
        {key: tuple(each) for key, each in asked.items() if each},
    )


def _changes(
    record: Record,
    was: Mapping[str, str] | None,
    known: Sequence[ValueChange],
    stamp: Stamp,
) -> list[ValueChange]:
    """What a commit changed of what a record asks for, from what the commit had before it.

    One that comes back after it was taken out says something else than it did last.
    """
    before = {each.field: each.value for each in known} if was is None else was
    now, first = _said(record), was is None and not known
    return [
        ValueChange(
            name,
            before.get(name, ""),
            now.get(name, ""),
            first or any(before.get(end) and before[end] != now.get(end) for end in ends),
            stamp,
        )
        for name, ends in eased(record.kind).items()
        if before.get(name, "") != now.get(name, "")
    ]


def _was(record: Record) -> _Was:
    return _Was(_key(record), _said(record))


def _said(record: Record) -> Mapping[str, str]:
    """What a record says in the fields that may be eased, and in those that end a turn of them."""
    fields = kinds()[record.kind].fields
    return {
        name: record_values.compared(fields[name], record.values[name])
        for name in _asking(record.kind)
        if name in record.values
    }


@cache
def _asking(kind: str) -> tuple[str, ...]:
    found = eased(kind)
    return tuple(dict.fromkeys((*found, *(end for ends in found.values() for end in ends))))


class _Files:
    """What files held, as far as it was read, so that nothing is read twice."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._tables: dict[str, tuple[str, Version | None]] = {}
        """The version that each table was last left in."""
        self._instead: dict[tuple[str, str], Version] = {}
        """The version before one of a table that cannot be read, by path and blob of that one."""
        self._stories: dict[str, list[_Was]] = {}
        """What a file that is one record holds, by blob."""

    def changed(
        self, change: Change, *, committed: bool
    ) -> tuple[Sequence[_Was], Sequence[Record]]:
        """The records as a change found them, and those that it brought or wrote again."""
        of = self._contents.of
        before = of(change.old_blob) if change.old_blob else None
        after = of(change.new_blob) if change.new_blob and committed else None
        if after is None and change.new_blob:
            return (), ()  # it cannot be read
        if is_table(change.path):
            return self._table(change, before, after)
        return self._story(change, before, after)

    def _table(
        self, change: Change, before: bytes | None, after: bytes | None
    ) -> tuple[Sequence[_Was], Sequence[Record]]:
        path = change.path
        blob, old = self._tables.get(path, ("", None))
        if blob != change.old_blob:
            old = Version.of_data(path, before)
        if old is None and change.old_blob:
            old = self._instead.get((path, change.old_blob))
        new = Version.EMPTY if after is None else Version.of_data(path, after)
        self._tables[path] = (change.new_blob or "", new)
        if new is None:
            if old and change.new_blob:
                self._instead[path, change.new_blob] = old
            return (), ()
        went, came = new.compared_with(old or Version.EMPTY)
        gone = map(_was, old.records(went)) if old and went else ()
        return list(gone), list(new.records(came))

    def _story(
        self, change: Change, before: bytes | None, after: bytes | None
    ) -> tuple[Sequence[_Was], Sequence[Record]]:
        brought = [] if after is None else _stories(change.path, after)
        if change.new_blob:
            self._stories[change.new_blob] = list(map(_was, brought))
        old = self._stories.get(change.old_blob or "")
        if old is None:
            old = [] if before is None else list(map(_was, _stories(change.path, before)))
        return old, brought


def _key(record: Record) -> RecordIdentity:
    return record.kind, identity(record)


def _stories(path: str, data: bytes) -> list[Record]:
    found = record_parsing.parse(path, "", data, outlined=False)
    return [record for record in found if record.kind and record.id]
