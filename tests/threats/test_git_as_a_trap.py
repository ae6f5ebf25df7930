"""Threats through Git itself: what a repository makes it run, read, or show as the truth.

tests/repository/test_nothing_is_executed.py goes through every reader; here each threat is shown
with ordinary Git first, and then the whole of `check` with an approved document.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.model.document import State
from isodocs.repository.git import Git
from isodocs.statements import kinds
from tests.helpers.command import refused, run
from tests.helpers.company import base as company_base
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import START, gaps, register, state, told

SOP = path()
GOOD = document()
BAD = document(body="# Purchasing\n\nBuy anywhere.\n")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """The file that the program `evil` beside it makes when it runs."""
    program = tmp_path / "evil"
    program.write_text(f"#!/bin/sh\necho run >>'{tmp_path}/canary'\n")
    program.chmod(0o755)
    return tmp_path / "canary"


def test_15_good_bytes_staged_and_bad_in_the_work_tree(company: RepositoryBuilder) -> None:
    """Each view is judged by its own bytes: the commit to come is good, what people read is not."""
    company.write(SOP, BAD)
    assert company.git("diff", "--cached", "--name-only") == ""
    assert "REV005" in gaps(company)
    assert not gaps(company, staged=True)


def test_15_bad_bytes_staged_and_good_in_the_work_tree(company: RepositoryBuilder) -> None:
    company.stage({SOP: BAD})
    company.write(SOP, GOOD)
    assert not gaps(company)
    assert "REV005" in gaps(company, staged=True)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_15_git_told_not_to_look(company: RepositoryBuilder, flag: str) -> None:
    """`git status` and `git diff` call the work tree clean; the file is another one."""
    company.git("update-index", flag, SOP)
    company.write(SOP, BAD)
    assert company.git("status", "--porcelain") == ""
    assert "REV005" in gaps(company)


def test_16_replace_swaps_a_blob(company: RepositoryBuilder) -> None:
    """Every Git command shows the replacement under the name of the original."""
    blob = company.git("rev-parse", f"HEAD:{SOP}")
    forged = company.git("hash-object", "-w", "--stdin", stdin=BAD.encode())
    company.git("replace", blob, forged)
    assert "Buy anywhere" in company.git("show", f"HEAD:{SOP}")
    assert not gaps(company, rev="HEAD")
    company.git("replace", "--delete", blob)
    bad = company.commit("Bad", {SOP: BAD}, date="2024-03-01T10:00:00+00:00")
    company.git("replace", forged, blob)
    assert "Buy anywhere" not in company.git("show", f"{bad}:{SOP}")
    assert "REV005" in gaps(company, rev=bad)


def test_16_replace_swaps_history(company: RepositoryBuilder) -> None:
    """A commit replaced by one that looks older hides what was done to the document."""
    start = company.head()
    company.commit("Bad", {SOP: BAD}, date="2024-03-01T10:00:00+00:00")
    company.git("replace", company.head(), start)
    assert "Bad" not in company.git("log", "--format=%s")
    assert "REV005" in gaps(company, rev="HEAD")


def fsmonitor(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    repo.configure("core", fsmonitor=program)
    return ("status",)


def clean_filter(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    repo.configure("filter", "evil", clean=program, smudge=program)
    repo.write(".gitattributes", "*.md filter=evil\n")
    repo.write(SOP, GOOD.replace("approved suppliers", "Approved suppliers"))
    return ("status",)


def text_conversion(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    repo.configure("diff", "evil", textconv=program)
    repo.write(".gitattributes", "*.md diff=evil\n")
    repo.write(SOP, BAD)
    return ("diff",)


def external_diff(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    repo.configure("diff", external=program)
    repo.write(SOP, BAD)
    return ("diff",)


def alias(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    names = ("st", "cat-file", "ls-tree", "ls-files", "rev-list", "diff-tree", "for-each-ref")
    repo.configure("alias", **dict.fromkeys(names, f"!{program}"))
    return ("st",)


def pager_and_editor(repo: RepositoryBuilder, program: str) -> tuple[str, ...]:
    repo.configure("core", pager=program, editor=program, askPass=program, sshCommand=program)
    return ("tag", "--annotate", "v1")


@pytest.mark.parametrize(
    "plant", [fsmonitor, clean_filter, text_conversion, external_diff, alias, pager_and_editor]
)
def test_17_programs_in_the_configuration(
    company: RepositoryBuilder,
    canary: Path,
    plant: Callable[[RepositoryBuilder, str], tuple[str, ...]],
) -> None:
    """The .git folder came in an archive, or from a share; looking at it must run nothing."""
    command = plant(company, str(canary.with_name("evil")))
    subprocess.run(
        ["git", *command], cwd=company.path, env=company.env, capture_output=True, check=False
    )
    assert canary.exists(), "ordinary Git is not tricked, so this would prove nothing"
    canary.unlink()
    gaps(company)
    gaps(company, staged=True)
    gaps(company, rev="HEAD")
    assert not canary.exists()


@pytest.mark.parametrize("format", ["openpgp", "ssh"])
def test_18_program_for_signatures(company: RepositoryBuilder, canary: Path, format: str) -> None:
    """Git lets the repository say which program tells whether a signature is good."""
    raw = company.git("cat-file", "commit", "HEAD")
    header, body = raw.split("\n\n", 1)
    kind = "PGP" if format == "openpgp" else "SSH"
    begin, end = f"-----BEGIN {kind} SIGNATURE-----", f"-----END {kind} SIGNATURE-----"
    signed = f"{header}\ngpgsig {begin}\n aGVsbG8=\n {end}\n\n{body}\n"
    id = company.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode())
    company.git("update-ref", "HEAD", id)
    program = str(canary.with_name("evil"))
    company.configure("gpg", program=program)
    company.configure("gpg", "ssh", program=program, allowedSignersFile=os.devnull)
    company.configure("log", showSignature="true")
    subprocess.run(
        ["git", "log"], cwd=company.path, env=company.env, capture_output=True, check=False
    )
    assert canary.exists()
    canary.unlink()
    assert not gaps(company, rev="HEAD")
    assert state(company) is State.EFFECTIVE
    assert not canary.exists()


def test_19_program_of_a_promisor_remote(company: RepositoryBuilder, canary: Path) -> None:
    """An object is missing on purpose; Git fetches it by running what the remote's settings say."""
    company.configure("uploadpack", allowFilter="true")
    partial = company.path.parent / "partial"
    url = f"file://{company.path}"
    company.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, str(partial))
    clone = RepositoryBuilder(partial, object_format=None)
    clone.configure("remote", "origin", uploadpack=str(canary.with_name("evil")))
    with pytest.raises(AssertionError, match="show"):
        clone.git("show", f"HEAD:{SOP}")
    assert canary.exists()
    canary.unlink()
    with pytest.raises(RepositoryError) as caught:
        gaps(clone, rev="HEAD")
    assert "This is a partial clone" in caught.value.hint
    assert not canary.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to give away")
