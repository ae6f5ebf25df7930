"""A closed record may be opened again for a reason; what it said when it was closed stays."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from isodocs.history.altered_records import altered
from isodocs.model.commit import Change
from isodocs.model.history import Stamp
from isodocs.records import record_parsing
from isodocs.records.record_kinds import kinds

PATH = "records/nonconformities/NC-1.md"
MOVED = "records/nonconformities/2024/NC-1.md"
TEXT = "# Gauge\n\nThree gauges.\n"
CLOSED = {
    "record": "nonconformity",
    "id": "NC-1",
    "title": "Gauge",
    "status": "closed",
    "source": "process",
    "grade": "minor",
    "raised": "2024-01-10",
    "owner": "quality-manager",
    "due": "2024-03-01",
    "cause": "Nobody was named",
    "closed": "2024-02-10",
}
AGAIN = {"status": "open", "reopened": "2024-05-06", "reopened-because": "No action was taken"}
DONE = {"action": "A role is named", "implemented": "2024-05-13"}
AND_CLOSED = {"status": "closed", "closed": "2024-06-03"}

Step = bytes | None | tuple[str, bytes]


def story(*changes: dict[str, str], text: str = TEXT) -> bytes:
    """The record with all of these changes, one after the other; empty fields are left out."""
    fields = dict(CLOSED)
    for change in changes:
        fields |= change
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", text]).encode()


def told(*steps: Step, pending: bytes | None = None) -> list[tuple[str, bool]]:
    """Where a record that was altered is, and whether it was removed, after these steps.

    A step is the file's next content, None where it is removed, or its next path and content.
    """
    blobs: dict[str, bytes] = {}

    def blob(data: bytes | None) -> str | None:
        if data is None:
            return None
        name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        blobs[name] = data
        return name

    path, before = PATH, blob(story())
    events = [(stamp(0), [Change(path, None, before)])]
    for number, step in enumerate(steps, 1):
        place, data = step if isinstance(step, tuple) else (path, step)
        after = blob(data)
        moved = [Change(path, before, None)] if place != path else []
        old = None if moved else before
        events.append((stamp(number), [*moved, Change(place, old, after)]))
        path, before = place, after
    present: Sequence[record_parsing.Record] = ()
    if pending is not None:
        name = hashlib.sha1(pending, usedforsecurity=False).hexdigest()
        present = record_parsing.parse(path, name, pending)
        uncommitted = Stamp(99, "", "", "", None, "not yet committed")
        events.append((uncommitted, [Change(path, before, name)]))
    found = altered(events, lambda ids: ((id, blobs[id]) for id in list(ids)), present)
    return [(each.path, each.removed) for each in found]


def stamp(number: int) -> Stamp:
    when = datetime(2024, 1, 10, 12, tzinfo=UTC)
    return Stamp(number, f"{number:040}", "Ann", "ann@example.com", when, "A change")


@pytest.mark.parametrize(
    "steps",
    [
        (story(AGAIN),),
        (story(AGAIN, {"closed": ""}),),
        (story(AGAIN, {"due": "2024-12-02"}),),
        (story(AGAIN), story(AGAIN, DONE), story(AGAIN, DONE, AND_CLOSED)),
        (story(AGAIN), story(AGAIN, DONE, AND_CLOSED, text=TEXT + "\nAnd a fourth.\n")),
        (story(AGAIN), story(AGAIN, {"cause": "The list had no owner"}, DONE)),
        (story(AGAIN), (MOVED, story(AGAIN)), story(AGAIN, DONE)),
        (
            story(AGAIN),
            story(AGAIN, DONE, AND_CLOSED),
            story(AGAIN, DONE, AND_CLOSED, AGAIN, {"reopened": "2024-07-01"}),
        ),
        (story(AGAIN), story(AGAIN, {"cause": ""}), story(AGAIN)),
    ],
)
def test_who_opens_it_again_and_goes_on_has_altered_nothing(steps: tuple[Step, ...]) -> None:
    assert told(*steps) == []


@pytest.mark.parametrize(
    "steps",
    [
        (story({"status": "open"}),),
        (story(AGAIN, {"reopened": ""}),),
        (story(AGAIN, {"reopened-because": ""}),),
        (story(AGAIN, {"status": "closed"}),),
        (story(AGAIN, {"reopened": "2024-02-09"}),),
        (story(AGAIN, {"cause": "The list had no owner"}),),
        (story(AGAIN, DONE),),
        (story(AGAIN, text="# Gauge\n\nTwo gauges.\n"),),
        (story(AGAIN), story(AGAIN, {"cause": ""})),
        (story(AGAIN), story({"status": "open"})),
        (story(AGAIN), story(AGAIN, DONE, text="# Gauge\n\nTwo gauges.\n")),
        (story(AGAIN), story(AGAIN, DONE, AND_CLOSED), story(AGAIN, DONE, AND_CLOSED, AGAIN)),
        (story(AGAIN), story(AGAIN, AND_CLOSED), story(AGAIN, AND_CLOSED, {"cause": "Other"})),
        (story(AGAIN), story(AGAIN, {"id": "NC-2"})),
    ],
)
def test_anything_else_alters_it(steps: tuple[Step, ...]) -> None:
    assert told(*steps) == [(PATH, False)]


def test_it_cannot_be_removed_by_opening_it_first() -> None:
    assert told(story(AGAIN), None) == [(PATH, True)]
    assert told(story(AGAIN), (MOVED, story(AGAIN)), None) == [(MOVED, True)]


def test_what_is_not_yet_committed_is_read_from_the_files() -> None:
    assert told(pending=story(AGAIN)) == []
    assert told(pending=story(AGAIN, {"cause": "Other"})) == [(PATH, False)]
    assert told(story(AGAIN), pending=story(AGAIN, {"cause": ""})) == [(PATH, False)]


def test_whatever_can_be_closed_can_be_opened_again() -> None:
    for kind in kinds().values():
        assert not kind.closed or {"reopened", "reopened-because"} <= set(kind.fields), kind.name
