"""A portal on an intranet: a reverse proxy knows who someone is, and says so in a header.

Only a named address may say it. Whatever else reaches the portal, also with such a header, gets no
answer.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.statements import webauthn
from isodocs.words import say

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope

    from isodocs.model.register import Register

SOCKET = "unix"
"""Stands for the address of a program that came by a socket of this machine."""
_HEADER = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_NAME = expression(r"[!#-+\--:<-~]{1,254}", re.ASCII)
"""Who someone is: visible ASCII, and nothing that lists several."""


class Proxy(NamedTuple):
    """A reverse proxy that signs people in.

    `origin` is the address that people open, `header` the one in which the proxy names them, and
    `addresses` are those from which it asks.
    """

    origin: str
    header: str
    addresses: frozenset[str]

    @property
    def host(self) -> str:
        """What a request names as its host."""
        return urlsplit(self.origin).netloc

    def sent(self, scope: Scope) -> bool:
        """Whether the proxy itself sent a request."""
        client = scope.get("client")
        if not client or not client[0]:
            return SOCKET in self.addresses
        address = ip_address(client[0])
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return str(mapped or address) in self.addresses

    def names(self, headers: Headers) -> str:
        """Whom the proxy names; empty where it names no one, or more than one."""
        named = headers.getlist(self.header)
        return named[0].casefold() if len(named) == 1 and _NAME.fullmatch(named[0]) else ""


def proxy(origin: str, header: str, addresses: tuple[str, ...]) -> Proxy:
    """A proxy as the options name it; raises IsodocsError for what is none."""
    if not webauthn.host_of(origin):
        raise IsodocsError(
            say("{origin!r} is not an address that people can open through a proxy", origin=origin),
            hint=say("Write it as the browser shows it, without a path: https://docs.example.com"),
        )
    if not _HEADER.fullmatch(header.lower()):
        raise IsodocsError(
            say("{header!r} is not the name of a header", header=header),
            hint=say("Write it as the proxy sets it, with hyphens: X-Forwarded-Email"),
        )
    try:
        named = [each if each == SOCKET else str(ip_address(each)) for each in addresses]
    except ValueError as error:
        raise IsodocsError(
            say("the proxy's address is not one: {error}", error=str(error)),
            hint=say("Write such as 127.0.0.1 or ::1."),
        ) from None
    return Proxy(origin, header.lower(), frozenset(named))


def person_of(register: Register, named: str) -> str:
    """The person whom a proxy names, by e-mail address or else by id; empty for a stranger.

    Whom the authority register knows have the addresses that it names and no others: anyone who may
    write in `records/people` could else become an approver.
    """
    history, wanted = register.inventory.authority, named.casefold()
    if not wanted:
        return ""
    if history and (known := history.current.person_with(wanted)):
        return known.id
    registered = {*history.current.people} if history else set()
    rows = [row for row in register.records.get("people", ()) if row.id not in registered]
    by_address = [row.id for row in rows if row.text("email").casefold() == wanted]
    ids = {row.id for row in rows} | registered
    found = by_address or [each for each in ids if each.casefold() == wanted]
    return found[0] if len(found) == 1 else ""


def author_of(register: Register, id: str) -> tuple[str, str]:
    """Name and address with which the commits of a person are made; raises IsodocsError."""
    history = register.inventory.authority
    person = history.current.people.get(id) if history else None
    rows = [row for row in register.records.get("people", ()) if row.id == id]
    name = person.name if person else next((row.text("name") for row in rows), "")
    emails = person.emails if person else tuple(filter(None, (row.text("email") for row in rows)))
    if not name or not emails:
        raise IsodocsError(
            say("{name} has no e-mail address here, and a commit needs one", name=name or id),
            hint=say("An owner of the authority register enters it, or who keeps records/people."),
        )
    return name, emails[0]
