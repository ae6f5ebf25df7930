"""Snapshots of a commit, the index and the work tree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.repository import history, index, proposed
from isodocs.repository import snapshot as snapshots
from isodocs.repository.git import Git
from isodocs.repository.objects import LIMIT
from isodocs.repository.snapshot import (
    CommitSnapshot,
    IndexSnapshot,
    Snapshot,
    WorkTreeSnapshot,
)
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.snapshots import changes


def contents(snapshot: Snapshot) -> dict[str, bytes]:
    return {path: file.data for path, file in snapshot.read(sorted(snapshot.entries))}


def blob_of(repo: RepositoryBuilder, name: str) -> str:
    return repo.git("rev-parse", name)


def test_each_snapshot_shows_its_own_state(repo: RepositoryBuilder) -> None:
    id = repo.commit("First", {"a.md": "committed\n", "gone.md": "g\n"})
    repo.stage({"a.md": "staged\n", "new.md": "n\n"})
    repo.write("a.md", "on disk\n")
    repo.write("untracked.md", "u\n")
    (repo.path / "gone.md").unlink()
    git = Git.discover(repo.path)
    commit, index, tree = CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)

    assert contents(commit) == {"a.md": b"committed\n", "gone.md": b"g\n"}
    assert contents(index) == {"a.md": b"staged\n", "gone.md": b"g\n", "new.md": b"n\n"}
    assert contents(tree) == {"a.md": b"on disk\n", "new.md": b"n\n", "untracked.md": b"u\n"}
    assert commit.label == f"commit {id[:7]}"
    assert (index.label, tree.label) == ("index", "work tree")
    changed = changes(commit, tree)
    assert changed == ["a.md", "gone.md", "new.md", "untracked.md"]


def test_a_file_carries_the_id_of_exactly_its_bytes(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.write("a.md", "two\n")
    git = Git.discover(repo.path)

    [(path, file)] = WorkTreeSnapshot(git).read(["a.md"])

    assert (path, file.path) == ("a.md", "a.md")
    assert file.blob == repo.git("hash-object", "--no-filters", "a.md")


def test_sha256_repositories_are_read_with_their_own_ids(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo", object_format="sha256")
    repo.commit("First", {"a.md": "one\n", "b.md": "two\n"})
    repo.write("b.md", "changed\n")
    git = Git.discover(repo.path)

    tree = WorkTreeSnapshot(git)

    assert git.object_format == "sha256"
    assert tree.entries["a.md"].blob == blob_of(repo, "HEAD:a.md")
    assert tree.entries["b.md"].blob == repo.git("hash-object", "b.md")
    assert contents(CommitSnapshot(git))["b.md"] == b"two\n"


def test_a_repository_without_a_commit_is_empty_and_can_be_staged(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    assert CommitSnapshot(git).entries == {}
    assert CommitSnapshot(git).label == "no commit yet"
    repo.stage({"a.md": "one\n"})

    assert contents(IndexSnapshot(git)) == {"a.md": b"one\n"}
    assert changes(CommitSnapshot(git), WorkTreeSnapshot(git)) == ["a.md"]


def test_an_unknown_commit_is_named(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    with pytest.raises(RepositoryError, match="there is no commit 'mian'") as caught:
        CommitSnapshot(Git.discover(repo.path), "mian")
    assert caught.value.hint == "Did you mean main?"


def test_an_unresolved_conflict_stops_the_index_with_a_remedy(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.branch("side").commit("Side", {"a.md": "side\n"})
    repo.checkout("main").commit("Main", {"a.md": "main\n"})
    with pytest.raises(AssertionError):
        repo.merge("side")
    git = Git.discover(repo.path)

    with pytest.raises(RepositoryError, match=r"a\.md: .*conflict") as caught:
        IndexSnapshot(git).entries  # noqa: B018
    assert "git add" in caught.value.hint
    assert b"<<<<<<<" in contents(WorkTreeSnapshot(git))["a.md"]


def test_a_path_only_announced_is_not_in_the_next_commit(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.write("b.md", "two\n")
    repo.git("add", "--intent-to-add", "b.md")
    git = Git.discover(repo.path)

    assert list(IndexSnapshot(git).entries) == ["a.md"]
    assert contents(WorkTreeSnapshot(git))["b.md"] == b"two\n"


ODD_NAMES = ["line\nbreak.md", 'quo"te.md', "tab\t.md", "? H 100644.md", "手順.md", " lead.md"]


def test_odd_names_are_kept_whole(repo: RepositoryBuilder) -> None:
    files = {name: f"{number}\n" for number, name in enumerate(ODD_NAMES)}
    repo.commit("Odd", files)
    repo.write("un\ntracked.md", "new\n")
    git = Git.discover(repo.path)

    expected = {name: text.encode() for name, text in files.items()}
    assert contents(CommitSnapshot(git)) == expected
    assert contents(IndexSnapshot(git)) == expected
    assert contents(WorkTreeSnapshot(git)) == {**expected, "un\ntracked.md": b"new\n"}


def test_names_that_are_not_utf8_survive(repo: RepositoryBuilder) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    repo.commit("Latin", {name: "one\n"})
    git = Git.discover(repo.path)

    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        assert contents(snapshot) == {name: b"one\n"}


def test_the_work_tree_leaves_out_what_is_ignored_and_nested_repositories(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("First", {".gitignore": "build/\n"})
    repo.write("build/out.md", "ignored\n")
    nested = RepositoryBuilder(repo.path / "nested")
    nested.commit("Inner", {"inner.md": "inner\n"})

    assert list(WorkTreeSnapshot(Git.discover(repo.path)).entries) == [".gitignore"]


def test_the_work_tree_is_seen_whole_from_a_folder_inside(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"docs/a.md": "one\n", "b.md": "two\n"})
    repo.write("new.md", "three\n")

    entries = WorkTreeSnapshot(Git.discover(repo.path / "docs")).entries

    assert sorted(entries) == ["b.md", "docs/a.md", "new.md"]


def test_line_ends_alone_are_no_change(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\ntwo\n", "b.md": "one\ntwo\n"})
    repo.write("a.md", "one\r\ntwo\r\n")
    repo.write("b.md", "one\r\nchanged\r\n")
    git = Git.discover(repo.path)
    tree = WorkTreeSnapshot(git)

    assert changes(CommitSnapshot(git), tree) == ["b.md"]
    assert contents(tree) == {"a.md": b"one\ntwo\n", "b.md": b"one\r\nchanged\r\n"}


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_the_index_declares_unchanged_is_looked_at(
    flag: str, repo: RepositoryBuilder
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.git("update-index", flag, "a.md")
    repo.write("a.md", "secretly changed\n")
    git = Git.discover(repo.path)
    tree = WorkTreeSnapshot(git)

    assert changes(CommitSnapshot(git), tree) == ["a.md"]
    assert contents(tree) == {"a.md": b"secretly changed\n"}


def test_a_change_of_the_same_size_in_the_same_instant_is_seen(repo: RepositoryBuilder) -> None:
    # The index cannot tell such a file from the one it knows; only its bytes can.
    repo.commit("First", {"a.md": "one\n"})
    index = repo.path / ".git/index"
    before = (repo.path / "a.md").stat()
    repo.write("a.md", "two\n")
    os.utime(repo.path / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(index, ns=(before.st_mtime_ns, before.st_mtime_ns))
    git = Git.discover(repo.path)

    assert changes(CommitSnapshot(git), WorkTreeSnapshot(git)) == ["a.md"]


def test_a_file_the_index_knows_unchanged_is_not_read_to_be_named(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("First", {"a.md": "one\n", "b.md": "two\n"})
    repo.git("update-index", "--refresh")
    index = repo.path / ".git/index"
    later = index.stat().st_mtime_ns + 5_000_000_000
    os.utime(index, ns=(later, later))
    repo.write("b.md", "changed\n")
    opened: list[str] = []
    from isodocs.repository.files import WorkTreeFiles

    read = WorkTreeFiles.read

    def watched(self: WorkTreeFiles, path: str, limit: int) -> bytes | None:
        opened.append(path)
        return read(self, path, limit)

    monkeypatch.setattr(WorkTreeFiles, "read", watched)

    entries = WorkTreeSnapshot(Git.discover(repo.path)).entries

    assert opened == ["b.md"]
    assert entries["a.md"].blob == blob_of(repo, "HEAD:a.md")


def test_an_executable_file_and_a_change_of_mode_are_seen(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.sh": "one\n"})
    (repo.path / "a.sh").chmod(0o755)
    git = Git.discover(repo.path)
    tree = WorkTreeSnapshot(git)

    assert tree.entries["a.sh"].mode == "100755"
    assert changes(CommitSnapshot(git), tree) == ["a.sh"]


def test_a_file_too_large_is_named_not_loaded(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"big.md": "x" * 100, "small.md": "y" * 10})
    git = Git.discover(repo.path)
    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        refused: dict[str, str] = {}
        paths = ["big.md", "small.md"]
        read = [path for path, _ in snapshot.read(paths, limit=50, refused=refused)]
        assert read == ["small.md"]
        assert list(refused) == ["big.md"]
        assert "bytes" in refused["big.md"]
        with pytest.raises(RepositoryError, match=r"big\.md: .*bytes"):
            list(snapshot.read(paths, limit=50))


def test_a_file_larger_than_is_ever_read_still_has_its_id(repo: RepositoryBuilder) -> None:
    with repo.write("big.bin", b"").open("wb") as file:
        file.truncate(LIMIT + 1)
    git = Git.discover(repo.path)

    blob = WorkTreeSnapshot(git).entries["big.bin"].blob

    assert blob == repo.git("hash-object", "big.bin")


def test_a_path_that_is_not_there_is_refused(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    git = Git.discover(repo.path)
    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        with pytest.raises(RepositoryError, match=r"b\.md: is not there"):
            list(snapshot.read(["a.md", "b.md"]))


def test_files_come_in_the_order_asked_for_also_when_they_share_a_blob(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("First", {"a.md": "same\n", "b.md": "other\n", "c.md": "same\n"})
    git = Git.discover(repo.path)
    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        order = ["c.md", "b.md", "a.md"]
        assert [path for path, _ in snapshot.read(order)] == order


@pytest.mark.parametrize("folder", ["", "b"])
def test_a_commit_is_known_by_the_index_as_git_lists_it(
    repo: RepositoryBuilder, folder: str
) -> None:
    repo.commit("First", {name: name for name in ("a.md", "b/c.md", "b/d.md", "gone.md")})
    repo.stage({"a.md": "other\n", "b/new.md": "new\n", "b/empty.md": ""})
    repo.git("rm", "--quiet", "--cached", "gone.md", "b/d.md")
    repo.git("update-index", "--chmod=+x", "b/c.md")
    repo.git("update-index", "--skip-worktree", "b/c.md")
    repo.write("b/announced.md", "later\n")
    repo.git("add", "--intent-to-add", "b/announced.md")
    git = Git.discover(repo.path).at(folder)
    with proposed.commit(git) as made:
        ids = (made.head or "", made.id)
        listed = [dict(CommitSnapshot(made.git, id).entries) for id in ids]
        snapshots.list_by_index(made.git, made.head or "", {}, (), made.id)  # known already
        snapshots._LISTED.clear()
        indexed, changes = index.files(made.git), history.staged(made.git, made.head or "")
        snapshots.list_by_index(made.git, made.head or "", indexed, changes, made.id)
        assert len(snapshots._LISTED) == 2
        found = [CommitSnapshot(made.git, id).entries for id in ids]
    assert [[*each.items()] for each in found] == [[*each.items()] for each in listed]
    assert len(listed[0]) == (4 if not folder else 2)


def test_an_index_with_a_conflict_says_nothing_of_a_commit(repo: RepositoryBuilder) -> None:
    id = repo.commit("First", {"a.md": "one\n"})
    snapshots._LISTED.clear()
    rows = {"a.md": b"100644 " + b"0" * 40 + b" 2"}
    snapshots.list_by_index(Git.discover(repo.path), id, index.files_of(rows), ())
    assert CommitSnapshot(Git.discover(repo.path), id).entries["a.md"].blob == blob_of(
        repo, "HEAD:a.md"
    )
