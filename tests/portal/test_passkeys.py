"""A passkey in the portal: made, taken in by an owner, and then it signs as commands verify."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from isodocs.machine import signing_keys
from isodocs.portal.passkeys import given
from tests.helpers.command import invoke
from tests.helpers.company import path
from tests.helpers.markdown_texts import PICTURE
from tests.helpers.portal import PORT, Portal, served
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    base,
    fingerprint,
    following,
    version_files,
)
from tests.helpers.ssh import SoftPasskey, base64url
from tests.portal.test_deeds import DAY, FIRST, MUST_KNOW, NEXT, approved, field, page
from tests.threats.attack import START, gaps

HERE = f"http://localhost:{PORT}"
FROM_PAGE = {"origin": HERE, "accept": "application/json"}
MINE = SoftPasskey("quinn", "localhost")
OTHER = SoftPasskey("quinn's phone", "localhost")
NAMED = {fingerprint(key): key for key in (MINE, OTHER)}
ALONE = following(AUTHORITY, owners=("quinn",), threshold=1)


def begin(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quinn's company; the only owner, whose SSH key is at hand until `none_at_hand`."""
    key = KEYS["quinn"]
    monkeypatch.setattr(
        signing_keys,
        "_at_hand",
        lambda _: iter([signing_keys.SigningKey(signing_keys.ssh_key.read_line(key.line))]),
    )
    monkeypatch.setattr(
        signing_keys.SigningKey, "sign", lambda _, data, space: key.sign(data, space)
    )
    register = version_files(ALONE)
    repo.commit("Start", {**base(), **register, **MUST_KNOW, **approved()}, date=START)
    repo.commit("Next", {path(): NEXT, path("SOP-002"): FIRST}, date="2024-05-30T09:00:00+00:00")
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")


@pytest.fixture
def portal(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    begin(repo, monkeypatch)
    found = Portal(served(repo.path, DAY))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def browser_of(portal: Portal) -> TestClient:
    found = TestClient(portal.app, base_url=HERE, raise_server_exceptions=False)
    found.cookies.set(portal.door.cookie, portal.door.session)
    return found


def none_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_keys, "_at_hand", lambda _: iter(()))


def send(browser: TestClient, to: str, form: dict[str, str]) -> dict[str, Any]:
    answer = browser.post(to, data=form, headers=FROM_PAGE)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def signed(asked: dict[str, Any], key: SoftPasskey, **wrong: Any) -> dict[str, str]:
    """What the script of the page adds to the form."""
    challenge = asked["challenge"]
    data = key.client_data(b"", challenge=challenge)
    made = key.assertion(b"", **{"client_data": data, **wrong})
    return {
        "at": asked["at"],
        "passkey": asked["passkey"],
        "made": json.dumps([[*map(base64url, made)]]),
    }


def enrol(portal: Portal, browser: TestClient, key: SoftPasskey) -> dict[str, Any]:
    form = {"form": portal.door.form, "passkey": "", "spki": base64url(key.spki)}
    asked = send(browser, "/my-keys/enrol", form)
    return send(browser, "/my-keys/enrol", form | signed(asked, key))


def take_in(portal: Portal, browser: TestClient, *keys: SoftPasskey) -> None:
    for key in keys:
        assert enrol(portal, browser, key) == {"to": "/my-keys?done=enrol"}
    portal.next_version(portal.alarm.ring)
    text = page(browser, "/my-keys")
    assert f"Passkeys may sign at {HERE}." in text
    assert text.count("awaiting acceptance by an owner") == len(keys)
    assert "Ask Quinn Quality in person" in text
    form = {"form": portal.door.form, "sha256": field(text, "sha256")}
    assert send(browser, "/my-keys/sign", form) == {"to": "/my-keys?done=take-in"}
    portal.next_version(portal.alarm.ring)


def page(browser: TestClient, address: str) -> str:  # noqa: F811
    return browser.get(address, headers={"accept-language": "en"}).text


