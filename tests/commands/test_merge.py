"""`isodocs merge`: what else a review branch brings is shown before anything happens."""

from __future__ import annotations

import pytest
from click.testing import Result

from tests.helpers.command import invoke, run
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"
FINAL = document("SOP-002", body="# Two\n\n![flow](flow.svg)\n")
PICTURE = {"documents/flow.svg": b"<svg/>"}
OWN = {path("SOP-002"): FINAL, **PICTURE, **approval("SOP-002", 1, FINAL, shown=PICTURE)}
FORM = document("FRM-001", status="draft", type="form", body="# Form\n")
OTHERS: dict[str, Content] = {
    path("FRM-001"): FORM.replace("title: Purchasing", "title: Buying"),
    "notes/new.txt": "New.\n",
    "notes/old.txt": None,
}
SHOWN = [
    "  changed  documents/FRM-001.md",
    "           title: Purchasing → Buying",
    "  new      notes/new.txt",
    "  removed  notes/old.txt",
]


def begin(repo: RepositoryBuilder, others: dict[str, Content], folder: str = "") -> str:
    """A review branch with an approved document and others, and main checked out."""
    start = {**base(), **approved(), path("FRM-001"): FORM, "notes/old.txt": "Old.\n"}
    repo.commit("Start", {folder + name: data for name, data in start.items()}, date=START)
    repo.branch("review/SOP-002")
    files = {**OWN, **others}
    repo.commit("All", {folder + name: data for name, data in files.items()}, date=START)
    repo.checkout("main")
    return repo.head()


def merge(repo: RepositoryBuilder, *args: str, typed: str = "") -> Result:
    return invoke("merge", "SOP-002", *args, at=repo.path, stdin=typed)


def test_what_else_the_branch_brings_is_shown_file_by_file(repo: RepositoryBuilder) -> None:
    head = begin(repo, OTHERS)
    lines = run("merge", "sop-002", "--dry-run", at=repo.path).splitlines()
    assert lines[0] == "In addition to SOP-002 rev 1, review/SOP-002 changes:"
    assert lines[1:-1] == SHOWN
    assert repo.head() == head
    lines = run("merge", "SOP-002", at=repo.path).splitlines()
    assert lines[1:5] == SHOWN
    assert lines[5].startswith("Merged review/SOP-002 into main")


def test_a_document_with_its_approvals_and_pictures_is_nothing_else(
    repo: RepositoryBuilder,
) -> None:
    begin(repo, {})
    assert "Besides" not in run("merge", "SOP-002", at=repo.path)


def test_in_a_terminal_it_is_asked_about_and_no_leaves_all_as_it_is(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isodocs.commands.merge.can_answer", lambda: True)
    head = begin(repo, OTHERS)
    answer = merge(repo, typed="n\n")
    assert "Merge all of it into main? [y/N]" in answer.output
    assert (answer.exit_code, repo.head()) == (1, head)
    assert repo.git("status", "--porcelain") == ""
    assert merge(repo, typed="y\n").exit_code == 0
    assert repo.head() != head


def test_of_a_system_in_a_folder_the_rest_of_the_repository_is_shown_too(
    repo: RepositoryBuilder,
) -> None:
    begin(repo, OTHERS, "quality/")
    repo.checkout("review/SOP-002").commit("Program", {"app.py": "x"}, date=START)
    repo.checkout("main")
    lines = run("merge", "SOP-002", "-n", at=repo.path / "quality").splitlines()
    assert lines[1:-1] == ["  new      ../app.py", *SHOWN]
