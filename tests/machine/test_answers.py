"""What is remembered of a call: which calls, for how long, and that nothing else is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from isodocs import cli
from isodocs.machine import answers
from isodocs.reference.commands_page import commands
from isodocs.repository import footprint
from isodocs.repository.git import Git
from isodocs.repository.outside import outside, seen
from tests.helpers.any_call import remembered
from tests.helpers.calls import Answer, afresh, call
from tests.helpers.company import document
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[2]
CALLS = {
    "audit-checklist": ("iso-9001-2015", "8.4.1"),
    "audit-report": ("AUD-1",),
    "audit-trail": (),
    "audits": (),
    "authority log": (),
    "authority show": (),
    "certification": (),
    "check": (),
    "comments": (),
    "competence": (),
    "coverage": (),
    "diff": ("SOP-001", "2024-02-01", "2024-03-01"),
    "due": (),
    "history": ("SOP-001",),
    "management-review": (),
    "nonconformities": (),
    "plan": (),
    "processes": (),
    "readiness": ("surveillance",),
    "records": (),
    "register": (),
    "show": ("SOP-001",),
    "soa": ("iso-27001-2022",),
    "standards transition": ("iso-27001-2013", "iso-27001-2022"),
}
"""Every command whose answers are remembered, and what it needs."""
REFUSED = ("audit-report", "soa")
"""What this company has no answer to; an error is not remembered."""


def test_every_command_that_is_remembered_is_tried_here() -> None:
    assert remembered() == set(CALLS)


def test_a_command_that_is_remembered_reads_no_file_that_its_options_name() -> None:
    for path, command, _ in commands():
        if path in CALLS:
            types = [type(parameter.type) for parameter in command.params]
            assert click.Path not in types, path
            assert click.File not in types, path


@pytest.mark.parametrize("command", CALLS)
def test_a_command_is_remembered(company: RepositoryBuilder, command: str) -> None:
    words = (*command.split(), *CALLS[command])
    first = call(*words, at=company.path)
    again = call(*words, at=company.path)
    assert first[:3] == again[:3]
    assert (first.remembered, again.remembered) == (False, command not in REFUSED)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--rev", "main@{yesterday}"),
        ("check", "--help"),
        ("check", "--no-such-option"),
        ("--version",),
        ("standards",),
        ("explain", "REV005"),
    ],
)
def test_other_calls_are_not(company: RepositoryBuilder, words: tuple[str, ...]) -> None:
    for _ in range(2):
        assert not call(*words, at=company.path).remembered


def settled(company: RepositoryBuilder, *words: str) -> Answer:
    """The answer once it is remembered."""
    call(*words, at=company.path)
    found = call(*words, at=company.path)
    assert found.remembered
    return found


def test_of_many_ways_to_ask_each_is_its_own(company: RepositoryBuilder) -> None:
    settled(company, "check")
    for words in (("-C", ".", "check"), ("--directory=.", "check"), ("check", "--full")):
        assert not call(*words, at=company.path).remembered
        assert call(*words, at=company.path).remembered
    assert not call("check", at=company.path / "documents").remembered


def test_a_linked_work_tree_has_its_own(company: RepositoryBuilder) -> None:
    settled(company, "check")
    linked = company.path.parent / "linked"
    company.git("worktree", "add", "--quiet", "-b", "other", str(linked))
    assert not call("check", at=linked).remembered
    found = call("check", at=linked)
    assert found.remembered
    assert found[:3] == afresh("check", at=linked)[:3]
    company.git("update-ref", "-d", "refs/heads/main")
    assert call("check", at=linked)[:3] == afresh("check", at=linked)[:3]


@pytest.mark.parametrize(
    "variable", ["TZ", "NO_COLOR", "COLUMNS", "ISODOCS_REQUIRE_PIN", "GIT_CONFIG_GLOBAL", "PATH"]
)
def test_another_environment_is_another_question(company: RepositoryBuilder, variable: str) -> None:
    settled(company, "check")
    value = f"{os.environ['PATH']}:/else" if variable == "PATH" else "1"
    assert not call("check", at=company.path, variables={variable: value}).remembered


def test_every_variable_that_is_read_is_part_of_the_question() -> None:
    """Each that our own code names; what Git and Python read is known by families."""
    named = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"")
    found = {
        name
        for path in (ROOT / "isodocs").rglob("*.py")
        for name in named.findall(path.read_text("utf-8"))
    }
    known = answers._VARIABLES
    assert found >= {"NO_COLOR", "PATH"}
    assert [n for n in found if n not in known and not n.startswith(answers._FAMILIES)] == []


def newer(company: RepositoryBuilder) -> None:
    """A commit on another branch only."""
    company.git("branch", "side")
    company.git("checkout", "--quiet", "side")
    company.commit("Aside", {"documents/SOP-009.md": document("SOP-009", 1, "draft")})
    company.git("checkout", "--quiet", "main")


CHANGES: dict[str, Callable[[RepositoryBuilder], object]] = {
    "a file that is ignored": lambda c: c.write(".git/../ignored.txt", "x"),
    "a branch": newer,
    "a tag": lambda c: c.git("tag", "v1"),
    "the index": lambda c: c.git("rm", "--quiet", "--cached", "documents/SOP-001.md"),
    "a setting": lambda c: c.git("config", "core.autocrlf", "true"),
    "the user's settings": lambda c: (c.path.parent / "user").write_text("[user]\n\tname=A\n"),
    "an object": lambda c: c.git("hash-object", "-w", "--stdin", stdin=b"x"),
    "a reflog": lambda c: c.git("update-ref", "-m", "why", "--create-reflog", "refs/x", "HEAD"),
    "a note in the Git folder": lambda c: c.write(".git/shallow", ""),
    "an empty folder": lambda c: (c.path / "empty").mkdir(),
    "rights": lambda c: (c.path / "isodocs.yaml").chmod(0o600),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_is_made_again(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    (company.path.parent / "user").write_text("")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(company.path.parent / "user"))
    settled(company, "check")
    CHANGES[change](company)
    found = call("check", at=company.path)
    assert not found.remembered
    assert found[:3] == afresh("check", at=company.path)[:3]


def test_git_that_only_looks_changes_nothing(company: RepositoryBuilder) -> None:
    company.git("status")
    settled(company, "check")
    company.git("status")
    (company.path / ".git/FETCH_HEAD").write_text("")
    settled(company, "check")
    (company.path / ".git/FETCH_HEAD").write_text("")
    assert call("check", at=company.path).remembered


def test_what_was_changed_a_moment_ago_is_waited_for(company: RepositoryBuilder) -> None:
    """However fast it is changed again, with its size and times kept, each answer is right."""
    path = company.path / "documents/SOP-001.md"
    texts = [document("SOP-001", 1, status) for status in ("draft", "final")]
    for text in [text.ljust(max(map(len, texts))) for text in texts] * 4:
        path.write_text(text)
        os.utime(path, ns=(0, 10**18))
        found = call("check", "--full", at=company.path)
        assert found[:3] == afresh("check", "--full", at=company.path)[:3]
        assert call("check", "--full", at=company.path).remembered


def test_of_a_clock_that_ticks_slowly_nothing_recent_is_remembered(
    company: RepositoryBuilder,
) -> None:
    """Another change may follow within the same tick, and look the same."""

    def slow() -> None:
        footprint.MARGIN, footprint._SECOND = 600_000_000_000, 1

    for _ in range(2):
        assert not call("check", at=company.path, prepare=slow).remembered
    assert not call("check", at=company.path).remembered
    assert call("check", at=company.path).remembered


def test_what_changes_meanwhile_is_not_remembered(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what is there again as it was: in between, it was something else."""
    run = cli.main
    note = company.write("documents/note.txt", "one")

    def changing(asked: answers.Call | None = None) -> None:
        note.rename(note.with_name("gone"))
        note.with_name("gone").rename(note)
        run(asked)

    call("check", at=company.path)
    with monkeypatch.context() as patch:
        patch.setattr(cli, "main", changing)
        call("register", at=company.path)
    assert not call("register", at=company.path).remembered
    assert call("register", at=company.path).remembered


