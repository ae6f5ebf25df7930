"""Threats to enforcement: ways around the local hooks, and ways to be judged by one's own rules.

Most pushes are judged as pre-receive judges them, in one repository; a few are real pushes to a
real server (more of those in tests/acceptance/test_hooks.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from isodocs.authority import controlled
from isodocs.checking.enforcement import judge_commit, judge_push
from isodocs.lifecycle import hooks
from isodocs.parsing import config as config_parsing
from isodocs.repository.git import Git
from isodocs.repository.updates import Update
from isodocs.workspace import Workspace
from tests.helpers.command import invoke, refused
from tests.helpers.company import CONFIG, QUINN, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    approval,
    approved,
    base,
    deputy,
    following,
    holding,
    version_files,
)
from tests.threats.attack import ON, START, gaps, later, push, refused_for

ROOT = Path(__file__).resolve().parents[2]
BAD = {path(): document(body="# Purchasing\n\nBuy anywhere.\n")}
WAITING = {path(): document(revision=2, body="# Purchasing\n\nBuy better.\n")}


def attempt(
    repo: RepositoryBuilder, *args: str, env: Mapping[str, str] | None = None
) -> tuple[bool, str]:
    """Whether a Git command goes through, and what it says."""
    process = subprocess.run(
        ["git", *args],
        cwd=repo.path,
        env={**repo.env, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return process.returncode == 0, process.stdout + process.stderr


def guard(repo: RepositoryBuilder) -> Path:
    """A server that judges what is pushed to it."""
    place = repo.bare_clone()
    hooks.install(place / "hooks", (hooks.SERVER,), sys.executable)
    return place


def test_13_local_hooks_skipped(company: RepositoryBuilder) -> None:
    """Each of these brings the commit that pre-commit refuses; none gets past the server."""
    hooks.install(company.path / ".git/hooks", hooks.LOCAL, sys.executable)
    guard(company)
    start = company.head()
    company.stage(BAD)
    passed, said = attempt(company, "commit", "-m", "x")
    assert not passed
    assert "altered-after-approval" in said
    tree = company.git("write-tree")
    by_plumbing = company.git("commit-tree", tree, "-p", start, "-m", "x")
    assert attempt(company, "commit", "--no-verify", "-m", "x")[0]
    company.git("reset", "--quiet", "--soft", start)
    assert attempt(company, "-c", "core.hooksPath=/dev/null", "commit", "-m", "x")[0]
    company.git("checkout", "--quiet", "-b", "side", start)
    company.git("cherry-pick", by_plumbing)
    company.git("checkout", "--quiet", "main")
    company.git("reset", "--quiet", "--hard", start)
    passed, said = attempt(company, "merge", "--no-ff", "--no-edit", "side")
    assert not passed
    assert "isodocs stops this merge" in said
    company.git("merge", "--abort")
    assert attempt(company, "merge", "--no-ff", "--no-edit", "--no-verify", "side")[0]
    passed, said = attempt(company, "push", "--no-verify", "origin", "main")
    assert not passed
    assert "altered-after-approval" in said
    for what in (by_plumbing, company.git("rev-parse", "side")):
        assert "REV005" in refused_for(push(company, start, what))
    assert company.git("ls-remote", "origin", "main").startswith(start)


def test_13_evil_merge(company: RepositoryBuilder) -> None:
    """The change is in the merge itself, in neither of its parents; `git log -p` shows nothing."""
    old = company.head()
    company.branch("side")
    later(company, {"notes.txt": "x"})
    company.checkout("main")
    company.merge("side", files=BAD)
    assert "Buy anywhere" not in company.git("log", "-p")
    assert "REV005" in refused_for(push(company, old))


def test_13_branch_renamed_on_the_way(company: RepositoryBuilder) -> None:
    """`git push origin side:main`, and a name that the server knows as another way to say main."""
    old = company.head()
    later(company, BAD)
    server = company.bare_clone()
    subprocess.run(
        ["git", "-C", server, "symbolic-ref", "refs/heads/stable", "refs/heads/main"], check=True
    )
    assert attempt(company, "push", "origin", "main:stable")[0]
    assert company.git("ls-remote", "origin", "main").startswith(company.head()), (
        "an alias moves it"
    )
    company.git("symbolic-ref", "refs/heads/stable", "refs/heads/main")
    for ref in ("refs/heads/main", "refs/heads/stable", "refs/heads/MAIN"):
        git = Git.discover(company.path)
        update = Update(ref, old, company.head())
        (verdict,) = judge_push(git, [update], ON, receiving=True)
        assert "REV005" in {gap.code for gap in verdict.gaps}, ref


def test_13_main_moved_by_a_name_that_is_no_branch(company: RepositoryBuilder) -> None:
    """The server knows main by a name outside refs/heads as well; an ordinary one takes it."""
    old = company.head()
    alias, through = "refs/meta/main", "refs/tags/latest"
    server = guard(company)
    for name, target in ((alias, "refs/heads/main"), (through, alias)):
        subprocess.run(["git", "-C", server, "symbolic-ref", name, target], check=True)
    later(company, {"notes.txt": "fine"})
    fine = company.head()
    assert attempt(company, "push", "origin", f"main:{alias}")[0]
    assert company.git("ls-remote", "origin", "refs/heads/main").startswith(fine), "it moves main"
    later(company, BAD)
    for name in (alias, through):
        passed, said = attempt(company, "push", "--force", "origin", f"main:{name}")
        assert not passed
        assert "altered-after-approval" in said
        assert not attempt(company, "push", "--force", "origin", f"{old}:{name}")[0]
    assert company.git("ls-remote", "origin", "refs/heads/main").startswith(fine)


def test_13_references_that_are_no_branches(company: RepositoryBuilder) -> None:
    """They are let through, and nothing reads them: what is in force is what the branch holds."""
    old = company.head()
    later(company, BAD)
    for ref in ("refs/for/main", "refs/tags/main", "refs/meta/heads/main", "refs/notes/main"):
        assert not push(company, old, ref=ref).refused


def test_13_new_protected_branch_with_rules_of_its_own(company: RepositoryBuilder) -> None:
    """What a new branch holds says that nothing is protected; nothing is there to compare with.

    On the server the default branch is.
    """
    company.git("update-ref", "refs/heads/trunk", "main")
    config = CONFIG + "protected-branches: [main, release]\n"
    company.commit("Protect", {"isodocs.yaml": config}, date=START)
    company.branch("release")
    later(company, {**BAD, "isodocs.yaml": CONFIG + "protected-branches: [none]\n"})
    company.git("symbolic-ref", "HEAD", "refs/heads/main")
    git = Git.discover(company.path)
    tip = company.git("rev-parse", "release")
    update = Update("refs/heads/release", "0" * 40, tip)
    (alone,) = judge_push(git, [update], ON)
    assert not alone.refused  # judged by itself it protects nothing
    (verdict,) = judge_push(git, [update], ON, receiving=True)
    assert "REV005" in {gap.code for gap in verdict.gaps}
    (other,) = judge_push(git, [Update("refs/heads/work", "0" * 40, tip)], ON, receiving=True)
    assert not other.refused


def test_14_force_push_and_deletion(company: RepositoryBuilder) -> None:
    """A server takes both unless it is told otherwise."""
    server = company.bare_clone()
    subprocess.run(
        ["git", "-C", server, "config", "receive.denyDeleteCurrent", "ignore"], check=True
    )
    company.git("commit", "--quiet", "--amend", "-m", "Another past")
    assert attempt(company, "push", "--force", "origin", "main")[0]
    hooks.install(server / "hooks", (hooks.SERVER,), sys.executable)
    company.git("commit", "--quiet", "--amend", "-m", "Yet another past")
    passed, said = attempt(company, "push", "--force", "origin", "main")
    assert not passed
    assert "rewrites the history of the protected branch 'main'" in said
    passed, said = attempt(company, "push", "origin", ":main")
    assert not passed
    assert "must not be deleted" in said


def test_30_quarantine(company: RepositoryBuilder) -> None:
    """Pushed objects lie apart until the hook has decided: without its variables they are not seen.

    A tool that scrubs every GIT_ variable can only fail, or judge what was there before.
    """
    server = company.bare_clone()
    seen = company.path.parent / "seen"
    blind = f"#!/bin/sh\nread old new ref\nenv -i PATH=\"$PATH\" git cat-file -t $new 2>'{seen}'\n"
    (server / "hooks").mkdir(exist_ok=True)
    (server / "hooks/pre-receive").write_text(blind)
    (server / "hooks/pre-receive").chmod(0o755)
    later(company, BAD)
    assert not attempt(company, "push", "origin", "main")[0]
    assert "could not get object info" in seen.read_text()
    (server / "hooks/pre-receive").unlink()
    hooks.install(server / "hooks", (hooks.SERVER,), sys.executable)
    passed, said = attempt(company, "push", "origin", "main")
    assert not passed
    assert "altered-after-approval" in said
    assert not list((server / "objects").glob("tmp_objdir*"))


def test_30_variables_that_only_git_may_set(
    company: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of a hook the same variables lead to objects of somebody's choice."""
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Elsewhere", {"a.md": "x"})
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    process = ("git", "-C", str(company.path), "log", "--format=%s")
    assert subprocess.check_output(process, env=os.environ, encoding="utf-8") == "Elsewhere\n"
    assert not gaps(company)


