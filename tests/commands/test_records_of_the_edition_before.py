"""What was recorded under one edition, seen from the next: what carries over, and what is said."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import invoke, run, run_json
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

OLD, NEW = "iso-9001-2015", "iso-9001-2026"
ON = ("--on", "2026-11-29")
WAY = ("standards", "transition", OLD, NEW, *ON)
ROWS = (
    ("EVI-001", "", "8.5.2"),  # a bare number means what is in use
    ("EVI-002", OLD, "8.5.3"),
    ("EVI-003", "", f"{OLD}:8.6"),  # asks the same as far as is known
    ("EVI-004", OLD, "6.1.2"),  # asks more now
    ("EVI-005", NEW, "8.2.3.2"),
)
EVIDENCE = "id,what,where,standard,clauses,owner,looked-at,looked-at-by,seen\n" + "".join(
    f"{id},Records of the shop floor,Job system,{standard},{clauses},quality-manager,2026-11-10,"
    "quinn,Ten jobs\n"
    for id, standard, clauses in ROWS
)
AUDIT = f"""---
record: audit
id: AUD-1
title: The whole system
status: closed
standards: [{OLD}]
scope: Everything
auditors: [dora]
started: 2026-10-05
finished: 2026-10-06
reported: 2026-10-07
closed: 2026-10-07
---
# AUD-1

We looked at every clause, with samples of the shop floor. The system works.
"""


@pytest.fixture
def moving(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company certified to ISO 9001:2015 that prepares for the next edition."""
    config = CONFIG.replace("24 months", "60 months") + "owner: quality-manager\n"
    claims = f'{{{OLD}: ["4.2", "7.5.1", "7.5.2", "8.5.2"]}}'
    files = {
        **base(),
        "isodocs.yaml": config,
        **approved(clauses=claims),
        "records/evidence.csv": EVIDENCE,
        "records/audit/AUD-1.md": AUDIT,
    }
    repo.commit("Start", files, date="2026-11-12T10:00:00+00:00")
    return repo


def kept(at: Path) -> dict[str, str | None]:
    found = run_json("transition", *WAY, at=at)
    return {clause["number"]: clause["records"] for clause in found["clauses"]}


def readiness(at: Path) -> Any:
    (found,) = json.loads(invoke("readiness", "transition", *ON, "--format", "json", at=at).stdout)[
        "readiness"
    ]
    return found


def test_what_asks_the_same_is_shown_by_what_was_recorded_before(moving: RepositoryBuilder) -> None:
    found = kept(moving.path)
    numbers = ("8.5.2", "8.5.3", "8.6", "8.2.3.2", "9.2.2", "4.1")
    assert [found[number] for number in numbers] == [
        *("carried", "carried", "compare", "shown", "missing", None)
    ]
    text = " ".join(run(*WAY, at=moving.path).split())
    assert "shows nothing of ISO 9001:2026: audit (1)." in text
    data = run_json("transition", *WAY, at=moving.path)
    assert data["held_before"] == {"Audit": 1}
    sheet = csv.DictReader(run(*WAY, "--format", "csv", at=moving.path).splitlines())
    assert {row["clause"].partition(":")[2]: row["records"] or None for row in sheet} == found
    counts = data["counts"]["records"]
    assert counts == {name: [*found.values()].count(name) for name in counts}


def test_one_number_of_items_is_counted_everywhere(moving: RepositoryBuilder) -> None:
    """Coverage, the way to the edition and readiness for it count the same clauses and records."""
    (covered,) = run_json("coverage", "coverage", NEW, *ON, at=moving.path)["standards"]
    counts = run_json("transition", *WAY, at=moving.path)["counts"]
    ready = readiness(moving.path)
    areas = {area["area"]: area for area in ready["areas"]}
    summary = covered["summary"]
    items, shown = summary["record_items"], summary["records_shown"]
    assert (counts["record_items"], counts["records_shown"]) == (items, shown)
    assert (areas["records"]["expected"], areas["records"]["shown"]) == (items, shown)
    assert areas["clauses"]["expected"] == summary["applicable"] == sum(counts["work"].values())
    assert (
        areas["clauses"]["shown"]
        == summary["covered"]
        == sum(counts["work"][done] for done in ("name", "none"))
    )
    assert (summary["claimed"], summary["carried"]) == (0, counts["work"]["name"])


def test_readiness_has_each_clause_with_what_differs_what_covers_it_and_whose_it_is(
    moving: RepositoryBuilder,
) -> None:
    ready = readiness(moving.path)
    of = {point["subject"]: point for point in ready["points"] if point["area"] == "clauses"}
    more = of[f"{NEW}:4.2"]
    assert more["weight"] == "stops you"
    assert "(changed): ISO 9001:2026 asks more" in more["message"]
    assert "SOP-001 covers what 4.2 asked before" in more["message"]
    assert (more["remedy"], more["owner"]) == (
        "Complete SOP-001, and name it there.",
        "quality-manager",
    )
    assert "no document covers it, nor 6.1.2 of the edition before" in of[f"{NEW}:6.1.3"]["message"]
    assert of[f"{NEW}:7.5.2"]["weight"] == "worth fixing"
    assert "7.5.1, 8.5.2: ask the same as before, and no document names them" in of[NEW]["message"]
    said = " ".join(point["message"] for point in ready["points"])
    assert "the last one, of 2026-10-06, was about ISO 9001:2015" in said
    assert "records of iso-9001-2015:8.6 show it if both ask the same" in said
    assert not any(
        "does not say of which standard" in point["message"] for point in ready["points"]
    )
    plan = run("plan", "--for", "transition", *ON, at=moving.path)
    assert "6.1.3 Actions to address opportunities" in " ".join(plan.split())


def test_what_names_the_edition_before_goes_on_counting_once_that_is_not_in_use(
    moving: RepositoryBuilder,
) -> None:
    config = (moving.path / "isodocs.yaml").read_text("utf-8")
    moving.write("isodocs.yaml", config.replace(OLD, NEW))
    claims = f'{{{NEW}: ["8.5.3", "10.3"], {OLD}: ["8.5.3"]}}'
    for name, content in approved(clauses=claims).items():
        moving.write(name, content)
    (standard,) = run_json("coverage", "coverage", "--explain", "8.5.3", *ON, at=moving.path)[
        "standards"
    ]
    assert standard["clauses"][0]["records_shown"] == 1
    (proof,) = (each for each in standard["records"] if each["records"])
    assert (proof["kind"], proof["of"]) == ("evidence", [f"{OLD}:8.5.3"])
    text = invoke("coverage", "--explain", "8.6", *ON, at=moving.path).stdout
    assert "of iso-9001-2015:8.6" in text
    assert "to be confirmed" in text
    check = invoke("check", "--full", *ON, at=moving.path).stdout
    assert "EVI-" not in check
    said = " ".join(check.split())
    assert "note CLS002" in said
    assert "still names clauses of ISO 9001:2015, which ISO 9001:2026 replaced" in said
    assert "What ISO 9001:2015 asked in 10.3 is in 10.1 now." in said


def test_a_document_that_names_the_clause_settles_that_both_ask_the_same(
    moving: RepositoryBuilder,
) -> None:
    claims = f'{{{OLD}: ["8.6"], {NEW}: ["8.6"]}}'
    for name, content in approved(clauses=claims).items():
        moving.write(name, content)
    assert kept(moving.path)["8.6"] == "carried"
