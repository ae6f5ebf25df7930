"""A plan is carried out whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import errno
import fcntl
import itertools
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from isodocs.errors import IsodocsError, LifecycleError, RepositoryError
from isodocs.lifecycle.carry_out import carry_out, recover
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.repository import writer
from isodocs.repository.files import WorkTreeFiles
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
    """Files that no one asked for, in the work tree or the Git directory."""
    names = [path.name for path in git.top.rglob("*") if path.is_file()]
    return [n for n in names if "unfinished" in n or n in ("change.json", "change.json.new")]


def test_files_and_index_hold_the_plan(git: Git) -> None:
    carry_out(git, PLAN)
    assert held(git) == staged(git) == AFTER
    assert litter(git) == []


def killed_at(git: Git, step: int) -> int:
    """Carry the plan out in a process of its own that dies at a step that touches the disk."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def deadly(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return function(*args, **options)

        return call

    try:
        for name in ("replace", "unlink", "fsync", "mkdir", "rmdir", "fchmod", "open"):
            setattr(os, name, deadly(getattr(os, name)))
        for name in ("stage", "staged"):
            setattr(writer, name, deadly(getattr(writer, name)))
        carry_out(git, PLAN)
        os._exit(0)
    finally:
        os._exit(1)


def test_killed_anywhere_it_is_as_before_or_as_after(git: Git) -> None:
    """The process dies at its first, second, third ... step that touches the disk."""
    seen = set()
    for step in range(1, 100):
        start_again(git)
        code = killed_at(git, step)
        finished = recover(git)
        assert held(git) in (BEFORE, AFTER), f"half done when killed at step {step}"
        assert held(git) == staged(git), f"index and files differ when killed at step {step}"
        left = [name for name in litter(git) if name != "change.json.new"]
        assert left == [], f"left behind when killed at step {step}"
        seen.add((code, bool(finished), held(git) == AFTER))
        if code == 0:
            break
    assert code == 0
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


class Disk:
    """A disk that is full from a given step on: nothing new gets room, names may still change."""

    def __init__(self, patch: pytest.MonkeyPatch, full_at: int) -> None:
        self.steps, self.full_at = 0, full_at
        for module, name in ((os, "fsync"), (os, "mkdir"), (writer, "stage"), (writer, "restage")):
            patch.setattr(module, name, self.needs_room(getattr(module, name)))
        really = os.open

        def opened(path: Any, flags: int, *rest: Any, **options: Any) -> int:
            if flags & os.O_CREAT and "lock" not in str(path):
                self.step()
            return really(path, flags, *rest, **options)

        patch.setattr(os, "open", opened)

    def step(self) -> None:
        self.steps += 1
        if self.steps >= self.full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def needs_room(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.step()
            return function(*args, **options)

        return call


def test_a_disk_that_fills_up_leaves_everything_as_it_was_or_says_who_finishes(git: Git) -> None:
    """Full at the first, second, third ... step that needs room, and from then on."""
    outcomes = set()
    for step in itertools.count(1):
        start_again(git)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, step)
            try:
                carry_out(git, PLAN)
            except IsodocsError as error:
                said = f"{error} {error.hint}"
            else:
                break
        if "nothing was changed" in said:
            assert held(git) == staged(git) == BEFORE, f"changed when full at step {step}"
            assert litter(git) == []
            assert "The disk is full" in said
            assert not (git.top / "new").exists()
        else:
            assert "it finishes the change first" in said
            assert "change.json" in litter(git), "the journal went before the change was undone"
            recover(git)
            assert held(git) == staged(git) == AFTER
            assert litter(git) == []
        outcomes.add("nothing was changed" in said)
    assert held(git) == staged(git) == AFTER
    assert outcomes == {True, False}
    assert step > 8


def start_again(git: Git) -> None:
    git.run("read-tree", "HEAD")
    for path, data in BEFORE.items():
        place = git.top / path
        place.unlink(missing_ok=True) if data is None else place.write_bytes(data)
    with suppress(OSError):
        (git.top / "new").rmdir()