def test_20_repository_of_another_user(company: RepositoryBuilder) -> None:
    """Its owner decides what its configuration says; named by --git-dir, Git takes it all."""
    os.chown(company.path, 12345, 12345)
    os.chown(company.path / ".git", 12345, 12345)
    command = ("git", f"--git-dir={company.path}/.git", "log", "--format=%s")
    assert subprocess.check_output(command, env=company.env, encoding="utf-8") == "Start\n"
    with pytest.raises(RepositoryError, match="belongs to another user"):
        Git.discover(company.path)


def test_21_embedded_bare_repository(company: RepositoryBuilder, canary: Path) -> None:
    """A folder among the documents is a bare repository with settings of its own.

    It comes with a clone; a shell that stands in it takes it for the repository.
    """
    inner = company.path / "documents/inner"
    company.git("init", "--quiet", "--bare", "--template=", str(inner))
    with (inner / "config").open("a") as file:
        file.write(
            f"[core]\n\tfsmonitor = {canary.with_name('evil')}\n\tworktree = ..\n\tbare = false\n"
        )
    subprocess.run(["git", "status"], cwd=inner, env=company.env, capture_output=True, check=False)
    assert canary.exists()
    canary.unlink()
    with pytest.raises(RepositoryError):
        Git.discover(inner)
    gaps(company)
    assert not canary.exists()


