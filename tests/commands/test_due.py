"""`isodocs due`: what has to be done by when, overdue first and never dropped."""

from __future__ import annotations

import csv
import sys
from datetime import date
from io import StringIO

import pytest
from icalendar import Calendar

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
RECORDS = {
    "records/people.csv": "id,name,roles\nann,Ann Author,operator\n",
    "records/competence.yaml": "- {id: MEAS, title: Measuring, kind: process, roles: [operator], "
    "renew-every: 12 months}\n",
    "records/training.csv": "person,competence,date\nann,MEAS,2023-06-20\n",
    "records/action.csv": "id,what,owner,due,done\n"
    "ACT-1,Label the racks,quality-manager,2024-05-02,\n"
    "ACT-2,Buy a gauge,director,2024-07-15,\nACT-3,Done,director,2024-01-01,2024-01-01\n",
    "records/audit-programme.csv": "id,title,standards,clauses,planned,due,owner\n"
    "AP-1,Purchasing,iso-9001-2015,8.4,2024-06-01,2024-06-28,quality-manager\n",
    "records/certification/c.md": "---\nid: CERT-1\ntitle: ISO 9001\nstatus: open\n"
    "standard: iso-9001-2015\nowner: quality-manager\nbody: Certify Ltd\n"
    "accreditation-body: UKAS\naccreditation-number: 1\naccreditation-scope: all\n"
    "recognised-under: IAF MLA\naccreditation-verified: 2024-05-01\ndecided: 2023-07-20\n---\n"
    "# Ours\n\nOur certificate.\n",
}


@pytest.fixture
def records_due(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {**base(), **approved(review_every="6 months"), **RECORDS}
    repo.commit("Start", files, date="2024-01-10T09:00:00+00:00")
    return repo


def test_it_reads_well(records_due: RepositoryBuilder) -> None:
    text = run("due", "--on", DAY, at=records_due.path)
    assert max(map(len, text.splitlines())) <= 80
    golden.check("due", text)


def test_what_is_overdue_is_shown_however_short_one_looks_ahead(
    records_due: RepositoryBuilder,
) -> None:
    found = run_json("due", "due", "--on", DAY, "--within", "0d", at=records_due.path)
    assert [(d["subject"], d["overdue"]) for d in found["duties"]] == [("ACT-1", True)]
    longer = run_json("due", "due", "--on", DAY, "--within", "3 months", at=records_due.path)
    days = [d["day"] for d in longer["duties"]]
    assert days == sorted(days)
    assert {d["subject"] for d in longer["duties"]} == {
        "ACT-1", "ACT-2", "MEAS", "AP-1", "CERT-1", "SOP-001",
    }  # fmt: skip


def test_one_owner_or_kind(records_due: RepositoryBuilder) -> None:
    rows = csv.DictReader(
        StringIO(
            run("due", "--on", DAY, "--owner", "director", "--format", "csv", at=records_due.path)
        )
    )
    assert [row["subject"] for row in rows] == ["ACT-2"]
    found = run_json("due", "due", "--on", DAY, "--kind", "certification", at=records_due.path)
    assert [d["day"] for d in found["duties"]] == ["2024-07-20"]
    assert "Did you mean 'director'?" in refused("due", "--owner", "directr", at=records_due.path)


def test_an_audit_that_is_arranged_is_due_on_its_day(repo: RepositoryBuilder) -> None:
    event = (
        "id,certification,standard,kind,planned\n"
        "EVT-1,CERT-1,iso-9001-2015,surveillance,2024-06-12\n"
    )
    files = {**base(), **RECORDS, "records/certification-event.csv": event}
    repo.commit("Start", files, date="2024-01-10T09:00:00+00:00")
    found = run_json("due", "due", "--on", DAY, "--kind", "certification", at=repo.path)
    assert [d["day"] for d in found["duties"]] == ["2024-06-12"]
    assert found["duties"][0]["path"] == "records/certification-event.csv"


@pytest.mark.parametrize(
    ("body", "bodies"), [("Northgate", "Northgate"), ("Southgate", "Northgate and Southgate")]
)
def test_a_combined_audit_is_one_day_in_the_calendar(
    body: str, bodies: str, repo: RepositoryBuilder
) -> None:
    first = str(RECORDS["records/certification/c.md"])
    first = first.replace("body: Certify Ltd", "body: Northgate")
    second = first.replace("CERT-1", "CERT-2").replace("iso-9001-2015", "iso-14001-2015")
    second = second.replace("Northgate", body)
    event = (
        "id,certifications,standards,kind,planned\nEVT-1,CERT-1;CERT-2,,surveillance,2024-06-12\n"
    )
    files = {
        **base(),
        **RECORDS,
        "isodocs.yaml": CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-14001-2015]"),
        "records/certification/c.md": first,
        "records/certification/d.md": second,
        "records/certification-event.csv": event,
    }
    repo.commit("Start", files, date="2024-01-10T09:00:00+00:00")
    found = run_json("due", "due", "--on", DAY, "--kind", "certification", at=repo.path)
    (duty,) = (d for d in found["duties"] if d["day"] == "2024-06-12")
    assert duty["subject"] == "CERT-1, CERT-2"
    assert duty["what"] == f"surveillance, ISO 9001:2015 and ISO 14001:2015 ({bodies})"
    for id in ("CERT-1", "CERT-2", "EVT-1"):
        assert duty["what"] in run("show", id, "--on", DAY, "--format", "json", at=repo.path)


def test_a_calendar_subscribes_to_it(records_due: RepositoryBuilder) -> None:
    text = run("due", "--on", DAY, "--format", "ics", at=records_due.path)
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    summaries = {str(event["summary"]): event["dtstart"].dt for event in events}
    late = "overdue since 2024-05-02: ACT-1 action: Label the racks"
    assert summaries[late] == date(2024, 6, 1)
    assert summaries["AP-1 audit Purchasing, from 2024-06-01"] == date(2024, 6, 28)
    later = run("due", "--on", "2024-06-02", "--format", "ics", at=records_due.path)
    again = {str(event["uid"]) for event in Calendar.from_ical(later).walk("VEVENT")}
    assert {str(event["uid"]) for event in events} <= again


def test_a_span_is_refused_with_an_example(records_due: RepositoryBuilder) -> None:
    assert "write for example 60d" in refused("due", "--within", "soon", at=records_due.path)


def test_without_the_library_it_names_what_can_be_installed(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No package index has isodocs, so its extras are of no use there."""
    repo.commit("Start", {**base(), **approved()})
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert "`pip install icalendar`" in refused("due", "--format", "ics", at=repo.path)
