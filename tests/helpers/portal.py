"""A portal of a repository, asked without a server, by a browser that has its cookie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from threading import Condition, Event, Thread

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from isodocs.portal.app import portal
from isodocs.portal.current import Current
from isodocs.portal.guard import Door
from isodocs.portal.prepared import follow, prepare
from isodocs.portal.serving import PatientProtocol, PortalServer, Served, listening
from isodocs.workspace import View
from tests.helpers.forms import Fields
from tests.helpers.repository import RepositoryBuilder

PORT = 8437
ADDRESS = f"http://127.0.0.1:{PORT}"
OWN = {"origin": ADDRESS, "accept-language": "en"}
"""What an English browser sends with a form of the portal's own."""


class ByHand:
    """An alarm that a test rings."""

    def __init__(self) -> None:
        self._state = Condition()
        self._rung, self._open, self._awaited = False, True, False

    def ring(self) -> None:
        with self._state:
            self._rung = True
            self._state.notify_all()

    def wait(self) -> bool:
        with self._state:
            self._awaited = True
            self._state.notify_all()
            self._state.wait_for(lambda: self._rung)
            self._rung = self._awaited = False
            return self._open

    def settle(self) -> None:
        """Wait until all that it was rung for has been looked at."""
        with self._state:
            assert self._state.wait_for(lambda: self._awaited and not self._rung, 60)

    def close(self) -> None:
        self._open = False
        self.ring()


def served(folder: Path, day: str, person: str = "") -> Served:
    """What is asked to be served: a folder, as it is on a day."""
    on = date.fromisoformat(day)
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Served(folder, lambda: View(on, latest=True), lambda: noon, person)


class Attentive(Current):
    """Rings its alarm where someone waits for a version."""

    alarm: ByHand

    def set_aside(self) -> None:
        """Look for no garbage: there are too many tests to look through them at each version."""

    def await_version(self, before: int, seconds: float) -> None:
        self.alarm.ring()
        super().await_version(before, seconds)


class Portal:
    """A portal and what it is made of; `clock` says how late it is for its limits."""

    def __init__(
        self, wanted: Served, clock: Callable[[], float] = lambda: 0.0, port: int = PORT
    ) -> None:
        self.served, self.alarm, self.door = (
            wanted,
            ByHand(),
            Door.behind(wanted.proxy) if wanted.proxy else Door.at(port),
        )
        self.current = Attentive(wanted.take, self.alarm, prepare, follow)
        self.current.alarm = self.alarm
        self.app: ASGIApp = portal(self.current, self.door, clock, wanted.me, wanted.deeds)

    def stranger(self) -> TestClient:
        """A browser that has no cookie."""
        return TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False)

    def browser(self) -> TestClient:
        """A browser that has been let in."""
        found = self.stranger()
        found.cookies.set(self.door.cookie, self.door.session)
        return found

    def next_version(self, change: Callable[[], object]) -> int:
        """The number of the version that shows a change.

        A version that follows it may have been read before it, as one that was being made then.
        """
        told = Event()

        def listener(number: int) -> None:
            told.set()

        self.current.listen(listener)
        change()
        assert told.wait(60)
        self.current.forget(listener)
        self.alarm.settle()
        return self.current.version


@contextmanager
def running(wanted: Served) -> Iterator[Portal]:
    """A portal that listens, in a thread of this process."""
    import uvicorn

    taken = listening(0)
    portal = Portal(wanted, time.monotonic, taken[0].getsockname()[1])
    how = {"log_level": "error", "ws": "none", "timeout_graceful_shutdown": 1}
    config = uvicorn.Config(portal.app, http=PatientProtocol, **how)  # type: ignore[arg-type]
    server = PortalServer(config, portal.current)
    thread = Thread(target=server.run, kwargs={"sockets": taken}, daemon=True)
    portal.next_version(portal.current.start)
    thread.start()
    yield portal
    server.should_exit = True
    portal.current.stop()
    thread.join(10)


@contextmanager
def of_ann(repo: RepositoryBuilder, day: str) -> Iterator[Portal]:
    """Ann's portal of a repository on that day, on a branch that is not protected."""
    repo.git("switch", "-q", "-c", "work")
    repo.configure("user", name="Ann Author", email="ann@example.com")
    found = Portal(served(repo.path, day, "ann"))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def form(portal: Portal, to: str) -> dict[str, str]:
    """What the form at an address sends as it is shown."""
    return Fields(portal.browser().get(to, headers=OWN).text, to).sent


def post(portal: Portal, to: str, data: dict[str, str], status: int = 200) -> str:
    """The page that answers a form; fails where the answer has another status."""
    answer = portal.browser().post(to, data=data, headers=OWN)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)
