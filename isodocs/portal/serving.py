"""A portal on this machine: from a folder to a server that runs until it is stopped."""

from __future__ import annotations

import errno
import gc
import os
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from isodocs.errors import IsodocsError
from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
from isodocs.named_tuple import NamedTuple
from isodocs.portal.alarm import alarm
from isodocs.portal.app import portal
from isodocs.portal.current import Current
from isodocs.portal.deeds import Deeds
from isodocs.portal.guard import Door
from isodocs.portal.prepared import follow, prepare
from isodocs.portal.proxy import person_of
from isodocs.portal.snapshot import PortalSnapshot

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from isodocs.machine.held import Held
    from isodocs.portal.proxy import Proxy
    from isodocs.workspace import View

HOME = "127.0.0.1"
"""Only programs on this machine reach it."""
_WAITING = 128
_MOST_AT_ONCE = 256
_LONGEST_HEAD = 16 * 1024
_IDLE, _TO_END = 15, 2
"""Seconds that a connection is kept without a request, and that one has to end when we stop."""


class Served(NamedTuple):
    """What someone wants served: a folder, seen as `view` says each time, for `person`.

    Where no person is named, it is the one whose address Git is set to. What `is_past` is only
    read. Behind a `proxy` it is whom that names, and nothing is written unless `is_written`.
    """

    folder: Path
    view: Callable[[], View]
    now: Callable[[], datetime]
    person: str = ""
    is_past: bool = False
    proxy: Proxy | None = None
    is_written: bool = True

    @property
    def deeds(self) -> Deeds | None:
        """What can be done and not only read; None where nothing can."""
        if self.is_past or not self.is_written:
            return None
        # The keys at hand on a server are of no one who asks through a proxy.
        at_hand = self.proxy is None
        return Deeds(self.folder, self.view, self.now, self.person, at_hand)

    def take(self, number: int, held: Held | None = None) -> PortalSnapshot:
        """The snapshot of what is there now; `held` is of those before."""
        return PortalSnapshot.take(number, self.now(), self.folder, self.view(), held)

    def today(self) -> date:
        """The day that is asked about."""
        return self.view().on

    def me(self, snapshot: PortalSnapshot, named: str) -> str:
        """Who asks: the person whom the proxy `named`, or who sits at this machine; empty for none.

        At this machine it is one whom the authority register knows.
        """
        if self.proxy:
            find = lambda each: person_of(each.register, named)  # noqa: E731
            return snapshot.once("named", find, named)
        return snapshot.once("me", self._me)

    def _me(self, snapshot: PortalSnapshot) -> str:
        if self.person:
            return self.person
        with snapshot.reading, suppress(IsodocsError):
            return at_the_keyboard(snapshot.workspace, snapshot.register).id
        return ""


def listening(port: int) -> list[socket.socket]:
    """Sockets on this machine alone; any free port for 0. Raises IsodocsError for a taken one.

    There is one for each address that `localhost` can stand for: otherwise a program of someone
    else on this machine could listen at the other, and be given the token.
    """
    first = _listening(socket.AF_INET, HOME, port)
    try:
        return [first, _listening(socket.AF_INET6, "::1", first.getsockname()[1])]
    except IsodocsError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno != errno.EADDRINUSE:
            return [first]  # there is no such address here, so no one else has it
        first.close()
        raise


def at_a_socket(path: Path) -> list[socket.socket]:
    """A socket in a folder of this machine, for us and our group; raises IsodocsError."""
    if path.is_socket() and not _is_answered(path):  # what one that ran before has left
        path.unlink()
    before = os.umask(0o117)
    try:
        return [_listening(socket.AF_UNIX, str(path))]
    finally:
        os.umask(before)


def _is_answered(path: Path) -> bool:
    """Whether a program listens at a socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        return asking.connect_ex(str(path)) == 0


def at_an_address(address: str, port: int) -> list[socket.socket]:
    """A socket that other machines reach; raises IsodocsError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return [_listening(family, address, port)]


def _listening(family: socket.AddressFamily, address: str, port: int = 0) -> socket.socket:
    taken, what = None, f"port {port}" if port or family != socket.AF_UNIX else address
    try:
        # asyncio sends at once only by sockets that name TCP: the end of a page would wait 40 ms
        protocol = 0 if family == socket.AF_UNIX else socket.IPPROTO_TCP
        taken = socket.socket(family, socket.SOCK_STREAM, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address if family == socket.AF_UNIX else (address, port))
    except OSError as error:
        if taken:
            taken.close()
        raise IsodocsError(
            f"{what} cannot be used: {error.strerror}",
            hint="Its folder must be there, and nothing else in its place."
            if family == socket.AF_UNIX
            else "Another program has it, perhaps another `isodocs serve`. Name another: --port 0 "
            "takes any that is free.",
        ) from error
    taken.listen(_WAITING)
    return taken


class PatientProtocol(H11Protocol):
    """Ends a connection on which no whole request comes for a while: there are only so many."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        super().data_received(data)
        if self._is_answering:
            self._wait_no_more()

    def on_response_complete(self) -> None:
        """See uvicorn."""
        super().on_response_complete()
        if not self._is_answering:  # the next one may have been sent already
            self._wait()

    @property
    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _wait(self) -> None:
        self._wait_no_more()
        self._end = self.loop.call_later(_IDLE, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._end:
            self._end.cancel()
        self._end = None


class PortalServer(uvicorn.Server):
    """Ends the streams of events before it waits for answers that are still being given."""

    def __init__(self, config: uvicorn.Config, current: Current) -> None:
        super().__init__(config)
        self._current = current

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        self._current.hang_up()
        await super().shutdown(sockets)


def serve(served: Served, taken: list[socket.socket], say: Callable[[str], None]) -> None:
    """Serve until the process is stopped; `say` is given the address to open once it can be."""
    gc.enable()  # the door turns it off, for commands that end soon
    proxy = served.proxy
    door = Door.behind(proxy) if proxy else Door.at(taken[0].getsockname()[1])
    current = Current(served.take, alarm(served.folder, served.today), prepare, follow)
    app = portal(current, door, time.monotonic, served.me, served.deeds)
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=_MOST_AT_ONCE,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_TO_END,
    )
    current.start()
    say(door.address)
    try:
        with suppress(KeyboardInterrupt):  # the way to stop it
            PortalServer(config, current).run(sockets=taken)
    finally:
        current.stop()
        for each in taken:
            each.close()
