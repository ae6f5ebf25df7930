"""Finding the repository, and running Git without ever hanging on it."""

from __future__ import annotations

import itertools
import os
import sys
import threading
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.repository.git import Git, failure
from isodocs.repository.git_errors import escaped
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot, WorkTreeSnapshot
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.snapshots import changes


def test_discovers_the_repository_from_a_folder_inside(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"docs/deep/a.md": "one\n"})

    git = Git.discover(repo.path / "docs/deep")

    assert git.top == repo.path
    assert git.directory == git.common_directory == repo.path / ".git"
    assert (git.object_format, git.is_bare, git.is_shallow) == ("sha1", False, False)


def test_a_linked_work_tree_has_its_own_index_and_shares_the_rest(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side/a.md").write_text("changed here\n")

    git = Git.discover(tmp_path / "side")

    assert git.top == tmp_path / "side"
    assert git.common_directory == repo.path / ".git"
    assert git.index.parent == git.directory != git.common_directory
    assert changes(CommitSnapshot(git), WorkTreeSnapshot(git)) == ["a.md"]


def test_a_submodule_is_a_repository_of_its_own_and_not_entered_from_outside(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    part = RepositoryBuilder(tmp_path / "part")
    part.commit("Part", {"p.md": "part\n"})
    allowed = ("-c", "protocol.file.allow=always")
    repo.git(*allowed, "submodule", "--quiet", "add", str(part.path), "part")
    repo.commit("Add the part")
    git = Git.discover(repo.path)

    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        assert {path: entry.mode for path, entry in snapshot.entries.items()} == {
            ".gitmodules": "100644",
            "part": "160000",
        }
    inner = Git.discover(repo.path / "part")
    assert inner.top == repo.path / "part"
    assert list(WorkTreeSnapshot(inner).entries) == ["p.md"]


def test_outside_a_repository_it_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="is not in a Git repository") as caught:
        Git.discover(tmp_path)
    assert "isodocs init" in caught.value.hint


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match=r"there is no folder .*nowhere"):
        Git.discover(tmp_path / "nowhere")


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryError, match="Git is not installed"):
        Git.discover(tmp_path)


