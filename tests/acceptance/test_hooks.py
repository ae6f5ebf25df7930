"""Hooks at work: real commits and real pushes to a real bare repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from isodocs.authority import authority_register
from isodocs.lifecycle import hooks
from isodocs.lifecycle.trailers import with_trailers
from isodocs.model.approval import Decision
from tests.helpers.command import invoke
from tests.helpers.company import (
    ANN,
    AUTHORITY,
    approval,
    approved,
    authority,
    base,
    document,
    path,
)
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[2]
START = "2024-01-02T09:00:00+00:00"


class Attempt:
    """What a Git command said and whether it went through."""

    def __init__(self, process: subprocess.CompletedProcess[str]) -> None:
        self.passed = process.returncode == 0
        self.said = process.stdout + process.stderr

    def __repr__(self) -> str:
        return f"<{'passed' if self.passed else 'refused'}: {self.said}>"


def attempt(repo: RepositoryBuilder, *args: str) -> Attempt:
    process = subprocess.run(
        ["git", *args],
        cwd=repo.path,
        env={**repo.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Attempt(process)


@pytest.fixture
def server(company: RepositoryBuilder) -> Path:
    """A bare repository that the company pushes to, guarded by pre-receive."""
    place = company.bare_clone()
    hooks.install(place / "hooks", (hooks.SERVER,), sys.executable)
    return place


def push(repo: RepositoryBuilder, *args: str) -> Attempt:
    return attempt(repo, "push", *(args or ("origin", "main")))


def test_an_approved_revision_goes_through(company: RepositoryBuilder, server: Path) -> None:
    two = document(revision=2, body="# Purchasing\n\nBuy better.\n")
    company.commit("Two", {path(): two, **approval("SOP-001", 2, two)})
    assert push(company).passed


def test_an_unapproved_final_form_is_refused(company: RepositoryBuilder, server: Path) -> None:
    company.commit("Two", {path(): document(revision=2, body="# Purchasing\n\nBuy better.\n")})
    refused = push(company)
    assert not refused.passed
    assert "SOP-001" in refused.said
    assert "approval-missing" in refused.said


def test_a_draft_goes_through(company: RepositoryBuilder, server: Path) -> None:
    company.commit("Draft", {path(): document(revision=2, status="draft")})
    assert push(company).passed


def test_an_altered_approved_revision_is_refused(company: RepositoryBuilder, server: Path) -> None:
    company.commit("Typo", {path(): document(body="# Purchasing\n\nBuy from any supplier.\n")})
    refused = push(company)
    assert not refused.passed
    assert "altered-after-approval" in refused.said


def test_deleting_a_document_is_refused(company: RepositoryBuilder, server: Path) -> None:
    company.commit("Tidy", {path(): None})
    refused = push(company)
    assert not refused.passed
    assert "document-vanished" in refused.said


def test_deleting_an_approval_is_refused(company: RepositoryBuilder, server: Path) -> None:
    (record,) = (company.path / ".isodocs/approvals/SOP-001/1").iterdir()
    company.commit("Tidy", {record.relative_to(company.path).as_posix(): None})
    refused = push(company)
    assert not refused.passed
    assert "approval-removed" in refused.said


def test_rewriting_history_is_refused(company: RepositoryBuilder, server: Path) -> None:
    company.git("commit", "--quiet", "--amend", "-m", "Another start")
    refused = push(company, "--force", "origin", "main")
    assert not refused.passed
    assert "rewrites the history" in refused.said


def test_deleting_the_protected_branch_is_refused(company: RepositoryBuilder, server: Path) -> None:
    subprocess.run(
        ["git", "-C", server, "config", "receive.denyDeleteCurrent", "ignore"], check=True
    )
    refused = push(company, "origin", ":main")
    assert not refused.passed
    assert "must not be deleted" in refused.said


def test_other_branches_and_tags_come_and_go(company: RepositoryBuilder, server: Path) -> None:
    company.git("tag", "v1")
    company.branch("work")
    company.commit("Awaiting", {path(): document(revision=2, body="# P\n\nBetter.\n")})
    assert push(company, "origin", "work", "v1").passed
    assert push(company, "origin", ":work", ":v1").passed


def test_skipping_local_hooks_does_not_help(company: RepositoryBuilder, server: Path) -> None:
    hooks.install(company.path / ".git/hooks", hooks.LOCAL, sys.executable)
    company.stage({path(): document(body="# Purchasing\n\nAnything goes.\n")})
    assert not attempt(company, "commit", "-m", "x").passed
    assert attempt(company, "commit", "--no-verify", "-m", "x").passed
    assert not push(company).passed
    assert not push(company, "--no-verify", "origin", "main").passed


def test_a_merge_brings_its_gaps(company: RepositoryBuilder, server: Path) -> None:
    company.branch("work")
    company.commit("Awaiting", {path(): document(revision=2, body="# P\n\nBetter.\n")})
    company.checkout("main")
    company.merge("work")
    assert not push(company).passed


def test_an_evil_merge_is_seen(company: RepositoryBuilder, server: Path) -> None:
    company.branch("work")
    company.commit("Other", {"notes.txt": "x"})
    company.checkout("main")
    company.merge("work", files={path(): document(body="# Purchasing\n\nSlipped in.\n")})
    refused = push(company)
    assert not refused.passed
    assert "altered-after-approval" in refused.said


def test_a_cherry_pick_brings_its_gaps(company: RepositoryBuilder, server: Path) -> None:
    company.branch("work")
    two = document(revision=2, body="# P\n\nBetter.\n")
    final = company.commit("Final form", {path(): two})
    company.commit("Approval", approval("SOP-001", 2, two))
    company.checkout("main")
    company.git("cherry-pick", final)
    assert not push(company).passed
    company.git("cherry-pick", "work")
    assert push(company).passed


def test_a_push_cannot_switch_its_own_rules_off(company: RepositoryBuilder, server: Path) -> None:
    config = company.path.joinpath("isodocs.yaml").read_text()
    company.commit(
        "Relax",
        {
            "isodocs.yaml": config + "protected-branches: [none]\nrules: {ignore: [APR, REV]}\n",
            path(): document(revision=2, body="# P\n\nBetter.\n"),
        },
    )
    assert not push(company).passed


def test_a_push_cannot_waive_its_own_gaps(company: RepositoryBuilder, server: Path) -> None:
    waiver = (
        "rule: APR001\ndocument: SOP-001\nreason: Urgent.\ngranted-by: ann\n"
        "granted: 2024-01-01\nuntil: 2999-12-31\n"
    )
    two = {path(): document(revision=2, body="# P\n\nBetter.\n")}
    company.commit("Both at once", {".isodocs/waivers/w.yaml": waiver, **two})
    refused = push(company)
    assert not refused.passed
    assert "approval-missing" in refused.said


def test_a_push_cannot_appoint_its_own_approver(company: RepositoryBuilder, server: Path) -> None:
    newer = authority(version=2, previous=AUTHORITY.sha256, director="ann")
    text = document("POL-001")
    files = {
        ".isodocs/authority/0002.json": authority_register.write(newer),
        path("POL-001"): text,
        **approval("POL-001", 1, text, by=newer),
        **approval("POL-001", 1, text, role="director", person="ann", by=newer),
    }
    company.commit("Appoint and approve", files, author="Eve <eve@example.com>")
    assert not push(company).passed


def test_changing_a_version_of_the_authority_register_is_refused(
    company: RepositoryBuilder, server: Path
) -> None:
    register = company.path / ".isodocs/authority/0001.json"
    changed = register.read_text().replace("Quinn Quality", "Somebody Else")
    company.commit("Rename", {".isodocs/authority/0001.json": changed})
    refused = push(company)
    assert not refused.passed
    assert "version 1 of the authority register" in refused.said


def test_old_gaps_stop_nobody(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), path(): document()}, date=START)
    place = repo.bare_clone()
    hooks.install(place / "hooks", (hooks.SERVER,), sys.executable)
    repo.commit("Another", approved("SOP-002", title="Storage"))
    assert push(repo).passed


def test_the_first_push_is_judged_by_what_it_brings(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    place = tmp_path / "server.git"
    subprocess.run(["git", "init", "-q", "--bare", "--template=", place], check=True)
    hooks.install(place / "hooks", (hooks.SERVER,), sys.executable)
    repo.git("remote", "add", "origin", str(place))
    repo.commit("Start", {**base(), path(): document()}, date=START)
    assert not push(repo).passed
    repo.commit("Approve", approval("SOP-001", 1, document()))
    assert push(repo).passed


def test_a_push_of_a_thousand_commits(company: RepositoryBuilder, server: Path) -> None:
    stream = []
    for number in range(1000):
        text = document(revision=2, status="draft", body=f"# P\n\nThought {number}.\n").encode()
        stream.append(
            b"commit refs/heads/main\ncommitter Ann <ann@example.com> %d +0000\ndata 1\nx\n"
            % (1710000000 + number)
            + (b"from refs/heads/main^0\n" if not number else b"")
            + b"M 100644 inline %s\ndata %d\n%s\n" % (path().encode(), len(text), text)
        )
    company.git("fast-import", "--quiet", stdin=b"".join(stream))
    company.git("reset", "--quiet", "--hard")
    assert push(company).passed
    assert company.git("ls-remote", "origin", "main").startswith(company.head())


def test_the_command_that_installs_the_servers_hook_is_the_one_we_print(
    company: RepositoryBuilder,
) -> None:
    place = company.bare_clone()
    result = invoke("hook", "install", "--server", at=place)
    assert result.exit_code == 0, result.output
    assert (place / "hooks/pre-receive").stat().st_mode & 0o111
    gone = invoke("hook", "uninstall", "--server", at=place)
    assert gone.exit_code == 0, gone.output
    assert not (place / "hooks/pre-receive").exists()


@pytest.fixture
def guarded(company: RepositoryBuilder) -> RepositoryBuilder:
    """A company with the local hooks."""
    hooks.install(company.path / ".git/hooks", hooks.LOCAL, sys.executable)
    return company


def test_pre_commit_stops_an_unapproved_document(guarded: RepositoryBuilder) -> None:
    guarded.stage({path("SOP-002"): document("SOP-002")})
    refused = attempt(guarded, "commit", "-m", "New")
    assert not refused.passed
    assert "approval-missing" in refused.said


def test_approvals_may_still_be_collected_on_another_branch(guarded: RepositoryBuilder) -> None:
    guarded.branch("sop-002")
    guarded.stage({path("SOP-002"): document("SOP-002")})
    assert attempt(guarded, "commit", "-m", "For approval").passed


def test_only_what_is_staged_is_judged(guarded: RepositoryBuilder) -> None:
    guarded.stage({path("SOP-002"): document("SOP-002", status="draft")})
    guarded.write(path("SOP-002"), document("SOP-002"))
    assert attempt(guarded, "commit", "-m", "The draft").passed
    guarded.stage({path("SOP-002"): document("SOP-002")})
    guarded.write(path("SOP-002"), document("SOP-002", status="draft"))
    assert not attempt(guarded, "commit", "-m", "The final form").passed


def test_other_work_is_not_held_up(guarded: RepositoryBuilder) -> None:
    guarded.commit("Old gap", {path("SOP-009"): document("SOP-009")})
    guarded.stage({"notes.txt": "hello"})
    assert attempt(guarded, "commit", "-m", "Notes").passed


def test_the_message_names_the_documents(guarded: RepositoryBuilder) -> None:
    guarded.stage({path(): document(revision=2, status="draft")})
    assert attempt(guarded, "commit", "-m", "Improve buying").passed
    message = guarded.git("log", "-1", "--format=%B")
    assert message.splitlines()[-1] == "Document: SOP-001 rev 2 (draft)"
    assert attempt(guarded, "commit", "--amend", "--no-edit").passed
    assert guarded.git("log", "-1", "--format=%B").count("Document:") == 1


def test_pre_push_says_what_the_server_would(guarded: RepositoryBuilder) -> None:
    guarded.bare_clone()
    guarded.commit("Two", {path(): document(revision=2, body="# P\n\nBetter.\n")})
    refused = push(guarded)
    assert not refused.passed
    assert "approval-missing" in refused.said
    assert push(guarded, "--no-verify", "origin", "main").passed


def test_an_existing_hook_runs_first_and_comes_back(company: RepositoryBuilder) -> None:
    folder = company.path / ".git/hooks"
    folder.mkdir(exist_ok=True)
    mine = folder / "pre-commit"
    mine.write_text("#!/bin/sh\necho mine >> ran.txt\nexit 0\n")
    mine.chmod(0o755)
    text = mine.read_text()
    hooks.install(folder, hooks.LOCAL, sys.executable)
    hooks.install(folder, hooks.LOCAL, sys.executable)
    company.stage({path("SOP-002"): document("SOP-002")})
    assert not attempt(company, "commit", "-m", "New").passed
    assert (company.path / "ran.txt").read_text() == "mine\n"
    hooks.uninstall(folder, hooks.LOCAL)
    assert mine.read_text() == text
    assert not list(folder.glob("*before*"))


def test_an_existing_hook_that_fails_stops_everything(company: RepositoryBuilder) -> None:
    folder = company.path / ".git/hooks"
    folder.mkdir(exist_ok=True)
    (folder / "pre-push").write_text("#!/bin/sh\ngrep -q main && exit 1\n")
    (folder / "pre-push").chmod(0o755)
    hooks.install(folder, hooks.LOCAL, sys.executable)
    company.bare_clone()
    company.commit("Two", approved("SOP-002"))
    assert not push(company).passed


def test_a_hook_without_isodocs_stops_and_says_so(company: RepositoryBuilder) -> None:
    hooks.install(company.path / ".git/hooks", hooks.LOCAL, "/nowhere/python")
    company.env["PATH"] = os.pathsep.join(
        place
        for place in company.env["PATH"].split(os.pathsep)
        if not Path(place, "isodocs").exists()
    )
    company.stage({"notes.txt": "hello"})
    refused = attempt(company, "commit", "-m", "Notes")
    assert not refused.passed
    assert "not installed" in refused.said


def test_a_message_without_text_stays_without() -> None:
    comments = b"\n# Please enter the commit message\n"
    assert with_trailers(comments, ("SOP-001 rev 2",)) == comments


def test_authors_are_known_by_their_address(company: RepositoryBuilder, server: Path) -> None:
    two = document(revision=2, body="# P\n\nBetter.\n")
    files = {path(): two, **approval("SOP-001", 2, two)}
    company.commit("Mine", files, author="Quinn <quinn@example.com>", committer=ANN)
    refused = push(company)
    assert not refused.passed
    assert "approval-by-author" in refused.said or "wrote this revision" in refused.said


def test_what_only_time_brings_stops_nobody(guarded: RepositoryBuilder, server: Path) -> None:
    """A review long overdue: the commit that begins to mend it must go through."""
    often = {"title": "Storage", "review_every": "1 month"}
    guarded.commit("Old", approved("SOP-002", **often))
    guarded.stage({path("SOP-002"): document("SOP-002", 2, "draft", **often)})
    assert attempt(guarded, "commit", "-m", "Begin the revision").passed
    assert push(guarded).passed


def test_a_gap_that_stood_there_already_stops_no_commit(guarded: RepositoryBuilder) -> None:
    unfinished = document("SOP-002", body="# Storage\n\nThe limit is TBD.\n")
    guarded.commit("Old gap", {path("SOP-002"): unfinished, **approval("SOP-002", 1, unfinished)})
    both = unfinished.replace("TBD.\n", "TBD.\n\nThe shelf is TBC.\n").replace("ion: 1", "ion: 2")
    guarded.stage({path("SOP-002"): both, **approval("SOP-002", 2, both)})
    refused = attempt(guarded, "commit", "-m", "A second placeholder")
    assert "TBC" in refused.said
    assert "TBD" not in refused.said


def test_a_pipeline_judges_a_change_by_its_base(company: RepositoryBuilder) -> None:
    """The README's line for a forge without hooks of its own: the same judgement, in any clone."""
    base_commit = attempt(company, "rev-parse", "HEAD").said.strip()
    company.commit("Sneak", {path(): document(body="# Purchasing\n\nBuy anything.\n")})
    head = attempt(company, "rev-parse", "HEAD").said.strip()
    for old, new, passes in ((base_commit, head, False), (base_commit, base_commit, True)):
        process = subprocess.run(
            [sys.executable, "-m", "isodocs", "hook", "run", "pre-receive"],
            cwd=company.path,
            env={**company.env, "PYTHONPATH": str(ROOT)},
            input=f"{old} {new} refs/heads/main\n",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (process.returncode == 0) is passes, process.stdout + process.stderr
        assert passes or "REV005" in process.stdout + process.stderr


AWAITING = {path("SOP-002"): document("SOP-002")}
DRAFT = {path("SOP-003"): document("SOP-003", status="draft")}


@pytest.mark.parametrize("how", ["clean", "octopus", "by hand", "conflict"])
def test_a_merge_is_judged_as_it_is_made(how: str, guarded: RepositoryBuilder) -> None:
    """An unapproved document does not come to main by a merge; a draft does."""
    for branch, files in (("bad", AWAITING), ("good", DRAFT)):
        guarded.branch(branch, "main")
        guarded.commit("Work", {**files, "notes.txt": branch})
    guarded.branch("other", "main")
    guarded.commit("Other", {"other.txt": "x"})
    guarded.checkout("main")
    note = {"notes.txt": "main"} if how == "conflict" else {"main.txt": "main"}
    guarded.commit("Meanwhile", note)
    for branch, passes in (("bad", False), ("good", True)):
        branches = [branch, "other"] if how == "octopus" else [branch]
        options = ("--no-commit",) if how == "by hand" else ("--no-edit",)
        made = attempt(guarded, "merge", "--no-ff", *options, *branches)
        if how in ("conflict", "by hand"):
            guarded.write("notes.txt", "both")
            guarded.git("add", "notes.txt")
            made = attempt(guarded, "commit", "--no-edit")
        assert made.passed is passes, made
        if not passes:
            assert "approval-missing" in made.said
            guarded.git("merge", "--abort")
            assert not (guarded.path / path("SOP-002")).exists()
    assert (guarded.path / path("SOP-003")).exists()


def test_a_merge_knows_who_wrote_what(guarded: RepositoryBuilder, server: Path) -> None:
    """Quinn, who approved Ann's text, merges it: that does not make Quinn its author."""
    guarded.branch("sop-002")
    guarded.commit("Written by Ann", AWAITING)
    guarded.commit("Approved", approval("SOP-002", 1, document("SOP-002")))
    guarded.checkout("main")
    guarded.commit("Meanwhile", {"notes.txt": "x"})
    quinn = {"GIT_AUTHOR_NAME": "Quinn", "GIT_AUTHOR_EMAIL": "quinn@example.com"}
    guarded.env.update(quinn, GIT_COMMITTER_EMAIL="quinn@example.com")
    merged = attempt(guarded, "merge", "--no-ff", "--no-edit", "sop-002")
    assert merged.passed, merged
    assert push(guarded).passed


def test_what_main_has_already_comes_to_a_branch(guarded: RepositoryBuilder) -> None:
    """A gap of main stops nobody who merges main into a branch."""
    guarded.branch("work")
    guarded.commit("Work", {"work.txt": "x"})
    guarded.checkout("main")
    guarded.commit("Old gap", {path(): document(body="# Purchasing\n\nAnything.\n")})
    guarded.checkout("work")
    merged = attempt(guarded, "merge", "--no-ff", "--no-edit", "main")
    assert merged.passed, merged
    guarded.stage({path(): document(body="# Purchasing\n\nAnything else.\n")})
    assert not attempt(guarded, "commit", "-m", "More").passed


@pytest.mark.parametrize(("files", "passes"), [(AWAITING, False), (DRAFT, True)])
def test_a_patch_is_judged(
    files: dict[str, str], passes: bool, guarded: RepositoryBuilder, tmp_path: Path
) -> None:
    guarded.branch("work")
    guarded.commit("Work", files)
    patch = tmp_path / "a.patch"
    patch.write_text(guarded.git("format-patch", "-1", "--stdout") + "\n")
    guarded.checkout("main")
    made = attempt(guarded, "am", str(patch))
    assert made.passed is passes, made
    assert passes or "isodocs stops this patch" in made.said


def test_a_hook_leaves_no_trace(guarded: RepositoryBuilder) -> None:
    """The commit that it looks at is written elsewhere; index and objects stay as they were."""
    guarded.stage({path("SOP-002"): document("SOP-002")})
    objects = guarded.git("count-objects", "-v")
    index = (guarded.path / ".git/index").read_bytes()
    for arguments in (["hook", "run", "pre-commit"], ["hook", "run", "pre-merge-commit"]):
        result = invoke(*arguments, at=guarded.path)
        assert result.exit_code == 1, result.output
    assert guarded.git("count-objects", "-v") == objects
    assert (guarded.path / ".git/index").read_bytes() == index


@pytest.mark.parametrize("options", [["-a"], ["--only", "a.txt"], ["--amend"], ["--allow-empty"]])
def test_every_way_to_commit_works(options: list[str], guarded: RepositoryBuilder) -> None:
    """Git works with an index of its own in some of them, and locks it."""
    guarded.commit("One", {"a.txt": "one", "b.txt": "one"})
    guarded.write("a.txt", "two")
    guarded.stage({"b.txt": "two"})
    assert attempt(guarded, "commit", "-m", "x", *options).passed
    assert not attempt(guarded, "fsck", "--strict").said.strip()
    guarded.write(path(), document(body="# Purchasing\n\nAnything.\n"))
    guarded.git("add", "--update")
    made = attempt(
        guarded, "commit", "-m", "x", *(["--only", path()] if "--only" in options else [])
    )
    assert not made.passed


def test_what_is_open_many_times_is_one_line(guarded: RepositoryBuilder) -> None:
    """A late action is not drowned by what the whole system lacks for the same reason."""
    late = "".join(f"ACT-{n},Do {n},quality-manager,2024-01-02,\n" for n in range(1, 21))
    lacking = "id,title,kind,roles\nforklift,Driving the forklift,safety,quality-manager\n"
    guarded.stage(
        {
            "records/action.csv": f"id,what,owner,due,done\n{late}",
            "records/competence.csv": lacking,
        }
    )
    said = attempt(guarded, "commit", "-m", "Honest").said
    assert said.count("open: REC014") == 1
    assert "and 19 more of REC014; `isodocs check --full --select REC014` shows all" in said
    assert "open: TRN001 records/competence.csv:2: forklift" in said


def test_what_goes_through_and_is_open_is_told(guarded: RepositoryBuilder, server: Path) -> None:
    lacking = "id,title,kind,roles\nforklift,Driving the forklift,safety,quality-manager\n"
    guarded.stage({"records/competence.csv": lacking})
    made = attempt(guarded, "commit", "-m", "A competence nobody has yet")
    assert made.passed
    assert "  open: TRN001 records/competence.csv:2: forklift" in made.said
    pushed = push(guarded)
    assert pushed.passed
    assert "these gaps are open:" in pushed.said
    guarded.stage({"records/training.csv": "person,competence,date\nann,forklift,2026-02-30\n"})
    assert not attempt(guarded, "commit", "-m", "A day that there is not").passed


def test_a_rejection_is_recorded(guarded: RepositoryBuilder, server: Path) -> None:
    """The rejected form is stopped because nobody approved it; the rejection is a fact."""
    guarded.commit("Old gap", AWAITING)
    guarded.git("push", "--quiet", "--no-verify", str(server), "main:refs/heads/unprotected")
    no = approval("SOP-002", 1, document("SOP-002"), decision=Decision.REJECT, reason="Wrong.")
    guarded.stage(no)
    made = attempt(guarded, "commit", "-m", "Reject")
    assert made.passed, made
    refused = push(guarded)
    assert not refused.passed
    assert "approval-missing" in refused.said


FRAMEWORK = """#!/usr/bin/env bash
# File generated by pre-commit: https://pre-commit.com
HERE="$(cd "$(dirname "$0")" && pwd)"
ARGS=(hook-impl --config=.pre-commit-config.yaml --hook-type=pre-commit --hook-dir "$HERE" -- "$@")
exec "$INSTALL_PYTHON" -mpre_commit "${ARGS[@]}"
"""
IMITATED = '#!/bin/sh\n"$(dirname "$0")/pre-commit.legacy" "$@" || exit 1\n'


@pytest.mark.parametrize("text", [FRAMEWORK, IMITATED], ids=["pre-commit", "imitated"])
def test_another_tool_keeps_our_hook_and_runs_it(text: str, company: RepositoryBuilder) -> None:
    folder = company.path / ".git/hooks"
    folder.mkdir(exist_ok=True)

    def theirs() -> None:
        if (folder / "pre-commit").exists() and "isodocs" in (folder / "pre-commit").read_text():
            (folder / "pre-commit").replace(folder / "pre-commit.legacy")
        (folder / "pre-commit").write_text(text)
        (folder / "pre-commit").chmod(0o755)

    theirs()
    hooks.install(folder, hooks.LOCAL, sys.executable)
    theirs()
    at = company.path
    said = invoke("doctor", at=at).stdout
    assert re.search(r"ok\s+local hooks: pre-commit, pre-merge-commit,", said)
    assert "is not ours" not in said
    again = invoke("hook", "install", at=at)
    assert again.exit_code == 0, again.output
    assert "runs ours first" in again.output
    assert (folder / "pre-commit").read_text() == text
    (folder / "pre-commit.legacy").write_text(
        (folder / "pre-commit.legacy").read_text().replace(" -I ", " ")
    )
    assert "is of an older version" in invoke("doctor", at=at).stdout
    assert invoke("hook", "install", at=at).exit_code == 0
    assert "is of an older version" not in invoke("doctor", at=at).stdout
    hooks.uninstall(folder, hooks.LOCAL)
    assert not (folder / "pre-commit.legacy").exists()
    assert (folder / "pre-commit").read_text() == text


def test_a_hook_of_ones_own_that_calls_isodocs(company: RepositoryBuilder) -> None:
    folder = company.path / ".git/hooks"
    folder.mkdir(exist_ok=True)
    mine = "#!/bin/sh\nmake lint\nisodocs hook run pre-commit\n"
    (folder / "pre-commit").write_text(mine)
    (folder / "pre-commit").chmod(0o755)
    said = invoke("hook", "install", at=company.path).output
    assert "calls isodocs already" in said
    assert (folder / "pre-commit").read_text() == mine
    assert "is not ours" not in invoke("doctor", at=company.path).stdout


def test_an_empty_message_still_aborts(guarded: RepositoryBuilder) -> None:
    guarded.stage(DRAFT)
    before = guarded.head()
    for setting in ((), ("-c", "core.commentChar=;"), ("-c", "commit.cleanup=scissors")):
        made = attempt(guarded, *setting, "-c", "core.editor=true", "commit")
        assert not made.passed, setting
    assert guarded.head() == before
    editor = guarded.path.parent / "editor"
    editor.write_text('#!/bin/sh\nprintf "Begin\\n" | cat - "$1" > "$1.n"; mv "$1.n" "$1"\n')
    editor.chmod(0o755)
    guarded.env["GIT_EDITOR"] = str(editor)
    assert attempt(guarded, "-c", "core.commentChar=;", "commit", "--verbose").passed
    assert guarded.git("log", "-1", "--format=%B").startswith(
        "Begin\n\nDocument: SOP-003 rev 1 (draft)"
    )
