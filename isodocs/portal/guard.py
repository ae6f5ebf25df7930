"""What every request must pass before anything else looks at it, and what every answer says.

A portal on this machine is for one person. Any page of the web that they have open may send
requests to it, a name of the web may be made to lead to it (DNS rebinding), and others may use this
machine. So a request must name the portal as its host, must not come from a page of another origin,
and must have the cookie that a random token in the first address is exchanged for.

Behind a proxy there is no token: the request must come from the proxy, which names the person.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse

from isodocs.expressions import expression
from isodocs.lifecycle.evidence_files import LARGEST
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from isodocs.portal.proxy import Proxy

ENTRANCE = "/enter"
"""Where a token is exchanged for a cookie."""
_OPEN = "/assets/"
"""What is below it is part of the program, and the same for everyone."""
_READING = ("GET", "HEAD")
_LONGEST_ADDRESS = 2048
_LARGEST = 1 << 20
"""Bytes of what a request may bring."""
_FILES = expression(r"/edit/records/[^/]+/[^/]+/file")
"""Where a file is attached to a record, which is larger than a form."""
_BURST, _PER_SECOND = 240, 60
"""So many requests at once, and so many a second in the long run."""
_AT_ONCE = 64
"""So many requests of one person are answered at once. Each page that someone looks at keeps one
(`/events`), and a program of theirs could otherwise take every connection there is."""
_TO_BRING, _SLOWEST = 30, 50_000
"""Seconds in which what a request brings must be here, and the bytes of it in each more second."""
_MOST_PEOPLE = 1000
"""Of so many, those who asked last, it is known how much they asked."""
_WRONG_BURST, _WRONG_PER_SECOND = 20, 0.5
"""The same of requests without the cookie: no one guesses 256 bits, or fills the log."""
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Mapping[str, str] = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Others get none; with `no-referrer` browsers hide the origin of our own forms, too (`null`).
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""Of each answer, also of one that refuses; a route may only say more of `cache-control`."""