def test_a_repository_that_others_lend_objects_is_not_remembered(
    company: RepositoryBuilder,
) -> None:
    place = company.path.parent / "clone"
    company.git("clone", "--quiet", "--shared", str(company.path), str(place))
    for _ in range(2):
        assert not call("check", at=place).remembered


@pytest.mark.parametrize("link", [".isodocs/authority", ".isodocs", ".git/refs/heads"])
def test_a_repository_whose_own_folders_are_links_is_not_remembered(
    company: RepositoryBuilder, link: str
) -> None:
    path = company.path / link
    place = company.path.parent / "elsewhere"
    path.rename(place)
    path.symlink_to(place)
    for _ in range(2):
        assert not call("check", at=company.path).remembered


def test_a_path_through_a_link_is_not_remembered(company: RepositoryBuilder) -> None:
    (company.path / "out").symlink_to(company.path.parent)
    for _ in range(2):
        assert not call("check", "out/anything", at=company.path).remembered


def test_outside_a_repository_nothing_is_remembered(tmp_path: Path) -> None:
    for _ in range(2):
        found = call("check", at=tmp_path)
        assert found.code == 2
        assert not found.remembered


def test_git_is_seen_where_it_says_it_is(company: RepositoryBuilder) -> None:
    git = Git.discover(company.path / "documents")
    assert seen(str(company.path / "documents")) == (str(git.top), str(git.common_directory))
    assert b"user.name\nAnn Author" in repr(outside(str(company.path))).encode().replace(
        b"\\n", b"\n"
    )


