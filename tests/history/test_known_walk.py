"""A history that is remembered is the one that Git has, whatever became of it since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from isodocs.history.known_history import KnownWalk, walked
from isodocs.model.graph import CommitGraph
from isodocs.model.history import Ledger
from isodocs.repository import history
from isodocs.statements import kinds
from isodocs.workspace import View, Workspace
from tests.helpers.calls import call
from tests.helpers.company import CONFIG, approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder

_NONE = CommitGraph()
VIEW = View(date(2024, 9, 1), latest=True)
TRAINING = "records/training.csv"
ROW = "person,competence,date,evaluated,evaluated-by,result\nann,GRIND,2024-03-01,,,\n"


@pytest.fixture
def known(company: RepositoryBuilder) -> RepositoryBuilder:
    """A company with a branch that was merged, and records, that was checked."""
    company.git("checkout", "-q", "-b", "side")
    company.commit("Aside", {**approved("SOP-002"), "src/main.c": "x"})
    company.git("checkout", "-q", "main")
    company.commit("Train", {TRAINING: ROW, path("SOP-003"): document("SOP-003", status="draft")})
    company.git("merge", "-q", "--no-ff", "--no-edit", "side")
    call("check", at=company.path)
    return company


def of(repo: RepositoryBuilder) -> KnownWalk | None:
    workspace = Workspace.open(repo.path)
    tip, snapshot = workspace.see(VIEW)
    assert tip
    return walked(workspace.git, tip, snapshot)


def ledger(repo: RepositoryBuilder) -> Ledger:
    return Workspace.open(repo.path).register(VIEW).ledger


def said(found: Ledger) -> tuple[str, Ledger]:
    """A ledger without what its graph has computed so far."""
    return repr(found.graph), replace(found, graph=_NONE)


def same(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a register rests on is what it would be from scratch."""
    found = ledger(repo)
    with monkeypatch.context() as patch:
        patch.setenv("ISODOCS_NO_CACHE", "1")
        assert said(found) == said(ledger(repo))


def more(repo: RepositoryBuilder) -> None:
    repo.commit("More", {path("SOP-003"): document("SOP-003"), TRAINING: ROW + ROW[-22:]})


def amended(repo: RepositoryBuilder) -> None:
    more(repo)
    call("check", at=repo.path)
    repo.git("commit", "-q", "--amend", "--author=Zoe <zoe@example.com>", "--no-edit")


def merged_otherwise(repo: RepositoryBuilder) -> None:
    """Commits that were known in one order come in another."""
    repo.git("reset", "-q", "--hard", "HEAD^2")
    repo.git("merge", "-q", "--no-ff", "--no-edit", "main@{1}^1")


STATES: dict[str, Callable[[RepositoryBuilder], object]] = {
    "as it was": lambda repo: None,
    "a commit more": more,
    "an earlier commit": lambda repo: repo.git("reset", "-q", "--hard", "HEAD^1"),
    "another branch": lambda repo: repo.git("checkout", "-q", "side"),
    "amended": amended,
    "merged the other way round": merged_otherwise,
    "a record that is not committed": lambda repo: repo.write(TRAINING, ROW + ROW[-22:]),
}


@pytest.mark.parametrize("become", STATES.values(), ids=STATES)
def test_its_steps_are_those_of_git(
    known: RepositoryBuilder,
    become: Callable[[RepositoryBuilder], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    become(known)
    found = of(known)
    assert found
    steps = list(found.walk)
    commits = list(history.walk(Workspace.open(known.path).git, "HEAD"))
    assert [stamp.commit for stamp, _ in steps] == [commit.id for commit in commits]
    for (stamp, changes), commit in zip(steps, commits, strict=True):
        assert (stamp.author, stamp.when) == (commit.author.name, commit.author.when)
        kept = [change for change in commit.changes if found.keeps(change.path)]
        assert [change for change in changes if found.keeps(change.path)] == kept
    assert not found.keeps("src/main.c")
    same(known, monkeypatch)


def test_of_a_history_that_is_gone_nothing_is_taken(
    known: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    more(known)
    call("check", at=known.path)
    known.git("reset", "-q", "--hard", "HEAD^")
    known.commit("Another", {path("SOP-003"): document("SOP-003", title="Another")})
    known.git("reflog", "expire", "--expire=now", "--all")
    known.git("gc", "-q", "--prune=now")
    assert of(known) is None
    same(known, monkeypatch)


def test_a_text_that_isodocs_yaml_leaves_out_is_followed_once_it_is_approved(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of its path nothing is remembered, since nothing named it so far."""
    company.commit("Note", {"notes/plan.txt": (text := document("SOP-009"))})
    call("check", at=company.path)
    (data,) = approval("SOP-009", 1, text).values()
    made = kinds.APPROVAL.parse(data)
    moved = made.parts[0]._replace(path="notes/plan.txt")
    company.write(*kinds.file_of(replace(made, parts=(moved,))))
    assert (found := of(company))
    assert not found.keeps("notes/plan.txt")
    assert "SOP-009" in ledger(company).documents
    same(company, monkeypatch)


def test_paths_that_another_configuration_names_are_read(
    known: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.write("isodocs.yaml", f"{CONFIG}ignore: [APR]\n")
    assert of(known) is None
    same(known, monkeypatch)


def test_a_hook_reads_history_itself(
    known: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_asked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("isodocs.history.known_history.walked", not_asked)
    Workspace.open(known.path, hook=True).register(VIEW)
    with pytest.raises(AssertionError):
        Workspace.open(known.path).register(VIEW)
