"""A command killed before it was done: typed again it ends what it began, and does it once."""

from __future__ import annotations

import os

import pytest

from isodocs.lifecycle import unfinished
from isodocs.repository import writer
from tests.helpers.command import invoke, refused
from tests.helpers.company import approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

APPROVE = ("approve", "SOP-002", "--yes", "--commit")
NEW = ("new", "form", "Order form", "--commit")
INIT = ("init", "--organisation", "Works", "--person", "Ann Author <ann@example.com>")


@pytest.fixture
def one_waiting(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company whose Git knows Quinn, with a document of Ann's that waits for her."""
    files = {**base(), **approved(), path("SOP-002"): document("SOP-002", effective="2999-01-01")}
    repo.commit("Start", files, date="2024-01-02T09:00:00+00:00")
    return repo.configure("user", name="Quinn Quality", email="quinn@example.com")


def killed(repo: RepositoryBuilder, *args: str, at: str) -> None:
    """Run until a step of writing, and no further; Ctrl-C stands for a kill."""

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unfinished if at == "done" else writer, at, dies)
        result = invoke(*args, at=repo.path)
    assert result.exit_code == 1, result.output
    assert (repo.path / ".git/isodocs/command.json").exists()


def is_done(repo: RepositoryBuilder, commits: int) -> None:
    assert repo.git("status", "--porcelain") == ""
    assert int(repo.git("rev-list", "--count", "HEAD")) == commits
    assert not list((repo.path / ".git/isodocs").glob("*.json"))


@pytest.mark.parametrize("at", ["stage", "commit"])
@pytest.mark.parametrize("command", [APPROVE, NEW])
def test_the_same_command_makes_the_commit(
    one_waiting: RepositoryBuilder, command: tuple[str, ...], at: str
) -> None:
    killed(one_waiting, *command, at=at)
    again = invoke(*command, at=one_waiting.path)
    assert again.exit_code == 0, again.output
    assert "This command was interrupted before" in again.stdout
    assert "Committed as" in again.stdout
    is_done(one_waiting, 2)
    assert "FRM-002" not in one_waiting.git("ls-files")


def test_killed_after_the_commit_it_says_so(one_waiting: RepositoryBuilder) -> None:
    killed(one_waiting, *NEW, at="done")
    again = invoke(*NEW, at=one_waiting.path)
    assert "They are committed." in again.stdout
    is_done(one_waiting, 2)


def test_a_final_form_that_was_written_says_how_it_is_committed(
    one_waiting: RepositoryBuilder,
) -> None:
    """The branch is protected: a `git commit` of it would be refused."""
    draft = document(revision=2, status="draft", body="# Purchasing\n\nBuy better.\n", effective="")
    one_waiting.commit("Draft", {path(): draft})
    submit = ("submit", "SOP-001", "--effective", "2999-01-01")
    killed(one_waiting, *submit, at="stage")
    again = invoke(*submit, at=one_waiting.path)
    assert "This command was interrupted before" in again.stdout
    assert "git commit" not in again.stdout
    assert again.stdout.splitlines()[-1] == "  isodocs submit SOP-001 --commit"


def test_a_commit_that_fails_says_what_is_uncommitted(one_waiting: RepositoryBuilder) -> None:
    (one_waiting.path / ".git/MERGE_HEAD").write_text(one_waiting.head())
    result = invoke(*NEW, at=one_waiting.path, catch=True)
    assert "Written and staged, not committed." in result.stderr
    assert not list((one_waiting.path / ".git/isodocs").glob("*.json"))


@pytest.mark.parametrize("also", [(), ("--commit",)])
def test_init_finishes_what_it_began(repo: RepositoryBuilder, also: tuple[str, ...]) -> None:
    killed(repo, *INIT, *also, at="stage")
    again = invoke(*INIT, *also, at=repo.path)
    assert again.exit_code == 0, again.output
    assert "Finished the change of an interrupted command: isodocs.yaml" in again.stderr
    there = set(repo.git("ls-files").split("\n"))
    assert there >= {".gitattributes", "isodocs.yaml", ".isodocs/authority/0001.json"}
    assert repo.git("diff-files", "--diff-filter=D") == ""
    if also:
        is_done(repo, 1)


def test_init_with_other_words_finishes_the_first_and_says_so(repo: RepositoryBuilder) -> None:
    killed(repo, *INIT, at="stage")
    said = invoke(*INIT, "--standard", "iso-14001-2015", at=repo.path, catch=True)
    assert "Finished the change of an interrupted command" in said.stderr
    assert "has begun here already" in str(said.exception)
    assert (repo.path / "isodocs.yaml").exists()


@pytest.mark.parametrize("command", [NEW, APPROVE, INIT])
def test_a_damaged_journal_is_told_with_its_remedy(
    one_waiting: RepositoryBuilder, command: tuple[str, ...]
) -> None:
    place = one_waiting.path / ".git/isodocs/change.json"
    place.parent.mkdir()
    place.write_bytes(b"{")
    said = refused(*command, at=one_waiting.path)
    assert os.fspath(place) in said
    assert "remove this file" in said
    place.unlink()
    if command is not INIT:
        assert invoke(*command, at=one_waiting.path).exit_code == 0


@pytest.mark.parametrize("note", [b"{", b"[1]", b"7", b"[" * 100_000, b'{"files": 7}', b"\xff"])
def test_a_damaged_note_is_no_note(one_waiting: RepositoryBuilder, note: bytes) -> None:
    place = one_waiting.path / ".git/isodocs/command.json"
    place.parent.mkdir()
    place.write_bytes(note)
    assert invoke(*NEW, at=one_waiting.path).exit_code == 0
    is_done(one_waiting, 2)
