"""Chromium with a device that holds passkeys: made, taken in, and signed with, from the link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from isodocs.model.document import State
from tests.browser.conftest import Browser, press, says, send
from tests.helpers.portal import Portal, running, served
from tests.helpers.repository import RepositoryBuilder
from tests.portal.test_deeds import DAY
from tests.portal.test_passkeys import begin, none_at_hand
from tests.threats.attack import gaps, state


@pytest.fixture
def portal(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    begin(repo, monkeypatch)
    with running(served(repo.path, DAY)) as found:
        yield found


LISTEN = """
const real = window.fetch;
window.fetch = (to, how) => {
  if (how && how.method === "POST") sessionStorage.setItem("sent", new URLSearchParams(how.body));
  return real(to, how);
};
"""
REPLAY = """
const [to, other, done] = arguments, sent = new URLSearchParams(sessionStorage.getItem("sent"));
Object.entries(other).forEach(([name, value]) => sent.set(name, value));
fetch(to, {method: "POST", body: sent, headers: {accept: "application/json"}})
  .then(answer => answer.json()).then(done, error => done({failed: String(error)}));
"""
FOREIGN = """
const [there, done] = arguments, sent = new URLSearchParams({decision: "approve"});
const asked = {challenge: new Uint8Array(32), rpId: "localhost", userVerification: "required"};
fetch(there, {method: "POST", mode: "no-cors", credentials: "include", body: sent})
  .then(() => "sent", error => String(error))
  .then(() => navigator.credentials.get({publicKey: asked}))
  .then(() => done("signed"), error => done(error.name));
"""


class Person:
    """Someone at the browser; `clicks` counts what they do."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser, self.portal, self.clicks = browser, portal, 0

    def opens(self, path: str, width: str = "desktop") -> None:
        self.browser.visit(f"http://{self.portal.door.hosts[0]}{path}", width)
        self.clicks = 0

    def clicks_on(self, css: str) -> None:
        press(self.browser, css)
        self.clicks += 1

    def sees(self, css: str) -> str:
        return says(self.browser, css)

    def goes_on(self) -> None:
        """What was done is read by the portal."""
        self.sees(".hint.good")
        self.portal.next_version(self.portal.alarm.ring)


def test_a_person_without_git_or_a_key_file_signs(
    browser: Browser, portal: Portal, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    quinn, device = Person(browser, portal), browser.device()
    try:
        browser.visit(portal.door.address)
        quinn.sees("header.app")
        quinn.opens("/my-keys", "phone")
        assert browser.barriers() == []
        quinn.clicks_on("form[data-site] button")
        quinn.goes_on()
        assert quinn.clicks == 1
        quinn.opens("/my-keys")
        assert browser.barriers() == []
        assert browser.sideways() <= 0
        assert f"http://{portal.door.hosts[0]}" in quinn.sees("#version + ul")
        quinn.clicks_on('form[action="/my-keys/sign"] button')
        quinn.goes_on()
        quinn.opens("/my-keys/people", "phone")
        assert browser.barriers() == []
        assert browser.sideways() <= 0
        none_at_hand(monkeypatch)
        quinn.opens("/my-day")
        quinn.clicks_on('a[href="/documents/SOP-001/changes"]')
        quinn.sees('button[value="approve"]')
        browser.driver.execute_script(LISTEN)
        quinn.clicks_on('button[value="approve"]')
        quinn.goes_on()
        assert quinn.clicks == 2
        approved = repo.git("rev-parse", "HEAD")
        for about in ({}, {"decision": "reject", "reason": "No."}):
            for id in ("SOP-001", "SOP-002"):
                answer = browser.driver.execute_async_script(
                    REPLAY, f"/documents/{id}/decide", about
                )
                assert answer.keys() == {"said"}, "what was signed once is not signed again"
        assert repo.git("rev-parse", "HEAD") == approved
        assert all("409" in said for said in browser.console())
        quinn.opens("/documents/SOP-002")
        quinn.clicks_on(".decide summary")
        send(browser, "#reason", "Which rod?")
        quinn.clicks_on('button[value="reject"]')
        quinn.goes_on()
        assert quinn.clicks == 2
        quinn.opens("/documents/SOP-001")
        quinn.clicks_on('form[action$="/confirm"] button')
        quinn.goes_on()
        subjects = repo.git("log", "-3", "--format=%s").splitlines()
        assert [each.partition(":")[0] for each in subjects][1:] == [
            "SOP-002 rev 1",
            "SOP-001 rev 2",
        ]
        assert "read and understood" in subjects[0]
        assert browser.console() == []
        # A page of another origin gets neither a signature for this one nor anything done.
        done = repo.git("rev-parse", "HEAD")
        port = portal.door.hosts[0].rpartition(":")[2]
        browser.visit(f"http://127.0.0.1:{port}/")
        quinn.sees("h1")
        there = f"http://localhost:{port}/documents/SOP-002/decide"
        assert browser.driver.execute_async_script(FOREIGN, there) == "SecurityError"
        assert repo.git("rev-parse", "HEAD") == done
        browser.console()
        # Without the device nothing is signed, and nothing done.
        quinn.opens("/my-keys")
        browser.unplug(device)
        device = ""
    finally:
        if device:
            browser.unplug(device)
    assert state(repo) is State.EFFECTIVE
    assert not {"APR003", "APR013", "CFG009", "CFG010"} & gaps(repo).keys()
