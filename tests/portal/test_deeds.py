"""What is done in the portal is done by the code of the commands: signed, whole, committed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from isodocs.machine import signing_keys
from isodocs.machine.signing_keys import SigningKey
from tests.helpers.company import document, path
from tests.helpers.portal import ADDRESS, OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import KEYS, approved, base
from tests.helpers.word_files import PNG
from tests.threats.attack import START

DAY = "2024-06-01"
LATER = "2024-06-01"
NEXT = document(
    revision=2, effective=LATER, change="Twice a year.", body="# Purchasing\n\nLook twice a year.\n"
)
FIRST = document(
    "SOP-002", effective=LATER, title="Welding", body="# Welding\n\nWeld: ![how](rod.png)\n"
)
MUST_KNOW = {
    "records/people.csv": "id,name,joined\nquinn,Quinn Quality,2020-01-01\n",
    "records/competence.yaml": "- {id: AWARE, title: Aware, kind: awareness, everybody: yes, "
    "documents: [SOP-001]}\n",
}


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The people whose keys are at hand; a key lives in memory and signs as an agent's would."""
    here = ["quinn"]
    known = {key.line: key for key in KEYS.values()}
    monkeypatch.setattr(
        signing_keys,
        "_at_hand",
        lambda _: (SigningKey(signing_keys.ssh_key.read_line(KEYS[n].line)) for n in here),
    )
    monkeypatch.setattr(
        SigningKey, "sign", lambda me, data, space: known[me.public.line].sign(data, space)
    )
    return here


@pytest.fixture
def portal(repo: RepositoryBuilder, keys: list[str]) -> Iterator[Portal]:
    """Quinn's portal: a second revision, and a first one, await approval."""
    eve = "Eve <eve@example.com>"
    repo.commit("Start", {**base(), **MUST_KNOW, **approved()}, author=eve, date=START)
    files = {path(): NEXT, path("SOP-002"): FIRST, "documents/rod.png": PNG}
    repo.commit("Next", files, date="2024-05-30T09:00:00+00:00")
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def field(text: str, name: str) -> str:
    """The hidden field of a form."""
    (value, *_) = re.findall(rf'name="{name}" value="([^"]*)"', text)
    return str(value)


def page(browser: TestClient, address: str) -> str:
    return browser.get(address, headers=OWN).text


def log(repo: RepositoryBuilder) -> list[str]:
    return repo.git("log", "--format=%an: %s").splitlines()


def test_from_the_link_to_a_signed_approval(portal: Portal, repo: RepositoryBuilder) -> None:
    browser = portal.browser()
    (link,) = re.findall(r'href="(/documents/SOP-001/changes)"', page(browser, "/my-day"))
    text = page(browser, link)
    assert "<ins>" in text
    assert "You decide as Quinn Quality (Quality Manager)." in text
    assert "It is signed with your key SHA256:" in text
    form = {name: field(text, name) for name in ("form", "seen")}
    sent = {**form, "decision": "approve"}
    answer = browser.post(
        "/documents/SOP-001/decide", data=sent, headers=OWN, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/documents/SOP-001?done=approve",
    )
    assert log(repo)[0].startswith("Quinn Quality: SOP-001")
    assert repo.git("status", "--porcelain") == ""
    portal.next_version(portal.alarm.ring)
    text = page(browser, answer.headers["location"])
    assert "Your approval is recorded and committed." in text
    assert "Look twice a year." in text
    assert "signed" in text
    assert 'name="decision"' not in text
    again = browser.post("/documents/SOP-001/decide", data=sent, headers=OWN)
    assert again.status_code == 409
    assert "is approved already" in again.text


def test_a_first_issue_is_rejected_with_its_reason(portal: Portal, repo: RepositoryBuilder) -> None:
    browser = portal.browser()
    text = page(browser, "/documents/SOP-002")
    assert "Do not work by this text." in text
    assert "Read the text in force" not in text  # none is
    first = text.index('href="#decide">Your decision on revision 1')
    assert first < text.index('/withdraw"'), "what others may do comes after it"
    assert "Read the text in force" in page(browser, "/documents/SOP-001?revision=2")
    form = {name: field(text, name) for name in ("form", "seen")}
    sent = {**form, "decision": "reject", "reason": "  "}
    for came, back in (
        (f"{ADDRESS}/documents/SOP-002?revision=1", "/documents/SOP-002?revision=1"),
        ("https://evil.example/x", "/"),
        (f"{ADDRESS}//evil.example", "/"),
    ):
        own = {**OWN, "referer": came}
        refused = browser.post("/documents/SOP-002/decide", data=sent, headers=own)
        assert (refused.status_code, "needs a reason" in refused.text) == (409, True)
        assert f'href="{back}">Continue' in refused.text
    before = log(repo)
    sent["reason"] = "Which <b>rod</b>?\r\nSay so."
    browser.post("/documents/SOP-002/decide", data=sent, headers=OWN)
    assert len(log(repo)) == len(before) + 1
    portal.next_version(portal.alarm.ring)
    assert "Which &lt;b&gt;rod&lt;/b&gt;? Say so." in page(browser, "/documents/SOP-002/history")


