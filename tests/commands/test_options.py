"""Options that several commands share."""

from __future__ import annotations

from tests.helpers.command import run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder


def test_without_a_day_the_newest_commit_counts_whatever_the_clock_says(
    repo: RepositoryBuilder,
) -> None:
    """The clock of whoever committed last may be ahead, and an evening in the west is tomorrow."""
    repo.commit("Start", base(), date="2024-01-10T09:00:00+00:00")
    repo.commit("Written by a clock ahead", approved(), date="2099-01-01T09:00:00+00:00")
    ids = [d["id"] for d in run_json("register", "register", at=repo.path)["documents"]]
    assert ids == ["SOP-001"]
    then = run_json("register", "register", "--on", "2024-02-01", at=repo.path)
    assert then["documents"] == []