def test_13_rules_switched_off_by_the_push_itself(company: RepositoryBuilder) -> None:
    """The pushed configuration ignores every rule; a waiver covers what is left.

    In a company that only records approvals `check` would say nothing.
    """
    old = company.head()
    off = CONFIG + "protected-branches: [none]\nrules: {ignore: [APR, REV, DOC, CFG]}\n"
    waiver = (
        "rule: REV005\ndocument: SOP-001\nreason: Urgent.\ngranted-by: ann\n"
        "granted: 2024-01-01\nuntil: 2999-12-31\n"
    )
    later(company, {**BAD, "isodocs.yaml": off, ".isodocs/waivers/w.yaml": waiver})
    assert "REV005" in gaps(company)
    assert "DOC001" not in gaps(company)
    assert "REV005" in refused_for(push(company, old))


def test_13_waiver_first_and_the_change_later(company: RepositoryBuilder) -> None:
    """Two pushes: the first brings only a waiver, by which the second is judged.

    Where approvals are signed, a file that nobody signed cannot stand in for one.
    """
    waiver = (
        "rule: REV005\ndocument: SOP-001\nreason: Urgent.\ngranted-by: ann\n"
        "granted: 2024-01-01\nuntil: 2999-12-31\n"
    )
    old = company.head()
    waived = later(company, {".isodocs/waivers/w.yaml": waiver})
    assert not push(company, old).refused
    later(company, BAD)
    assert "REV005" in refused_for(push(company, waived))


