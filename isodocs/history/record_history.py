"""What history says of records: which were altered once closed, which rows went, what was entered.

Where it was found out before, only that is found out again which may be something else by now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.history import altered_records, first_entries, lost_rows
from isodocs.history.first_entries import Entered
from isodocs.model.history import RecordHistory
from isodocs.model.record import FOLDER
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.endings import is_markdown

if TYPE_CHECKING:
    from isodocs.history.altered_records import ReadBlobs
    from isodocs.model.commit import Change
    from isodocs.model.history import RecordAlteration, Stamp
    from isodocs.model.record import Record

_Events = Sequence[tuple["Stamp", Sequence["Change"]]]


class Before(NamedTuple):
    """What was found out before, and what has changed since.

    `paths` are those of records that are others now, or that were not committed; `committed` says
    whether commits were made since. These follow all that were there.
    """

    found: RecordHistory
    paths: Collection[str]
    committed: bool


def read(
    steps: Iterable[tuple[Stamp, Iterable[Change]]],
    read_blobs: ReadBlobs,
    records: Sequence[Record],
    before: Before | None,
) -> RecordHistory:
    """What the steps of a history, the oldest first, say of records.

    Of these the last may be what is not committed. `records` are those of the snapshot.
    """
    events = [
        (stamp, mine)
        for stamp, changes in steps
        if (mine := [change for change in changes if change.path.startswith(FOLDER)])
    ]
    stories = _only(events, is_markdown)
    if before is None:
        altered = altered_records.altered(stories, read_blobs, records)
    else:
        altered = _altered(stories, read_blobs, records, before)
    if before and not any(map(lost_rows.is_watched_table, before.paths)):
        lost = before.found.lost_rows
    else:
        lost = lost_rows.lost(_only(events, lost_rows.is_watched_table), read_blobs, records)
    if before and not (before.committed and any(map(first_entries.may_enter, before.paths))):
        was = before.found
        entered = Entered(was.entries, was.left, was.weighed, was.changes)
    else:
        made = [event for event in events if event[0].committed]
        entered = first_entries.entries(_only(made, first_entries.may_enter), read_blobs)
    return RecordHistory(altered, lost, *entered)


def _only(events: _Events, wanted: Callable[[str], bool]) -> _Events:
    found = ((stamp, [c for c in changes if wanted(c.path)]) for stamp, changes in events)
    return [(stamp, changes) for stamp, changes in found if changes]


def _altered(
    stories: _Events, read_blobs: ReadBlobs, records: Sequence[Record], before: Before
) -> tuple[RecordAlteration, ...]:
    """The alterations, those of the paths that changed found again: in the order of the steps."""
    again = _with_the_same_texts(stories, before.paths)
    new = altered_records.altered(_only(stories, again.__contains__), read_blobs, records)
    kept = [each for each in before.found.altered_records if each.path not in again]
    places = {
        (stamp.order, change.path): place
        for place, (stamp, change) in enumerate((s, c) for s, some in stories for c in some)
    }
    return tuple(sorted([*kept, *new], key=lambda each: places[each.stamp.order, each.path]))


def _with_the_same_texts(stories: _Events, paths: Iterable[str]) -> frozenset[str]:
    """These paths, and all that ever had a text that one of them had: a file may have moved."""
    texts, holders = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for _, changes in stories:
        for change in changes:
            for blob in filter(None, (change.old_blob, change.new_blob)):
                texts[change.path].add(blob)
                holders[blob].add(change.path)
    found, left = set(paths), list(paths)
    while left:
        for blob in texts[left.pop()]:
            new = holders[blob] - found
            found |= new
            left += new
    return frozenset(found)
