"""No day is too early or too late for a command: the calendar ends in the years 1 and 9999."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from tests.helpers.command import run
from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder

FIRST, LAST = "0001-01-01", "9999-12-31"
NEEDED = {
    **approved(),
    "records/complaint.csv": "id,received,from,what,owner,answered\n",
    "records/action.csv": f"id,what,owner,due\nA-1,Label the racks,quality-manager,{LAST}\n",
}


@pytest.fixture
def calendar(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", NEEDED, date="2023-12-01T12:00:00+00:00")
    text = NEEDED["records/complaint.csv"] + "C-1,2024-01-12,Miller,Bent parts,quinn,2024-01-15\n"
    audit = f"id,kind,standard,planned\nE-1,special,iso-9001-2015,{FIRST}\n"
    added = {"records/complaint.csv": text, "records/certification-event.csv": audit}
    repo.commit("A complaint", added, date="2024-05-20T12:00:00+00:00")
    return repo


def test_check_reads_an_audit_on_the_first_day(calendar: RepositoryBuilder) -> None:
    assert "REC024" in run("check", "--on", "2024-06-01", "--full", "--exit-zero", at=calendar.path)


def test_a_plan_looks_ahead_beyond_the_last_day(calendar: RepositoryBuilder) -> None:
    assert "Label the racks" in run("plan", "--on", LAST, at=calendar.path)


def test_an_audit_on_the_first_day_is_prepared_for_at_once(calendar: RepositoryBuilder) -> None:
    run("plan", "--for", "stage-1", "--until", FIRST, at=calendar.path)


def test_what_is_due_on_the_last_day_is_in_the_calendar(calendar: RepositoryBuilder) -> None:
    found = Calendar.from_ical(run("due", "--on", LAST, "--format", "ics", at=calendar.path))
    days = [event for event in found.walk("VEVENT") if str(event["dtstart"].dt) == LAST]
    assert days
    assert all("dtend" not in event for event in days)  # RFC 5545: it lasts that day
