"""The writing commands as people type them: shown first, done whole, told what comes next."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from isodocs.errors import LifecycleError
from tests.helpers.command import invoke, refused, run
from tests.helpers.company import ANN, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

FAR = "2999-01-01"
START = "2024-01-02T09:00:00+00:00"


@pytest.fixture
def quinn_at_work(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A company whose Git knows Quinn; the texts were written by Ann."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    return repo


def waiting(quinn_at_work: RepositoryBuilder) -> None:
    """Ann's second revision, ready for approval."""
    text = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective=FAR)
    quinn_at_work.commit("Two", {path(): text})


def test_a_dry_run_writes_nothing(quinn_at_work: RepositoryBuilder) -> None:
    waiting(quinn_at_work)
    for command in (
        ("new", "form", "Order form"),
        ("revise", "SOP-001", "--change", "x"),
        ("submit", "SOP-001", "--effective", FAR),
        ("approve", "SOP-001"),
        ("approve", "SOP-001", "--reject", "--reason", "x"),
    ):
        shown = run(*command, "--dry-run", at=quinn_at_work.path)
        assert "Nothing was written (--dry-run)." in shown
    assert quinn_at_work.git("status", "--porcelain") == ""


def test_the_plan_is_shown_with_its_fields_and_the_next_step(
    quinn_at_work: RepositoryBuilder,
) -> None:
    shown = run("revise", "sop-001", "--change", "Twice  a year.", at=quinn_at_work.path)
    assert shown.splitlines() == [
        "SOP-001 revision 2 begins as a draft; revision 1 stays in force.",
        "  changed  documents/SOP-001.md",
        "           revision: 1 → 2",
        "           status: approved → draft",
        "           change: First issue. → Twice a year.",
        "           effective: 2024-02-01 → —",
        "Written and staged. To commit it:",
        "  git commit -m 'SOP-001 rev 2: begin'",
        "Next:",
        "  Write the change in documents/SOP-001.md.",
        "  When it is finished: isodocs submit SOP-001 --effective YYYY-MM-DD",
    ]


def test_what_it_names_works_on_a_protected_branch_with_hooks(
    quinn_at_work: RepositoryBuilder,
) -> None:
    draft = document(revision=2, status="draft", body="# Purchasing\n\nBuy better.\n", effective="")
    quinn_at_work.commit("Draft", {path(): draft})
    run("hook", "install", at=quinn_at_work.path)
    shown = run("submit", "SOP-001", "--effective", FAR, at=quinn_at_work.path)
    assert "git commit" not in shown
    at = shown.splitlines().index(
        "Written and staged. main accepts it only with its approvals; to collect them on a "
        "separate branch:"
    )
    _, *words = shown.splitlines()[at + 1].split()
    run(*words, at=quinn_at_work.path)
    assert quinn_at_work.git("log", "-1", "--format=%s", "review/SOP-001").startswith(
        "SOP-001 rev 2"
    )
    assert quinn_at_work.git("status", "--porcelain") == ""


def test_the_commit_it_names_works(quinn_at_work: RepositoryBuilder) -> None:
    shown = run("revise", "SOP-001", "--change", "x", at=quinn_at_work.path)
    (line,) = [line for line in shown.splitlines() if line.startswith("  git commit")]
    subprocess.run(
        line.strip(), shell=True, cwd=quinn_at_work.path, env=quinn_at_work.env, check=True
    )
    assert quinn_at_work.git("status", "--porcelain") == ""


def test_what_is_not_committed_is_written_by_whom_git_names(
    quinn_at_work: RepositoryBuilder,
) -> None:
    run("retire", "SOP-001", "--reason", "Not needed", at=quinn_at_work.path)
    said = refused("approve", "SOP-001", "--yes", at=quinn_at_work.path)
    assert "Quinn Quality wrote this revision" in said
    assert "name the approver with --as PERSON" in said
    quinn_at_work.configure("user", name="Ann Author", email="ann@example.com")
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=quinn_at_work.path)


