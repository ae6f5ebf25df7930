"""Threats to what was gone before control began: nothing that was ever under control counts so.

Who begins with isodocs in an old repository has documents in its history that were removed long
before anyone could approve one. Only the order of commits may say that it was so.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from isodocs.model.layout import AUTHORITY
from tests.helpers.company import base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import gaps

SOP, OTHER = path("SOP-001"), path("SOP-002")
OLD = {SOP: document(), OTHER: document("SOP-002")}
"""Texts that say they are approved, as old repositories have them."""
EARLY, LATE = "2023-01-01T10:00:00+00:00", "2024-01-20T10:00:00+00:00"
History = Callable[[RepositoryBuilder], object]


def removed(repo: RepositoryBuilder, date: str = EARLY) -> str:
    return repo.commit("Remove", {SOP: None}, date=date)


def begun(repo: RepositoryBuilder, date: str = LATE) -> str:
    return repo.commit("Begin document control", base(), date=date)


def on_a_branch(repo: RepositoryBuilder, *steps: History) -> None:
    repo.branch("side")
    for step in steps:
        step(repo)
    repo.checkout("main")


def given_up(repo: RepositoryBuilder) -> None:
    """Take the register away, the only one or that of this line."""
    repo.git("rm", "-r", "--quiet", AUTHORITY)
    repo.commit("No more control", {}, date=LATE)


BEFORE: dict[str, History] = {
    "in one line": lambda r: (removed(r), begun(r)),
    "whatever clocks say": lambda r: (removed(r, date="2026-03-01T10:00:00+00:00"), begun(r)),
    "in the same commit": lambda r: r.commit("Begin", {**base(), SOP: None}, date=LATE),
    "by a change that is not committed": lambda r: (removed(r), r.stage(base())),
    "under another number since": lambda r: (
        r.commit("Number", {SOP: None, path("SOP-100"): document("SOP-100")}, date=EARLY),
        begun(r),
    ),
    "removed, back, and removed": lambda r: (
        removed(r),
        r.commit("Back", {SOP: document(body="# Purchasing\n\nBuy.\n")}, date=EARLY),
        removed(r),
        begun(r),
    ),
    "on a branch that was merged before": lambda r: (
        on_a_branch(r, removed),
        r.commit("Meanwhile", {"notes.txt": "x"}, date=EARLY),
        r.merge("side", date=EARLY),
        begun(r),
    ),
    "merged from before with what came later": lambda r: (
        on_a_branch(r, lambda s: s.commit("Meanwhile", {"notes.txt": "x"}, date=EARLY)),
        removed(r),
        begun(r),
        r.merge("side", date=LATE),
    ),
    "and control came again": lambda r: (removed(r), begun(r), given_up(r), begun(r)),
}

UNDER_CONTROL: dict[str, History] = {
    "after it": lambda r: (begun(r), removed(r, LATE)),
    "while control was given up": lambda r: (begun(r), given_up(r), removed(r, LATE), begun(r)),
    "on a branch from before": lambda r: (
        on_a_branch(r, removed),
        begun(r),
        r.merge("side", date=LATE),
    ),
    "on a branch from before on which control begins a second time": lambda r: (
        on_a_branch(r, removed, begun),
        r.commit("Meanwhile", {"notes.txt": "x"}, date=EARLY),
        begun(r),
        r.merge("side", date=LATE),
    ),
    "on a branch from before that everything else is merged into": lambda r: (
        on_a_branch(r, removed, begun),
        begun(r),
        r.checkout("side"),
        r.merge("main", date=LATE),
    ),
    "removed before, back under control, and removed": lambda r: (
        removed(r),
        begun(r),
        r.commit("Back", {SOP: document()}, date=LATE),
        removed(r, LATE),
    ),
    "left out by a merge alone": lambda r: (
        begun(r),
        on_a_branch(r, lambda s: s.commit("Meanwhile", {"notes.txt": "x"}, date=LATE)),
        r.merge("side", files={SOP: None}, date=LATE),
    ),
    "an unrelated history that begins without it": lambda r: (
        begun(r),
        r.git("checkout", "--quiet", "--orphan", "elsewhere"),
        r.git("rm", "-r", "--quiet", "--force", "."),
        r.commit("Elsewhere", base(), date=LATE),
        r.checkout("main"),
        r.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "Merge", "elsewhere"),
        removed(r, LATE),
    ),
}


@pytest.fixture
def old(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Texts", OLD, date=EARLY)
    return repo


@pytest.mark.parametrize("history", BEFORE.values(), ids=BEFORE)
def test_removed_before_control_began(old: RepositoryBuilder, history: History) -> None:
    history(old)
    assert "DOC022" not in gaps(old)


@pytest.mark.parametrize("history", UNDER_CONTROL.values(), ids=UNDER_CONTROL)
def test_38_removed_under_control(old: RepositoryBuilder, history: History) -> None:
    history(old)
    assert "DOC022" in gaps(old)


def test_nothing_is_known_of_control_that_never_began(old: RepositoryBuilder) -> None:
    removed(old)
    assert "DOC022" in gaps(old)
