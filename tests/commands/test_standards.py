"""`isodocs standards`: the requirement maps, with or without a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.standards import load
from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.repository import RepositoryBuilder

ISO = "iso-9001-2015"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("standards", ()),
        ("standards-one", (ISO,)),
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


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("iso-9001-2105",), "Did you mean 'iso-9001-2015'?"),
        ((ISO, "8.10"), "Did you mean 8.1?"),
        ((ISO, "11"), "its clauses run from 4 to 10"),
    ],
)
def test_a_wrong_one_is_corrected(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    assert says in refused("standards", *args, at=tmp_path)
