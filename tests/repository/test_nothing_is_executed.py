"""A repository is data: no program that it names ever runs, whatever isodocs does with it.

Each attack plants a program that leaves a canary. Where ordinary Git can be tricked by it, the
test first shows so, so that a harmless attack cannot pass for a good defence.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.model.commit import Signature
from isodocs.repository import history, refs, writer
from isodocs.repository.git import Git
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot, WorkTreeSnapshot
from tests.helpers.repository import RepositoryBuilder

SIGNATURE = Signature("Ann Author", "ann@example.com", datetime(2024, 3, 1, 9, tzinfo=UTC))


@dataclass(frozen=True)
class Trap:
    """A program that leaves a canary when it runs."""

    program: str
    canary: Path

    @property
    def sprung(self) -> bool:
        return self.canary.exists()

    def reset(self) -> None:
        self.canary.unlink()


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    canary = tmp_path / "canary"
    program = tmp_path / "evil"
    program.write_text(f"#!/bin/sh\necho run >>'{canary}'\n")
    program.chmod(0o755)
    return Trap(str(program), canary)


def plant_fsmonitor(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("core", fsmonitor=program)


def plant_clean_filter(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("filter", "evil", clean=program, smudge=program)
    repo.write(".gitattributes", "*.md filter=evil\n")
    # Of the same size as before, so that Git must look inside.
    repo.write("a.md", "two\n")


def plant_text_conversion(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("diff", "evil", textconv=program, command=program)
    repo.write(".gitattributes", "*.md diff=evil\n")
    repo.write("a.md", "changed\n")


def plant_external_diff(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("diff", external=program)
    repo.write("a.md", "changed\n")


def plant_hooks(repo: RepositoryBuilder, program: str) -> None:
    hooks = repo.path / "hooks"
    hooks.mkdir()
    for name in (
        "pre-commit",
        "commit-msg",
        "prepare-commit-msg",
        "post-commit",
        "post-index-change",
        "reference-transaction",
        "post-checkout",
    ):
        (hooks / name).symlink_to(program)
    repo.configure("core", hooksPath=str(hooks))


def plant_signature_check(repo: RepositoryBuilder, program: str) -> None:
    raw = repo.git("cat-file", "commit", "HEAD")
    header, body = raw.split("\n\n", 1)
    begin, end = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
    signed = f"{header}\ngpgsig {begin}\n \n aGVsbG8=\n {end}\n\n{body}\n"
    id = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode())
    repo.git("update-ref", "HEAD", id)
    repo.configure("gpg", program=program)
    repo.configure("log", showSignature="true")


def plant_pager_and_aliases(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("core", pager=program, editor=program, askPass=program, sshCommand=program)
    plumbing = ("cat-file", "ls-tree", "ls-files", "rev-list", "diff-tree", "rev-parse", "config")
    repo.configure("alias", **dict.fromkeys(plumbing, f"!{program}"))
    repo.configure("pager", **dict.fromkeys(plumbing, program))


ATTACKS: dict[str, tuple[Callable[[RepositoryBuilder, str], None], tuple[str, ...] | None]] = {
    "fsmonitor": (plant_fsmonitor, ("status",)),
    "clean filter": (plant_clean_filter, ("status",)),
    "text conversion": (plant_text_conversion, ("diff",)),
    "external diff": (plant_external_diff, ("diff",)),
    "hooks": (plant_hooks, ("update-ref", "refs/heads/other", "HEAD")),
    "signature check": (plant_signature_check, ("log",)),
    "pager and aliases": (plant_pager_and_aliases, None),
}


def use_everything(path: Path) -> None:
    """Call every reader and writer once."""
    git = Git.discover(path)
    head = refs.resolve(git, "HEAD")
    assert refs.current_branch(git) == "main"
    refs.hooks_directory(git)
    refs.branches(git)
    snapshots = CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)
    for snapshot in snapshots:
        files = [path for path, entry in snapshot.entries.items() if entry.mode == "100644"]
        assert len(list(snapshot.read(files))) == len(files) > 0
    assert list(history.walk(git, head))
    history.commit_at(git, head, date(2025, 1, 1))
    history.touches(git, None, head)
    history.is_ancestor(git, head, head)
    writer.identity(git)
    writer.stage(git, {"b.md": b"staged\n"})
    writer.commit(git, "By isodocs", {"a.md": b"committed\n"}, author=SIGNATURE)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_program_of_the_configuration_runs(
    attack: str, repo: RepositoryBuilder, trap: Trap
) -> None:
    plant, tricked = ATTACKS[attack]
    repo.commit("First", {"a.md": "one\n"})
    plant(repo, trap.program)
    if tricked:
        repo.git(*tricked)
        assert trap.sprung, "the attack does nothing, so this test would prove nothing"
        trap.reset()

    use_everything(repo.path)

    assert not trap.sprung


def test_a_commit_is_written_without_filters_as_given(repo: RepositoryBuilder, trap: Trap) -> None:
    repo.commit("First", {"a.md": "one\n"})
    plant_clean_filter(repo, trap.program)
    git = Git.discover(repo.path)

    writer.stage(git, {"a.md": b"exactly\r\nthis\n"})

    assert [f.data for _, f in IndexSnapshot(git).read(["a.md"])] == [b"exactly\r\nthis\n"]
    assert not trap.sprung


def test_nothing_is_fetched_for_a_missing_object(
    repo: RepositoryBuilder, tmp_path: Path, trap: Trap
) -> None:
    repo.configure("uploadpack", allowFilter="true")
    repo.commit("First", {"a.md": "one\n"})
    blob = repo.git("rev-parse", "HEAD:a.md")
    partial = tmp_path / "partial"
    url = f"file://{repo.path}"
    repo.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, str(partial))
    clone = RepositoryBuilder(partial, object_format=None)
    clone.configure("remote", "origin", uploadpack=trap.program)
    with pytest.raises(AssertionError, match="cat-file"):
        clone.git("cat-file", "-p", blob)
    assert trap.sprung, "ordinary Git should have run the remote's program"
    trap.reset()
    git = Git.discover(partial)

    with pytest.raises(RepositoryError) as caught:
        list(read_blobs(git, [blob]))
    assert "partial clone" in caught.value.hint
    assert [commit.subject for commit in history.walk(git, "HEAD")] == ["First"]
    assert not trap.sprung


def test_transports_stay_closed_for_a_git_that_knows_no_ban_on_lazy_fetching(
    repo: RepositoryBuilder, tmp_path: Path, trap: Trap
) -> None:
    repo.configure("uploadpack", allowFilter="true")
    repo.commit("First", {"a.md": "one\n"})
    blob = repo.git("rev-parse", "HEAD:a.md")
    partial = tmp_path / "partial"
    url = f"file://{repo.path}"
    repo.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, str(partial))
    clone = RepositoryBuilder(partial, object_format=None)
    clone.configure("remote", "origin", uploadpack=trap.program)
    git = Git.discover(partial)

    with pytest.raises(RepositoryError):
        git.run("cat-file", "-p", blob, variables={"GIT_NO_LAZY_FETCH": "0"})

    assert not trap.sprung


COMMIT = """
from datetime import UTC, datetime
from pathlib import Path
from isodocs.model.commit import Signature
from isodocs.repository import writer
from isodocs.repository.git import Git
when = datetime(2024, 3, 1, tzinfo=UTC)
ann = Signature("Ann", "ann@example.com", when)
writer.commit(Git.discover(Path()), "By isodocs", {"a.md": b"two"}, author=ann)
"""


def test_a_git_lying_in_the_current_folder_is_not_taken_for_git(
    repo: RepositoryBuilder, trap: Trap
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    (repo.path / "git").symlink_to(trap.program)
    path = os.pathsep.join([".", "", os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(["git", "status"], cwd=repo.path, env=env, check=True)
    assert trap.sprung
    trap.reset()

    # In a process of its own, because GitPython looks for Git when it is imported.
    subprocess.run([sys.executable, "-c", COMMIT], cwd=repo.path, env=env, check=True)

    assert repo.git("log", "--format=%s") == "By isodocs\nFirst"
    assert not trap.sprung


def test_variables_of_the_surroundings_neither_run_programs_nor_lead_astray(
    repo: RepositoryBuilder, tmp_path: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Elsewhere", {"b.md": "two\n"})
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git/objects"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git/index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", trap.program)
    monkeypatch.setenv("GIT_SSH", trap.program)

    git = Git.discover(repo.path)

    assert git.top == repo.path
    assert list(IndexSnapshot(git).entries) == ["a.md"]
    use_everything(repo.path)
    assert not trap.sprung


@pytest.mark.parametrize("how", ["replace", "graft"])
def test_objects_are_what_their_names_say(how: str, repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "true\n"})
    second = repo.commit("Second", {"a.md": "newer\n"})
    blob = repo.git("rev-parse", "HEAD:a.md")
    if how == "replace":
        forged = repo.git("hash-object", "-w", "--stdin", stdin=b"forged\n")
        repo.git("replace", blob, forged)
        assert repo.git("cat-file", "-p", blob) == "forged"
    else:
        (repo.path / ".git/info").mkdir(exist_ok=True)
        (repo.path / ".git/info/grafts").write_text(f"{second}\n")
        assert repo.git("rev-list", "HEAD") == second
    git = Git.discover(repo.path)

    assert dict(read_blobs(git, [blob])) == {blob: b"newer\n"}
    assert [commit.id for commit in history.walk(git, "HEAD")] == [first, second]


def test_a_symbolic_link_is_named_but_never_followed(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("secret\n")
    (repo.path / "link.md").symlink_to(tmp_path / "secret.md")
    repo.git("add", "link.md")
    repo.commit("Link")
    git = Git.discover(repo.path)

    for snapshot in (CommitSnapshot(git), IndexSnapshot(git), WorkTreeSnapshot(git)):
        assert snapshot.entries["link.md"].mode == "120000"
        with pytest.raises(RepositoryError, match="symbolic link"):
            list(snapshot.read(["link.md"]))


def test_a_folder_replaced_by_a_link_is_not_entered(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    repo.commit("First", {"docs/a.md": "one\n"})
    (repo.path / "docs").rename(tmp_path / "moved")
    (repo.path / "docs").symlink_to(tmp_path / "moved")

    snapshot = WorkTreeSnapshot(Git.discover(repo.path))

    assert {path: entry.mode for path, entry in snapshot.entries.items()} == {"docs": "120000"}


def test_a_file_swapped_for_a_link_after_the_look_is_not_followed(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("secret\n")
    repo.commit("First", {"docs/a.md": "one\n"})
    snapshot = WorkTreeSnapshot(Git.discover(repo.path))
    assert "docs/a.md" in snapshot.entries
    (repo.path / "docs/a.md").unlink()
    (repo.path / "docs/a.md").symlink_to(tmp_path / "secret.md")

    refused: dict[str, str] = {}

    assert list(snapshot.read(["docs/a.md"], refused=refused)) == []
    assert "cannot be read" in refused["docs/a.md"]


def test_a_named_pipe_in_place_of_a_file_does_not_hang(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    (repo.path / "a.md").unlink()
    os.mkfifo(repo.path / "a.md")

    snapshot = WorkTreeSnapshot(Git.discover(repo.path))

    with pytest.raises(RepositoryError, match="not a regular file"):
        list(snapshot.read(["a.md"]))
