"""Behind a proxy: whom it names is who asks, and nobody else is believed or answered."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from isodocs.errors import IsodocsError
from isodocs.machine import signing_keys
from isodocs.portal import serving
from isodocs.portal.proxy import Proxy, proxy
from tests.helpers import company
from tests.helpers.company import document, path
from tests.helpers.portal import Portal, served
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, KEYS, base, following, proof, version_files
from tests.helpers.signed_company import with_people as with_these
from tests.helpers.ssh import SoftPasskey
from tests.portal.test_deeds import DAY, FIRST, MUST_KNOW, NEXT, approved, field, log
from tests.portal.test_passkeys import signed
from tests.threats.attack import START, gaps

ORIGIN, HEADER = "https://docs.example.com", "x-forwarded-email"
PROXY = Proxy(ORIGIN, HEADER, frozenset({"10.0.0.5"}))
QUINN = {HEADER: "Quinn@example.com", "accept-language": "en"}
MINE = SoftPasskey("quinn")
SECOND = following(
    AUTHORITY,
    people=with_these(
        AUTHORITY,
        AUTHORITY.people["quinn"].__class__(
            "quinn", "Quinn Quality", ("quinn@example.com",), (KEYS["quinn"].line, MINE.line)
        ),
    ),
    passkey_origins=(ORIGIN,),
)


@pytest.fixture
def repo_of_a_server(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """Its administrator has Quinn's key in the agent, as someone may who is both."""
    key = KEYS["quinn"]
    monkeypatch.setattr(
        signing_keys,
        "_at_hand",
        lambda _: iter([signing_keys.SigningKey(signing_keys.ssh_key.read_line(key.line))]),
    )
    files = {**base(), **version_files(SECOND), **proof("quinn", MINE), **MUST_KNOW, **approved()}
    repo.commit("Start", files, date=START)
    repo.commit("Next", {path(): NEXT, path("SOP-002"): FIRST}, date="2024-05-30T09:00:00+00:00")
    repo.configure("user", name="Portal", email="portal@example.com")
    return repo


def behind(repo: RepositoryBuilder, **more: Any) -> Portal:
    return Portal(served(repo.path, DAY)._replace(proxy=PROXY, **more))


@pytest.fixture
def portal(repo_of_a_server: RepositoryBuilder) -> Iterator[Portal]:
    found = behind(repo_of_a_server)
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def through(
    portal: Portal, address: str = "10.0.0.5", host: str = "docs.example.com"
) -> TestClient:
    return TestClient(
        portal.app, f"https://{host}", raise_server_exceptions=False, client=(address, 40000)
    )


