"""Rows of tables that were removed or changed since they were first written, from history.

A training, a calibration or a confirmation is written down once. What such a row leaves empty may
be filled in later; what it says stays. Each commit is compared with what it changed, never with
another branch, and by the values of the rows: anyone who saves a table with other separators,
quotes, columns in another order or under another name has changed none. Only what differs in bytes
is ever parsed, so that a table of many rows and versions costs little more than reading it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.dataclass import field, mutable
from isodocs.model.history import LostRow, Stamp
from isodocs.model.record import FOLDER, Record
from isodocs.parsing.endings import is_table
from isodocs.records import record_names, record_values
from isodocs.records.record_kinds import kinds
from isodocs.records.table_versions import Piece, Version

if TYPE_CHECKING:
    from isodocs.model.commit import Change

ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
Identity = tuple[str, ...]
Said = frozenset[tuple[str, str]]
"""What a row says, in the form in which rows are compared: fields and values."""
_PAIRS = 10_000
"""So many pairs of rows are compared to find out what a row was changed to."""


@lru_cache(maxsize=4096)
def is_watched_table(path: str) -> bool:
    """Whether a path is that of a table whose rows stay as they were written, or say why not."""
    if not path.startswith(FOLDER) or not is_table(path) or record_names.is_evidence(path):
        return False
    kind = record_names.kind_of(path)
    return kind is not None and kind.watched


def identity(record: Record) -> Identity:
    """What a row is about: its id, or whom and what every such row names, and its day."""
    if record.id:
        return (record.id,)
    fields = kinds()[record.kind].fields.values()
    named = (f for f in fields if f.required and (f.refers or f.form == "date"))
    return tuple(record_values.compared(f, record.text(f.name)) for f in named)


def value_given(record: Record, field: str, on: str) -> tuple[str, str]:
    """What a field that weighs says, and the day in the field `on`, if it has one."""
    day = record.day(on)
    value = record_values.compared(kinds()[record.kind].fields[field], record.text(field))
    return value, day.isoformat() if day else ""


def says_all(now: Record, before: Record) -> bool:
    """Whether a row says whatever another one said, and perhaps more."""
    return said(before) <= said(now)


def lost(
    events: Sequence[tuple[Stamp, Sequence[Change]]],
    read_blobs: ReadBlobs,
    present: Iterable[Record] = (),
) -> tuple[LostRow, ...]:
    """The rows of `events` (oldest first, of such tables only) that were changed or removed.

    `present` are the records of the snapshot. Whether another row takes the place of one that is
    lost is for the reader to see.
    """
    there: dict[str, list[Record]] = defaultdict(list)
    for record in present if events else ():
        if is_watched_table(record.path):
            there[record.path].append(record)
    tables = _Tables(events, read_blobs, there)
    found = [LostRow(row.record, row.stamp, row.in_merge) for row in tables.lost()]
    return tuple(found)


@mutable(slots=True)
class _Lost:
    record: Record
    stamp: Stamp
    became: Said | None = None
    in_merge: bool = False


@mutable(slots=True)
class _Kind:
    """What is known of all tables of one kind: rows may move between them."""

    gone: dict[Said, _Lost] = field(default_factory=dict)
    settled: set[Said] = field(default_factory=set)
    """Rows that others have taken the place of, rightly, and that were not written again since."""
    _by_part: dict[tuple[str, str], dict[Said, int]] = field(default_factory=dict)
    """Rows that are gone, in order, each by the one thing that fewest of the others say."""
    _part: dict[Said, tuple[str, str]] = field(default_factory=dict)
    _count: int = 0

    def lose(self, key: Said, row: _Lost) -> None:
        """Note a row as gone."""
        self.gone[key] = row
        if key not in self._part:
            there = self._by_part
            part = min(key, key=lambda one: (len(there.get(one, ())), one), default=("", ""))
            self._count += 1
            self._part[key] = part
            there.setdefault(part, {})[key] = self._count

    def find(self, key: Said) -> _Lost | None:
        """Take a row from those that are gone, if it is one of them."""
        row = self.gone.pop(key, None)
        if row is not None:
            del self._by_part[self._part.pop(key)][key]
        return row

    def said_by(self, rows: Iterable[Said]) -> list[Said]:
        """The rows that are gone and that one of `rows` says all of, in order."""
        found: dict[Said, int] = {}
        for row in rows:
            for part in (*row, ("", "")):
                mine = self._by_part.get(part, {})
                found |= {key: number for key, number in mine.items() if key <= row}
        return sorted(found, key=found.__getitem__)


class _Tables:
    def __init__(
        self,
        events: Sequence[tuple[Stamp, Sequence[Change]]],
        read_blobs: ReadBlobs,
        present: Mapping[str, list[Record]],
    ) -> None:
        self.events = events
        self.present = present
        self.kinds: dict[str, _Kind] = defaultdict(_Kind)
        self.ever: dict[str, dict[Piece, Stamp]] = defaultdict(dict)
        """Every text that a row ever had, below its header, by table."""
        self.last: dict[str, str] = {}
        self.forked: set[str] = set()
        self.contents = Contents(events, read_blobs)
        self.instead: dict[tuple[str, str], Version] = {}
        """What stands for a version that cannot be read: the one before it."""

    def lost(self) -> Iterator[_Lost]:
        for stamp, changes in self.events:
            by_kind: dict[str, list[Change]] = defaultdict(list)
            for change in changes:
                kind = record_names.kind_of(change.path)
                by_kind[kind.name if kind else ""].append(change)
            for name, mine in by_kind.items():
                self._step(self.kinds[name], stamp, mine)
        self._end()
        for known in self.kinds.values():
            yield from known.gone.values()

    def _step(self, known: _Kind, stamp: Stamp, changes: Sequence[Change]) -> None:
        removed: dict[Said, Record] = {}
        added: dict[Said, Record] = {}
        for change in changes:
            path = change.path
            before = self.last.get(path, change.old_blob or "")
            if before != (change.old_blob or ""):
                self.forked.add(path)
            old = self._version(path, change.old_blob)
            new = self._version(path, change.new_blob, old, committed=stamp.committed)
            self.last[path] = change.new_blob or ""
            less, more = new.compared_with(old)
            for piece in more if new.data is not None else ():
                self.ever[path].setdefault(piece, stamp)
            if less or known.gone or known.settled:
                removed |= {said(record): record for record in old.records(less)}
                added |= {said(record): record for record in new.records(more)}
        for key in removed.keys() & added.keys():
            del removed[key], added[key]
        self._settle(known, stamp, removed, added)

    def _settle(
        self, known: _Kind, stamp: Stamp, removed: dict[Said, Record], added: dict[Said, Record]
    ) -> None:
        """Note what a commit took away for good; what it put back is not lost any more."""
        known.settled.difference_update(added)  # what is again may be lost again
        few = len(removed) * len(added) <= _PAIRS
        if few and removed:
            again = known.said_by(added)
        else:
            again = [key for key in added if key in known.gone]
        for key in again:
            if key in added or removed:
                self._put_back(known, key, removed, added)
        about: dict[Identity, list[Said]] = defaultdict(list)
        for key, record in added.items() if removed else ():
            about[identity(record)].append(key)
        for key, record in removed.items():
            alike = about[identity(record)]
            if any(key <= other for other in alike):
                known.settled.add(key)
            else:
                rest = added if few else alike
                known.lose(key, _Lost(record, stamp, _nearest(key, alike or rest)))

    def _put_back(
        self, known: _Kind, key: Said, removed: dict[Said, Record], added: Container[Said]
    ) -> None:
        """A row is there again: what it had been changed to is not a loss, step after step.

        The row itself is kept, unless one that says more (in `added`) has taken its place.
        """
        step: Said | None = key
        while step is not None and (row := known.find(step)):
            if step not in added:
                known.settled.add(step)
            step = row.became
        if step is not None and step in removed:
            del removed[step]
            known.settled.add(step)

    def _version(
        self, path: str, blob: str | None, instead: Version | None = None, *, committed: bool = True
    ) -> Version:
        if not blob:
            return Version.EMPTY
        if (path, blob) in self.instead:
            return self.instead[path, blob]
        rows = self.present.get(path, [])
        data = self.contents.of(blob) if committed else None
        if data is not None:
            found = Version.of_data(path, data)
        elif rows and rows[0].blob == blob:  # not committed yet, and read already
            found = Version.of_records(path, rows)
        else:
            found = Version.EMPTY
        if found is None:
            found = instead or Version.EMPTY
            self.instead[path, blob] = found
        return found

    def _end(self) -> None:
        """Compare with what is there: a merge drops rows, or keeps them, without any commit."""
        there: dict[str, set[Said]] = defaultdict(set)
        for path, last in self.last.items():
            kind = record_names.kind_of(path)
            rows = self.present.get(path, ())
            if rows and any(row.kind for row in rows):
                there[kind.name if kind else ""].update(said(row) for row in rows if row.kind)
            elif (path, last) in self.instead:
                version = self.instead[path, last]
                there[kind.name if kind else ""].update(map(said, version.records()))
            if (rows[0].blob if rows else "") != last:
                self.forked.add(path)
        for name, keys in there.items():
            for key in keys & self.kinds[name].gone.keys():
                self.kinds[name].find(key)
        for path in self.forked:
            kind = record_names.kind_of(path)
            known = self.kinds[kind.name if kind else ""]
            here = there[kind.name if kind else ""]
            for record, stamp in Version.of_pieces(path, self.ever[path]):
                key = said(record)
                if key not in here and key not in known.gone and key not in known.settled:
                    known.lose(key, _Lost(record, stamp, in_merge=True))


class Contents:
    """The bytes of versions, each read when it is first asked for and kept while it is needed."""

    def __init__(
        self, events: Sequence[tuple[Stamp, Sequence[Change]]], read_blobs: ReadBlobs
    ) -> None:
        asked = [
            blob
            for stamp, changes in events
            for change in changes
            for blob in (change.old_blob, change.new_blob if stamp.committed else None)
            if blob
        ]
        once = list(dict.fromkeys(asked))
        self._uses = Counter(asked)
        self._rest = read_blobs(once)
        self._kept: dict[str, bytes] = {}
        self._order = {blob: place for place, blob in enumerate(once)}
        self._next = next(self._rest, None)

    def of(self, blob: str) -> bytes | None:
        """The bytes of a version; None when they cannot be read, as those not yet committed."""
        while self._next and self._order[self._next[0]] <= self._order[blob]:
            found, data = self._next
            self._kept[found] = data
            self._next = next(self._rest, None)
        self._uses[blob] -= 1
        return self._kept.pop(blob, None) if self._uses[blob] < 1 else self._kept.get(blob)


def said(record: Record) -> Said:
    """What a row says."""
    fields = kinds()[record.kind].fields
    return frozenset(
        (name, record_values.compared(fields[name], text))
        for name, text in record.values.items()
        if text
    )


def _nearest(key: Said, others: Iterable[Said]) -> Said | None:
    """The row that a row was changed to: the one that has most in common with it, at least half."""
    best = max(others, key=lambda other: len(key & other), default=None)
    return best if best is not None and 2 * len(key & best) >= len(key) else None
