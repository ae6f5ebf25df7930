"""What the tests commit without a process of Git is what Git commits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.plain_commit import NotPlainError, PlainRepository
from tests.helpers.repository import RepositoryBuilder

Step = Callable[[RepositoryBuilder], object]
SECOND = "2024-02-29T23:59:59+05:30"
STEPS: dict[str, tuple[bool, list[Step]]] = {
    "files and folders": (
        True,
        [
            lambda r: r.commit("One", {"a/b/c.md": "c", "a.b": "", "a/x": b"\0\xff", "a-b": "x\n"}),
            lambda r: r.commit("Two", {"ü/ß.md": "ä", "a/b/c.md": "d"}, date=SECOND),
            lambda r: r.commit("Three", {"a/b/c.md": None, "a-b": None}),
        ],
    ),
    "no files": (True, [lambda r: r.commit("Empty"), lambda r: r.commit("Again")]),
    "a program": (
        True,
        [
            lambda r: r.write("run", "#!/bin/sh\n").chmod(0o755),
            lambda r: r.commit("Program", {"run": "#!/bin/sh\necho\n"}),
        ],
    ),
    "a message of several lines": (
        True,
        [lambda r: r.commit("One\n\nTwo\nthree\n\nCo-authored-by: A <a@example.com>", {"a": "a"})],
    ),
    "another person": (
        True,
        [
            lambda r: r.commit(
                "One", {"a": "a"}, author="Zoë de Vries <z@example.com>", committer="B <b@x.org>"
            )
        ],
    ),
    "what was staged before": (
        True,
        [
            lambda r: r.stage({"a": "a", "b": "b"}),
            lambda r: r.git("rm", "--cached", "--quiet", "b"),
            lambda r: r.write("c", "c"),
            lambda r: r.commit("One", {"d": "d"}),
        ],
    ),
    "a branch": (
        True,
        [
            lambda r: r.commit("One", {"a": "a"}),
            lambda r: r.branch("side/x"),
            lambda r: r.commit("Two", {"b": "b"}),
            lambda r: r.checkout("main"),
            lambda r: r.commit("Three", {"c": "c"}),
        ],
    ),
    "changed within a tick of the clock": (
        True,
        [
            step
            for number in range(9)
            for step in (
                lambda r, number=number: r.commit("One", {"a": f"{number}", "b": f"{number}"}),
                lambda r, number=number: r.write("b", f"{number + 1}"),
                lambda r, number=number: r.commit("Two", {"c": f"{number}"}),
            )
        ],
    ),
    "line endings": (
        False,
        [
            lambda r: r.write(".gitattributes", "* text=auto\n"),
            lambda r: r.commit("One", {"a": "a\r\n"}),
        ],
    ),
    "a merge": (
        False,
        [
            lambda r: r.commit("One", {"a": "a"}),
            lambda r: r.branch("side"),
            lambda r: r.commit("Two", {"b": "b"}),
            lambda r: r.checkout("main"),
            lambda r: r.merge("side", files={"c": "c"}),
        ],
    ),
    "no branch": (
        False,
        [
            lambda r: r.commit("One", {"a": "a"}),
            lambda r: r.checkout("HEAD~0"),
            lambda r: r.commit("Two", {"b": "b"}),
        ],
    ),
    "a link": (
        False,
        [lambda r: (r.path / "a").symlink_to("b"), lambda r: r.commit("One", {"a": "a", "b": "b"})],
    ),
    "a folder in place of a file": (
        False,
        [
            lambda r: r.commit("One", {"a": "a"}),
            lambda r: (r.path / "a").unlink(),
            lambda r: r.commit("Two", {"a/b": "b"}),
        ],
    ),
    "untidy words": (False, [lambda r: r.commit("One  \n\n\n\nTwo\n", {"a": "a"})]),
    "an untidy person": (False, [lambda r: r.commit("One", {"a": "a"}, author="A. <a@b.org>")]),
    "another setting": (
        False,
        [
            lambda r: r.configure("core", autocrlf="input"),
            lambda r: r.commit("One", {"a": "a\r\n"}),
        ],
    ),
}


def by_git(path: Path) -> RepositoryBuilder:
    """A repository in which nothing is made without Git."""
    made = RepositoryBuilder(path)
    made._plain = PlainRepository(path, b"")
    return made


def told(repo: RepositoryBuilder) -> list[str]:
    """What Git says of a repository, and that it is whole."""
    repo.git("fsck", "--strict", "--no-dangling")
    return [
        repo.git("rev-parse", "HEAD"),
        repo.git("ls-files", "--stage"),
        repo.git("status", "--porcelain", "--untracked-files=all"),
        repo.git("log", "--all", "--raw", "--format=fuller"),
        repo.git("reflog", "--all"),
    ]


@pytest.mark.parametrize("name", STEPS)
def test_it_is_what_git_makes(
    repo: RepositoryBuilder, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, steps = STEPS[name]
    other = by_git(tmp_path / "other")
    for step in steps:
        step(other)
        step(repo)
    assert told(repo) == told(other)
    left = 0
    git = RepositoryBuilder.git

    def counted(self: RepositoryBuilder, *args: str, **more: object) -> str:
        nonlocal left
        left += not {"add", "commit"}.isdisjoint(args)
        return git(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(RepositoryBuilder, "git", counted)
    again = RepositoryBuilder(tmp_path / "again")
    for step in steps:
        step(again)
    assert (left == 0) is plain


def test_hooks_are_left_to_git(repo: RepositoryBuilder) -> None:
    hook = repo.path / ".git/hooks/post-commit"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\ntouch ran\n")
    hook.chmod(0o755)
    repo.commit("One", {"a": "a"})
    assert (repo.path / "ran").exists()


@pytest.mark.parametrize("name", [".git/x", "../x", "a//b", "a/./b", "/x", "a:b", "git~1", ""])
def test_odd_names_are_left_to_git(repo: RepositoryBuilder, name: str) -> None:
    with pytest.raises(NotPlainError):
        repo._plain.stage([name])
