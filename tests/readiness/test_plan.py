"""The plan names each thing once, whoever's it is."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.helpers.command import run
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-11-20"
CERTIFICATE = (
    "---\nrecord: certification\nid: CERT-1\ntitle: A cycle\nstatus: open\n"
    "standard: iso-9001-2015\nbody: Some Body\napplied: 2023-01-09\ndecided: 2024-03-04\n"
    "issued: 2024-03-04\nexpires: 2027-03-03\n---\n# A cycle\n"
)
EVENT = (
    "id,certification,standard,kind,planned,confirmed,started,finished,result\n"
    "S1,CERT-1,iso-9001-2015,{kind},2025-03-04,yes,,,\n"
)
EQUIPMENT = (
    "id,description,status,interval,owner\n"
    "CAL-1,Calliper,in-use,12 months,dora\n"
    "CAL-2,Gauge,in-use,12 months,dora\n"
)
CALIBRATION = (
    "equipment,calibrated,result,by,certificate\n"
    "CAL-1,2023-06-01,passed,Lab,K-1\n"
    "CAL-2,2024-06-01,failed,Lab,K-2\n"
)


@pytest.fixture
def equipment(repo: RepositoryBuilder) -> RepositoryBuilder:
    files = {
        **base(),
        **approved(),
        "isodocs.yaml": f"{CONFIG}owner: quality-manager\n",
        "records/equipment.csv": EQUIPMENT,
        "records/calibration.csv": CALIBRATION,
    }
    repo.commit("Start", files, date="2024-07-01T09:00:00+00:00")
    return repo


def plan(at: RepositoryBuilder, *words: str) -> list[dict[str, str]]:
    text = run("plan", *words, "--on", DAY, "--format", "csv", at=at.path)
    return list(csv.DictReader(StringIO(text)))


def test_what_is_late_is_not_told_again_as_a_gap(equipment: RepositoryBuilder) -> None:
    rows = plan(equipment, "--for", "surveillance")
    about = [row["what"] for row in rows if row["about"] == "CAL-1"]
    assert about == ["calibration: Calliper"]


def test_another_gap_on_the_same_thing_stays(equipment: RepositoryBuilder) -> None:
    rows = plan(equipment, "--for", "surveillance")
    assert any("failed on 2024-06-01" in row["what"] for row in rows if row["about"] == "CAL-2")


def test_a_gap_comes_with_its_remedy(equipment: RepositoryBuilder) -> None:
    rows = plan(equipment, "--for", "surveillance")
    (row,) = (row for row in rows if "failed on" in row["what"])
    assert row["remedy"].startswith("Take it out of use")


@pytest.mark.parametrize("word", ["surveillance", "recertification"])
def test_what_is_wrong_today_is_due_today_an_error_or_not(
    equipment: RepositoryBuilder, word: str
) -> None:
    """Of one gauge the calibration failed (an error), and the interval is none (a warning)."""
    table = EQUIPMENT + "CAL-3,Scales,in-use,75 years,dora\n"
    equipment.commit(
        "Scales, and a certificate",
        {
            "records/equipment.csv": table,
            "records/certification.md": CERTIFICATE,
            "records/certification-event.csv": EVENT.format(kind=word),
        },
        date="2024-07-02T09:00:00+00:00",
    )
    rows = plan(equipment, "--for", word)
    days = {row["what"]: row["day"] for row in rows if row["about"] in ("CAL-2", "CAL-3")}
    wrong = {what: day for what, day in days.items() if "failed on" in what or "75 years" in what}
    assert len(wrong) == 2
    assert set(wrong.values()) == {DAY}
    lacking = [row["day"] for row in rows if "internal audit" in row["what"]]
    assert set(lacking) == {"2025-02-18"}, "what is only missing waits"


def test_every_gap_on_a_record_is_about_that_record(equipment: RepositoryBuilder) -> None:
    rows = plan(equipment, "--for", "surveillance")
    about = [row["about"] for row in rows if "CAL-2" in row["what"]]
    assert about == ["CAL-2"] * 2


def test_what_nobody_owns_is_for_whoever_looks_after_the_system(
    equipment: RepositoryBuilder,
) -> None:
    rows = plan(equipment, "--for", "surveillance")
    assert all(row["owner"] for row in rows)
    assert any(
        row["owner"] == "quality-manager" and "internal audit" in row["what"] for row in rows
    )


def test_without_an_owner_of_the_system_nobody_is_invented(equipment: RepositoryBuilder) -> None:
    equipment.commit("No owner", {"isodocs.yaml": CONFIG}, date="2024-07-02T09:00:00+00:00")
    rows = plan(equipment, "--for", "surveillance")
    assert any(row["owner"] == "" and "internal audit" in row["what"] for row in rows)


def test_a_person_sees_what_their_roles_owe(equipment: RepositoryBuilder) -> None:
    rows = plan(equipment, "--owner", "quinn", "--until", "2026-12-31")
    assert {row["owner"] for row in rows} == {"quality-manager"}
    due = run("due", "--owner", "quinn", "--within", "3y", "--on", DAY, at=equipment.path)
    assert "review" in due


FINDING = """\
---
record: nonconformity
id: NC-1
title: Bores without a plug gauge
status: open
source: process
grade: minor
raised: 2024-01-15
owner: dora
correction: Sorted
corrected: 2024-01-16
cause: The job card did not name the gauge, and nobody compares it with the drawing.
action: The job card is printed from the drawing, gauges included.
implemented: 2024-02-10
verified: 2024-02-20
verified-by: quinn
effectiveness-due: 2024-09-01
---
# Bores without a plug gauge
"""


def test_a_late_look_at_the_effect_is_one_entry(equipment: RepositoryBuilder) -> None:
    equipment.write("records/nonconformities/NC-1.md", FINDING)
    rows = plan(equipment, "--for", "surveillance")
    mine = [row["what"] for row in rows if row["about"] == "NC-1"]
    assert mine == ["review whether the action worked: Bores without a plug gauge"]
    shown = run("show", "NC-1", "--on", "2024-08-01", at=equipment.path)
    assert "overdue" not in shown


def test_a_review_that_is_planned_is_one_entry(equipment: RepositoryBuilder) -> None:
    review = (
        "---\nrecord: management-review\nid: MR-1\ntitle: Review\nstatus: planned\n"
        "standards: [iso-9001-2015]\nplanned: 2024-12-10\nchair: dora\n---\n# Review\n"
    )
    equipment.write("records/management-reviews/MR-1.md", review)
    rows = plan(equipment, "--for", "stage-2", "--until", "2025-03-01")
    mine = [row["about"] for row in rows if "management review" in row["what"]]
    assert mine == ["MR-1"]


def test_what_is_retained_is_told_apart_by_standard(equipment: RepositoryBuilder) -> None:
    both = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-45001-2018]")
    equipment.write("isodocs.yaml", f"{both}owner: quality-manager\n")
    rows = plan(equipment, "--for", "stage-2")
    retained = [
        row["what"] for row in rows if "more like it" in row["what"] and "a record" in row["what"]
    ]
    of_both = ("ISO 9001:2015", "ISO 45001:2018")
    assert len(retained) == len(of_both)
    assert all(sum(name in row for row in retained) == 1 for name in of_both)