def test_22_symlinked_document(company: RepositoryBuilder, tmp_path: Path) -> None:
    """Where the link leads, the approved bytes stand, today and on this machine."""
    (tmp_path / "elsewhere.md").write_text(GOOD)
    (company.path / SOP).unlink()
    (company.path / SOP).symlink_to(tmp_path / "elsewhere.md")
    assert (company.path / SOP).read_text() == GOOD
    company.git("add", "--all")
    company.commit("Link", date="2024-03-01T10:00:00+00:00")
    assert "this is a symbolic link" in told(company, "DOC009")
    assert company.path.joinpath(SOP).is_symlink()


def test_22_document_of_another_kind(company: RepositoryBuilder) -> None:
    """A submodule in its place shows what another repository holds; a program is still a text."""
    company.git("update-index", "--chmod=+x", SOP)
    company.commit("Executable", date="2024-03-01T10:00:00+00:00")
    assert not gaps(company, rev="HEAD")
    entry = f"160000,{company.head()},{SOP}"
    company.git("rm", "--quiet", "--cached", SOP)
    company.git("update-index", "--add", "--cacheinfo", entry)
    company.git("commit", "--quiet", "-m", "x", env={"GIT_COMMITTER_DATE": "2024-03-02T10:00Z"})
    assert "this is a submodule" in gaps(company, rev="HEAD")["DOC009"]


@pytest.mark.parametrize("name", [".isodocs", ".isodocs/approvals", ".isodocs/authority"])
def test_22_folder_of_the_records_replaced(
    company: RepositoryBuilder, tmp_path: Path, name: str
) -> None:
    """The records are still to be seen through the link, and can be exchanged behind it."""
    (company.path / name).rename(tmp_path / "moved")
    (company.path / name).symlink_to(tmp_path / "moved")
    assert list((company.path / ".isodocs/approvals").rglob("*.json"))
    found = gaps(company)
    assert f"{name} this must be a folder" in found["DOC009"]
    assert state(company) is State.AWAITING


def test_22_link_committed_where_an_approval_would_go(repo: RepositoryBuilder) -> None:
    """Nothing is written through it, and it does not leave a change half done for others."""
    repo.commit("Start", {**company_base(), SOP: GOOD}, date=START)
    elsewhere = repo.path.parent / "elsewhere"
    elsewhere.mkdir()
    folder = ".isodocs/approvals/SOP-001"
    (repo.path / folder).parent.mkdir(exist_ok=True)
    (repo.path / folder).symlink_to(elsewhere)
    (repo.path / folder / "ordinary").write_text("x")
    assert (elsewhere / "ordinary").exists(), "an ordinary program writes through it"
    (elsewhere / "ordinary").unlink()
    repo.git("add", "--all")
    repo.commit("Link")
    said = refused("approve", "SOP-001", "--as", "quinn", "--yes", at=repo.path)
    assert f"{folder}: this is a file or a symbolic link where a folder is needed" in said
    assert "nothing was changed" in said
    assert not list(elsewhere.iterdir())
    assert repo.git("status", "--porcelain") == ""
    away = ("--until", "2999-01-31", "--reason", "Leave", "--as", "quinn", "--yes")
    run("delegate", "quality-manager", "--to", "dora", *away, at=repo.path)


def planted(repo: RepositoryBuilder, name: str) -> str:
    """A commit whose folder `documents` holds an entry of that name, with a document in it."""

    def tree(entries: list[tuple[str, str, str]]) -> str:
        lines = [f"{mode} {name}\0".encode() + bytes.fromhex(id) for mode, name, id in entries]
        return repo.git(
            "hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=b"".join(lines)
        )

    evil = repo.git("hash-object", "-w", "--stdin", stdin=document("SOP-009").encode())
    kept = repo.git("rev-parse", f"HEAD:{SOP}")
    inner = tree([("100644", "evil.md", evil)])
    documents = tree([("40000", name, inner), ("100644", "SOP-001.md", kept)])
    rows = [line.split() for line in repo.git("ls-tree", "HEAD").splitlines()]
    top = tree(
        [
            (mode.lstrip("0"), path, documents if path == "documents" else id)
            for mode, _, id, path in rows
        ]
    )
    moment = {"GIT_AUTHOR_DATE": START, "GIT_COMMITTER_DATE": START}
    return repo.git("commit-tree", top, "-p", "HEAD", "-m", "x", env=moment)


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "/etc"])
def test_22_path_that_leads_elsewhere(company: RepositoryBuilder, name: str) -> None:
    """A tool that joins the path to its folder writes or reads outside of it."""
    commit = planted(company, name)
    joined = os.path.normpath(company.path / "documents" / name / "evil.md")
    assert joined != str(company.path / "documents/evil/evil.md")
    assert f"documents/{name}/evil.md" in company.git("ls-tree", "-r", "--name-only", commit)
    assert "a part that no file can have" in gaps(company, rev=commit)["DOC009"]
    assert "SOP-009" not in register(company, rev=commit).entries


