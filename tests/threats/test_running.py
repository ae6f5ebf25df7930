"""Threats around a run: Python without assertions, a process killed, a full disk, a wrong clock.

That a writing command killed at any step leaves all or nothing is shown, step by step, in
tests/lifecycle/test_carry_out.py.
"""

from __future__ import annotations

import ast
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from isodocs.errors import IsodocsError
from isodocs.lifecycle import hooks
from isodocs.model.approval import Decision, Meaning
from isodocs.model.document import State
from tests.helpers import syntax
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import KEYS, approval, approved, base
from tests.threats.attack import START, gaps, later, register, state

ROOT = Path(__file__).resolve().parents[2]
FINAL = document()
ISODOCS = (sys.executable, "-m", "isodocs")


def isodocs(
    repo: RepositoryBuilder, *args: str, python: tuple[str, ...] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, *python, "-m", "isodocs", *args],
        cwd=repo.path,
        env={**repo.env, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def everything(repo: RepositoryBuilder) -> Mapping[str, bytes]:
    """Every file of the repository, Git's own as well."""
    return {
        str(file.relative_to(repo.path)): file.read_bytes()
        for file in sorted(repo.path.rglob("*"))
        if file.is_file() and ".git/isodocs/" not in str(file)  # notes of its own
    }


def test_32_python_without_assertions(company: RepositoryBuilder) -> None:
    """With -O, or PYTHONOPTIMIZE=1, a program that verifies by `assert` verifies nothing."""
    careless = "assert 'forged' == 'signed'; print('verified')"
    said = subprocess.check_output([sys.executable, "-O", "-c", careless], encoding="utf-8")
    assert said == "verified\n"
    text = document("SOP-002")
    forged = approval("SOP-002", 1, text, key=KEYS["eve"])
    later(company, {path("SOP-002"): text, **forged})
    found = isodocs(company, "check", "--on", "2024-06-01", python=("-O",))
    assert found.returncode == 1
    assert "is not a key of quinn" in " ".join(found.stdout.split())


def test_32_nothing_is_decided_by_an_assertion() -> None:
    for file in syntax.modules():
        assert not any(isinstance(node, ast.Assert) for node in syntax.nodes(file)), file


def test_also_a_check_killed_in_the_middle(company: RepositoryBuilder) -> None:
    """Looking leaves no lock and no trace: the repository is byte for byte as before."""
    before = everything(company)
    for wait in (0.05, 0.15, 0.25):
        process = subprocess.Popen(
            [*ISODOCS, "check"],
            cwd=company.path,
            env={**company.env, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert everything(company) == before
    assert not gaps(company)


def test_also_a_hook_killed_in_the_middle(company: RepositoryBuilder, tmp_path: Path) -> None:
    """A hook that dies has allowed nothing: Git keeps the commit and the push back."""
    suicide = tmp_path / "python"
    suicide.write_text("#!/bin/sh\nkill -9 $$\n")
    suicide.chmod(0o755)
    server = company.bare_clone()
    hooks.install(server / "hooks", (hooks.SERVER,), str(suicide))
    hooks.install(company.path / ".git/hooks", ("pre-commit",), str(suicide))
    start = company.head()
    company.stage({"notes.txt": "x"})
    command = ["git", "commit", "-m", "x"]
    assert subprocess.run(command, cwd=company.path, capture_output=True, check=False).returncode
    assert company.head() == start
    company.commit("x")
    with pytest.raises(AssertionError, match="pre-receive hook declined"):
        company.git("push", "--quiet", "origin", "main")
    assert company.git("ls-remote", "origin", "main").startswith(start)


def test_also_a_full_disk(company: RepositoryBuilder, tmp_path: Path) -> None:
    """No file may grow by a byte. A check needs none; what must be written says what was not."""

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    company.configure("user", name="Ann Author", email="ann@example.com")
    before = everything(company)
    looked = isodocs(company, "check", "--on", "2024-06-01", preexec_fn=no_room)
    assert looked.returncode == 1  # coverage; the report itself went to a pipe
    assert "1 document" in looked.stdout
    with (tmp_path / "report.txt").open("w") as report:
        told = isodocs(company, "check", stdout=report, preexec_fn=no_room)
    assert told.returncode == 2
    assert "the output: File too large" in told.stderr
    wrote = isodocs(company, "new", "form", "Order form", preexec_fn=no_room)
    assert wrote.returncode == 2
    assert "nothing was changed: File too large" in wrote.stderr
    assert everything(company) == before


@pytest.fixture
def read_only() -> Iterator[tuple[RepositoryBuilder, dict[str, Any]]]:
    """A repository in which nobody may write, and who asks, since root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    repo = RepositoryBuilder(folder / "repo")
    repo.commit("Start", {**base(), **approved()}, date=START)
    repo.configure("user", name="Ann Author", email="ann@example.com")
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        options = {"user": 65534, "group": 65534, "extra_groups": ()}
    for place in (folder, *folder.rglob("*")):
        if options:
            os.chown(place, 65534, 65534)
        place.chmod(0o555 if place.is_dir() else 0o444)
    yield repo, options
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o755)
    shutil.rmtree(folder)


def test_also_a_read_only_repository(
    read_only: tuple[RepositoryBuilder, dict[str, Any]],
) -> None:
    """A mirror, or an auditor's copy: it can be checked; what would write says where it cannot."""
    repo, options = read_only
    try:
        looked = isodocs(repo, "check", "--on", "2024-06-01", **options)
    except PermissionError:
        pytest.skip("this Python cannot be run by another user")
    if "No module named" in looked.stderr or "Permission denied" in looked.stderr:
        pytest.skip("isodocs cannot be read by another user here")
    assert looked.returncode == 1, looked.stderr
    assert "1 document" in looked.stdout
    assert "error" not in looked.stderr
    wrote = isodocs(repo, "new", "form", "Order form", **options)
    assert wrote.returncode == 2
    assert "nothing was changed: Permission denied" in wrote.stderr


def test_also_two_approvers_at_the_same_second(repo: RepositoryBuilder) -> None:
    """Each on a branch of their own, both on the same text: nothing to resolve, nothing lost.

    In a table within the document, or one file of approvals, the merge would conflict.
    """
    policy = document("POL-001")
    repo.commit("Start", {**base(), path("POL-001"): policy}, date=START)
    repo.branch("table")
    repo.commit("One", {"approved.txt": "quinn 10:00:00\n"}, date=START)
    repo.checkout("main")
    repo.commit("Other", {"approved.txt": "dora 10:00:00\n"}, date=START)
    with pytest.raises(AssertionError, match="merge"):
        repo.merge("table")
    repo.git("merge", "--abort")
    second = "2024-01-20T10:00:00+00:00"
    repo.branch("dora")
    later(repo, approval("POL-001", 1, policy, person="dora", role="director", at=second))
    repo.checkout("main")
    later(repo, approval("POL-001", 1, policy, at=second))
    repo.merge("dora", date="2024-03-02T10:00:00+00:00")
    assert state(repo, "POL-001") is State.EFFECTIVE
    assert register(repo).entries["POL-001"].newest.approved_on == date(2024, 1, 20)


def test_also_an_approver_whose_clock_is_ten_years_ahead(company: RepositoryBuilder) -> None:
    """The approval is kept and counts from the day it claims; until then nothing is in force by it.

    It can be taken back: a withdrawal that came later holds, though its date is earlier.
    """
    text = document("SOP-002")
    made = approval("SOP-002", 1, text, at="2034-01-20T10:00:00+00:00")
    later(company, {path("SOP-002"): text, **made})
    assert state(company, "SOP-002") is State.APPROVED
    assert register(company, date(2034, 1, 20)).entries["SOP-002"].state is State.EFFECTIVE
    back = approval(
        "SOP-002",
        1,
        text,
        decision=Decision.WITHDRAW,
        meaning=Meaning.WITHDRAWAL,
        reason="Wrong clock.",
        at="2024-03-02T10:00:00+00:00",
    )
    later(company, back, "2024-03-02")
    assert state(company, "SOP-002") is State.AWAITING
    again = approval("SOP-002", 1, text, at="2024-03-03T10:00:00+00:00")
    later(company, again, "2024-03-03")
    assert state(company, "SOP-002") is State.EFFECTIVE


def test_also_a_review_dated_ten_years_ahead(company: RepositoryBuilder) -> None:
    """Signed in good order, it would put off every review until then."""
    ahead = approval(
        "SOP-001", 1, FINAL, meaning=Meaning.PERIODIC_REVIEW, at="2034-01-20T10:00:00+00:00"
    )
    due = register(company).entries["SOP-001"].next_review
    later(company, ahead)
    assert register(company).entries["SOP-001"].next_review == due == date(2026, 1, 20)
    assert "DOC023" in gaps(company, date(2026, 6, 1))
    then = register(company, date(2034, 6, 1)).entries["SOP-001"]
    assert then.next_review == date(2036, 1, 20)


def test_also_a_machine_whose_clock_is_ten_years_behind(company: RepositoryBuilder) -> None:
    """It is told, and nothing is concluded from a day on which nothing was there."""
    with pytest.raises(IsodocsError, match="nothing as old as 2014-06-01") as caught:
        gaps(company, date(2014, 6, 1))
    assert "the clock of this machine is wrong" in caught.value.hint


def test_also_a_machine_whose_clock_is_ten_years_ahead(company: RepositoryBuilder) -> None:
    """Everything is there and in force; what time brings, such as reviews, is told as overdue."""
    found = gaps(company, date(2034, 6, 1))
    assert state(company, on=date(2034, 6, 1)) is State.EFFECTIVE
    assert set(found) == {"DOC023"}
