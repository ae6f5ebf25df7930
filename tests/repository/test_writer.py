"""Writing to Git: all or nothing, and exactly what was given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.model.commit import Signature
from isodocs.repository import history, refs, writer
from isodocs.repository.git import Git
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot
from tests.helpers.repository import RepositoryBuilder

ZONE = timezone(-timedelta(hours=3, minutes=30))
ANN = Signature("Zoë Author", "zoe@example.com", datetime(2024, 5, 1, 12, tzinfo=ZONE))
CARL = Signature("Carl", "carl@example.com", datetime(2024, 5, 2, 8, tzinfo=UTC))


@pytest.fixture(params=["sha1", "sha256"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> RepositoryBuilder:
    """A repository of each object format."""
    return RepositoryBuilder(tmp_path / "repo", object_format=request.param)


def test_a_commit_holds_what_was_given_signed_as_given(either: RepositoryBuilder) -> None:
    first = either.commit("First", {"a.md": "one\n", "gone.md": "g\n"})
    git = Git.discover(either.path)
    files = {"docs/b.md": b"crlf\r\n", "gone.md": None}

    id = writer.commit(git, "Issue B\n\nWhy: prüfen.", files, author=ANN, committer=CARL)

    *_, commit = history.walk(git, "main")
    assert (commit.id, commit.parents) == (id, (first,))
    assert (commit.author, commit.committer) == (ANN, CARL)
    assert commit.author.when.utcoffset() == timedelta(hours=-3, minutes=-30)
    assert either.git("log", "-1", "--format=%B").strip() == "Issue B\n\nWhy: prüfen."
    snapshot = CommitSnapshot(git)
    assert sorted(snapshot.entries) == ["a.md", "docs/b.md"]
    assert dict(snapshot.read(["docs/b.md"]))["docs/b.md"].data == b"crlf\r\n"
    assert either.git("diff", "--cached", "--name-only") == ""
    assert either.git("fsck", "--strict") == ""


def test_the_first_commit_of_a_repository_is_born_on_its_branch(
    either: RepositoryBuilder,
) -> None:
    git = Git.discover(either.path)
    id = writer.commit(git, "First", {"a.md": b"one\n"}, author=ANN)
    assert refs.resolve(git, "main") == id
    assert either.git("reflog", "--format=%gs") == "commit (initial): First"


def test_a_detached_head_moves_without_any_branch(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "one\n"})
    repo.checkout(first)
    git = Git.discover(repo.path)
    id = writer.commit(git, "Aside", {"a.md": b"two\n"}, author=ANN)
    assert (refs.head(git), refs.resolve(git, "main")) == (id, first)


def test_what_else_is_staged_stays_staged_and_is_not_committed(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.stage({"other.md": "not yet\n"})
    git = Git.discover(repo.path)

    writer.commit(git, "Only A", {"a.md": b"two\n"}, author=ANN)

    assert list(CommitSnapshot(git).entries) == ["a.md"]
    assert repo.git("diff", "--cached", "--name-only") == "other.md"


def test_names_that_would_break_a_commit_are_cleaned(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    odd = Signature("Eve <eve@x>\nparent 1", "eve@x>\n", ANN.when)
    writer.commit(git, "First", {"a.md": b"one\n"}, author=odd)
    assert repo.git("log", "--format=%an|%ae") == "Eve eve@xparent 1|eve@x"
    assert repo.git("fsck", "--strict") == ""


def test_nothing_is_committed_during_a_merge(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.branch("side").commit("Side", {"b.md": "two\n"})
    head = repo.checkout("main").head()
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")

    with pytest.raises(RepositoryError, match="merge is in progress"):
        writer.commit(Git.discover(repo.path), "Mine", {"a.md": b"x\n"}, author=ANN)

    assert repo.head() == head


def test_a_branch_that_is_locked_does_not_move_and_leaves_no_trace(
    repo: RepositoryBuilder,
) -> None:
    head = repo.commit("First", {"a.md": "one\n"})
    (repo.path / ".git/refs/heads/main.lock").touch()
    before = sorted(path.name for path in (repo.path / ".git").iterdir())

    with pytest.raises(RepositoryError, match="update-ref failed") as caught:
        writer.commit(Git.discover(repo.path), "Mine", {"a.md": b"x\n"}, author=ANN)

    assert "lock" in caught.value.hint
    assert repo.head() == head
    assert repo.git("status", "--short") == ""
    assert sorted(path.name for path in (repo.path / ".git").iterdir()) == before


def test_staging_changes_the_index_alone(either: RepositoryBuilder) -> None:
    either.commit("First", {"a.md": "one\n", "gone.md": "g\n"})
    git = Git.discover(either.path)

    writer.stage(git, {"a.md": b"two\n", "docs/new.md": b"new\n", "gone.md": None})

    index = IndexSnapshot(git)
    assert {path: file.data for path, file in index.read(list(index.entries))} == {
        "a.md": b"two\n",
        "docs/new.md": b"new\n",
    }
    assert (either.path / "a.md").read_text() == "one\n"
    assert not (either.path / "docs").exists()


def test_staging_keeps_the_executable_bit(repo: RepositoryBuilder) -> None:
    repo.write("run.sh", "one\n").chmod(0o755)
    repo.git("add", "run.sh")
    repo.commit("First")
    git = Git.discover(repo.path)
    writer.stage(git, {"run.sh": b"two\n"})
    assert IndexSnapshot(git).entries["run.sh"].mode == "100755"


BAD_PATHS = [
    ".git/hooks/pre-commit",
    "docs/.GIT/config",
    "git~1/config",
    ".g\u200cit/config",
    "../out.md",
    "/abs.md",
    "docs//a.md",
    "",
    "nul\0.md",
]


@pytest.mark.parametrize("bad", BAD_PATHS)
def test_one_path_that_git_refuses_stages_nothing(bad: str, repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    with pytest.raises(RepositoryError, match="not a path that Git keeps"):
        writer.stage(Git.discover(repo.path), {"a.md": b"two\n", bad: b"evil\n"})
    assert repo.git("diff", "--cached", "--name-only") == ""


def test_a_locked_index_is_explained(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    (repo.path / ".git/index.lock").touch()
    with pytest.raises(RepositoryError) as caught:
        writer.stage(Git.discover(repo.path), {"a.md": b"two\n"})
    assert "lock" in caught.value.hint


def test_the_identity_is_the_configured_one(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    assert writer.identity(git).name == "Ann Author"
    writer.set_identity(git, "Bob", "bob@example.com")
    signature = writer.identity(git)
    assert (signature.name, signature.email) == ("Bob", "bob@example.com")
    assert signature.when.tzinfo is not None


def test_an_identity_not_set_is_asked_for_never_guessed(tmp_path: Path) -> None:
    git = writer.create(tmp_path / "new")
    with pytest.raises(RepositoryError, match=r"user\.name and user\.email are not set") as caught:
        writer.identity(git)
    assert "git config --global user.name" in caught.value.hint
    writer.set_identity(git, "Bob", "")
    with pytest.raises(RepositoryError, match=r"user\.email is not set"):
        writer.identity(git)


def test_what_git_takes_from_the_environment_is_taken(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as `git commit` makes of it, name, address and day."""
    variables = {
        "GIT_AUTHOR_NAME": "Quinn Quality",
        "GIT_AUTHOR_EMAIL": "quinn@example.com",
        "GIT_AUTHOR_DATE": "2024-02-03T04:05:06-0330",
        "GIT_COMMITTER_NAME": "Dora Director",
        "GIT_COMMITTER_DATE": "@1700000000 +0100",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    git = Git.discover(repo.path)
    repo.git("commit", "--allow-empty", "-qm", "Git's own", env=variables)
    author, committer = writer.identity(git), writer.committer(git)
    writer.commit(git, "Ours", {"a.md": b"one\n"}, author=author, committer=committer)

    ours, theirs = repo.git("log", "--format=%an <%ae> %aI %cn <%ce> %cI").split("\n")
    assert ours == theirs
    assert ours.startswith("Quinn Quality <quinn@example.com> 2024-02-03T04:05:06-03:30 Dora")


STREAM = b"""commit refs/heads/main
committer Ann Author <ann@example.com> 1700000000 +0100
data 5
First
M 100644 inline docs/a.md
data 4
one

M 100755 inline run.sh
data 4
two

"""


def test_a_repository_is_made_from_a_stream_and_checked_out(tmp_path: Path) -> None:
    git = writer.create(tmp_path / "new")

    writer.fast_import(git, [STREAM[:50], STREAM[50:]])
    writer.check_out(git, "main")

    built = RepositoryBuilder(tmp_path / "new", object_format=None)
    assert built.git("status", "--short") == ""
    assert (git.top / "docs/a.md").read_text() == "one\n"
    assert (git.top / "run.sh").stat().st_mode & 0o111
    assert not (git.top / ".git/hooks").exists()


def test_a_wrong_stream_is_an_error(tmp_path: Path) -> None:
    git = writer.create(tmp_path / "new")
    with pytest.raises(RepositoryError, match="fast-import failed"):
        writer.fast_import(git, [b"nonsense\n"])


def test_a_work_tree_with_files_is_not_filled(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    with pytest.raises(RepositoryError, match="not empty"):
        writer.check_out(Git.discover(repo.path), "main")