OFF = CONFIG + "protected-branches: [none]\n"


def test_13_rules_switched_off_first_and_the_change_later(repo: RepositoryBuilder) -> None:
    """Two pushes again: isodocs.yaml, which anybody may edit, and then what it no longer stops.

    The owners can bind what it says about control; then it takes their signatures to change.
    """
    repo.commit("Start", {**base(), **approved()}, date=START)
    old = repo.head()
    off = later(repo, {"isodocs.yaml": OFF})
    assert not push(repo, old).refused  # nobody bound it
    later(repo, BAD)
    assert not push(repo, off).refused
    repo.git("reset", "--quiet", "--hard", old)
    layout = controlled.digest(config_parsing.parse(CONFIG.encode()))
    bound = later(repo, version_files(following(controlled=layout)))
    assert not push(repo, old).refused
    later(repo, {"isodocs.yaml": OFF})
    assert "CFG011" in refused_for(push(repo, bound))


def test_13_configuration_that_cannot_be_read(company: RepositoryBuilder) -> None:
    """Broken, it gives way to the defaults, by which other branches and files are guarded."""
    old = company.head()
    for broken in ("documents: [", "- x\n", "standarts: []\n"):
        later(company, {"isodocs.yaml": broken})
        assert "CFG001" in refused_for(push(company, old))


