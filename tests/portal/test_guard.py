"""A portal on this machine answers its own pages alone, and says nothing else to anyone."""

from __future__ import annotations

import asyncio
import itertools
import socket
from pathlib import Path

import pytest

from isodocs.errors import IsodocsError
from isodocs.portal import assets, serving
from isodocs.portal.guard import Door
from isodocs.portal.serving import listening
from tests.helpers.portal import ADDRESS, PORT, Portal, running, served

OWN = {"origin": ADDRESS}
PROMISED = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def test_only_this_machine_reaches_it_and_a_taken_port_is_named() -> None:
    taken = listening(0)
    try:
        names = [each.getsockname()[:2] for each in taken]
        port = names[0][1]
        assert names in ([("127.0.0.1", port)], [("127.0.0.1", port), ("::1", port)])
        with pytest.raises(IsodocsError, match=f"port {port} cannot be used"):
            listening(port)
        for each in taken[:1]:  # someone else still has the other address of `localhost`
            each.close()
        if taken[1:]:
            with pytest.raises(IsodocsError, match=f"port {port} cannot be used"):
                listening(port)
    finally:
        for each in taken:
            each.close()


def test_the_last_part_of_a_page_does_not_wait_for_the_browser_to_confirm_the_first() -> None:
    """It would wait 40 ms with each page: as long as browsers put off their confirmations."""

    async def connection() -> bool:
        sent: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            sent.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        taken = listening(0)
        servers = [await asyncio.start_server(connected, sock=each) for each in taken]
        _, writer = await asyncio.open_connection(*taken[0].getsockname())
        at_once = await sent
        writer.close()
        for server in servers:
            server.close()
        return at_once

    assert asyncio.run(connection())


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", f"evil.example:{PORT}", "127.0.0.1", "localhost", "127.0.0.1:80"),
        *(f"127.0.0.1.nip.io:{PORT}", f"127.0.0.1:{PORT}.evil.example", f"0.0.0.0:{PORT}"),
        *(f"[::1]:{PORT}", f"127.1:{PORT}", f"localhost.:{PORT}", "", f"a@127.0.0.1:{PORT}"),
    ],
)
def test_a_name_of_the_web_does_not_lead_to_it(planted: Portal, host: str) -> None:
    refused = planted.browser().get("/", headers={"host": host})
    assert (refused.status_code, refused.text) == (421, "This is not the address of the portal.")


def test_its_two_names_lead_to_it(planted: Portal) -> None:
    for host in (f"127.0.0.1:{PORT}", f"LOCALHOST:{PORT}"):
        assert planted.browser().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": f"http://localhost:{PORT}"},  # not the host that is asked for
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"sec-fetch-site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/events", "/assets/0/portal.js", "/enter?token=x"])
def test_another_site_or_port_gets_no_answer(
    planted: Portal, headers: dict[str, str], path: str
) -> None:
    refused = planted.browser().get(path, headers=headers)
    assert (refused.status_code, refused.text) == (403, "Another site asked for this.")


def test_a_link_from_elsewhere_leads_in_by_one_step(planted: Portal) -> None:
    link = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    asked = planted.stranger().get("/documents/SOP-001", headers=link)
    assert asked.status_code == 401
    assert 'href="/documents/SOP-001"' in asked.text
    assert "Einkauf" not in asked.text
    for path, led in (("//evil.example/x", "/"), ("/\\evil.example", "/%5Cevil.example")):
        led_to = planted.stranger().get(f"{ADDRESS}{path}", headers=link).text
        assert f'<a href="{led}">' in led_to


def test_cookies_of_other_programs_are_beside_its_own(planted: Portal) -> None:
    """A browser sends those of every port of this machine, in whatever form these have."""
    door, asked = planted.door, planted.stranger()
    own = f"{door.cookie}={door.session}"
    for cookies in (f'a={{"b": [1, "c"]}}; {own}', f"{own};;; =; x", f"{door.cookie}=old; {own}"):
        assert asked.get("/", headers={"cookie": cookies}).status_code == 200, cookies
    for cookies in (f"a={own}", f"{own}x", f'{door.cookie}="{door.session}"', door.cookie):
        assert asked.get("/", headers={"cookie": cookies}).status_code == 401, cookies


def test_the_token_is_exchanged_for_a_cookie_that_scripts_and_other_sites_cannot_use(
    planted: Portal,
) -> None:
    token, browser = planted.door.token, planted.stranger()
    let_in = browser.get(f"/enter?token={token}")
    cookie = let_in.headers["set-cookie"]
    assert cookie == f"isodocs-{PORT}={planted.door.session}; Path=/; HttpOnly; SameSite=Strict"
    assert let_in.status_code == 200  # a redirect from elsewhere would leave the cookie behind
    assert token not in let_in.text
    assert 'http-equiv="refresh" content="0;url=/"' in let_in.text
    assert browser.get("/").status_code == 200
    assert len(token) > 40
    assert token != Door.at(PORT).token


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 43])
def test_a_wrong_token_gets_nothing(planted: Portal, token: str) -> None:
    refused = planted.stranger().get("/enter", params={"token": token})
    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "cookie",
    [
        *("", f"isodocs-{PORT}=", f"isodocs-{PORT}=x", "isodocs-1={session}", "={session}"),
        *(f"isodocs-{PORT}={{session}}x", f"isodocs-{PORT}={{token}}", '"', "a=\x80; =", "\xe9"),
    ],
)
def test_without_the_cookie_no_page_says_anything(planted: Portal, cookie: str) -> None:
    door = planted.door
    said = cookie.format(session=door.session, token=door.token).encode("latin-1")
    for path in ("/", "/documents/SOP-001", "/events", "/no-such-page"):
        refused = planted.stranger().get(path, headers=[(b"cookie", said)])
        assert refused.status_code == 401
        assert "Test Works" not in refused.text


