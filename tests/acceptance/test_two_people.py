"""Two people, one document: three clones, a server that guards main, and the commands of the page.

What docs/two-people.md tells to type is typed here, and nothing else; Git is used to fetch only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from isodocs.errors import IsodocsError
from isodocs.lifecycle import hooks
from tests.helpers.command import invoke, run, run_json
from tests.helpers.company import CONFIG, document, path
from tests.helpers.repository import RepositoryBuilder

TODAY = date.today().isoformat()
PEOPLE = ("Ann Author", "Quinn Quality", "Olga Operator")
DRAFT = document(status="draft")


class Team:
    """Three people, each with a clone, and the server that all push to."""

    def __init__(self, folder: Path) -> None:
        self.server = folder / "server.git"
        names = [name.split()[0].lower() for name in PEOPLE]
        self.ann, self.quinn, self.olga = (
            RepositoryBuilder(folder / name, object_format=None) for name in names
        )

    def copied(self, folder: Path) -> Team:
        """The same in another folder."""
        shutil.copytree(self.server.parent, folder, symlinks=True)
        team = Team(folder)
        for repo in (team.ann, team.quinn, team.olga):
            repo.git("remote", "set-url", "origin", str(team.server))
        return team

    @classmethod
    def begun(cls, folder: Path, *, persons: int) -> Team:
        """One draft on main; a revision takes so many persons to approve."""
        folder.mkdir()
        server = folder / "server.git"
        subprocess.run(
            ["git", "init", "-q", "--bare", "--template=", "--initial-branch=main", server],
            check=True,
        )
        ann = RepositoryBuilder(folder / "ann")
        ann.git("remote", "add", "origin", str(server))
        who = [w for p in PEOPLE for w in ("--person", f"{p} <{p.split()[0].lower()}@example.com>")]
        run("init", *who, "--commit", at=ann.path)
        if persons > 1:
            form = run("authority", "show", "--format", "yaml", at=ann.path)
            (folder / "form.yaml").write_text(form.replace("persons: 1", f"persons: {persons}"))
            propose = ("authority", "propose", str(folder / "form.yaml"), "--yes", "--commit")
            run(*propose, at=ann.path)
        ann.commit("Draft", {"isodocs.yaml": CONFIG, path(): DRAFT})
        ann.git("push", "--quiet", "--set-upstream", "origin", "main")
        hooks.install(server / "hooks", (hooks.SERVER,), sys.executable)
        for name in PEOPLE[1:]:
            short = name.split()[0].lower()
            ann.git("clone", "--quiet", "--template=", str(server), str(folder / short))
            clone = RepositoryBuilder(folder / short, object_format=None)
            clone.configure("user", name=name, email=f"{short}@example.com")
        return cls(folder)

    def main(self) -> str:
        """The document as the server's main branch has it."""
        return self.ann.git("--git-dir", str(self.server), "show", f"main:{path()}")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return Team.begun(tmp_path_factory.mktemp("one") / "team", persons=1)


