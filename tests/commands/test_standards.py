"""`isodocs standards`: the requirement maps, with or without a repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click import unstyle

from isodocs import formats
from isodocs.reports.standards import StandardsReport
from isodocs.standards import load
from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.repository import RepositoryBuilder

ISO = "iso-9001-2015"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("standards-one", (ISO, "--on", "2026-11-20")),
        ("standards-clause", (ISO, "clause 8.4.1")),
        ("standards-heading", ("ISO 9001:2015", "8.4")),
    ],
)
def test_it_reads_well_outside_any_repository(
    tmp_path: Path, name: str, args: tuple[str, ...]
) -> None:
    text = run("standards", *args, at=tmp_path)
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 80
    golden.check(name, text)


def test_the_list_reads_well() -> None:
    maps = [load.load(ISO), load.load("iso-27001-2022")]
    text = unstyle(formats.write(StandardsReport(maps, date(2026, 11, 20), in_use=[ISO]), "text"))
    assert max(map(len, text.splitlines())) <= 80
    golden.check("standards", text)


def test_every_standard_is_listed(tmp_path: Path) -> None:
    text = run("standards", at=tmp_path)
    assert [id for id in load.available() if id in text.split()] == [*load.available()]


def test_a_repository_says_which_are_in_use(story: Path, repo: RepositoryBuilder) -> None:
    listed = run_json("standards", "standards", at=story)["standards"]
    assert [known["id"] for known in listed if known["in_use"]] == [ISO]
    assert all(known["clauses"] == [] for known in listed)
    repo.write("isodocs.yaml", "standards: [iso-9001-2051]\n")
    unused = run_json("standards", "standards", at=repo.path)["standards"]
    assert {known["in_use"] for known in unused} == {False}
    assert "also lists iso-9001-2051" in run("standards", at=repo.path)


def test_all_clauses_and_one(tmp_path: Path) -> None:
    (whole,) = run_json("standards", "standards", ISO, at=tmp_path)["standards"]
    known = load.load(ISO)
    assert [clause["number"] for clause in whole["clauses"]] == [c.number for c in known]
    assert whole["in_use"] is None
    (one,) = run_json("standards", "standards", ISO, "8.4.1", at=tmp_path)["standards"]
    (clause,) = one["clauses"]
    assert clause["documented_information"][0]["kind"] == "retain"
    assert set(clause["sources"]) <= {source["id"] for source in one["sources"]}
    assert (clause["kind"], clause["below"]) == ("requirement", "8.4")


def test_what_is_a_control_and_what_is_produced(tmp_path: Path) -> None:
    (known,) = run_json("standards", "standards", "iso-27001-2022", at=tmp_path)["standards"]
    clauses = {clause["number"]: clause for clause in known["clauses"]}
    assert known["controls"] == 93
    assert [clauses[n]["kind"] for n in ("A.5", "A.5.19", "6.1.3")] == [
        "heading",
        "control",
        "requirement",
    ]
    kinds = [item["kind"] for item in clauses["6.1.3"]["documented_information"]]
    assert "produce" in kinds


def test_the_format_may_stand_before_the_standard(tmp_path: Path) -> None:
    before = run("standards", "--format", "json", ISO, "8.4", at=tmp_path)
    assert before == run("standards", ISO, "8.4", "--format", "json", at=tmp_path)


@pytest.mark.parametrize(
    ("standard", "clause", "says"),
    [
        (ISO, "8.3.2", "products and services stay conforming (4.3)"),
        ("iso-13485-2016", "7.3.2", "regulations that apply permit it (7.3)"),
    ],
)
def test_when_a_clause_may_be_left_out_is_told_by_its_own_standard(
    tmp_path: Path, standard: str, clause: str, says: str
) -> None:
    assert says in " ".join(run("standards", standard, clause, at=tmp_path).split())


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("iso-9001-2105",), "Did you mean 'iso-9001-2015'?"),
        ((ISO, "8.10"), "Did you mean 8.1?"),
        ((ISO, "11"), "its clauses run from 4 to 10"),
        (("chek",), "no standard or command 'chek'. Did you mean 'check'?"),
        (("exprot", ISO), "no standard or command 'exprot'. Did you mean 'export'?"),
    ],
)
def test_a_wrong_one_is_corrected(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    assert says in refused("standards", *args, at=tmp_path)