def test_9_approver_appointed_by_the_push_itself(company: RepositoryBuilder) -> None:
    """Both owners signed Ann's appointment; her first approval comes in the same push.

    It counts from the next push on, once the register that names her is the one at the base.
    """
    two = following(roles=holding(AUTHORITY, "quality-manager", "ann"))
    old = company.head()
    text = document("SOP-002")
    made = approval("SOP-002", 1, text, person="ann", by=two)
    appointed = later(company, version_files(two))
    assert not push(company, old).refused
    later(company, {path("SOP-002"): text, **made}, author=QUINN)
    assert refused_for(push(company, old)) >= {"APR001", "APR005"}
    assert not push(company, appointed).refused


def test_12_signature_removed_or_altered_by_a_push(company: RepositoryBuilder) -> None:
    old = company.head()
    (_, seal) = approval("SOP-001", 1, document())
    for content in (None, b"-----BEGIN SSH SIGNATURE-----\n"):
        later(company, {seal: content})
        assert refused_for(push(company, old)) >= {"APR009", "APR001"}
        company.git("reset", "--quiet", "--hard", old)


def test_12_deputy_invented_by_a_push(company: RepositoryBuilder) -> None:
    """Dora approves as quality manager and brings the delegation herself, unsigned."""
    old = company.head()
    text = document("SOP-002")
    made = approval("SOP-002", 1, text, person="dora")
    later(company, {path("SOP-002"): text, **made, **deputy(signed=False)})
    assert refused_for(push(company, old)) >= {"APR001", "APR003"}


def test_13_many_references_at_once(company: RepositoryBuilder) -> None:
    """The bad one among three hundred; those that are not protected cost next to nothing."""
    old = company.head()
    later(company, BAD)
    others = [Update(f"refs/heads/b{n}", "0" * 40, company.head()) for n in range(150)]
    others += [Update(f"refs/tags/v{n}", "0" * 40, company.head()) for n in range(150)]
    updates = [*others[:200], Update("refs/heads/main", old, company.head()), *others[200:]]
    verdicts = judge_push(Git.discover(company.path), updates, ON, receiving=True)
    assert [verdict.ref for verdict in verdicts if verdict.refused] == ["refs/heads/main"]


def test_13_lines_that_git_would_not_write(company: RepositoryBuilder) -> None:
    """What is not understood is not let through."""
    line = f"{company.head()} refs/heads/main\n"
    said = invoke("hook", "run", "pre-receive", at=company.path, stdin=line)
    assert said.exit_code == 2


def test_13_old_tip_unknown_here(company: RepositoryBuilder) -> None:
    """A forced push over commits that somebody else pushed meanwhile, seen by pre-push."""
    verdict = push(company, "1" * 40)
    assert "`git pull --no-rebase`, then push again" in verdict.reasons[0]


def test_13_document_declared_twice(company: RepositoryBuilder) -> None:
    """With two files of one identifier, "its" history is no longer that of one document."""
    old = company.head()
    later(company, {"documents/copy.md": document(), **BAD})
    assert "DOC003" in refused_for(push(company, old))


def test_13_new_protected_branch_where_head_names_none(company: RepositoryBuilder) -> None:
    """The server's HEAD is `master`, or a branch that anybody may write to; all work is on main."""
    config = CONFIG + "protected-branches: [main, release]\n"
    company.commit("Protect", {"isodocs.yaml": config}, date=START)
    company.branch("release")
    later(company, {**BAD, "isodocs.yaml": CONFIG + "protected-branches: [none]\n"})
    tip = company.head()
    company.branch("develop")
    company.git("branch", "--quiet", "-D", "release")
    update = Update("refs/heads/release", "0" * 40, tip)
    for head in ("master", "develop"):
        company.git("symbolic-ref", "HEAD", f"refs/heads/{head}")
        (verdict,) = judge_push(Git.discover(company.path), [update], ON, receiving=True)
        assert "REV005" in refused_for(verdict), head


