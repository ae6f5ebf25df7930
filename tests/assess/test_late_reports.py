"""When the report of an audit counts as late, by its own day and by when it was entered."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.late_reports import late_reports
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

AUDIT = (
    "---\nrecord: audit\nid: AUD-{n}\ntitle: All of it\nstatus: done\nstandards: [iso-9001-2015]\n"
    "criteria: [ISO 9001]\nscope: Everything\nauditors: [ann]\nplanned: {month}-04\n"
    "started: {month}-04\nfinished: {month}-04\nreport-due: {month}-10\nreported: {day}\n---\n"
    "# All of it\n\nTwo orders were followed, both of them fine.\n"
)


@pytest.mark.parametrize(
    ("day", "entered", "said"),
    [
        ("2024-03-08", "2024-03-09", ""),
        ("2024-03-08", "2024-03-20", ""),
        ("2024-03-10", "2024-04-04", "dated 2024-03-10, but entered on 2024-04-04"),
        ("2024-03-25", "2024-03-25", "reported on 2024-03-25"),
    ],
    ids=["in time", "filed some days later", "filed with the audit weeks later", "late"],
)
def test_a_report_is_late_until_the_next_audit(
    repo: RepositoryBuilder, day: str, entered: str, said: str
) -> None:
    first = AUDIT.format(n=1, month="2023-03", day="2023-03-09")
    repo.commit("Start", {**base(), **approved()}, date="2023-01-08T12:00:00+00:00")
    repo.commit("An audit", {"records/audit/1.md": first}, date="2023-03-09T12:00:00+00:00")
    second = AUDIT.format(n=2, month="2024-03", day=day)
    repo.commit("Another", {"records/audit/2.md": second}, date=f"{entered}T12:00:00+00:00")
    found = late(repo, date(2024, 5, 1))
    assert [text.partition(";")[0] for text in found] == ([said] if said else [])
    assert not late(repo, date(2025, 5, 1)), "a year later it is forgotten"
    third = AUDIT.format(n=3, month="2024-06", day="2024-06-09")
    repo.commit("The next", {"records/audit/3.md": third}, date="2024-06-09T12:00:00+00:00")
    assert not late(repo, date(2024, 6, 9))


def late(at: RepositoryBuilder, on: date) -> list[str]:
    return [each.in_words for each in late_reports(Workspace.open(at.path).register(View(on)))]
