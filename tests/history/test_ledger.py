"""The ledger over real repositories of every shape."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from isodocs.model.history import Ledger
from isodocs.workspace import View, Workspace
from tests.helpers.company import base, document, path
from tests.helpers.repository import RepositoryBuilder

DAY = date(2026, 1, 1)


def ledger(place: Path | RepositoryBuilder, **view: object) -> Ledger:
    folder = place.path if isinstance(place, RepositoryBuilder) else place
    return Workspace.open(folder).register(View(DAY, **view)).ledger  # type: ignore[arg-type]


def revisions(found: Ledger, id: str = "SOP-001") -> list[str]:
    return [revision.number for revision in found.documents[id].revisions]


def test_every_revision_with_its_commits_author_and_reason(repo: RepositoryBuilder) -> None:
    first = repo.commit("Draft", {path(): document(status="draft")}, author="Eve <eve@example.com>")
    final = repo.commit("Final", {path(): document()})
    second = repo.commit("Second", {path(): document(revision=2, change="NC-2026-003")})
    history = ledger(repo).documents["SOP-001"]
    one, two = history.revisions
    assert (one.number, one.first.commit, one.last.commit) == ("1", first, final)
    assert one.first.author == "Eve"
    assert len(one.forms) == 2
    assert [form.document.declared for form in one.final_forms] == ["approved"]
    assert (two.number, two.first.commit, two.newest.change) == ("2", second, "NC-2026-003")
    assert two.newest.effective == date(2024, 2, 1)
    assert two.newest.blob == repo.git("rev-parse", f"HEAD:{path()}")


def test_a_document_is_followed_through_renames_and_moves(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    repo.commit("Move", {path(): None, "documents/buying/SOP-001.md": document()})
    repo.commit("Two", {"documents/buying/SOP-001.md": document(revision=2)})
    history = ledger(repo).documents["SOP-001"]
    assert [revision.number for revision in history.revisions] == ["1", "2"]
    moved = history.transitions[1]
    assert moved.old is not None
    assert moved.new is not None
    assert (moved.old.path, moved.new.path) == (path(), "documents/buying/SOP-001.md")
    assert history.removal is None


def test_a_document_moved_from_outside_the_controlled_paths_keeps_its_past(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("Old place", {"old/purchasing.md": document()})
    new = {"old/purchasing.md": None, path(): document(revision=2)}
    repo.commit("Under control", {**base(), **new})
    assert revisions(ledger(repo)) == ["1", "2"]


def test_a_copy_outside_the_controlled_paths_is_not_the_document(repo: RepositoryBuilder) -> None:
    repo.commit("One", {**base(), path(): document()})
    repo.commit("Copy", {"training/example.md": document(revision=9)})
    assert revisions(ledger(repo)) == ["1"]


def test_a_removed_document_says_who_removed_it(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    gone = repo.commit("Tidy up", {path(): None}, author="Eve <eve@example.com>")
    removal = ledger(repo).documents["SOP-001"].removal
    assert removal is not None
    assert (removal.commit, removal.author, removal.subject) == (gone, "Eve", "Tidy up")


def test_what_came_on_a_merged_branch_is_known(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    repo.branch("improve")
    repo.commit("Two", {path(): document(revision=2)})
    repo.checkout("main")
    repo.commit("Other", {path("SOP-002"): document("SOP-002")})
    repo.merge("improve")
    found = ledger(repo)
    assert revisions(found) == ["1", "2"]
    assert len(found.documents["SOP-001"].transitions) == 2


def test_a_text_that_only_the_merge_itself_holds_is_known(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    repo.branch("left")
    repo.commit("Left", {path(): document(revision=2, body="# Left\n\nLeft.\n")})
    repo.checkout("main").branch("right")
    repo.commit("Right", {path(): document(revision=2, body="# Right\n\nRight.\n")})
    evil = repo.merge("left", files={path(): document(revision=2, body="# Both\n\nBoth.\n")})
    two = ledger(repo).documents["SOP-001"].revision("2")
    assert two is not None
    assert len(two.forms) == 3
    assert two.last.commit == evil


def test_an_octopus_merge(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    for number in (1, 2, 3):
        repo.checkout("main").branch(f"b{number}")
        id = f"SOP-00{number}"
        repo.commit(id, {path(id): document(id)})
    repo.checkout("main")
    repo.merge("b1", "b2", "b3")
    assert sorted(ledger(repo).documents) == ["SOP-001", "SOP-002", "SOP-003"]


def test_a_shallow_clone_says_that_it_is_one(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    repo.commit("Two", {path(): document(revision=2)})
    shallow = ledger(repo.clone(depth=1))
    assert shallow.shallow
    assert revisions(shallow) == ["2"]
    assert not ledger(repo).shallow


def test_rewritten_history_is_read_as_it_now_is(repo: RepositoryBuilder) -> None:
    repo.commit("One", {path(): document()})
    repo.commit("Two", {path(): document(revision=2)})
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.commit("Another two", {path(): document(revision=2, body="# Else\n\nElse.\n")})
    two = ledger(repo).documents["SOP-001"].revision("2")
    assert two is not None
    assert len(two.forms) == 1


def test_a_repository_without_a_commit(repo: RepositoryBuilder) -> None:
    assert ledger(repo).documents == {}
    repo.write(path(), document(status="draft"))
    history = ledger(repo).documents["SOP-001"]
    assert not history.revisions[0].first.committed


def test_a_detached_head(repo: RepositoryBuilder) -> None:
    first = repo.commit("One", {path(): document()})
    repo.commit("Two", {path(): document(revision=2)})
    repo.checkout(first)
    assert revisions(ledger(repo)) == ["1"]


def test_a_linked_worktree(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("One", {path(): document()})
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = tmp_path / "side"
    (side / path()).write_text(document(revision=2, status="draft"))
    assert revisions(ledger(side)) == ["1", "2"]
    assert revisions(ledger(repo)) == ["1"]


def test_a_submodule_is_not_entered(repo: RepositoryBuilder, tmp_path: Path) -> None:
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Theirs", {path("SOP-900"): document("SOP-900")})
    repo.commit("One", {path(): document()})
    allow = ("-c", "protocol.file.allow=always")
    repo.git(*allow, "submodule", "--quiet", "add", str(other.path), "documents/theirs")
    repo.commit("Submodule")
    assert sorted(ledger(repo).documents) == ["SOP-001"]


def test_a_sha256_repository(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "sha256", object_format="sha256")
    repo.commit("One", {path(): document()})
    repo.write(path(), document(revision=2, status="draft"))
    found = ledger(repo)
    assert revisions(found) == ["1", "2"]
    assert len(found.documents["SOP-001"].revisions[0].newest.blob) == 64


@pytest.mark.parametrize("staged", [True, False])
def test_the_uncommitted_is_one_more_step(repo: RepositoryBuilder, staged: bool) -> None:
    repo.commit("One", {path(): document()})
    repo.stage({path(): document(revision=2, status="draft")})
    repo.write(path(), document(revision=3, status="draft"))
    found = ledger(repo, staged=staged)
    assert revisions(found) == ["1", "2" if staged else "3"]
    assert not found.documents["SOP-001"].revisions[1].last.committed


def test_a_commit_is_read_without_what_stands_around_it(repo: RepositoryBuilder) -> None:
    first = repo.commit("One", {path(): document()})
    repo.commit("Two", {path(): document(revision=2)})
    repo.write(path(), document(revision=3, status="draft"))
    assert revisions(ledger(repo, rev=first)) == ["1"]
    assert revisions(ledger(repo, rev="HEAD")) == ["1", "2"]


def test_files_with_hostile_front_matter_do_not_stop_the_reading(repo: RepositoryBuilder) -> None:
    bomb = "---\nid: SOP-666\na: &a [x]\nb: [*a, *a]\n---\n# x\n"
    repo.commit("Bomb", {**base(), path("SOP-666"): bomb, path(): document()})
    repo.commit("Mended", {path("SOP-666"): document("SOP-666")})
    found = ledger(repo)
    assert revisions(found) == ["1"]
    assert revisions(found, "SOP-666") == ["1"]


def test_removed_and_altered_records_are_remembered(repo: RepositoryBuilder) -> None:
    record = ".isodocs/approvals/SOP-001/1/a.b.0000000000000000.json"
    other = ".isodocs/approvals/SOP-001/1/a.b.1111111111111111.json"
    repo.commit("Two records", {record: "{}\n", other: "{}\n"})
    repo.commit("Change one", {record: '{"a":1}\n'})
    repo.commit("Remove one", {other: None})
    found = ledger(repo)
    assert list(found.alterations) == [record]
    assert list(found.removals) == [other]
    assert sorted(found.arrivals) == [record, other]