@pytest.fixture(scope="module")
def begun_of_two(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return Team.begun(tmp_path_factory.mktemp("two") / "team", persons=2)


@pytest.fixture
def team(begun: Team, tmp_path: Path) -> Team:
    """A team in which one person approves."""
    return begun.copied(tmp_path / "team")


@pytest.fixture
def team_of_two(begun_of_two: Team, tmp_path: Path) -> Team:
    """A team in which two people approve."""
    return begun_of_two.copied(tmp_path / "team")


@pytest.fixture(autouse=True)
def _apart_from_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--push` runs the user's own Git: here a user who has configured nothing."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def said(repo: RepositoryBuilder, *args: str) -> str:
    """What a command prints, also where it refuses; in one line."""
    try:
        answer = invoke(*args, at=repo.path)
    except IsodocsError as error:
        return f"{error} {error.hint}"
    return " ".join(answer.output.split())


def test_one_document_from_draft_to_force(team: Team) -> None:
    """The page, word for word: four commands of isodocs, and a fetch before each."""
    text = run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    assert "Committed to review/SOP-001" in text
    assert "You are still on main" in text
    assert "Pushed review/SOP-001 to origin." in text
    assert "Quinn Quality or Olga Operator" in text
    assert team.ann.git("status", "--porcelain") == ""
    assert (team.ann.path / path()).read_text() == DRAFT
    assert "status: draft" in team.main()

    team.quinn.git("pull", "--quiet")
    listed = run("approve", at=team.quinn.path)
    assert "On origin/review/SOP-001:" in listed
    assert "SOP-001 rev 1, Purchasing" in listed
    assert "isodocs approve SOP-001" in listed
    (waits,) = run_json("awaited", "approve", at=team.quinn.path)["waiting"]
    assert (waits["waits_for"], waits["document"]) == ("approval", "SOP-001")
    assert waits["branches"] == ["origin/review/SOP-001"]
    assert "are for the list" in said(team.quinn, "approve", "SOP-001", "--format", "json")
    text = run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    assert "All approvals are there: isodocs merge SOP-001" in text
    assert team.quinn.git("status", "--porcelain") == ""
    assert (team.quinn.path / path()).read_text() == DRAFT

    team.ann.git("fetch", "--quiet")
    assert "Approved, not yet merged: SOP-001 rev 1: isodocs merge" in said(team.ann, "approve")
    (waits,) = run_json("awaited", "approve", at=team.ann.path)["waiting"]
    assert (waits["waits_for"], waits["command"]) == ("merge", "isodocs merge SOP-001")
    text = run("merge", "SOP-001", "--push", at=team.ann.path)
    assert "Merged review/SOP-001 into main" in text
    assert team.ann.git("status", "--porcelain") == ""
    assert "status: approved" in team.main()
    assert team.ann.git("branch", "--all", "--list", "*review*") == ""
    assert "1 effective" in run("register", at=team.ann.path)
    assert "No gaps" in run("check", "--select", "APR", at=team.ann.path)


def test_what_is_missing_and_by_whom_is_said_and_nothing_is_merged(team_of_two: Team) -> None:
    team = team_of_two
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    team.quinn.git("pull", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    team.ann.git("fetch", "--quiet")
    before = team.ann.head()
    text = said(team.ann, "merge", "SOP-001", "--push")
    assert "1 more person (Olga Operator)" in text
    assert "Ann Author" not in text
    assert "Nothing was merged" in text
    assert invoke("merge", "SOP-001", at=team.ann.path).exit_code == 1
    assert team.ann.head() == before
    assert team.ann.git("status", "--porcelain") == ""


def test_two_approve_at_once(team_of_two: Team) -> None:
    """Neither has fetched what the other did; the slower one fetches and sends it again."""
    team = team_of_two
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    for repo in (team.quinn, team.olga):
        repo.git("pull", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    text = said(team.olga, "approve", "SOP-001", "--yes", "--push")
    assert "git push to origin did not succeed" in text
    assert "git fetch" in text
    team.olga.git("fetch", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.olga.path)
    team.ann.git("fetch", "--quiet")
    run("merge", "SOP-001", "--push", at=team.ann.path)
    assert "status: approved" in team.main()


def test_a_rejection_is_answered_on_the_same_branch(team: Team) -> None:
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    team.quinn.git("pull", "--quiet")
    reject = ("approve", "SOP-001", "--reject", "--reason", "Too short.", "--yes", "--push")
    run(*reject, at=team.quinn.path)
    team.ann.git("fetch", "--quiet")
    better = DRAFT + "\nMore.\n"
    team.ann.write(path(), better)
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    assert (team.ann.path / path()).read_text() == better
    team.quinn.git("fetch", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    team.ann.git("fetch", "--quiet")
    run("merge", "SOP-001", "--push", at=team.ann.path)
    assert "More." in team.main()
    assert "More." in (team.ann.path / path()).read_text()
    assert team.ann.git("status", "--porcelain") == ""
    assert "Too short." in said(team.ann, "history", "SOP-001")


def test_its_author_learns_of_a_rejection_and_cannot_submit_the_same_text_again(team: Team) -> None:
    """The draft on main is a draft still: it is corrected and submitted, not revised."""
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    again = said(team.ann, "submit", "SOP-001", "--effective", TODAY, "--push")
    assert "review/SOP-001 already has exactly this form." in again
    team.quinn.git("pull", "--quiet")
    reject = ("approve", "SOP-001", "--reject", "--reason", "Too short.", "--yes", "--push")
    next_step = said(team.quinn, *reject)
    assert "submits it again: isodocs submit SOP-001" in next_step
    assert "revise" not in next_step
    team.ann.git("fetch", "--quiet")
    listed = said(team.ann, "approve")
    assert "Rejected, for Ann Author to correct: SOP-001 rev 1" in listed
    assert "Quinn Quality rejected it on" in listed
    assert "(Too short.) Correct the draft, then: isodocs submit SOP-001" in listed
    (waits,) = run_json("awaited", "approve", at=team.ann.path)["waiting"]
    assert (waits["waits_for"], waits["command"]) == ("correction", "isodocs submit SOP-001")
    assert waits["because"].endswith("(Too short.)")
    assert "Rejected, and" not in said(team.quinn, "approve")
    tip = team.ann.git("rev-parse", "origin/review/SOP-001")
    refused = said(team.ann, "submit", "SOP-001", "--effective", TODAY, "--push")
    assert "is on review/SOP-001 already, just as it is here, and Quinn Quality rejected" in refused
    assert "Correct the text first" in refused
    assert team.ann.git("rev-parse", "origin/review/SOP-001") == tip
    team.ann.write(path(), DRAFT + "\nMore.\n")
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    assert "Rejected, and" not in said(team.ann, "approve")


def test_a_review_branch_that_somebody_else_removed_is_gone_without_a_fault(team: Team) -> None:
    """`git pull` keeps what it last saw of a branch that is gone at the server."""
    run("submit", "SOP-001", "--effective", TODAY, "--push", at=team.ann.path)
    for clone in (team.quinn, team.olga):
        clone.git("pull", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    run("merge", "SOP-001", "--push", at=team.quinn.path)
    team.ann.git("pull", "--quiet")
    text = run("merge", "SOP-001", "--push", at=team.ann.path)
    assert "SOP-001 rev 1 is already in main." in text
    assert "review/SOP-001 is already gone at origin." in text
    assert team.ann.git("branch", "--all", "--list", "*review*") == ""


def test_nine_wait_apart_from_each_other(team: Team) -> None:
    """A draft that nobody committed is on its branch; nothing here is in the way of the next."""
    for number in range(2, 5):
        team.ann.stage({path(f"SOP-00{number}"): document(f"SOP-00{number}", status="draft")})
        run("submit", f"SOP-00{number}", "--effective", TODAY, "--commit", at=team.ann.path)
    hooks.install(team.ann.path / ".git/hooks", hooks.LOCAL, sys.executable)
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    listed = said(team.ann, "approve", "--as", "quinn")
    for number in range(1, 5):
        assert f"On review/SOP-00{number}:" in listed
        assert team.ann.git("show", f"review/SOP-00{number}:{path(f'SOP-00{number}')}")
    run("approve", "SOP-003", "--as", "quinn", "--yes", at=team.ann.path)
    run("merge", "SOP-003", at=team.ann.path)
    assert "status: approved" in (team.ann.path / path("SOP-003")).read_text()
    assert "status: draft" in (team.ann.path / path("SOP-002")).read_text()


def test_a_picture_goes_with_its_text(team: Team) -> None:
    """One that no commit here holds yet is on the branch, approved with it, and merged with it."""
    text = document("SOP-002", status="draft", body="# P\n\n![flow](flow.svg)\n")
    team.ann.stage({path("SOP-002"): text})
    team.ann.write("documents/flow.svg", "<svg/>")
    run("submit", "SOP-002", "--effective", TODAY, "--push", at=team.ann.path)
    team.quinn.git("pull", "--quiet")
    assert "SOP-002 rev 1" in run("approve", at=team.quinn.path)
    run("approve", "SOP-002", "--yes", "--push", at=team.quinn.path)
    team.quinn.git("fetch", "--quiet")
    run("merge", "SOP-002", "--push", at=team.quinn.path)
    assert (team.quinn.path / "documents/flow.svg").read_text() == "<svg/>"
    assert team.quinn.git("status", "--porcelain") == ""
    assert "No gaps" in run("check", "--select", "APR,REF", at=team.quinn.path)


def test_work_that_no_commit_holds_is_not_lost_in_a_merge(team: Team) -> None:
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=team.ann.path)
    mine = DRAFT + "\nA thought.\n"
    team.ann.write(path(), mine)
    before = team.ann.head()
    assert "changes that no commit holds" in said(team.ann, "merge", "SOP-001")
    assert (team.ann.path / path()).read_text() == mine
    assert team.ann.head() == before


def test_a_final_form_written_before_is_put_back(team: Team) -> None:
    """Where `submit` had written the file, `submit --commit` moves it to its branch."""
    run("submit", "SOP-001", "--effective", TODAY, at=team.ann.path)
    assert "status: approved" in (team.ann.path / path()).read_text()
    run("submit", "SOP-001", "--commit", at=team.ann.path)
    assert team.ann.git("status", "--porcelain") == ""
    assert (team.ann.path / path()).read_text() == DRAFT
    assert f"effective: {TODAY}" in team.ann.git("show", f"review/SOP-001:{path()}")


def test_an_end_waits_like_a_beginning(team: Team) -> None:
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=team.ann.path)
    run("merge", "SOP-001", "--push", at=team.ann.path)
    run("retire", "SOP-001", "--reason", "Not done any more.", "--push", at=team.ann.path)
    assert team.ann.git("status", "--porcelain") == ""
    assert "1 effective" in run("register", at=team.ann.path)
    team.quinn.git("pull", "--quiet")
    run("approve", "SOP-001", "--yes", "--push", at=team.quinn.path)
    run("merge", "SOP-001", "--push", at=team.quinn.path)
    assert "status: obsolete" in team.main()


def test_what_is_there_already_is_not_committed_again_and_nothing_without_a_remote(
    team: Team,
) -> None:
    submit = ("submit", "SOP-001", "--effective", TODAY)
    run(*submit, "--commit", at=team.ann.path)
    before = team.ann.git("rev-parse", "review/SOP-001")
    run(*submit, "--push", at=team.ann.path)
    assert team.ann.git("rev-parse", "review/SOP-001") == before
    team.ann.git("branch", "-D", "review/SOP-001")
    team.ann.git("remote", "remove", "origin")
    assert "there is no remote to push to" in said(team.ann, *submit, "--push")
    assert team.ann.git("branch", "--list", "review/*") == ""


def test_what_went_on_on_main_is_submitted_again_as_the_remedy_says(team_of_two: Team) -> None:
    team = team_of_two
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    team.ann.commit("More", {path(): DRAFT + "\nMore.\n"})
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=team.ann.path)
    refused = said(team.ann, "merge", "SOP-001")
    assert f"both changed {path()}" in refused
    assert "that is on main now: isodocs submit SOP-001 --commit" in refused
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    for who in ("quinn", "olga"):
        run("approve", "SOP-001", "--as", who, "--yes", at=team.ann.path)
    run("merge", "SOP-001", at=team.ann.path)
    assert "More." in (team.ann.path / path()).read_text()


def test_what_went_on_after_the_approval_becomes_the_next_revision(team: Team) -> None:
    """The remedy is typed as it is shown; another text under the approved number is none."""
    run("submit", "SOP-001", "--effective", TODAY, "--commit", at=team.ann.path)
    team.ann.commit("More", {path(): DRAFT + "\nMore.\n"})
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=team.ann.path)
    refused = said(team.ann, "merge", "SOP-001")
    assert "review/SOP-001 is approved as it is. Put the draft on main back" in refused
    command = refused.partition("`git ")[2].partition("`")[0].split()
    assert command[0] == "checkout"
    team.ann.git(*command)
    team.ann.git("commit", "--quiet", "--message", "Put the draft back")
    run("merge", "SOP-001", at=team.ann.path)
    assert "status: approved" in (team.ann.path / path()).read_text()
    text = run("revise", "SOP-001", "--change", "More.", at=team.ann.path)
    assert "SOP-001 revision 2 begins" in text


def test_a_review_branch_that_is_left_over_is_named_as_that(team: Team) -> None:
    """What it held was approved on main itself, on another day."""
    run("submit", "SOP-001", "--effective", "2999-01-01", "--commit", at=team.ann.path)
    run("submit", "SOP-001", "--effective", TODAY, at=team.ann.path)
    team.ann.git("commit", "--quiet", "--message", "Final")
    run("approve", "SOP-001", "--as", "quinn", "--yes", "--commit", at=team.ann.path)
    refused = said(team.ann, "merge", "SOP-001")
    assert "main has an approved SOP-001 rev 1 already" in refused
    assert "git branch -D review/SOP-001" in refused


def test_several_are_approved_one_after_the_other(team: Team) -> None:
    team.ann.commit("Two", {path("SOP-002"): document("SOP-002", status="draft")})
    for id in ("SOP-001", "SOP-002"):
        run("submit", id, "--effective", TODAY, "--push", at=team.ann.path)
    team.quinn.git("fetch", "--quiet")
    text = run("approve", "SOP-001", "SOP-002", "--yes", "--push", at=team.quinn.path)
    for id in ("SOP-001", "SOP-002"):
        assert f"Quinn Quality approves {id} rev 1" in text
        assert f"Pushed review/{id} to origin." in text
    refused = said(team.quinn, "approve", "SOP-002", "SOP-009", "--yes", "--push")
    assert "SOP-002 rev 1 is approved already" in refused
