"""Numbers are given out once: by many at a time, on many branches, and after an interruption."""

from __future__ import annotations

import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from isodocs.cli import cli
from isodocs.lifecycle import carry_out, journal
from isodocs.repository import writer
from tests.helpers.command import refused, run
from tests.helpers.company import document
from tests.helpers.repository import RepositoryBuilder

START = "2024-01-02T09:00:00+00:00"
YEAR = date.today().year
NC = ("new", "nonconformity", "Gauge", "--owner", "quality-manager", "--set", "source=process")
NC = (*NC, "--set", "grade=minor", "--set", "raised=2024-01-05")


def documents(repo: RepositoryBuilder) -> list[str]:
    return sorted(path.name for path in (repo.path / "documents").rglob("*.md"))


@pytest.mark.parametrize("commit", [(), ("--commit",)], ids=["staged", "committed"])
def test_many_who_begin_at_once_get_a_number_each(
    company: RepositoryBuilder, commit: tuple[str, ...]
) -> None:
    def begin(number: int) -> None:
        typed = ["-C", str(company.path), "new", "procedure", f"Text {number}", *commit]
        cli.main(typed, prog_name="isodocs", standalone_mode=False)

    with contextlib.redirect_stdout(io.StringIO()), ThreadPoolExecutor(12) as pool:
        list(pool.map(begin, range(12)))
    numbers = {name[:7] for name in documents(company)}
    assert numbers == {f"SOP-{n:03}" for n in range(1, 14)}
    if commit:
        assert company.git("status", "--porcelain") == ""
        assert company.git("rev-list", "--count", "HEAD") == "13"


def test_numbers_of_other_branches_and_of_the_server_are_taken(company: RepositoryBuilder) -> None:
    text = document("SOP-004", status="draft")
    company.branch("ann").commit("Mine", {"documents/procedures/SOP-004.md": text})
    company.checkout("main")
    record = f"---\nrecord: nonconformity\nid: NC-{YEAR}-007\ntitle: x\n---\n"
    company.branch("theirs").commit("Theirs", {"records/nonconformities/x.md": record})
    company.git("update-ref", "refs/remotes/origin/review", "theirs")
    company.checkout("main")
    company.git("branch", "-D", "theirs")

    at = company.path
    assert "SOP-005 Text" in run("new", "procedure", "Text", at=at)
    assert f"NC-{YEAR}-008" in run(*NC, at=at)
    assert "another branch" in refused("new", "procedure", "T", "--id", "SOP-004", at=at)
    assert "another branch" in refused(*NC, "--id", f"NC-{YEAR}-007", at=at)


class Killed(BaseException):
    """What no handler catches."""


@pytest.mark.parametrize("step", ["before", "journal", "staged", "committed"])
@pytest.mark.parametrize("what", [("new", "procedure", "Text"), NC], ids=["document", "record"])
def test_a_command_that_was_interrupted_begins_nothing_twice(
    company: RepositoryBuilder,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    what: tuple[str, ...],
) -> None:
    """Killed at any step, the same command, typed once more, ends with one of it, committed."""
    typed = (*what, "--commit")
    with monkeypatch.context() as patch:
        at_the_step(step, patch)
        with pytest.raises(Killed), contextlib.redirect_stdout(io.StringIO()):
            cli.main(["-C", str(company.path), *typed], prog_name="isodocs", standalone_mode=False)
    cli.main(["-C", str(company.path), *typed], prog_name="isodocs", standalone_mode=False)

    made = company.git("diff", "--name-only", "HEAD~1", "HEAD").split("\n")
    assert len(made) == 1
    assert company.git("rev-list", "--count", "HEAD") == "2"
    assert company.git("status", "--porcelain") == ""
    # What is typed again on purpose is done again.
    run(*typed, at=company.path)
    assert company.git("rev-list", "--count", "HEAD") == "3"


def at_the_step(step: str, patch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    def then_killed(*args: object, **named: object) -> None:
        real(*args, **named)  # type: ignore[arg-type]
        raise Killed

    real = writer.commit
    if step == "before":
        patch.setattr(journal, "write", killed)
    elif step == "journal":
        patch.setattr(carry_out, "_write", killed)
    elif step == "staged":
        patch.setattr(writer, "commit", killed)
    else:
        patch.setattr(writer, "commit", then_killed)


def test_without_commit_what_was_begun_is_told(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ("new", "procedure", "Text")
    with monkeypatch.context() as patch:
        at_the_step("journal", patch)
        with pytest.raises(Killed), contextlib.redirect_stdout(io.StringIO()):
            cli.main(["-C", str(company.path), *typed], prog_name="isodocs", standalone_mode=False)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        cli.main(["-C", str(company.path), *typed], prog_name="isodocs", standalone_mode=False)
    assert "This command was interrupted before" in said.getvalue()
    assert "git commit -m" in said.getvalue()
    assert len(documents(company)) == 2


@pytest.mark.parametrize("note", [b"", b"{", b"[1]", b'{"command": 1}', b"\xff"])
def test_a_damaged_note_is_no_note(company: RepositoryBuilder, note: bytes) -> None:
    place = Path(company.path, ".git/isodocs/command.json")
    place.parent.mkdir()
    place.write_bytes(note)
    assert "SOP-002" in run("new", "procedure", "Text", at=company.path)