def test_approving_shows_the_redline_and_asks(quinn_at_work: RepositoryBuilder) -> None:
    waiting(quinn_at_work)
    shown = run("approve", "SOP-001", "--yes", "--commit", at=quinn_at_work.path)
    assert "What SOP-001 rev 2 changes against SOP-001 rev 1" in shown
    assert "better" in shown
    assert "Quinn Quality approves SOP-001 rev 2, as Quality Manager." in shown
    assert quinn_at_work.git("log", "-1", "--format=%s|%ae") == (
        "SOP-001 rev 2: approval by Quinn Quality|quinn@example.com"
    )
    assert "approval" not in run("check", "--exit-zero", "--ignore", "CLS", at=quinn_at_work.path)


def test_without_a_terminal_a_decision_needs_yes(quinn_at_work: RepositoryBuilder) -> None:
    waiting(quinn_at_work)
    answer = invoke("approve", "SOP-001", at=quinn_at_work.path, stdin="y\n")
    assert answer.exit_code == 2
    assert "pass --yes to confirm" in answer.output
    assert quinn_at_work.git("status", "--porcelain") == ""


def test_what_awaits_me_is_one_command(quinn_at_work: RepositoryBuilder) -> None:
    assert run("approve", at=quinn_at_work.path) == "Quinn Quality has nothing to approve.\n"
    waiting(quinn_at_work)
    assert "SOP-001 rev 2, Purchasing, effective 2999-01-01 (as quality-manager)" in run(
        "approve", at=quinn_at_work.path
    )


@pytest.mark.parametrize("option", ["--reject", "--withdraw"])
def test_taking_back_needs_a_reason(quinn_at_work: RepositoryBuilder, option: str) -> None:
    assert "give a reason" in refused("approve", "SOP-001", option, "--yes", at=quinn_at_work.path)


def test_a_withdrawal_makes_a_draft_where_the_branch_takes_no_other(
    quinn_at_work: RepositoryBuilder,
) -> None:
    take_back = ("approve", "SOP-001", "--withdraw", "--reason", "A supplier is banned.", "--yes")
    text = run(*take_back, "--commit", at=quinn_at_work.path)
    assert "so it is a draft again" in " ".join(text.split())
    assert quinn_at_work.git("log", "-1", "--format=%s").startswith("SOP-001 rev 1: withdrawal")
    assert "status: draft" in (quinn_at_work.path / path()).read_text()
    assert quinn_at_work.git("status", "--porcelain") == ""
    run("submit", "SOP-001", "--effective", FAR, "--commit", at=quinn_at_work.path)
    run("approve", "SOP-001", "--yes", "--commit", at=quinn_at_work.path)
    run("merge", "SOP-001", at=quinn_at_work.path)
    assert f"effective: {FAR}" in (quinn_at_work.path / path()).read_text()


def test_what_is_not_ready_is_not_submitted(quinn_at_work: RepositoryBuilder) -> None:
    run("new", "procedure", "Storage", at=quinn_at_work.path)
    answer = invoke("submit", "SOP-002", "--effective", FAR, at=quinn_at_work.path)
    assert answer.exit_code == 1
    assert "SOP-002 is not ready for approval" in answer.stderr
    assert "[insert what this procedure makes sure of" in " ".join(answer.stderr.split())
    assert "status: draft" in (quinn_at_work.path / "documents/SOP-002-storage.md").read_text()


def test_what_is_submitted_and_committed_already_is_not_written_again(
    quinn_at_work: RepositoryBuilder,
) -> None:
    """There would be nothing to commit, whatever `git commit` is advised."""
    waiting(quinn_at_work)
    text = run("submit", "SOP-001", at=quinn_at_work.path)
    assert "SOP-001 rev 2 is already in its final form, and committed." in text
    assert "To be approved by Quality Manager (" in text
    assert "Written and staged" not in text
    text = run("submit", "SOP-001", "--effective", "2999-02-01", at=quinn_at_work.path)
    assert "Written and staged" in text


def test_a_commit_that_the_hook_would_stop_is_not_made(quinn_at_work: RepositoryBuilder) -> None:
    quinn_at_work.commit(
        "Draft", {path(): document(revision=2, status="draft", body="# P\n\nNew.\n")}
    )
    run("submit", "SOP-001", "--effective", FAR, at=quinn_at_work.path)
    head = quinn_at_work.head()
    reject = ("approve", "SOP-001", "--reject", "--reason", "No.", "--yes", "--commit")
    answer = invoke(*reject, at=quinn_at_work.path)
    assert answer.exit_code == 1
    assert "approval-missing" in answer.stderr
    assert "To let SOP-001 wait for approval on a separate branch" in answer.stderr
    assert "Written and staged, not committed." in answer.stderr
    assert quinn_at_work.head() == head


