"""What waits on other branches: all of them looked at together, each content once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from isodocs.errors import LifecycleError
from isodocs.lifecycle import waiting as waits
from isodocs.lifecycle.approvers import open_roles, person
from isodocs.lifecycle.waiting import one, waiting
from isodocs.model.register import Register
from isodocs.repository.git import Git
from isodocs.workspace import View, Workspace
from tests.helpers.company import ANN, approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

ON = date(2024, 6, 3)
TWO = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective="2024-07-01")


@pytest.fixture
def one_approved(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **approved()}, date="2024-01-20T12:00:00+00:00")
    return repo


def look(repo: RepositoryBuilder) -> tuple[Workspace, Register]:
    workspace = Workspace.open(repo.path)
    return workspace, workspace.register(View(ON, latest=True))


def names(repo: RepositoryBuilder) -> list[tuple[tuple[str, ...], str, bool]]:
    return [(w.names, w.document.label, w.complete) for w in waiting(*look(repo))]


def on(repo: RepositoryBuilder, branch: str, files: dict[str, Any], start: str = "main") -> None:
    repo.branch(branch, start)
    repo.commit("Change", files, author=ANN)
    repo.checkout("main")


def test_what_waits_and_what_is_complete(one_approved: RepositoryBuilder) -> None:
    on(one_approved, "review/SOP-001", {path(): TWO})
    on(one_approved, "work", {path("SOP-002"): document("SOP-002")})
    on(one_approved, "draft", {path("SOP-003"): document("SOP-003", status="draft")})
    on(one_approved, "ready", {**approved("SOP-004")})
    assert names(one_approved) == [
        (("ready",), "SOP-004 rev 1", True),
        (("review/SOP-001",), "SOP-001 rev 2", False),
        (("work",), "SOP-002 rev 1", False),
    ]
    first = waiting(*look(one_approved))[1]
    rule = first.status.judgement
    assert rule is not None
    assert rule.rule is not None
    who = person(first.register, "", "quinn")
    assert open_roles(first.register, first.status, rule.rule, who) == ("quality-manager",)


def test_old_branches_and_protected_ones_are_not_told(one_approved: RepositoryBuilder) -> None:
    """A branch that main has left behind holds nothing new; master is main's own business."""
    on(one_approved, "old", {"notes.txt": "x"})
    on(one_approved, "master", {path("SOP-002"): document("SOP-002")})
    one_approved.commit("Two", {path(): TWO, **approval("SOP-001", 2, TWO)}, author=ANN)
    assert names(one_approved) == []


def test_approvals_of_one_text_count_from_every_branch(one_approved: RepositoryBuilder) -> None:
    """The text and one approval here, the other approval as seen at the server."""
    policy = document("POL-001")
    on(one_approved, "review/POL-001", {path("POL-001"): policy})
    one_approved.branch("elsewhere", "review/POL-001")
    director = approval("POL-001", 1, policy, role="director", person="dora")
    one_approved.commit("Dora", director, date="2024-01-21T12:00:00+00:00")
    one_approved.git("update-ref", "refs/remotes/origin/review/POL-001", "HEAD")
    one_approved.checkout("main")
    one_approved.git("branch", "-D", "elsewhere")
    one_approved.checkout("review/POL-001")
    one_approved.commit("Quinn", approval("POL-001", 1, policy), date="2024-01-21T13:00:00+00:00")
    one_approved.checkout("main")
    assert names(one_approved) == [(("review/POL-001",), "POL-001 rev 1", True)]
    found = one(*look(one_approved), "pol-001")
    assert found is not None
    tip, form = found
    assert tip.name == "review/POL-001"
    assert len(one_approved.git("rev-list", "--parents", "-1", tip.commit).split()) == 3
    assert form.complete


def test_several_texts_of_one_document_must_be_told_apart(one_approved: RepositoryBuilder) -> None:
    on(one_approved, "one", {path(): TWO})
    on(one_approved, "two", {path(): TWO + "\nMore.\n"})
    assert [n for n, _, _ in names(one_approved)] == [("one",), ("two",)]
    with pytest.raises(LifecycleError, match="waits on several branches: one, two"):
        one(*look(one_approved), "SOP-001")
    found = one(*look(one_approved), "SOP-001", "two")
    assert found is not None
    assert found[0].name == "two"
    assert one(*look(one_approved), "SOP-009") is None


def test_the_cost_does_not_grow_with_the_branches(
    one_approved: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty branches, thirty-nine of them old ones of little matter: no more processes."""
    started: list[str] = []
    for name in ("run", "stream", "ask"):
        usual = getattr(Git, name)

        def counted(self: Git, *args: str, _usual: Any = usual, **more: Any) -> Any:
            started.append(args[0])
            return _usual(self, *args, **more)

        monkeypatch.setattr(Git, name, counted)
    on(one_approved, "review/SOP-001", {path(): TWO})
    workspace, register = look(one_approved)
    started.clear()
    assert len(waiting(workspace, register)) == 1
    few = len(started)
    tree = one_approved.git("rev-parse", "review/SOP-001^{tree}")
    lines = []
    for number in range(40):
        made = one_approved.git("commit-tree", "-p", "main", "-m", f"Old {number}", tree)
        lines.append(f"create refs/remotes/origin/old/{number} {made}\n")
    one_approved.git("update-ref", "--stdin", stdin="".join(lines).encode())
    started.clear()
    (form,) = waiting(workspace, register)
    assert len(form.branches) == 41
    assert len(started) <= few


def test_only_so_many_branches_are_looked_at(
    one_approved: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "MOST", 1)
    on(one_approved, "one", {path("SOP-002"): document("SOP-002")})
    on(one_approved, "two", {path("SOP-003"): document("SOP-003")})
    assert len(names(one_approved)) == 1