def test_only_whom_the_proxy_names_is_answered(portal: Portal) -> None:
    browser = through(portal)
    found = browser.get("/my-day", headers=QUINN)
    assert found.status_code == 200
    assert "My day: Quinn Quality" in found.text
    assert found.headers["strict-transport-security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in found.headers["content-security-policy"]
    assert "quinn" not in found.headers.get("set-cookie", "")
    by_id = browser.get("/my-day", headers={**QUINN, HEADER: "dora"})
    assert "My day: Dora Director" in by_id.text
    # Without the header, with an empty one, or with more than one person in it.
    for value in ("", " ", "quinn@example.com, dora@example.com", "quinn@example.com dora", "é"):
        refused = browser.get("/my-day", headers={HEADER: value.encode()})
        assert refused.status_code == 401, value
        assert "Quinn" not in refused.text
    twice = browser.get("/my-day", headers=[(HEADER, "quinn"), (HEADER, "dora")])
    assert twice.status_code == 401
    assert browser.get("/my-day").status_code == 401
    for other in ("x-forwarded-user", "x_forwarded_email", "remote-user", "cookie"):
        assert browser.get("/my-day", headers={other: "quinn@example.com"}).status_code == 401
    # The cookie and the token of a portal for one person open nothing here.
    door = portal.door
    assert browser.get("/", headers={"cookie": f"{door.cookie}={door.session}"}).status_code == 401
    assert browser.get(f"/enter?token={door.token}").status_code == 401
    # Someone whom the proxy knows, and nobody here.
    for stranger in ("eve@example.com", "portal@example.com", "nobody"):
        refused = browser.get("/documents", headers={HEADER: stranger, "accept-language": "en"})
        assert refused.status_code == 403
        assert "no one here has your address" in refused.text
        assert "SOP-001" not in refused.text


def test_of_all_that_oauth2_proxy_sends_one_header_says_who_asks(portal: Portal) -> None:
    """As an upstream gets them with `--pass-user-headers`, `--pass-access-token` and so on."""
    sent = {
        "x-forwarded-user": "00u1a2b3c4",
        "x-forwarded-groups": "quality,dora",
        "x-forwarded-preferred-username": "dora",
        "x-forwarded-access-token": "eyJhbGciOiJSUzI1NiJ9.e30.x",
        "authorization": "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x",
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "docs.example.com",
        "x-real-ip": "203.0.113.9",
        "accept-language": "en",
    }
    browser = through(portal)
    found = browser.get("/my-day", headers={**sent, HEADER: "quinn@example.com"})
    assert "My day: Quinn Quality" in found.text
    assert browser.get("/my-day", headers=sent).status_code == 401


@pytest.mark.parametrize("address", ["10.0.0.6", "127.0.0.1", "::1", "::ffff:10.0.0.6", "fe80::1"])
def test_the_header_from_another_address_is_worth_nothing(portal: Portal, address: str) -> None:
    for way in ("/", "/my-day", "/assets/x/portal.js", "/events", "/enter?token=x"):
        refused = through(portal, address).get(way, headers=QUINN)
        assert (refused.status_code, refused.text) == (
            403,
            "This is answered through the proxy alone.",
        )
    assert through(portal, "::ffff:10.0.0.5").get("/my-day", headers=QUINN).status_code == 200


def test_other_names_and_other_sites_are_refused(portal: Portal) -> None:
    for host in ("docs.example.com:8443", "localhost", "evil.example", "docs.example.com.evil"):
        assert through(portal, host=host).get("/", headers=QUINN).status_code == 421
    browser = through(portal)
    for origin in ("http://docs.example.com", "https://evil.example", "null"):
        assert browser.get("/", headers={**QUINN, "origin": origin}).status_code == 403
    refused = browser.get("/", headers={**QUINN, "sec-fetch-site": "cross-site"})
    assert refused.status_code == 403


def test_each_decides_in_their_own_name_and_no_key_of_the_server_signs(
    portal: Portal, repo_of_a_server: RepositoryBuilder
) -> None:
    repo, browser = repo_of_a_server, through(portal)
    text = browser.get("/documents/SOP-001/changes", headers=QUINN).text
    assert "signed with your passkey: your device asks you" in text
    sent = {name: field(text, name) for name in ("form", "seen", "passkey")}
    sent |= {"decision": "approve"}
    before, to = log(repo), "/documents/SOP-001/decide"
    own = {**QUINN, "origin": ORIGIN}
    # Without the passkey it would only be recorded, and the register asks for a signature.
    recorded = {name: value for name, value in sent.items() if name != "passkey"}
    refused = browser.post(to, data=recorded, headers=own)
    assert refused.status_code == 409
    # The form is Quinn's: sent in Dora's name it is none, nor without an origin.
    dora = {**own, HEADER: "dora@example.com"}
    assert browser.post(to, data=sent, headers=dora).status_code == 403
    assert browser.post(to, data=sent, headers=QUINN).status_code == 403
    assert log(repo) == before
    script = {**own, "accept": "application/json"}
    asked = browser.post(to, data=sent, headers=script).json()
    assert asked["site"] == "docs.example.com"
    done = browser.post(to, data=sent | signed(asked, MINE), headers=script).json()
    assert done == {"to": "/documents/SOP-001?done=approve"}
    assert log(repo)[0].startswith("Quinn Quality: SOP-001")
    said = repo.git("log", "-1", "--format=%ae %cn")
    assert said == "quinn@example.com Portal"
    assert not {"APR003", "APR013"} & gaps(repo).keys()


def test_several_at_once_and_a_review_by_passkey(
    portal: Portal, repo_of_a_server: RepositoryBuilder
) -> None:
    repo, browser = repo_of_a_server, through(portal)
    script = {**QUINN, "origin": ORIGIN, "accept": "application/json"}

    def does(to: str, **sent: str) -> dict[str, str]:
        text = browser.get(to, headers=QUINN).text
        form = {**sent, **{name: field(text, name) for name in ("form", "passkey")}}
        form |= dict(re.findall(r'name="(seen[.]SOP-001)" value="([^"]*)"', text))
        asked = browser.post(to, data=form, headers=script).json()
        done: dict[str, str] = browser.post(
            to, data=form | signed(asked, MINE), headers=script
        ).json()
        return done

    assert does("/approve") == {"to": "/my-day?done=approve"}
    portal.next_version(portal.alarm.ring)
    done = does("/edit/documents/SOP-001/review", **{"f.note": "Still right."})
    assert done == {"to": "/documents/SOP-001?done=review"}
    assert [line.partition(":")[0] for line in log(repo)[:2]] == ["Quinn Quality"] * 2
    assert not {"APR003", "APR013"} & gaps(repo).keys()


def test_no_one_becomes_an_approver_by_a_row_of_their_own(repo: RepositoryBuilder) -> None:
    """Anyone may write in the records; whose address is whose, the register says of its people."""
    rows = "quinn,Quinn Quality,rae@example.com\nrae,Rae Reader,\nsam,Sam Shop,sam@example.com\n"
    people = {"records/people.csv": f"id,name,email\n{rows}"}
    repo.commit("Start", {**company.base(), **people, path(): document()}, date=START)
    portal = behind(repo)
    portal.next_version(portal.current.start)
    try:
        browser = through(portal)
        asked = {"accept-language": "en", HEADER: "rae@example.com"}
        assert browser.get("/my-day", headers=asked).status_code == 403
        for name in ("rae", "sam", "sam@example.com", "quinn", "quinn@example.com"):
            assert browser.get("/my-day", headers={**asked, HEADER: name}).status_code == 200
        sam = browser.get("/my-day", headers={**asked, HEADER: "sam@example.com"}).text
        assert "My day: Sam Shop" in sam
    finally:
        portal.current.stop()


def test_a_record_through_the_proxy_is_called_one(repo: RepositoryBuilder) -> None:
    """Where the register asks for no signatures."""
    repo.commit("Start", {**company.base(), path(): document(effective=DAY)}, date=START)
    repo.configure("user", name="Portal", email="portal@example.com")
    portal = behind(repo)
    portal.next_version(portal.current.start)
    try:
        browser = through(portal)
        text = browser.get("/documents/SOP-001", headers=QUINN).text
        assert "It is recorded, not signed: none of your keys is available." in text
        sent = {name: field(text, name) for name in ("form", "seen")} | {"decision": "approve"}
        own = {**QUINN, "origin": ORIGIN}
        browser.post("/documents/SOP-001/decide", data=sent, headers=own)
        assert log(repo)[0].startswith("Quinn Quality: SOP-001")
        portal.next_version(portal.alarm.ring)
        assert "recorded" in browser.get("/documents/SOP-001", headers=QUINN).text
    finally:
        portal.current.stop()


def test_only_reading_unless_it_is_switched_on(repo_of_a_server: RepositoryBuilder) -> None:
    portal = behind(repo_of_a_server, is_written=False)
    portal.next_version(portal.current.start)
    try:
        browser = through(portal)
        text = browser.get("/documents/SOP-001/changes", headers=QUINN).text
        assert "You decide as" not in text
        assert 'method="post"' not in text
        own = {**QUINN, "origin": ORIGIN}
        sent = {"form": portal.door.form_of("quinn@example.com"), "decision": "approve"}
        for to in ("/documents/SOP-001/decide", "/my-keys/enrol", "/my-keys/sign", "/approve"):
            assert browser.post(to, data=sent, headers=own).status_code == 405
    finally:
        portal.current.stop()


def test_one_who_asks_too_often_bars_no_one_else(portal: Portal) -> None:
    browser = through(portal)
    asked = [browser.get("/nothing", headers=QUINN).status_code for _ in range(260)]
    assert asked[0] == 404
    assert asked[-1] == 429
    assert browser.get("/nothing", headers={HEADER: "dora"}).status_code == 404


@pytest.mark.parametrize(
    ("origin", "header", "addresses", "said"),
    [
        ("docs.example.com", "X-User", (), "is not an address that people can open"),
        ("http://docs.example.com", "X-User", (), "is not an address that people can open"),
        ("https://docs.example.com/portal", "X-User", (), "is not an address that people"),
        (ORIGIN, "X_User", (), "is not the name of a header"),
        (ORIGIN, "X-User: quinn", (), "is not the name of a header"),
        (ORIGIN, "X-User", ("proxy.local",), "the proxy's address is not one"),
        (ORIGIN, "X-User", ("10.0.0.0/8",), "the proxy's address is not one"),
    ],
)
def test_what_names_no_proxy_is_refused(
    origin: str, header: str, addresses: tuple[str, ...], said: str
) -> None:
    with pytest.raises(IsodocsError, match=said):
        proxy(origin, header, addresses)
    assert proxy(ORIGIN, "X-User", ("unix", "0:0::1")).addresses == {"unix", "::1"}


def test_a_socket_is_for_us_and_our_group_alone(tmp_path: Path) -> None:
    place = tmp_path / "portal"
    for _ in range(2):  # the second time over what the first has left
        (taken,) = serving.at_a_socket(place)
        assert place.stat().st_mode & 0o777 == 0o660
        with pytest.raises(IsodocsError, match="cannot be used"):  # someone is there
            serving.at_a_socket(place)
        taken.close()
    place.unlink()
    place.write_text("a file of someone")
    with pytest.raises(IsodocsError, match="cannot be used"):
        serving.at_a_socket(place)
    assert place.read_text() == "a file of someone"
    (taken,) = serving.at_an_address("127.0.0.1", 0)
    assert taken.family == socket.AF_INET
    taken.close()