def test_a_review_and_a_retirement_are_recorded(quinn_at_work: RepositoryBuilder) -> None:
    shown = run(
        "review", "SOP-001", "--note", "Still right.", "--yes", "--commit", at=quinn_at_work.path
    )
    assert "Quinn Quality reviews SOP-001 rev 1: nothing needs to change" in shown
    shown = run(
        "retire", "SOP-001", "--reason", "Merged.", "--effective", FAR, at=quinn_at_work.path
    )
    assert "becomes obsolete from 2999-01-01" in shown
    with pytest.raises(LifecycleError, match="Quinn Quality wrote this revision"):
        run("approve", "SOP-001", "-y", at=quinn_at_work.path)  # Quinn would commit it, too
    quinn_at_work.commit("Retire", author=ANN)
    assert "approves the end of SOP-001" in run("approve", "SOP-001", "-y", at=quinn_at_work.path)


def test_a_file_that_moved_is_put_back_by_the_command_that_is_shown(
    quinn_at_work: RepositoryBuilder,
) -> None:
    """The commit that was approved has the file under another name; two files help nobody."""
    old, new = path(), "documents/buying/purchasing text.md"
    approved_bytes = (quinn_at_work.path / old).read_bytes()

    def restore(command: str) -> None:
        subprocess.run(["bash", "-c", command], cwd=quinn_at_work.path, check=True)
        assert (quinn_at_work.path / new).read_bytes() == approved_bytes
        assert not (quinn_at_work.path / old).exists()

    altered = approved_bytes.decode() + "\nA slip.\n"
    quinn_at_work.commit("Move, with a slip", {old: None, new: altered})
    said = invoke(
        "check", "--full", "--format", "json", "--select", "REV005", at=quinn_at_work.path
    )
    (gap,) = json.loads(said.output)["gaps"]
    restore(re.findall(r"[(]`(git .+?)`[)]", gap["hint"])[0])
    quinn_at_work.commit("Put back", {new: approved_bytes.decode()})
    run("revise", "SOP-001", "--change", "x", at=quinn_at_work.path)
    with pytest.raises(LifecycleError, match="while revision 1 is in force") as error:
        run("retire", "SOP-001", "--reason", "Merged.", at=quinn_at_work.path)
    restore(error.value.hint.partition("back first: ")[2])
    run("retire", "SOP-001", "--reason", "Merged.", at=quinn_at_work.path)


def test_clauses_are_checked_while_a_document_is_begun(quinn_at_work: RepositoryBuilder) -> None:
    said = refused("new", "form", "Order form", "--clause", "8.10", at=quinn_at_work.path)
    assert "Did you mean 8.1?" in said


def test_the_owner_is_whoever_begins_it(quinn_at_work: RepositoryBuilder) -> None:
    said = run("new", "form", "Order form", "--clause", "8.4.3", at=quinn_at_work.path)
    assert "Its owner is quality-manager; if that is wrong" in said
    said = run(
        "new", "form", "Other", "--owner", "quality-manager", "--dry-run", at=quinn_at_work.path
    )
    assert "Its owner is" not in said
    text = (quinn_at_work.path / "documents/FRM-001-order-form.md").read_text()
    assert "owner: quality-manager" in text
    assert '  iso-9001-2015: ["8.4.3"]' in text