def test_what_was_read_is_confirmed(portal: Portal, repo: RepositoryBuilder) -> None:
    browser = portal.browser()
    assert "To read and confirm" in page(browser, "/my-day")
    text = page(browser, "/documents/SOP-001")
    assert "You are asked to read this and to confirm it" in text
    sent = {name: field(text, name) for name in ("form", "revision", "seen")}
    for wrong in ({"revision": "9"}, {"seen": "0" * 64}):  # another number, or another text of it
        refused = browser.post("/documents/SOP-001/confirm", data=sent | wrong, headers=OWN)
        assert refused.status_code == 409
    browser.post("/documents/SOP-001/confirm", data=sent, headers=OWN)
    assert "read and understood by Quinn" in log(repo)[0]
    portal.next_version(portal.alarm.ring)
    assert "I have read and understood it" not in page(browser, "/documents/SOP-001")


@pytest.mark.parametrize(
    ("id", "file", "content"),
    [
        ("SOP-001", path(), NEXT.replace("twice", "never").encode()),
        ("SOP-002", "documents/rod.png", PNG + b"0"),
    ],
)
def test_only_what_was_shown_is_decided_on(
    portal: Portal, repo: RepositoryBuilder, id: str, file: str, content: bytes
) -> None:
    """A text, and the pictures in it: what is signed is all of it."""
    browser = portal.browser()
    text = page(browser, f"/documents/{id}{'/changes' if id == 'SOP-001' else ''}")
    sent = {name: field(text, name) for name in ("form", "seen")} | {"decision": "approve"}
    (repo.path / file).write_bytes(content)
    before = log(repo)
    refused = browser.post(f"/documents/{id}/decide", data=sent, headers=OWN)
    assert refused.status_code == 409
    assert "Nothing was done" in refused.text
    assert f"{id} is not what you were shown any more" in refused.text
    assert log(repo) == before


def test_a_forged_form_does_nothing(
    portal: Portal, repo: RepositoryBuilder, keys: list[str]
) -> None:
    browser, door = portal.browser(), portal.door
    text = page(browser, "/documents/SOP-001/changes")
    sent = {name: field(text, name) for name in ("form", "seen")} | {"decision": "approve"}
    to, before = "/documents/SOP-001/decide", log(repo)

    def status(data: object, **headers: str) -> int:
        return browser.post(to, data=data, headers={**OWN, **headers}).status_code  # type: ignore[arg-type]

    assert status({**sent, "form": ""}) == 403
    assert status({**sent, "form": door.session}) == 403
    assert status({key: value for key, value in sent.items() if key != "form"}) == 403
    assert status(sent, origin="https://evil.example") == 403
    assert status(sent, origin="null") == 403
    assert status(sent, **{"sec-fetch-site": "same-site"}) == 403
    assert browser.post(to, data=sent).status_code == 403  # no origin at all
    assert status({**sent, "decision": "retire"}) == 404
    assert browser.post(to, json=sent, headers=OWN).status_code == 415
    many = b"&".join(b"a=b" for _ in range(99))
    sent_so = {**OWN, "content-type": "application/x-www-form-urlencoded"}
    assert browser.post(to, content=many, headers=sent_so).status_code == 415
    assert browser.post(to, content=b"form=\xff", headers=sent_so).status_code == 415
    endless = (b"x" * 65536 for _ in range(40))  # it says no length
    assert browser.post(to, content=endless, headers=sent_so).status_code == 413
    assert browser.get(to, params=sent).status_code == 405
    assert portal.stranger().post(to, data=sent, headers=OWN).status_code == 401
    assert browser.post("/documents/SOP-9/decide", data=sent, headers=OWN).status_code == 404
    keys[:] = ["eve"]  # not a key of Quinn's: a decision that would not count is not written
    assert status(sent) == 409
    assert log(repo) == before
    assert repo.git("status", "--porcelain") == ""


def test_what_would_be_refused_is_not_written(portal: Portal, repo: RepositoryBuilder) -> None:
    early = NEXT.replace(LATER, "2024-02-10")
    portal.next_version(lambda: (repo.commit("Too early", {path(): early}), portal.alarm.ring()))
    browser, before = portal.browser(), log(repo)
    text = page(browser, "/documents/SOP-001/changes")
    sent = {name: field(text, name) for name in ("form", "seen")} | {"decision": "approve"}
    refused = browser.post("/documents/SOP-001/decide", data=sent, headers=OWN)
    assert refused.status_code == 409
    assert "revision 2 is marked effective from 2024-02-10, but it was" in refused.text
    assert log(repo) == before
    assert repo.git("status", "--porcelain") == ""


def test_a_past_day_is_only_read(portal: Portal) -> None:
    past = Portal(portal.served._replace(is_past=True))
    past.next_version(past.current.start)
    try:
        browser = past.browser()
        text = page(browser, "/documents/SOP-001/changes")
        assert "You decide as" not in text
        sent = {"form": past.door.form, "seen": "x", "decision": "approve"}
        assert browser.post("/documents/SOP-001/decide", data=sent, headers=OWN).status_code == 405
    finally:
        past.current.stop()
