"""What someone sends who means no good, or too much: names, archives, slow and many requests."""

from __future__ import annotations

import asyncio
import io
import re
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from isodocs.lifecycle.evidence_files import kind_of
from isodocs.portal import guard, serving
from isodocs.portal.guard import Door, Guard
from isodocs.portal.proxy import Proxy
from tests.helpers.company import ANN, base
from tests.helpers.portal import OWN, Portal, running, served
from tests.helpers.repository import RepositoryBuilder
from tests.portal.test_files import DAY, NC, PDF, send

HEADER = "x-forwarded-email"
PROXY = Proxy("https://docs.example.com", HEADER, frozenset({"10.0.0.5"}))
NAMES = (
    *("../../.git/hooks/pre-commit", ".gitattributes", ".GitAttributes", ".isodocs/waivers/x.json"),
    *(
        "..\\..\\isodocs.yaml",
        "C:\\con",
        "CON",
        "aux.txt",
        "com1",
        "LPT\u00b9.pdf",
        "nul.md",
        "...",
    ),
    *(
        "a\r\nset-cookie: x=y.pdf",
        "a\0b.pdf",
        "\u202efdp.exe",
        " ",
        "-rf",
        ".",
        "",
    ),
    *(
        "~1etc~1passwd",
        "git~1",
        ".git\u200c",
        "%2e%2e%2fx",
        "NC-2024-001.md",
        "x" * 300,
        "\U0001f4c4\u0301",
        "a:b",
    ),
)
"""Names that mean something to Git, to a system, or to us."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, RepositoryBuilder]]:
    """Quinn's portal, for all names."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("attacks"))
    people = "id,name\nann,Ann Author\nquinn,Quinn Quality\n"
    files = {"records/nonconformities/NC-2024-001.md": NC, "records/people.csv": people}
    repo.commit("Start", {**base(), **files}, author=ANN)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    yield found, repo
    found.current.stop()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_decides_neither_the_place_nor_the_kind_of_a_file(
    kept: tuple[Portal, RepositoryBuilder], name: str
) -> None:
    portal, repo = kept
    status, said = send(portal, PDF + name.encode("utf-8", "replace"), name)
    assert (status, "to" in said) == (200, True), said
    story, file = repo.git("show", "--format=", "--name-only", "HEAD").splitlines()
    assert story == "records/nonconformities/NC-2024-001.md"
    plain = r"records/nonconformities/evidence/NC-2024-001-[a-z0-9][a-z0-9.-]{0,120}\.pdf"
    assert re.fullmatch(plain, file), file
    assert repo.git("status", "--porcelain") == ""


def test_a_folder_that_leads_out_takes_no_file(
    kept: tuple[Portal, RepositoryBuilder], tmp_path: Path
) -> None:
    portal, repo = kept
    folder = repo.path / "records/nonconformities/evidence"
    aside, head = folder.with_name("aside"), repo.head()
    folder.rename(aside)
    folder.symlink_to(tmp_path, target_is_directory=True)
    try:
        status, said = send(portal, PDF + b"out", "out.pdf")
    finally:
        folder.unlink()
        aside.rename(folder)
    assert "to" not in said, status
    assert [*tmp_path.iterdir()] == []
    assert (repo.head(), repo.git("status", "--porcelain")) == (head, "")


def test_an_archive_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
        for number in range(20_000):
            made.writestr(f"word/media/{number}", b"")
        made.writestr("mimetype", "text/html" + " " * 10_000_000)
    begun = time.process_time()
    assert kind_of(file.getvalue()) == "docx"
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "road",
    [
        "/documents/SOP-001%0d%0aset-cookie:%20a=b",
        "/documents/SOP-001/copy%0d%0ax-y:z",
        "/records/nonconformity/NC-2024-001%0aset-cookie:a=b/files/0",
        "/my-day?person=%0d%0aset-cookie:%20a=b",
        "/records/nonconformity?words=%0d%0aset-cookie:%20a=b",
    ],
)
def test_an_address_adds_no_header(kept: tuple[Portal, RepositoryBuilder], road: str) -> None:
    answer = kept[0].browser().get(road, headers=OWN)
    assert answer.status_code in (200, 404)
    assert not {"set-cookie", "x-y"} & {name.lower() for name in answer.headers}


