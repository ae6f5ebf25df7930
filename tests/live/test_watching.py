"""What is told of a folder that is watched is what a check finds there, whatever is done to it."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from isodocs.errors import RepositoryError
from isodocs.live import changes, watching
from isodocs.live.changes import Changes
from isodocs.machine import drives
from isodocs.repository import footprint
from tests.checking.test_again import DRAFT, FIRST, company, edited
from tests.helpers.company import ANN, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.watched import Watched

ON = date(2024, 6, 1)


@pytest.fixture
def system(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    return repo


@pytest.fixture
def watched(system: RepositoryBuilder) -> Iterator[Watched]:
    with Watched(system.path, ON) as found:
        yield found


def test_a_save_is_told_however_it_is_written(system: RepositoryBuilder, watched: Watched) -> None:
    text = system.path / FIRST
    before = text.read_bytes()
    edited("Nothing else.", "Nothing else. TBD")(system)
    watched.until_told()
    assert any(gap.code == "DOC021" for gap in watched.told)

    # by another file that takes its place, and beside what editors keep there
    (text.parent / ".SOP-001.md.swp").write_bytes(b"b0VIM")
    new = text.with_name("4913")
    new.write_bytes(before)
    os.replace(text, text.with_name("SOP-001.md~"))
    os.replace(new, text)
    watched.until_told()
    assert not any(gap.code == "DOC021" for gap in watched.told)

    # a folder that goes and comes back, with another text in it
    moved = system.path / "elsewhere"
    text.parent.rename(moved)
    watched.until_told()
    moved.rename(text.parent)
    edited("To be written", "TODO", DRAFT)(system)
    watched.until_told()
    shutil.rmtree(text.parent)
    system.git("checkout", "-q", "--", ".")
    watched.until_told()

    system.git("checkout", "-q", "-b", "other")
    system.commit("One more", {path("SOP-009"): document("SOP-009")}, author=ANN)
    watched.until_told()
    system.git("checkout", "-q", "main")
    watched.until_told()
    assert watched.notices == []


def test_what_cannot_be_checked_is_said_and_checked_once_it_can_be(
    system: RepositoryBuilder, watched: Watched
) -> None:
    config = system.path / "isodocs.yaml"
    good = config.read_text("utf-8")
    config.write_text(f"{good}standards: [\n", encoding="utf-8")
    watched.until_told()
    assert any(gap.code == "CFG001" for gap in watched.told)
    config.unlink()
    watched.until_told()

    git = system.path / ".git"
    git.rename(system.path / "git")
    watched.until(lambda: watched.fault is not None)
    config.write_text(good, encoding="utf-8")
    (system.path / "git").rename(git)
    watched.until_told()


def test_a_folder_that_is_gone_ends_it(system: RepositoryBuilder, watched: Watched) -> None:
    system.path.rename(system.path.with_name("moved"))
    watched.until(lambda: watched.ended is not None)
    assert isinstance(watched.ended, RepositoryError)
    assert str(system.path) in str(watched.ended)


def test_what_git_and_others_do_at_once_is_checked_once_it_is_done(
    system: RepositoryBuilder, watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_HELD", 1_000.0)
    # Git holds its lock while it writes a tree
    lock = system.path / ".git/index.lock"
    lock.touch()
    checks = watched.checks
    (system.path / FIRST).unlink()
    edited("To be written", "TBD", DRAFT)(system)
    end = time.monotonic() + 10 * footprint.TICK
    watched.until(lambda: time.monotonic() > end)
    assert watched.checks == checks
    lock.unlink()
    watched.until_told()
    system.git("checkout", "-q", "--", ".")

    # many files, some of them new, some no text, one that no one may read
    for number in range(300):
        system.write(f"documents/more/{number % 7}/text-{number}.txt", b"\xff\xfe")
    system.write("documents/broken.md", b"---\nid: SOP-020\ntitle: \xff\n---\n")
    (system.path / "documents/more/1").chmod(0)
    watched.until_told()
    (system.path / "documents/more/1").chmod(0o755)

    # a commit from another work tree, and a branch that is moved there
    system.git("add", "--all")
    system.git("commit", "-q", "-m", "Many")
    watched.until_told()
    other = tmp_path / "other"
    system.git("worktree", "add", "-q", "-b", "side", str(other))
    (other / FIRST).write_text("gone\n", encoding="utf-8")
    system.git("-C", str(other), "commit", "-q", "-a", "-m", "Elsewhere")
    system.git("merge", "-q", "side")
    system.git("pack-refs", "--all")
    watched.until_told()
    system.git("reset", "-q", "--hard", "HEAD~1")
    watched.until_told()


def test_a_day_that_begins_is_noticed(
    system: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_SELDOM", (0.02, 0))
    with Watched(system.path, ON) as watched:
        watched.day = date(2026, 6, 1)
        watched.until_told()
        assert any(gap.rule.by_calendar for gap in watched.told)


@pytest.mark.parametrize("why", ["asked for", "no room", "unheard", "network", "overlooked"])
def test_where_no_events_come_all_files_are_looked_at(
    why: str, system: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_OFTEN", (0.02, 0))
    monkeypatch.setattr(watching, "_SELDOM", (0.02, 0))
    monkeypatch.setattr(watching, "_GONE", 0.01)
    if why == "no room":
        monkeypatch.setattr(Changes, "watch", _full)
    elif why == "unheard":
        monkeypatch.setattr(Changes, "_take", lambda *_: None)
    elif why == "network":
        monkeypatch.setattr(drives, "is_remote", lambda _: True)
    elif why == "overlooked":
        monkeypatch.setattr(changes, "_watched_inodes", lambda: {system.path.stat().st_ino})
    with Watched(system.path, ON, polls=why == "asked for") as watched:
        for number in range(3):
            edited("only", f"only {number} TBD", FIRST)(system)
            watched.until_told()
        said = " ".join(watched.notices)
    assert bool(said) == (why != "asked for")
    assert "limit" in said or why != "no room"


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "inotify watch limit reached")