def test_the_reader_of_a_pipe_may_leave(company: RepositoryBuilder) -> None:
    run = f"{sys.executable} -m isodocs check"
    for _ in range(2):
        script = f"{run} | head -c 0; exit ${{PIPESTATUS[0]}}"
        process = subprocess.run(
            ["bash", "-c", script],
            cwd=company.path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert process.stderr == ""


def test_a_folder_that_git_ignores_is_not_looked_into(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless something of it is tracked, its rule goes, or the call is about it."""
    monkeypatch.setattr(answers, "MANY", 20)
    company.write(".gitignore", "/heap/\n")
    for number in range(60):
        company.write(f"heap/{number % 7}/{number}.txt", "x")
    company.commit("Ignore")
    for _ in range(2):
        assert not call("check", at=company.path).remembered
    settled(company, "check")
    company.write("heap/1/more.md", document("SOP-005", 1, "draft"))
    assert call("check", at=company.path).remembered
    for words in (("check", "heap/1"), ("-C", "heap/1", "check")):
        for _ in range(2):
            assert not call(*words, at=company.path).remembered
    company.write("documents/x.md", "x")
    settled(company, "check")
    company.write("heap/1/more.md", document("SOP-006", 1, "draft"))
    assert call("check", at=company.path).remembered
    company.write(".gitignore", "/heap/*\n!/heap/1\n")
    found = call("check", at=company.path)
    assert not found.remembered
    assert found[:3] == afresh("check", at=company.path)[:3]
    company.write(".gitignore", "/heap/\n")
    settled(company, "check")
    company.git("add", "--force", "heap/1/more.md")
    for text in ("SOP-007", "SOP-008"):
        company.write("heap/1/more.md", document(text, 1, "draft"))
        for _ in range(4):
            found = call("check", "--format", "json", at=company.path)
            assert found[:3] == afresh("check", "--format", "json", at=company.path)[:3]
