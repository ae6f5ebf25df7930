"""The stream by which a page that is open learns that there is a new snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse

if TYPE_CHECKING:
    from starlette.requests import Request

    from isodocs.portal.current import Current

_PING, _GRACE = 20, 1.0
"""Seconds after which a line without meaning shows that both are still there, and to end in."""


def stream(current: Current) -> Callable[[Request], Awaitable[EventSourceResponse]]:
    """The route; each event has the number of the version, the first at once."""

    async def answer(request: Request) -> EventSourceResponse:
        return EventSourceResponse(numbers(current), ping=_PING, shutdown_grace_period=_GRACE)

    return answer


async def numbers(current: Current) -> AsyncGenerator[ServerSentEvent, None]:
    """The number of each version, the one of now at once, as long as someone listens."""
    loop = asyncio.get_running_loop()
    new = asyncio.Event()

    def heard(number: int) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(new.set)

    current.listen(heard)
    try:
        while not current.is_over:
            new.clear()
            yield ServerSentEvent(f"{current.version}", event="snapshot")
            await new.wait()
    finally:
        current.forget(heard)
