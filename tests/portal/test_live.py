"""What changes in the folder is shown by the next snapshot, and readers learn of it."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from isodocs.lifecycle.carry_out import alone
from isodocs.live.recheck import Recheck
from isodocs.portal import current as current_module
from isodocs.portal.alarm import PolledAlarm, WokenAlarm, alarm
from isodocs.portal.current import Current
from isodocs.portal.events import numbers
from isodocs.workspace import Workspace
from tests.helpers.command import invoke
from tests.helpers.company import document
from tests.helpers.portal import Attentive, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-03-01"


def test_the_snapshot_before_is_freed(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not looked at by Python while pages are made, and goes all the same."""
    monkeypatch.setattr(current_module, "_SOON", 0.0)
    monkeypatch.setattr(current_module, "_QUIET", 0.0)
    monkeypatch.setattr(Attentive, "set_aside", Current.set_aside)
    portal = Portal(served(company.path, DAY, "ann"))
    current = portal.current
    portal.next_version(current.start)
    try:
        assert current.snapshot is not None
        before = weakref.ref(current.snapshot.register)
        (company.path / "documents" / "SOP-077.md").write_text(document("SOP-077", status="draft"))
        portal.next_version(portal.alarm.ring)
        end, frozen = time.monotonic() + 30, 0
        while (before() is not None or not frozen) and time.monotonic() < end:
            time.sleep(0.02)
            frozen = gc.get_freeze_count()  # for a moment none is, as the next one is set aside
        assert before() is None
        assert frozen
    finally:
        current.stop()
        gc.freeze()  # with all the tests, as it was


def test_a_save_and_a_commit_are_shown_and_what_cannot_be_read_is_said(
    company: RepositoryBuilder,
) -> None:
    portal = Portal(served(company.path, DAY, "ann"))
    current, browser = portal.current, portal.browser()
    assert browser.get("/").status_code == 503
    assert portal.next_version(current.start) == 1
    first = current.snapshot
    try:
        title = "Calibration of gauges"
        draft = document("SOP-077", title=title, status="draft")
        file = company.path / "documents" / "SOP-077.md"
        assert browser.get("/documents/SOP-077").status_code == 404

        def save() -> None:
            file.write_text(draft)
            portal.alarm.ring()

        assert portal.next_version(save) == 2
        assert title in browser.get("/documents/SOP-077").text
        head = company.path / ".git" / "HEAD"
        whole = head.read_text()

        def spoil() -> None:
            head.write_text("nonsense")
            portal.alarm.ring()

        kept = current.snapshot
        assert portal.next_version(spoil) == 3
        assert current.snapshot is kept
        said = browser.get("/documents/SOP-077", headers={"accept-language": "en"}).text
        assert "What is in the folder now cannot be read" in said
        assert "repository" in said
        assert title in said

        def fix() -> None:
            head.write_text(whole)
            portal.alarm.ring()

        assert portal.next_version(fix) == 4
        assert "cannot be read" not in browser.get("/", headers={"accept-language": "en"}).text
        assert first is not None
        assert "SOP-077" not in first.register.entries  # one that is being used never changes
    finally:
        current.stop()


def test_readers_are_told_of_each_version_and_forgotten_when_they_go(tmp_path: Path) -> None:
    current = Portal(served(tmp_path, DAY)).current

    async def told() -> list[str]:
        stream = numbers(current)
        heard = [str((await anext(stream)).data)]
        waits = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        current.version = 7
        (listener,) = current.listeners
        await asyncio.to_thread(listener, 7)
        heard.append(str((await waits).data))
        await stream.aclose()
        return heard

    assert asyncio.run(told()) == ["0", "7"]
    assert not current.listeners


def test_a_poll_notices_saves_commits_and_the_next_day(company: RepositoryBuilder) -> None:
    day = [date(2024, 3, 1)]
    alarm = PolledAlarm(company.path, lambda: day[0], every=0.01)
    (company.path / "documents" / "new.md").write_text("x")
    assert alarm.wait()
    company.commit("Add")
    assert alarm.wait()
    day[0] = date(2024, 3, 2)
    assert alarm.wait()
    alarm.close()
    assert not alarm.wait()


def test_events_wake_and_looks_without_one_find_the_rest(company: RepositoryBuilder) -> None:
    day = [date(2024, 3, 1)]
    recheck = Recheck(company.path, lambda: day[0], pinned=False)
    woken = WokenAlarm(company.path, lambda: day[0], recheck, seldom=30)
    (company.path / "documents" / "new.md").write_text("x")
    assert woken.wait()
    company.commit("Add")
    assert woken.wait()
    woken.close()
    assert not woken.wait()
    seldom = WokenAlarm(company.path, lambda: day[0], recheck, seldom=0.01)
    assert not seldom.wait()
    day[0] = date(2024, 3, 2)
    assert seldom.wait()
    seldom.close()
    assert isinstance(alarm(company.path, lambda: day[0]), WokenAlarm)
    assert isinstance(alarm(company.path / "nowhere", lambda: day[0]), PolledAlarm)


def test_what_the_portal_saves_is_read_once_it_is_committed(company: RepositoryBuilder) -> None:
    """Between writing a file and committing it a save would be read for nothing."""
    git = Workspace.open(company.path).git
    woken = WokenAlarm(
        company.path,
        lambda: date(2024, 3, 1),
        Recheck(company.path, lambda: date(2024, 3, 1), pinned=False),
    )
    with ThreadPoolExecutor() as pool:
        with alone(git, 1):
            (company.path / "documents" / "new.md").write_text("x")
            waits = pool.submit(woken.wait)
            with pytest.raises(TimeoutError):
                waits.result(timeout=1)
            company.commit("Add")
        assert waits.result(timeout=60)
    assert not woken._looking.changed()
    woken.close()


def test_it_says_what_to_install(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(__import__("sys").modules, "isodocs.portal.serving", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    result = invoke("serve", at=company.path, catch=True)
    assert "uvicorn" in str(result.exception)
    assert "pip install 'isodocs[portal]'" in result.exception.hint  # type: ignore[union-attr]