def test_made_taken_in_and_signed_with(
    portal: Portal, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(portal)
    assert "Create a passkey" in page(browser, "/my-keys")
    take_in(portal, browser, MINE, OTHER)
    assert "passkey for localhost" in page(browser, "/my-keys")
    none_at_hand(monkeypatch)
    text = page(browser, "/documents/SOP-001/changes")
    assert "signed with your passkey: your device asks you" in text
    assert text.count("data-passkeys=") == 2
    form = {name: field(text, name) for name in ("form", "seen", "passkey")}
    decide, form["decision"] = "/documents/SOP-001/decide", "approve"
    before = repo.git("rev-parse", "HEAD")
    asked = send(browser, decide, form)
    assert asked["site"] == "localhost"
    assert repo.git("rev-parse", "HEAD") == before
    # The person picks the other passkey: the statement then names that one, and is signed anew.
    other = MINE if fingerprint(OTHER) == asked["passkey"] else OTHER
    again = send(browser, decide, form | signed(asked, other))
    assert again["passkey"] == fingerprint(other)
    assert again["challenge"] != asked["challenge"]
    assert repo.git("rev-parse", "HEAD") == before
    done = send(browser, decide, form | signed(again, other))
    assert done == {"to": "/documents/SOP-001?done=approve"}
    portal.next_version(portal.alarm.ring)
    told = invoke("history", "SOP-001", "--on", "2099-01-01", at=repo.path).output
    assert f"a passkey that checked its user at {HERE}" in " ".join(told.split())
    # Rejected, and confirmed, by the one that the form names.
    text = page(browser, "/documents/SOP-002")
    form = {name: field(text, name) for name in ("form", "seen", "passkey")}
    form |= {"decision": "reject", "reason": "Which rod?"}
    asked = send(browser, "/documents/SOP-002/decide", form)
    assert send(
        browser, "/documents/SOP-002/decide", form | signed(asked, NAMED[asked["passkey"]])
    ) == {"to": "/documents/SOP-002?done=reject"}
    portal.next_version(portal.alarm.ring)
    text = page(browser, "/documents/SOP-001")
    form = {name: field(text, name) for name in ("form", "revision", "seen", "passkey")}
    asked = send(browser, "/documents/SOP-001/confirm", form)
    assert "to" in send(
        browser, "/documents/SOP-001/confirm", form | signed(asked, NAMED[asked["passkey"]])
    )
    assert not {"APR003", "APR013", "CFG009", "CFG010"} & gaps(repo).keys()


def test_what_does_not_hold_is_not_written(
    portal: Portal, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(portal)
    form = {"form": portal.door.form, "passkey": "", "spki": base64url(MINE.spki)}
    before = repo.git("rev-parse", "HEAD")
    asked = send(browser, "/my-keys/enrol", form)
    for wrong, said in (
        ({"flags": 0x01}, "without knowing the person"),
        ({"site": "evil.example"}, "is not one for localhost"),
        ({"client_data": MINE.client_data(b"x")}, None),
    ):
        answer = send(browser, "/my-keys/enrol", form | signed(asked, MINE, **wrong))
        assert answer == asked if said is None else said in answer["said"]
    answer = send(browser, "/my-keys/enrol", form | signed(asked, OTHER))
    assert "does not fit" in answer["said"]
    answer = send(browser, "/my-keys/enrol", form | {"spki": "AAAA"})
    assert "not of the kind ES256" in answer["said"]
    for spki in ("", "=", "é", "AA="):
        assert "said" in send(browser, "/my-keys/enrol", form | {"spki": spki})
    assert repo.git("rev-parse", "HEAD") == before
    take_in(portal, browser, MINE)
    none_at_hand(monkeypatch)
    text = page(browser, "/documents/SOP-001/changes")
    form = {name: field(text, name) for name in ("form", "seen", "passkey")}
    decide, form["decision"] = "/documents/SOP-001/decide", "approve"
    before = repo.git("rev-parse", "HEAD")
    asked = send(browser, decide, form)
    late = portal.served.now() - timedelta(minutes=11)
    for wrong_form, said in (
        ({"passkey": "SHA256:x"}, "no such passkey"),
        ({"at": late.isoformat()}, "not signed in time"),
        ({"at": (portal.served.now() + timedelta(seconds=1)).isoformat()}, "not signed in time"),
        ({"at": "x"}, "sent something else"),
        ({"made": "{"}, "sent something else"),
        ({"made": '{"a":1}'}, "sent something else"),
        ({"made": '[["a","b"]]'}, "sent something else"),
        ({"made": "[1]"}, "sent something else"),
        ({"made": "[" * 20000}, "sent something else"),
    ):
        assert said in send(browser, decide, form | signed(asked, MINE) | wrong_form)["said"]
    # Another moment, another decision: other statements, so the browser is asked again.
    sent = form | signed(asked, MINE)
    for other in (
        {"at": (portal.served.now() - timedelta(minutes=1)).isoformat()},
        {"decision": "reject", "reason": "No."},
    ):
        assert "challenge" in send(browser, decide, sent | other)
    plain = browser.post(decide, data=form, headers={"origin": HERE}, follow_redirects=False)
    assert plain.status_code == 415  # a browser without scripts
    assert repo.git("rev-parse", "HEAD") == before
    assert repo.git("status", "--porcelain") == ""


def test_an_address_without_a_name_has_no_passkeys(portal: Portal) -> None:
    text = portal.browser().get("/my-keys", headers={"accept-language": "en"}).text
    assert f'<a href="{HERE}/my-keys">' in text
    assert "data-site" not in text
    assert re.search(r'href="/my-keys" aria-current="page"', text)


def test_a_form_without_passkeys_is_as_ever(portal: Portal) -> None:
    assert given({}, HERE, portal.served.now()) is None


def test_many_texts_are_approved_with_one_signature(
    portal: Portal, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(portal)
    take_in(portal, browser, MINE)
    none_at_hand(monkeypatch)
    repo.write("documents/rod.png", PICTURE)
    portal.next_version(portal.alarm.ring)
    text = page(browser, "/approve")
    form = dict(re.findall(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"', text))
    assert len(form) == 2
    form |= {name: field(text, name) for name in ("form", "passkey")}
    asked = send(browser, "/approve", form)
    assert send(browser, "/approve", form | signed(asked, MINE)) == {"to": "/my-day?done=approve"}
    brought = repo.git("diff", "--name-only", "HEAD~1").splitlines()
    assert brought.pop() == "documents/rod.png", "what is approved is committed with it"
    assert [name.rpartition(".json")[2] for name in brought] == ["", ".sig"]
