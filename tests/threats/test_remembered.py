"""What is remembered must not be a way to say that nothing is missing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from isodocs.machine import answers, store
from tests.helpers.calls import Answer, afresh, call
from tests.helpers.repository import RepositoryBuilder

DOCUMENT = "documents/SOP-001.md"


def check(repo: RepositoryBuilder) -> Answer:
    """A check, of which the answer is what it would be from scratch."""
    found = call("check", at=repo.path)
    assert found[:3] == afresh("check", at=repo.path)[:3]
    return found


def remembered(repo: RepositoryBuilder) -> Answer:
    check(repo)
    found = check(repo)
    assert found.remembered
    return found


def the_store() -> Path:
    folder = store.folder()
    assert folder
    (file,) = Path(folder).glob("*.sqlite")
    return file


def altered(repo: RepositoryBuilder) -> None:
    """Another text under the approval, with its size and, where that can be set, its times."""
    path = repo.path / DOCUMENT
    before, text = path.stat(), path.read_text()
    path.write_text(text.replace("a", "e", 1) if "a" in text else text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def test_43_approved_text_altered_in_silence(company: RepositoryBuilder) -> None:
    company.git("config", "core.trustctime", "false")
    company.git("config", "core.checkStat", "minimal")
    os.utime(company.path / DOCUMENT, (1_700_000_000, 1_700_000_000))
    company.git("status")
    before = remembered(company)
    altered(company)
    assert company.git("status", "--porcelain") == "", "Git sees nothing"
    assert not (found := check(company)).remembered
    assert found.out != before.out


@pytest.mark.parametrize("flag", ["assume-unchanged", "skip-worktree"])
def test_43_git_told_not_to_look(company: RepositoryBuilder, flag: str) -> None:
    company.git("update-index", f"--{flag}", DOCUMENT)
    before = remembered(company)
    (company.path / DOCUMENT).write_text("---\nid: SOP-001\n---\n# Nothing\n")
    assert company.git("status", "--porcelain") == "", "Git sees nothing"
    assert check(company).out != before.out


def test_43_git_told_that_nothing_changes(company: RepositoryBuilder, tmp_path: Path) -> None:
    """A monitor of the file system that the repository names, and that says nothing."""
    monitor = tmp_path / "monitor"
    monitor.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nprintf 'token\\0'\n")
    monitor.chmod(0o700)
    company.git("config", "core.fsmonitor", str(monitor))
    before = remembered(company)
    (company.path / DOCUMENT).write_text("---\nid: SOP-001\n---\n# Nothing\n")
    assert check(company).out != before.out
    assert not (tmp_path / "ran").exists()


def test_43_filter_that_runs_where_git_compares(company: RepositoryBuilder, tmp_path: Path) -> None:
    company.git("config", "filter.ours.clean", f"touch {tmp_path}/ran; cat")
    company.write(".gitattributes", "* filter=ours\n")
    company.write(DOCUMENT, (company.path / DOCUMENT).read_text())
    remembered(company)
    assert not (tmp_path / "ran").exists()
    company.git("status")
    assert (tmp_path / "ran").exists(), "Git itself runs it"


def no_gaps(key: bytes, sealed: bytes) -> bytes:
    return sealed[:32] + b"\0No gaps.\n"


def sealed_by_another(key: bytes, sealed: bytes) -> bytes:
    value = b"\0No gaps.\n"
    return store.Store("", "/elsewhere", os.urandom(32))._seal(answers.TABLE, key, value) + value


@pytest.mark.parametrize("forged", [no_gaps, sealed_by_another])
def test_43_answer_planted(
    company: RepositoryBuilder, forged: Callable[[bytes, bytes], bytes]
) -> None:
    before = remembered(company)
    with sqlite3.connect(the_store()) as connection:
        rows = connection.execute("SELECT key, sealed FROM answers").fetchall()
        for key, sealed in rows:
            row = (forged(key, sealed), key)
            assert connection.execute("UPDATE answers SET sealed = ? WHERE key = ?", row).rowcount
    assert check(company)[:3] == before[:3]


def test_43_answer_moved_from_a_day_without_gaps(company: RepositoryBuilder) -> None:
    """Every row under every key: what was right once is put where something else is asked."""
    register = call("register", at=company.path)
    assert call("register", at=company.path).remembered
    before = remembered(company)
    with sqlite3.connect(the_store()) as connection:
        (one, mine), (two, other) = connection.execute("SELECT key, sealed FROM answers")
        for key, sealed in ((one, other), (two, mine)):
            connection.execute("UPDATE answers SET sealed = ? WHERE key = ?", (sealed, key))
    assert check(company)[:3] == before[:3]
    assert call("register", at=company.path)[:3] == register[:3]


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME"])
def test_43_store_brought_along(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """Pipelines like to keep caches below the checkout, where a push can plant one."""
    monkeypatch.setenv(variable, str(company.path / "ours"))
    for _ in range(2):
        assert not check(company).remembered
    assert not (company.path / "ours").exists()


def test_43_repository_replaced_by_another(company: RepositoryBuilder) -> None:
    """In the same place, with the same files and times, but another history."""
    remembered(company)
    company.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Otherwise", "--date=now")
    assert not check(company).remembered
