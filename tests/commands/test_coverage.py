"""`isodocs coverage`: what each clause rests on, and the whole story of one."""

from __future__ import annotations

import csv
import shlex
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from isodocs.standards import load
from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.story import DAY


def clauses(at: Path, *args: str) -> dict[str, dict[str, Any]]:
    (standard,) = run_json("coverage", "coverage", "--on", DAY, *args, at=at)["standards"]
    return {clause["number"]: clause for clause in standard["clauses"]}


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("coverage", ()),
        ("coverage-covered", ("--explain", "8.4.1")),
        ("coverage-heading", ("--explain", "ISO 9001:2015 8.4")),
        ("coverage-partial", ("--explain", "9.2.1")),
        ("coverage-gap", ("--explain", "§7.1.5.2")),
        ("coverage-not-applicable", ("--explain", "8.3.2")),
    ],
)
def test_it_reads_well(story: Path, name: str, args: tuple[str, ...]) -> None:
    text = run("coverage", *args, "--on", DAY, at=story)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(name, text)


def test_every_auditable_clause_is_there_once(story: Path) -> None:
    found = clauses(story)
    assert list(found) == [clause.number for clause in load.load("iso-9001-2015").auditable]
    assert {number: found[number]["status"] for number in ("5.2.1", "9.2.1", "8.3.2", "10.1")} == {
        "5.2.1": "covered",
        "9.2.1": "partial",
        "8.3.2": "not applicable",
        "10.1": "gap",
    }


def test_the_document_and_the_section_behind_a_clause_are_named(story: Path) -> None:
    (located,) = clauses(story)["8.4.1"]["documents"]
    assert (located["id"], located["section"]) == ("SOP-001", "Evaluating suppliers")
    assert (located["strength"], located["line"], located["counts"]) == ("located", 18, True)
    (inherited,) = clauses(story)["8.4.2"]["documents"]
    assert (inherited["strength"], inherited["through"]) == ("inherited", "8.4")


def test_gaps_are_what_is_not_or_not_fully_covered(story: Path) -> None:
    statuses = {clause["status"] for clause in clauses(story, "--gaps").values()}
    assert statuses == {"partial", "gap"}
    text = run("coverage", "--gaps", "--on", DAY, at=story)
    assert "POL-001" not in text
    assert "SOP-003: still awaiting approval" in text


def test_nothing_to_close_is_said(repo: RepositoryBuilder) -> None:
    numbers = [r.number for r in load.load("iso-9001-2015") if "." not in r.number or r.auditable]
    claims = f"{{iso-9001-2015: [{', '.join(repr(number) for number in numbers)}]}}"
    words = " ".join(f"word{number}" for number in range(9 * len(numbers)))
    repo.commit("All", {**base(), **approved(clauses=claims, body=f"# All\n\n{words}\n")})
    assert "Every applicable clause is covered." in run(
        "coverage", "--gaps", "--on", "2024-06-01", at=repo.path
    )


def test_explaining_a_heading_tells_the_clauses_below_it(story: Path) -> None:
    assert list(clauses(story, "--explain", "8.4")) == ["8.4.1", "8.4.2", "8.4.3"]
    assert list(clauses(story, "--explain", "8.4.2")) == ["8.4.2"]


def test_a_clause_in_a_spreadsheet_stays_a_text(story: Path) -> None:
    text = run("coverage", "--format", "csv", "--on", DAY, at=story)
    rows = {row["clause"]: row for row in csv.DictReader(StringIO(text))}
    assert rows["iso-9001-2015:8.4.1"]["document"] == "SOP-001"
    assert rows["iso-9001-2015:10.1"]["status"] == "gap"


def test_a_past_day(story: Path) -> None:
    (standard,) = run_json("coverage", "coverage", "--on", "2024-01-25", at=story)["standards"]
    assert (standard["summary"]["covered"], standard["summary"]["partial"]) == (0, 4)


