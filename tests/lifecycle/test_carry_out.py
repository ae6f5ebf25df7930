"""A plan is carried out whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from isodocs.errors import LifecycleError, RepositoryError
from isodocs.lifecycle.carry_out import carry_out, recover
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.repository import writer
from isodocs.repository.git import Git
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[2]
BEFORE = {"a.md": b"one\n", "gone.md": b"old\n", "new/b.md": None}
AFTER = {"a.md": b"two\n", "gone.md": None, "new/b.md": b"fresh\n"}
PLAN = Plan("x", "x", tuple(FileChange(p, BEFORE[p], AFTER[p]) for p in BEFORE))


@pytest.fixture
def git(repo: RepositoryBuilder) -> Git:
    repo.commit("First", {path: data for path, data in BEFORE.items() if data is not None})
    return Git.discover(repo.path)


def held(git: Git) -> dict[str, bytes | None]:
    files = {path: git.top / path for path in BEFORE}
    return {path: file.read_bytes() if file.exists() else None for path, file in files.items()}


def staged(git: Git) -> dict[str, bytes | None]:
    names = git.run("ls-files").decode().split()
    return {p: git.run("cat-file", "blob", f":{p}") if p in names else None for p in BEFORE}


def litter(git: Git) -> list[str]:
    """Files that nobody asked for, in the work tree or the Git directory."""
    names = [path.name for path in git.top.rglob("*") if path.is_file()]
    return [n for n in names if "unfinished" in n or n in ("change.json", "change.json.new")]


def test_files_and_index_hold_the_plan(git: Git) -> None:
    carry_out(git, PLAN)
    assert held(git) == staged(git) == AFTER
    assert litter(git) == []


KILLED = """
import os, sys
at = int(os.environ["KILL_AT"])
count = 0
def deadly(function):
    def call(*args, **options):
        global count
        count += 1
        if count == at:
            os._exit(9)
        return function(*args, **options)
    return call
for name in ("replace", "unlink", "fsync", "mkdir", "fchmod", "open", "close"):
    setattr(os, name, deadly(getattr(os, name)))
from pathlib import Path
import isodocs.repository.writer as writer
writer.stage = deadly(writer.stage)
from isodocs.lifecycle.carry_out import carry_out
from isodocs.repository.git import Git
from tests.lifecycle.test_carry_out import PLAN
git = Git.discover(Path("."))
count = 0
carry_out(git, PLAN)
"""


def test_killed_anywhere_it_is_as_before_or_as_after(git: Git) -> None:
    """The process dies at its first, second, third ... step that touches the disk."""
    seen = set()
    for step in range(1, 100):
        git.run("read-tree", "HEAD")
        for path, data in BEFORE.items():
            place = git.top / path
            place.unlink(missing_ok=True) if data is None else place.write_bytes(data)
        process = subprocess.run(
            [sys.executable, "-c", KILLED],
            cwd=git.top,
            env={**os.environ, "KILL_AT": str(step), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        finished = recover(git)
        assert held(git) in (BEFORE, AFTER), f"half done when killed at step {step}"
        assert held(git) == staged(git), f"index and files differ when killed at step {step}"
        assert [name for name in litter(git) if name != "change.json.new"] == []
        seen.add((process.returncode, bool(finished), held(git) == AFTER))
        if process.returncode == 0:
            break
    assert process.returncode == 0, process.stderr.decode()
    # killed too early to have decided; killed and finished by the next; never killed
    assert seen >= {(9, False, False), (9, True, True), (0, False, True)}


def test_a_file_changed_meanwhile_stops_everything(git: Git) -> None:
    (git.top / "a.md").write_bytes(b"mine\n")
    with pytest.raises(LifecycleError, match="changed meanwhile"):
        carry_out(git, PLAN)
    assert held(git) == {**BEFORE, "a.md": b"mine\n"}
    assert litter(git) == []


def test_line_ends_of_the_work_tree_are_no_change(git: Git) -> None:
    (git.top / "a.md").write_bytes(b"one\r\n")
    carry_out(git, PLAN)
    assert held(git) == AFTER


def test_a_locked_index_leaves_every_file_as_it_was(git: Git) -> None:
    (git.top / ".git/index.lock").touch()
    with pytest.raises(RepositoryError, match=r"index\.lock"):
        carry_out(git, PLAN)
    assert held(git) == BEFORE
    assert litter(git) == []


def test_a_disk_that_refuses_leaves_every_file_as_it_was(
    git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LifecycleError, match="nothing was changed: No space left on device"):
        carry_out(git, PLAN)
    monkeypatch.undo()
    assert held(git) == staged(git) == BEFORE
    assert litter(git) == []


def test_two_at_once_do_not_mix(git: Git) -> None:
    carry_out(git, Plan("x", "x", ()))
    with (git.directory / "isodocs/lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(LifecycleError, match="another isodocs is writing"):
            carry_out(git, PLAN)
    assert held(git) == BEFORE


def test_a_link_on_the_way_is_not_followed(git: Git, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (git.top / "new").symlink_to(outside)
    with pytest.raises(LifecycleError):
        carry_out(git, PLAN)
    assert list(outside.iterdir()) == []
    assert held(git) == BEFORE


def test_a_file_that_is_a_link_is_refused(git: Git, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"one\n")
    (git.top / "a.md").unlink()
    (git.top / "a.md").symlink_to(outside)
    with pytest.raises(LifecycleError, match="cannot be read"):
        carry_out(git, PLAN)
    assert outside.read_bytes() == b"one\n"


def test_permissions_stay(git: Git) -> None:
    (git.top / "a.md").chmod(0o640)
    carry_out(git, PLAN)
    assert (git.top / "a.md").stat().st_mode & 0o777 == 0o640


def test_after_an_interruption_the_next_finishes_but_leaves_what_was_edited_since(
    git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "stage", interrupted)
    with pytest.raises(KeyboardInterrupt):
        carry_out(git, PLAN)
    monkeypatch.undo()
    (git.top / "a.md").write_bytes(b"my own words\n")
    assert recover(git) == ("gone.md", "new/b.md")
    assert held(git) == {**AFTER, "a.md": b"my own words\n"}
    assert staged(git) == {**AFTER, "a.md": b"one\n"}