class Door(NamedTuple):
    """Where a portal is: `hosts` are the names and ports by which a browser may ask for it."""

    hosts: tuple[str, ...]
    token: str
    session: str
    cookie: str
    form: str
    """What every form of ours has in it, so that no other page can send one (CSRF)."""
    proxy: Proxy | None = None

    @classmethod
    def behind(cls, proxy: Proxy) -> Door:
        """The door of a portal to which a proxy leads."""
        token, session, form = (secrets.token_urlsafe(32) for _ in range(3))
        return cls((proxy.host,), token, session, "", form, proxy)

    @classmethod
    def at(cls, port: int) -> Door:
        """The door of a portal that only this machine reaches, with a token of its own.

        A browser sends cookies to every port of a machine, so the port is in the cookie's name.
        """
        hosts = (f"localhost:{port}", f"127.0.0.1:{port}")
        token, session, form = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(hosts, token, session, f"isodocs-{port}", form)

    @property
    def address(self) -> str:
        """What to open first."""
        if self.proxy:
            return self.proxy.origin
        return f"http://{self.hosts[0]}{ENTRANCE}?token={self.token}"

    def who(self, headers: Headers) -> str:
        """Whom the proxy names; empty where there is none, or it names no one."""
        return self.proxy.names(headers) if self.proxy else ""

    def form_of(self, who: str) -> str:
        """What the forms of a person have in them; those of another are none of theirs."""
        made = hmac.new(self.form.encode(), who.encode(), "sha256").hexdigest()
        return made if self.proxy else self.form

    def origin(self, host: str) -> str:
        """The address of the portal for a browser that asks for this host."""
        return self.proxy.origin if self.proxy else f"http://{host.lower()}"

    def lets_in(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def made(self, form: str, who: str) -> bool:
        """Whether a form that was sent is one of ours, for this person."""
        return hmac.compare_digest(form.encode(), self.form_of(who).encode())

    @property
    def set_cookie(self) -> str:
        """The header that hands the cookie out; it ends with the browser's session."""
        return f"{self.cookie}={self.session}; Path=/; HttpOnly; SameSite=Strict"

    def knows(self, cookies: str) -> bool:
        """Whether the cookies of a request have ours.

        Beside it are those of every other program on this machine, in whatever form.
        """
        pairs = (each.strip().partition("=") for each in cookies.split(";"))
        said = (value for name, _, value in pairs if name == self.cookie)
        return any(hmac.compare_digest(each.encode(), self.session.encode()) for each in said)


class Refused(NamedTuple):
    """Why a request is not answered; nothing of the request itself is in it."""

    status: int
    why: str


class Bucket:
    """Lets so many through at once, and so many a second; `clock` counts seconds."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float]) -> None:
        self._burst, self._rate, self._clock = burst, per_second, clock
        self._left, self._at = burst, clock()

    def take(self) -> bool:
        """Whether one more may pass."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Guard:
    """Refuses what must not be answered, and puts the headers on what is."""

    def __init__(
        self, app: ASGIApp, door: Door, clock: Callable[[], float], stranger: ASGIApp
    ) -> None:
        """`stranger` answers one who has no cookie: it says how to get in, and nothing else."""
        self._app, self._door, self._stranger = app, door, stranger
        self._all = Bucket(_BURST, _PER_SECOND, clock)
        self._strangers = Bucket(_BURST, _PER_SECOND, clock)
        self._wrong = Bucket(_WRONG_BURST, _WRONG_PER_SECOND, clock)
        self._clock = clock
        self._each: OrderedDict[str, Bucket] = OrderedDict()
        self._running: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no WebSocket: nothing of ours uses one

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._door.proxy and self._door.proxy.origin.startswith("https:"):
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        headers = Headers(scope=scope)
        brings = _limited(receive, _most(scope))
        if refused := self._refused(scope, headers):
            await PlainTextResponse(refused.why, refused.status)(scope, brings, with_headers)
        elif not self._is_let_in(scope, headers):
            app = self._stranger if self._wrong.take() else PlainTextResponse(_SLOWER, 429)
            await app(scope, brings, with_headers)
        else:
            await self._answer(self._door.who(headers), scope, brings, with_headers)

    async def _answer(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one who is let in, unless too much of theirs is being answered."""
        if self._running[who] >= _AT_ONCE:
            await PlainTextResponse(_SLOWER, 429)(scope, receive, send)
            return
        self._running[who] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._running[who] -= 1
            self._running += Counter()  # forget who has nothing open

    def _refused(self, scope: Scope, headers: Headers) -> Refused | None:
        """Why a request is not even looked at; None where it is."""
        proxy = self._door.proxy
        if proxy and not proxy.sent(scope):
            return Refused(403, "This is answered through the proxy alone.")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._door.hosts:
            return Refused(421, "This is not the address of the portal.")
        if foreign(scope, headers, self._door.origin(hosts[0])):
            return Refused(403, "Another site asked for this.")
        if not self._may_go_on(headers):  # another site cannot use it up
            return Refused(429, _SLOWER)
        if len(scope["path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return Refused(414, "The address is too long.")
        if scope["method"] not in _READING and not headers.get("origin"):
            return Refused(403, "It is not known which page sends this.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _most(scope):
            return Refused(413, "This is too much.")
        return None

    def _may_go_on(self, headers: Headers) -> bool:
        """Whether one more request may pass; each person has a limit of their own."""
        who = self._door.who(headers)
        if not who:
            return (self._all if self._has_cookie(headers) else self._strangers).take()
        bucket = self._each.pop(who, None) or Bucket(_BURST, _PER_SECOND, self._clock)
        self._each[who] = bucket
        if len(self._each) > _MOST_PEOPLE:
            self._each.popitem(last=False)
        return bucket.take()

    def _is_let_in(self, scope: Scope, headers: Headers) -> bool:
        """Whether the request has the cookie or is of a person whom the proxy names."""
        if self._door.proxy:
            return bool(self._door.who(headers))
        path = scope["path"]
        if path.startswith(_OPEN) or path == ENTRANCE:
            token = QueryParams(scope["query_string"]).get("token", "")
            return path != ENTRANCE or self._door.lets_in(token) or self._wrong.take()
        return self._has_cookie(headers)

    def _has_cookie(self, headers: Headers) -> bool:
        return self._door.knows("; ".join(headers.getlist("cookie")))


def foreign(scope: Scope, headers: Headers, origin: str) -> bool:
    """Whether a page of another origin, which may be another port, sends the request.

    Following a link from elsewhere is not that: it shows a page, and the browser keeps the cookie
    to itself (`SameSite`).
    """
    origins = headers.getlist("origin")
    if origins and origins != [origin]:
        return True
    follows = (
        scope["method"] in _READING
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not follows


def _most(scope: Scope) -> int:
    """The bytes that a request may bring."""
    return LARGEST if _FILES.fullmatch(scope["path"]) else _LARGEST


def _limited(receive: Receive, most: int) -> Receive:
    """The same, until it has brought more than a request may, or takes too long to bring it."""
    brought, whole, end = 0, False, asyncio.get_running_loop().time() + _TO_BRING + most / _SLOWEST

    async def counted() -> Message:
        nonlocal brought, whole
        try:
            # After all of it comes only that the other one is gone, whenever that is.
            async with asyncio.timeout_at(None if whole else end):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        brought += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        return message if brought <= most else {"type": "http.disconnect"}

    return counted


_SLOWER = "Too many requests. Wait a moment."