def test_an_interrupted_command_is_finished_by_the_next(quinn_at_work: RepositoryBuilder) -> None:
    killed = (
        "import os, sys\n"
        "from isodocs.repository import writer\n"
        "writer.stage = lambda *a: os._exit(9)\n"
        "sys.argv = ['isodocs', 'revise', 'SOP-001', '--change', 'x']\n"
        "from isodocs.cli import main\n"
        "main()\n"
    )
    root = Path(__file__).resolve().parents[2]
    process = subprocess.run(
        [sys.executable, "-c", killed],
        cwd=quinn_at_work.path,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert process.returncode == 9
    answer = invoke("new", "form", "Order form", at=quinn_at_work.path)
    assert "Finished the change of an interrupted command: documents/SOP-001.md" in answer.stderr
    assert quinn_at_work.git("diff", "--cached", "--name-only").split() == [
        "documents/FRM-001-order-form.md",
        "documents/SOP-001.md",
    ]


def test_init_starts_where_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch)
    place = tmp_path / "quality"
    place.mkdir()
    person = "Ann Author <ann@example.com>"
    shown = run("init", "--organisation", "Works", "--person", person, at=place)
    assert "Started a Git repository" in shown
    assert "Ann Author has every role and may approve their own documents" in shown
    assert (place / ".isodocs/authority/0001.json").is_file()


def known(monkeypatch: pytest.MonkeyPatch, name: str = "Ann Author") -> None:
    """Let Git know who works here."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", name)
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", f"{name.split()[0].lower()}@example.com")


@pytest.mark.parametrize("people", [(), ("--person", "Ann Author <ann@example.com>")])
def test_init_says_what_git_must_know_before_anything_is_written(
    tmp_path: Path, people: tuple[str, ...]
) -> None:
    said = refused("init", *people, at=tmp_path)
    assert "Git does not know who you are: user.name and user.email are not set" in said
    assert "git config --global user.name" in said
    assert list(tmp_path.iterdir()) == []


def test_init_can_be_tried_where_there_is_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)
    (tmp_path / "SOP-001.md").write_text("---\nid: SOP-001\ntitle: Purchasing\n---\n# Purchasing\n")
    shown = run("init", "--dry-run", at=tmp_path)
    assert "1 existing document has been added" in shown
    assert "Nothing was written" in shown
    assert [place.name for place in tmp_path.iterdir()] == ["SOP-001.md"]


def test_init_that_cannot_write_leaves_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)
    (tmp_path / ".isodocs").write_text("a file where the folder must be")
    assert refused("init", at=tmp_path)
    assert [place.name for place in tmp_path.iterdir()] == [".isodocs"]


def test_init_refuses_a_repository_that_cannot_be_opened_whatever_its_folder_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where there is none is one started; a folder's name is part of an error's text."""
    known(monkeypatch)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    repo = RepositoryBuilder(tmp_path / "not in a Git repository")
    repo.configure("core", worktree=str(elsewhere))
    assert "a repository whose files are elsewhere" in refused("init", at=repo.path)
    assert [place.name for place in repo.path.iterdir()] == [".git"]
    assert list(elsewhere.iterdir()) == []


def test_init_says_when_whoever_begins_is_none_of_the_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, "Olga Operator")
    shown = run("init", "--person", "Ann Author <ann@example.com>", at=tmp_path)
    assert "Olga Operator <olga@example.com>, not one of these people" in shown


def test_init_refuses_a_standard_that_is_not_there(tmp_path: Path) -> None:
    said = refused("init", "--standard", "iso-9001-2021", at=tmp_path)
    assert "Did you mean 'iso-9001-2026'?" in said
    said = refused("init", "--standard", "ISO 9001", at=tmp_path)
    assert "'ISO 9001' may be iso-9001-2015 or iso-9001-2026" in said
    assert list(tmp_path.iterdir()) == []


def test_a_commit_is_judged_by_what_it_holds_and_not_by_what_else_is_staged(
    quinn_at_work: RepositoryBuilder,
) -> None:
    """Final forms that wait in the index stop nobody else's work, and are told of no more."""
    waits = {path(f"SOP-00{n}"): document(f"SOP-00{n}") for n in range(2, 6)}
    quinn_at_work.stage(waits)
    run("revise", "SOP-001", "--change", "Better.", "--commit", at=quinn_at_work.path)
    assert quinn_at_work.git("show", "--name-only", "--format=", "HEAD") == path()
    assert quinn_at_work.git("diff", "--cached", "--name-only").split() == sorted(waits)
    reject = ("approve", "SOP-002", "--reject", "--reason", "No.", "--yes", "--commit")
    answer = invoke(*reject, at=quinn_at_work.path)
    assert answer.exit_code == 1
    assert "SOP-002" in answer.stderr
    assert "SOP-003" not in answer.stderr