@pytest.mark.parametrize(
    "line",
    [
        "{new} refs/heads/main",
        "{old} {new} main",
        "{old} {new} heads/main",
        "{old} {new} refs/heads/main\r",
        "{old} {new} refs/heads/main extra",
        "{old} {new}  refs/heads/main",
        "{old} {new} refs/heads/ma\tin",
        "{old} {new} refs/heads/../heads/main",
        "{old} {new} refs/heads/main/",
        "{old} {new} refs/heads/main.lock",
        "{short} {new} refs/heads/main",
        "{old} main refs/heads/main",
        "HEAD {new} refs/heads/main",
        " HEAD refs/heads/main",
        "{old} {upper} refs/heads/main",
        "0 {new} refs/heads/main",
        "{old} {new}\trefs/heads/main",
        "{old} {new} refs/heads/x\n\n{old} {new} refs/heads/main",
        "",
    ],
)
def test_13_lines_that_are_almost_right(line: str, company: RepositoryBuilder) -> None:
    """Each of them let a bad push through, or could: what is not understood is refused."""
    old = company.head()
    new = later(company, BAD)
    told = line.format(old=old, new=new, short=old[:39], upper=new.upper())
    for said in (told, f"{told}\n"):
        assert invoke("hook", "run", "pre-receive", at=company.path, stdin=said).exit_code == 2


def test_13_tag_that_is_called_like_a_branch(company: RepositoryBuilder) -> None:
    """Git takes the tag; nobody judges tags, so anybody can push one."""
    good = company.head()
    bad = later(company, BAD)
    company.git("update-ref", "refs/remotes/origin/main", bad)
    for name in ("main", "origin/main"):
        company.git("tag", name, good)
        assert company.git("rev-parse", name).endswith(good)
        said = refused("check", "--rev", name, at=company.path)
        assert f"refs/tags/{name}" in said
    clean = ("check", "--ignore", "CLS", "--rev")
    for rev in ("refs/heads/main", "refs/remotes/origin/main", "HEAD", bad):
        assert invoke(*clean, rev, at=company.path).exit_code == 1, rev
    base = company.git("rev-parse", f"{bad}~1")
    told = f"{base} HEAD refs/heads/main\n"
    assert invoke("hook", "run", "pre-receive", at=company.path, stdin=told).exit_code == 1


@pytest.mark.parametrize("how", ["image", "author", "rules", "tree unchanged"])
def test_13_a_commit_is_judged_as_its_push_would_be(how: str, company: RepositoryBuilder) -> None:
    """What pre-receive refuses is refused before it is committed."""
    repo = company
    git = Git.discover(repo.path)
    picture = f"{repo.path.name}.png"
    shown = document("SOP-002", body=f"# Steps\n\n![Map]({picture})\n")
    place = f"documents/{picture}"
    made = approval("SOP-002", 1, shown, shown={place: b"one"})
    later(repo, {path("SOP-002"): shown, place: b"one", **made})
    assert not push(repo, repo.git("rev-parse", "HEAD~1")).refused
    if how == "image":  # no document is touched
        repo.stage({place: b"another"})
    elif how == "author":  # the approval and its author's text in one commit
        repo.configure("user", name="Quinn Quality", email="quinn@example.com")
        text = document("SOP-003")
        repo.stage({path("SOP-003"): text, **approval("SOP-003", 1, text)})
    elif how == "rules":
        off = CONFIG + "protected-branches: [none]\nrules: {ignore: [APR, REV, DOC]}\n"
        repo.stage({**BAD, "isodocs.yaml": off})
    else:  # somebody else is made an author of what is in force; the tree stays as it is
        repo.branch("side")
        later(repo, BAD, author=QUINN)
        repo.checkout("main")
        repo.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "side")
    commit = judge_commit(Workspace(git), ON)
    old = repo.head()
    repo.git("commit", "--quiet", "--no-verify", "-m", "x")
    assert refused_for(commit) == refused_for(push(repo, old))
    assert commit.refused is (how != "tree unchanged")