def test_a_standard_that_is_not_in_use_is_measured_and_said_to_be(repo: RepositoryBuilder) -> None:
    config = {"isodocs.yaml": str(base()["isodocs.yaml"]).replace("[iso-9001-2015]", "[]")}
    repo.commit("All", {**base(), **config, **approved(clauses='{iso-9001-2015: ["8.4"]}')})
    assert "lists no known standard" in refused("coverage", "--on", DAY, at=repo.path)
    text = run("coverage", "ISO 9001:2015", "--on", DAY, at=repo.path)
    assert "does not list iso-9001-2015 among the standards" in " ".join(text.split())
    found = run_json("coverage", "coverage", "ISO-9001-2015", "--on", DAY, at=repo.path)
    assert found["standards"][0]["in_use"] is False
    assert found["standards"][0]["summary"]["covered"] == 3


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--explain", "8.10"), "Did you mean 8.1?"),
        (("--explain", "8.4.1 a"), "8.4.1"),
        (("iso-9001-2051",), "Did you mean 'iso-9001-2015'?"),
        (("8.4.1",), "isodocs coverage --explain 8.4.1"),
        (("--gaps", "--explain", "8.4"), "exclude each other"),
        (("--staged", "--rev", "HEAD"), "exclude each other"),
    ],
)
def test_what_cannot_be_told(story: Path, args: tuple[str, ...], says: str) -> None:
    assert says in refused("coverage", *args, "--on", DAY, at=story)


STRENGTH = ("claimed", "located", "carried", "waiting", "record_items", "records_shown")


def test_the_strength_of_claims_is_the_same_in_every_form(story: Path) -> None:
    """The headline, the clauses in JSON and in CSV, and `check` count alike."""
    (standard,) = run_json("coverage", "coverage", "--on", DAY, at=story)["standards"]
    summary = {name: standard["summary"][name] for name in STRENGTH}
    assert summary == {
        name: sum(clause[name] for clause in standard["clauses"]) for name in STRENGTH
    }
    table = csv.DictReader(StringIO(run("coverage", "--on", DAY, "--format", "csv", at=story)))
    rows = {row["clause"]: row for row in table}
    assert summary == {
        name: sum(int({"yes": 1, "no": 0}.get(row[name], row[name])) for row in rows.values())
        for name in STRENGTH
    }
    checked = run_json("check", "check", "--on", DAY, "--exit-zero", at=story)
    assert checked["strength"] == {standard["id"]: summary}
    claimed, located, _, _, items, shown = summary.values()
    also = " and 1 more by documents that are not in force"
    headline = f"{claimed} claimed{also}, {located} located, {shown} of {items} record items shown"
    assert headline in run("coverage", "--on", DAY, at=story, width=200)


def test_an_explained_clause_names_files_and_commands_in_json(repo: RepositoryBuilder) -> None:
    """Each command shows what it stands beside, and a file that is not there is told."""
    claims = '{iso-9001-2015: ["7.1.5.2"]}'
    calibrations = (
        "equipment,calibrated,result,laboratory,certificate\n"
        "EQ-1,2024-02-01,passed,Lab 7,evidence/eq-1.pdf\n"
        "EQ-1,2023-02-01,passed,Lab 7,evidence/old.pdf\n"
    )
    repo.commit("Start", {**base(), **approved(clauses=claims), "evidence/eq-1.pdf": b"%PDF"})
    repo.write("records/equipment.csv", "id,description,status\nEQ-1,Scale,in-use\n")
    repo.write("records/calibration.csv", calibrations)
    on = ("--on", "2024-06-01")
    found = run_json("coverage", "coverage", "--explain", "7.1.5.2", *on, at=repo.path)
    (standard,) = found["standards"]
    (document,) = standard["clauses"][0]["documents"]
    proof = next(each for each in standard["records"] if each["kind"] == "calibration")
    newest, oldest = proof["records"]
    assert newest["files"] == [{"field": "certificate", "path": "evidence/eq-1.pdf", "there": True}]
    assert [(file["path"], file["there"]) for file in oldest["files"]] == [
        ("evidence/old.pdf", False)
    ]
    for command, says in (
        (document["command"], "SOP-001"),
        (newest["command"], "evidence/eq-1.pdf"),
        (oldest["command"], "evidence/old.pdf"),
        (proof["command"], "2023-02-01"),
    ):
        program, *args = shlex.split(command)
        assert program == "isodocs"
        assert says in run(*args, *on, at=repo.path)