def test_a_git_too_old_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An old Git repeats the options of rev-parse that it does not know.
    old = tmp_path / "git"
    old.write_text('#!/bin/sh\nshift\nfor option; do echo "$option"; done\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(RepositoryError, match="too old"):
        Git.discover(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_not_trusted(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    for place in (repo.path, repo.path / ".git"):
        os.chown(place, 12345, 12345)
    with pytest.raises(RepositoryError, match="belongs to another user") as caught:
        Git.discover(repo.path)
    assert "safe.directory" in caught.value.hint


def test_a_bare_repository_lying_in_a_work_tree_is_refused(repo: RepositoryBuilder) -> None:
    repo.git("init", "--quiet", "--bare", "--template=", "docs/embedded")
    with pytest.raises(RepositoryError, match="bare repository"):
        Git.discover(repo.path / "docs/embedded")


def test_a_hook_works_in_the_bare_repository_that_git_names(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    server = repo.bare_clone()
    monkeypatch.chdir(server)
    monkeypatch.setenv("GIT_DIR", ".")

    git = Git.discover(Path(), hook=True)

    assert git.is_bare
    assert git.top == server
    assert list(CommitSnapshot(git, "main").entries) == ["a.md"]
    with pytest.raises(RepositoryError, match="no work tree"):
        WorkTreeSnapshot(git)


def test_a_hook_sees_the_objects_in_quarantine(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    server = repo.bare_clone()
    repo.commit("Second", {"b.md": "two\n"})
    seen = tmp_path / "seen"
    root = Path(__file__).parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from pathlib import Path\n"
        "from isodocs.repository.git import Git\n"
        "from isodocs.repository.snapshot import CommitSnapshot\n"
        "new = sys.stdin.read().split()[1]\n"
        "snapshot = CommitSnapshot(Git.discover(Path(), hook=True), new)\n"
        "names = [path for path, _ in snapshot.read(list(snapshot.entries))]\n"
        f"Path({str(seen)!r}).write_text(' '.join(names))\n"
    )
    (tmp_path / "hook.py").write_text(code)
    hook = server / "hooks/pre-receive"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{tmp_path / 'hook.py'}'\n")
    hook.chmod(0o755)

    repo.git("push", "--quiet", "origin", "main")

    assert seen.read_text() == "a.md b.md"


def test_a_partial_commit_is_seen_through_the_index_git_gives_the_hook(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    monkeypatch.chdir(repo.path)
    index = {"GIT_INDEX_FILE": ".git/other-index"}
    repo.git("read-tree", "--empty", env=index)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other-index")

    assert not IndexSnapshot(Git.discover(repo.path, hook=True)).entries
    assert list(IndexSnapshot(Git.discover(repo.path)).entries) == ["a.md"]


def test_a_failing_command_gives_its_reason(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    with pytest.raises(RepositoryError, match=r"git ls-tree failed: fatal: .*nonsense"):
        git.run("ls-tree", "nonsense")


def test_what_git_says_is_escaped(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    with pytest.raises(RepositoryError) as caught:
        git.run("ls-tree", "red\x1b[31m")
    assert "\x1b" not in str(caught.value)


def test_escaping_keeps_readable_text_and_shows_the_rest() -> None:
    assert escaped("Zoë 手順.md") == "Zoë 手順.md"
    assert escaped("a\nb\x1b[0m\udcff") == "a\\nb\\x1b[0m\\udcff"


def test_a_stream_passes_more_than_any_pipe_holds_both_ways(repo: RepositoryBuilder) -> None:
    id = repo.git("hash-object", "-w", "--stdin", stdin=b"x" * 1000).encode()
    git = Git.discover(repo.path)
    asked = (id + b"\n" for _ in range(5000))

    with git.stream("cat-file", "--batch", stdin=asked) as out:
        total = sum(len(chunk) for chunk in iter(lambda: out.read(65536), b""))

    assert total == 5000 * (len(id) + len(b" blob 1000\n") + 1001)


def test_a_reader_may_stop_early_while_input_is_endless(repo: RepositoryBuilder) -> None:
    id = repo.git("hash-object", "-w", "--stdin", stdin=b"data\n").encode()
    git = Git.discover(repo.path)
    threads = threading.active_count()

    with git.stream("cat-file", "--batch", stdin=itertools.repeat(id + b"\n")) as out:
        assert out.readline() == id + b" blob 5\n"

    assert threading.active_count() == threads


def test_a_stream_that_fails_raises_when_its_output_ends(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    with (
        pytest.raises(RepositoryError, match="git rev-list failed: fatal"),
        git.stream("rev-list", "f" * 40) as out,
    ):
        assert out.read() == b""


def test_a_process_that_dies_while_it_is_fed_is_an_error_not_a_hang(
    repo: RepositoryBuilder,
) -> None:
    git = Git.discover(repo.path)
    junk = itertools.repeat(b"no command of fast-import\n", 1_000_000)
    with (
        pytest.raises(RepositoryError, match="git fast-import failed"),
        git.stream("fast-import", "--quiet", stdin=junk) as out,
    ):
        out.read()


def test_output_cut_short_is_an_error_even_when_git_says_nothing(repo: RepositoryBuilder) -> None:
    def expect(out: BufferedReader, size: int) -> None:
        if len(out.read(size)) < size:
            raise EOFError

    git = Git.discover(repo.path)
    with (
        pytest.raises(RepositoryError, match="ended early"),
        git.stream("rev-parse", "--git-dir") as out,
    ):
        expect(out, 1000)


def test_an_error_in_the_input_reaches_the_reader(repo: RepositoryBuilder) -> None:
    def broken() -> Iterator[bytes]:
        yield b""
        raise LookupError("no more ids")

    git = Git.discover(repo.path)
    with (
        pytest.raises(LookupError, match="no more ids"),
        git.stream("cat-file", "--batch", stdin=broken()) as out,
    ):
        out.read()


def test_a_bare_repository_is_opened_where_it_was_named_itself(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    server = repo.bare_clone()

    assert Git.discover(server, bare=True).is_bare
    assert not Git.discover(repo.path, bare=True).is_bare
    for place, named in ((server, False), (server / "objects", True)):
        with pytest.raises(RepositoryError):
            Git.discover(place, bare=named)


@pytest.mark.parametrize("place", ["elsewhere", "gone"])
def test_a_work_tree_elsewhere_is_refused_by_its_name(
    repo: RepositoryBuilder, tmp_path: Path, place: str
) -> None:
    """The repository's own configuration would choose the files that are looked at."""
    (tmp_path / "elsewhere").mkdir()
    repo.commit("First", {"a.md": "one\n"})
    repo.configure("core", worktree=str(tmp_path / place))
    with pytest.raises(RepositoryError, match=r"core\.worktree in its configuration") as caught:
        Git.discover(repo.path)
    assert str(tmp_path / place) in caught.value.message
    assert "git config --unset core.worktree" in caught.value.hint
    repo.configure("core", worktree=str(repo.path))
    assert Git.discover(repo.path).top == repo.path


def test_a_full_disk_is_named_and_not_another_git() -> None:
    lock = b"fatal: Unable to create '/r/.git/index.lock': "
    full = failure(["update-index"], 128, lock + b"No space left on device")
    assert "The disk is full" in full.hint
    quota = failure(["update-index"], 128, b"error: Disk quota exceeded\nfatal: unable to write")
    assert "Disk quota exceeded" in quota.message
    busy = failure(["update-index"], 128, lock + b"File exists.")
    assert "Another Git command is writing" in busy.hint
