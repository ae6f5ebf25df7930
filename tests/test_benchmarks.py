"""What is measured is what it should be: the same repository each time, with its faults found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.company.faults import FAULTS, IN_ALL, IN_RECORDS
from benchmarks.generate import Generated, generate, git
from benchmarks.size import DAY, SIZES
from tests.helpers.command import invoke

SIZE = SIZES["tiny"]


class Made(NamedTuple):
    """A generated repository and what must be found in it."""

    path: Path
    expected: Generated


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("generated") / "repository"
    return Made(path, generate(path, SIZE, faults=1))


def counted(path: Path) -> dict[str, int]:
    """How many gaps of each rule `isodocs check` reports."""
    result = invoke("check", "--on", DAY, "--format", "json", at=path)
    return dict(sorted(Counter(gap["code"] for gap in json.loads(result.stdout)["gaps"]).items()))


def test_a_check_reports_what_was_planted_and_nothing_else(made: Made) -> None:
    assert counted(made.path) == made.expected.gaps
    planted = {code for fault in FAULTS.values() for code in fault.gaps} | {*IN_RECORDS, *IN_ALL}
    assert set(made.expected.gaps) == planted


def test_a_company_without_planted_faults_has_no_gaps(tmp_path: Path) -> None:
    assert generate(tmp_path / "repository", SIZE, seed=3).gaps == {}
    assert counted(tmp_path / "repository") == {}


def test_it_is_as_large_as_was_asked(made: Made) -> None:
    assert int(git(made.path, "rev-list", "--count", "HEAD")) == SIZE.commits
    assert len(list(made.path.glob("documents/process-*/*.md"))) == SIZE.documents
    assert git(made.path, "status", "--porcelain") == ""


def test_the_same_seed_makes_the_same_commits_and_another_seed_makes_others(
    made: Made, tmp_path: Path
) -> None:
    heads = []
    for seed in (1, 2):
        generate(tmp_path / str(seed), SIZE, seed=seed, faults=1)
        heads.append(git(tmp_path / str(seed), "rev-parse", "HEAD"))
    assert git(made.path, "rev-parse", "HEAD") == heads[0] != heads[1]
