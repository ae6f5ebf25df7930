"""What a map of one's own has in common with a standard, from the file to coverage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import invoke, run, run_json
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

ON = ("--on", "2024-06-01")
MAP = """\
id: acme-quality-2026
display-name: Acme Q-26
title: What Acme asks of its suppliers
publisher: Acme
edition: "2026"
clauses:
  - {number: Q-1, title: Chosen suppliers, kind: requirement}
  - {number: Q-2, title: Told beforehand, kind: requirement}
  - {number: Q-3, title: Photographs, kind: requirement}
"""
PATH = ".isodocs/correspondence/iso-9001-2015--acme-quality-2026.yaml"
PAIRS = """\
from: iso-9001-2015
to: acme-quality-2026
kind: other-standard
pairs:
  - {from: "8.4.1", to: Q-1, relation: equal}
  - {from: "8.4.1", to: Q-2, relation: intersects-with, note: Acme wants to be told beforehand}
anew: []
dropped: []
"""


@pytest.fixture
def acme(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company whose one procedure claims 8.4.1 of ISO 9001, and nothing of Acme's."""
    files = {
        **base(),
        **approved(clauses='{iso-9001-2015: ["8.4.1"]}'),
        "isodocs.yaml": CONFIG.replace("iso-9001-2015", "iso-9001-2015, acme-quality-2026"),
        ".isodocs/standards/acme-quality-2026.yaml": MAP,
        PATH: PAIRS,
    }
    repo.commit("Start", files, date="2024-01-20T12:00:00+00:00")
    return repo


def statuses(at: Path) -> dict[str, str]:
    found = run_json("coverage", "coverage", "acme-quality-2026", *ON, at=at)
    (standard,) = found["standards"]
    return {row["number"]: row["status"] for row in standard["clauses"]}


def check(at: Path) -> str:
    return invoke("check", "--select", "CFG015", *ON, at=at, width=200).stdout


def test_a_claim_counts_for_what_is_said_to_be_equal(acme: RepositoryBuilder) -> None:
    assert statuses(acme.path) == {"Q-1": "covered", "Q-2": "partial", "Q-3": "gap"}


def test_without_the_file_nothing_is_known(acme: RepositoryBuilder) -> None:
    acme.commit("Away", {PATH: None}, date="2024-01-21T12:00:00+00:00")
    assert set(statuses(acme.path).values()) == {"gap"}


def test_two_standards_are_compared_by_it(acme: RepositoryBuilder) -> None:
    shown = run("standards", "compare", "iso-9001-2015", "acme-quality-2026", at=acme.path)
    assert "Acme wants to be told beforehand" in " ".join(shown.split())


def test_it_is_checked_with_the_maps(acme: RepositoryBuilder) -> None:
    assert f"{PATH}: sound." in run("standards", "check", at=acme.path)
    checked = run_json("own-standards", "standards", "check", at=acme.path)
    assert checked["correspondences"] == [{"path": PATH}]


def test_the_way_from_one_to_the_other_follows_it(acme: RepositoryBuilder) -> None:
    way = ("standards", "transition", "iso-9001-2015", "acme-quality-2026")
    shown = run(*way, *ON, at=acme.path)
    assert "Q-3" in shown
    (found,) = run_json("transition", *way, *ON, at=acme.path)["documents"]
    assert found["document"] == "SOP-001"
    assert found["claim"] in " ".join(shown.split())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to: Q-1", "to: Q-9", "'Q-9' is not a clause of Acme Q-26"),
        ("equal", "same", "'same'"),
        ("kind: other-standard", "kind: cousin", "'cousin'"),
        ("from: iso-9001-2015", "from: [", "not readable as YAML"),
    ],
)
def test_a_faulty_one_is_a_gap_and_counts_for_nothing(
    acme: RepositoryBuilder, old: str, new: str, says: str
) -> None:
    wrong = PAIRS.replace(old, new, 1)
    acme.commit("Wrong", {PATH: wrong}, date="2024-01-21T12:00:00+00:00")
    shown = check(acme.path)
    assert f"{PATH}:" in shown
    assert says in shown
    assert set(statuses(acme.path).values()) == {"gap"}