def test_22_two_files_of_one_path(company: RepositoryBuilder) -> None:
    """A tree that has one name twice: Git lists both, and a tool keeps the one it reads last."""
    good = company.git("rev-parse", f"HEAD:{SOP}")
    bad = company.git("hash-object", "-w", "--stdin", stdin=BAD.encode())
    data = b"".join(b"100644 SOP-001.md\0" + bytes.fromhex(id) for id in (bad, good))
    tree = company.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=data)
    rows = company.git("ls-tree", "HEAD").replace(company.git("rev-parse", "HEAD:documents"), tree)
    top = company.git("mktree", stdin=rows.encode() + b"\n")
    moment = {"GIT_AUTHOR_DATE": START, "GIT_COMMITTER_DATE": START}
    commit = company.git("commit-tree", top, "-p", "HEAD", "-m", "x", env=moment)
    assert company.git("ls-tree", "-r", "--name-only", commit).count(SOP) == 2
    with pytest.raises(RepositoryError, match="two files of this one path"):
        gaps(company, rev=commit)


def merge_driver(repo: RepositoryBuilder, program: str) -> None:
    repo.configure("merge", "evil", driver=program)
    repo.configure("core", sshCommand=program, askPass=program, fsmonitor=program)
    repo.configure("filter", "evil", clean=program, smudge=program)
    repo.configure("credential", helper=f"!{program}")
    repo.write(".git/info/attributes", "*.md merge=evil diff=evil\n")
    hooks = repo.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-push", "pre-commit", "post-commit", "post-checkout", "post-merge"):
        (hooks / name).write_text(f"#!/bin/sh\n{program}\n")
        (hooks / name).chmod(0o755)
    (hooks / "reference-transaction").write_text(f"#!/bin/sh\n{program}\n")
    (hooks / "reference-transaction").chmod(0o755)


def test_17_programs_beside_a_review_branch(repo: RepositoryBuilder, canary: Path) -> None:
    """Submitting, listing, approving and merging move branches and run nothing; `--push` is asked.

    The attack at work is at the end: the user's own Git runs what the configuration names.
    """
    repo.commit("Start", {**company_base(), SOP: document(status="draft")}, date=START)
    repo.git("remote", "add", "origin", f"ext::{canary.with_name('evil')}")
    merge_driver(repo, str(canary.with_name("evil")))
    run("submit", "SOP-001", "--effective", "2999-01-01", "--commit", at=repo.path)
    run("approve", "--as", "quinn", at=repo.path)
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=repo.path)
    run("merge", "SOP-001", at=repo.path)
    assert "status: approved" in (repo.path / SOP).read_text()
    assert not canary.exists()
    subprocess.run(["git", "status"], cwd=repo.path, env=repo.env, capture_output=True, check=False)
    assert canary.exists(), "ordinary Git is not tricked, so this would prove nothing"


def test_13_approval_beside_the_branch_it_is_for(repo: RepositoryBuilder) -> None:
    """What is signed is the text of the branch, whatever the work tree pretends to hold.

    Eve puts another text, and another picture, where the approver's file is.
    """
    repo.commit("Start", {**company_base(), SOP: document(status="draft")}, date=START)
    run("submit", "SOP-001", "--effective", "2999-01-01", "--commit", at=repo.path)
    right = repo.git("show", f"review/SOP-001:{SOP}")
    repo.write(
        SOP, document(body="# P\n\nAnything goes.\n", effective="2999-01-01", status="draft")
    )
    run("approve", "SOP-001", "--as", "quinn", "--yes", at=repo.path)
    (record,) = repo.git("diff", "--name-only", "main", "review/SOP-001", "--", ".isodocs").split()
    given = kinds.APPROVAL.parse(repo.git("show", f"review/SOP-001:{record}").encode() + b"\n")
    assert given.document_sha256 == hashlib.sha256(right.encode() + b"\n").hexdigest()