@pytest.mark.parametrize(
    "sent",
    [
        "form={form}" + "&f.title=x" * 9000,
        "form={form}&f.title=%ff%fe",
        "f.title=x",
        "form={form}x&f.title=x",
        "form=%C3%A9",
    ],
)
def test_a_form_of_too_many_fields_or_of_no_session_does_nothing(
    kept: tuple[Portal, RepositoryBuilder], sent: str
) -> None:
    portal, repo = kept
    head, headers = repo.head(), {**OWN, "content-type": "application/x-www-form-urlencoded"}
    data = sent.format(form=portal.door.form)
    answer = portal.browser().post("/begin/nonconformity", content=data, headers=headers)
    assert answer.status_code in (403, 415, 422)
    assert repo.head() == head


def test_what_is_brought_too_slowly_is_not_waited_for(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte after the other would keep a connection for days."""
    monkeypatch.setattr(guard, "_TO_BRING", 0.4)
    monkeypatch.setattr(guard, "_SLOWEST", 1 << 40)
    monkeypatch.setattr(serving, "_IDLE", 0.4)
    with running(served(company.path, DAY)) as portal:
        host, door = portal.door.hosts[0], portal.door
        head = (
            f"POST /preview HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Cookie: {door.cookie}={door.session}\r\nContent-Length: 900000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        at = ("127.0.0.1", int(host.partition(":")[2]))
        with socket.create_connection(at, timeout=0.1) as slow:
            slow.sendall(head.encode())
            answer, end = b"", time.monotonic() + 30
            while time.monotonic() < end:
                try:
                    slow.sendall(b"x")
                    more = slow.recv(65536)
                except TimeoutError:
                    continue
                except OSError:
                    break
                if not more:
                    break
                answer += more
            assert time.monotonic() < end
        assert answer.startswith(b"HTTP/1.1 413 ")


def asking(who: str, path: str, *more: tuple[bytes, bytes]) -> dict[str, Any]:
    """What the server makes of a request that comes through the proxy, for a person."""
    about = {"type": "http", "method": "GET", "path": path, "query_string": b""}
    headers = [(b"host", b"docs.example.com"), (HEADER.encode(), who.encode()), *more]
    return {**about, "headers": headers, "client": ("10.0.0.5", 40000)}


async def status(watched: Guard, scope: dict[str, Any]) -> int:
    found: list[int] = []

    async def send(message: Any) -> None:
        found.append(message.get("status", 0))

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    await watched(scope, receive, send)
    return found[0]


def test_one_person_cannot_take_every_connection() -> None:
    """Streams of events stay open: enough of them would leave none for others."""

    async def all_of_them() -> None:
        go_on = asyncio.Event()

        async def patient(scope: Any, receive: Any, send: Any) -> None:
            await go_on.wait()
            await PlainTextResponse("")(scope, receive, send)

        watched = Guard(patient, Door.behind(PROXY), lambda: 0.0, patient)

        def ask(who: str) -> asyncio.Task[int]:
            return asyncio.create_task(status(watched, asking(f"{who}@example.com", "/events")))

        mine = [ask("quinn") for _ in range(72)]
        others = [ask(f"p{number}") for number in range(200)]
        await asyncio.sleep(0.1)
        assert [task.result() for task in mine if task.done()] == [429] * 8
        assert not any(task.done() for task in others), "an office behind one address"
        go_on.set()
        assert {await task for task in (*mine[:64], *others)} == {200}
        assert await ask("quinn") == 200

    asyncio.run(all_of_them())


def test_who_asks_too_often_is_alone_in_it() -> None:
    """The limit is that of a person, whatever else a request says of where it is from."""

    async def at_once(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("")(scope, receive, send)

    async def all_of_them() -> None:
        watched = Guard(at_once, Door.behind(PROXY), lambda: 0.0, at_once)
        asked = [asking("Quinn@example.com", f"/{number}") for number in range(300)]
        statuses = [await status(watched, each) for each in asked]
        assert (statuses[0], statuses[-1]) == (200, 429)
        for name in (b"x-forwarded-for", b"x-real-ip", b"forwarded", b"cookie", b"user-agent"):
            mine = asking("quinn@EXAMPLE.com", "/x", (name, b"192.0.2.7"))
            assert await status(watched, mine) == 429
        assert await status(watched, asking("ann@example.com", "/")) == 200

    asyncio.run(all_of_them())