def test_nothing_can_be_changed(planted: Portal) -> None:
    browser = planted.browser()
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for path in ("/", "/documents/SOP-001", "/events"):
            assert browser.request(method, path).status_code == 403
            assert browser.request(method, path, headers=OWN).status_code == 405


def test_every_answer_has_the_headers(planted: Portal) -> None:
    browser, stranger = planted.browser(), planted.stranger()
    answers = [
        browser.get("/"),
        browser.get("/nothing"),
        browser.post("/", headers=OWN),
        browser.get("/", headers={"host": "evil.example"}),
        browser.get("/", headers={"origin": "null"}),
        stranger.get("/"),
        stranger.get("/enter?token=x"),
        browser.head("/documents"),
    ]
    assert [a.status_code for a in answers] == [200, 404, 405, 421, 403, 401, 401, 200]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED


def test_a_fault_says_nothing_of_the_program(
    planted: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("Plantedsecret in /root/isodocs/portal")

    monkeypatch.setattr("isodocs.portal.views.dashboard.dashboard", fails)
    failed = planted.browser().get("/")
    assert failed.status_code == 500
    assert {name: failed.headers.get(name) for name in PROMISED} == PROMISED
    for said in ("Planted", "KeyError", "Traceback", "/root", ".py"):
        assert said not in failed.text


def test_too_long_too_much_and_too_often_are_refused(tmp_path: Path) -> None:
    now = [0.0]
    portal = Portal(served(tmp_path, "2025-01-01"), lambda: now[0])
    browser = portal.browser()
    assert browser.get(f"/{'x' * 2048}").status_code == 414
    assert browser.get(f"/?{'x' * 2048}").status_code == 414
    for length in ("9999999", "-1", "x", "１"):
        headers = [(b"content-length", length.encode()), (b"host", f"127.0.0.1:{PORT}".encode())]
        assert browser.get("/", headers=headers).status_code == 413
    away = {"origin": "https://evil.example"}
    assert {browser.get("/", headers=away).status_code for _ in range(300)} == {403}
    script = assets.address("portal.js")
    asked = [browser.get(script).status_code for _ in range(300)]
    assert asked.count(200) > 200
    assert asked[-1] == 429
    now[0] += 60
    assert browser.get("/").status_code == 503  # nothing has been read yet
    guesses = [portal.stranger().get(f"/enter?token={n}").status_code for n in range(30)]
    assert guesses[0] == 401
    assert guesses[-1] == 429
    assert browser.get("/").status_code == 503  # one who is in does not suffer from it
    assert portal.stranger().get(f"/enter?token={portal.door.token}").status_code == 200
    others = [portal.stranger().get(script).status_code for _ in range(300)]
    assert others[-1] == 429
    assert browser.get("/").status_code == 503


def test_a_connection_that_brings_no_request_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are only so many, and any program on this machine can open them."""
    monkeypatch.setattr(serving, "_IDLE", 0.2)
    with running(served(tmp_path, "2025-01-01")) as portal:
        at = ("127.0.0.1", int(portal.door.hosts[0].partition(":")[2]))
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: "):
            with socket.create_connection(at, timeout=30) as waiting:
                waiting.sendall(begun)
                assert waiting.recv(1) == b""


OUTSIDE = [
    "/.git/config",
    "/.git/HEAD",
    "/isodocs.yaml",
    "/documents/SOP-001.md",
    *(
        f"{start}{road}"
        for start in ("/assets/", "/documents/", "/records/people/", "/people/")
        for road in (
            "../../../../etc/passwd",
            "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e/%2e%2e/etc/passwd",
            "..%252f..%252fetc%252fpasswd",
            "..~1..~1..~1etc~1passwd",
            "~1etc~1passwd",
            "..%5c..%5cetc%5cpasswd",
            "%00",
            "SOP-001%00.md",
            ".git~1config",
            "documents~1map.png",
            "file:%2f%2f%2fetc%2fpasswd",
        )
    ),
]


def test_no_address_leads_to_a_file(planted: Portal) -> None:
    (planted.served.folder / "documents" / "leads-out.md").symlink_to("/etc/passwd")
    browser = planted.browser()
    for road in (*OUTSIDE, "/documents/leads-out", "/search?q=root:x"):
        answer = browser.get(f"{ADDRESS}{road}")
        assert answer.status_code in (200, 404), road
        assert "root:" not in answer.text.replace("root:x", ""), road
        assert "repositoryformatversion" not in answer.text, road
        if answer.status_code == 200:
            assert answer.headers["content-type"].startswith("text/html"), road


def test_a_limit_that_is_met_goes_with_time() -> None:
    seconds = itertools.count(step=1)
    from isodocs.portal.guard import Bucket

    bucket = Bucket(2, 0.5, lambda: float(next(seconds)))
    assert [bucket.take() for _ in range(6)] == [True, True, True, False, True, False]