def test_a_name_that_cannot_be_given_is_undone_in_files_and_index(
    git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of the steps, after the index: no room is needed, but rights may be missing."""
    put, calls = WorkTreeFiles.put, []

    def refuses(self: WorkTreeFiles, path: str) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        put(self, path)

    monkeypatch.setattr(WorkTreeFiles, "put", refuses)
    with pytest.raises(LifecycleError, match="nothing was changed: Permission denied"):
        carry_out(git, PLAN)
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


def journal(git: Git, data: bytes) -> Path:
    place = git.directory / "isodocs/change.json"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    return place


def entry(path: object = "a.md", before: object = "b25lCg==", after: object = "dHdvCg==") -> bytes:
    changes = [{"path": path, "before": before, "after": after}]
    return json.dumps({"v": 2, "changes": changes}).encode()


DAMAGED = {
    "empty": b"",
    "cut off": entry()[:-9],
    "a list": b"[1]",
    "a number": b"7",
    "null": b"null",
    "no UTF-8": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "of another version": entry().replace(b'"v": 2', b'"v": 1'),
    "an older form": b'[{"path": "a.md", "before": null, "after": null}]',
    "without changes": b'{"v": 2}',
    "changes that are a text": b'{"v": 2, "changes": "abc"}',
    "a path that is a number": entry(path=7),
    "a content that is not a base64": entry(after="!"),
    "a content that is a number": entry(after=7),
}
PLANTED = [
    ".git/hooks/pre-commit",
    ".GIT/hooks/pre-commit",
    "git~1/hooks/pre-commit",
    "../outside.md",
    "/etc/passwd",
    "a/../../outside.md",
    "",
    "a\0.md",
    "Makefile",
    ".github/workflows/release.yaml",
    "docker-compose.yaml",
    "sub/.bashrc",
    "link/x.md",
]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_journal_is_an_error_with_a_remedy(git: Git, name: str) -> None:
    place = journal(git, DAMAGED[name])
    for act in (lambda: recover(git), lambda: carry_out(git, PLAN)):
        with pytest.raises(LifecycleError, match="interrupted change, and it cannot be") as caught:
            act()
        assert caught.value.path == str(place)
        assert "remove this file" in caught.value.hint
    assert held(git) == staged(git) == BEFORE
    place.unlink()
    carry_out(git, PLAN)
    assert held(git) == staged(git) == AFTER


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_journal_writes_nothing_but_what_is_controlled(
    git: Git, tmp_path: Path, path: str
) -> None:
    """A repository that came with its Git folder, as an archive: the next command would write."""
    (git.top / "link").symlink_to(tmp_path)
    before = {file for file in tmp_path.rglob("*") if file.is_file()}
    journal(git, entry(path=path, before=None))
    with pytest.raises(LifecycleError):
        recover(git)
    new = {file.name for file in tmp_path.rglob("*") if file.is_file()} - {f.name for f in before}
    assert new <= {"change.json", "lock"}
    assert held(git) == staged(git) == BEFORE


def test_what_isodocs_yaml_controls_may_be_finished(git: Git) -> None:
    files = {"isodocs.yaml": b"documents: {include: ['docs/*.txt']}\n"}
    carry_out(git, Plan("x", "x", tuple(FileChange(p, None, d) for p, d in files.items())))
    journal(git, entry(path="docs/a.txt", before=None))
    assert recover(git)
    assert (git.top / "docs/a.txt").read_bytes() == b"two\n"
    journal(git, entry())
    with pytest.raises(LifecycleError, match=r"'a\.md', which isodocs does not write"):
        recover(git)


def test_a_file_left_out_of_the_work_tree_is_changed_there(git: Git) -> None:
    git.run("config", "core.sparseCheckout", "true")
    git.run("update-index", "--skip-worktree", "gone.md", "a.md")
    for name in ("gone.md", "a.md"):
        (git.top / name).unlink()
    carry_out(git, PLAN)
    assert held(git) == staged(git) == AFTER
    assert b"S " not in git.run("ls-files", "-t")


def test_a_keyword_that_git_filled_in_is_no_change(repo: RepositoryBuilder) -> None:
    repo.commit("First", {".gitattributes": "*.md ident\n", "a.md": "$Id$\n"})
    repo.write("a.md", "$Id: 0123 $\n")
    git = Git.discover(repo.path)
    carry_out(git, Plan("x", "x", (FileChange("a.md", b"$Id$\n", b"$Id$\nmore\n"),)))
    assert (repo.path / "a.md").read_text() == "$Id$\nmore\n"
    repo.write("a.md", "$Id: 0123 $ edited\n")
    with pytest.raises(LifecycleError, match="changed meanwhile"):
        carry_out(git, Plan("x", "x", (FileChange("a.md", b"$Id$\nmore\n", b"x\n"),)))
