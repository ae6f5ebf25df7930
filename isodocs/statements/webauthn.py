"""What a browser makes a passkey sign (WebAuthn, level 2 and 3), read strictly.

A passkey signs its own data about the person and a digest of the browser's, the *client data*: JSON
that names the challenge and the page that asked. Browsers write it in one order, so everything
that decides is compared byte by byte before any of it is parsed. See decision 0076.
"""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Collection
from typing import Any

from isodocs.expressions import expression
from isodocs.statements.sshsig import COPYABLE
from isodocs.words import say

_LABEL = "(?!-)[a-z0-9-]{1,63}"
HOST = expression(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z|0x[0-9a-f]*\Z){_LABEL}", re.ASCII)
"""What passkeys are made for: a name of the web in lower case, never a number (an IP address)."""
_PORT = expression(r"[1-9][0-9]{0,4}", re.ASCII)
_USUAL = {"https": "443", "http": "80"}
_LONGEST = 2048
"""Bytes of client data; browsers write some 250."""
_PRESENT, _VERIFIED, _COPIED = 0x01, 0x04, 0x10
"""Flags: someone was there, was known (by PIN, finger or face), and the key is copied."""


def host_of(origin: str) -> str:
    """The host of an origin as browsers write it; empty for what is none that may ask.

    That is `https://name` or, on the same machine, `http://localhost`, with a port where it is not
    the usual one.
    """
    scheme, _, rest = origin.partition("://")
    host, colon, port = rest.partition(":")
    if scheme not in _USUAL or not HOST.fullmatch(host):
        return ""
    if scheme == "http" and host != "localhost":
        return ""
    usual = port == _USUAL[scheme]
    if colon and (not _PORT.fullmatch(port) or int(port) > 65535 or usual):
        return ""
    return host


def origin_flaw(origin: str, host: str, allowed: Collection[str]) -> str:
    """Why a page at `origin` may not ask a passkey made for `host`; empty where it may."""
    if host_of(origin) != host:
        return say(
            "was made at {origin!r}, and its key is for {host}", origin=origin[:100], host=host
        )
    if origin not in allowed:
        return say(
            "was made at {origin}, where the authority register allows no passkeys", origin=origin
        )
    return ""


def client_data_flaw(data: bytes, challenge: bytes, origin: str) -> str:
    """What is wrong with the client data of a signature over `challenge`; empty where it is sound.

    A page within a page of another site never counts. Browsers that say nothing of that (Safari)
    mean that it was not so.
    """
    if len(data) > _LONGEST:
        return say("is over more than {longest} bytes of the browser's own", longest=_LONGEST)
    asked = base64url(challenge)
    begins = f'{{"type":"webauthn.get","challenge":"{asked}","origin":"{origin}"'.encode()
    if not data.startswith(begins):
        return _which(data, asked)
    if data[len(begins) : len(begins) + 1] not in (b",", b"}") or not data.endswith(b"}"):
        return say("is over something that no browser writes")
    try:
        said = json.loads(
            data.decode("utf-8", "strict"), object_pairs_hook=_once, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        return say("is over something that no browser writes")
    if said.get("crossOrigin", False) is not False or "topOrigin" in said:
        return say("was made on a page within a page of another site")
    return ""


def flags_flaw(flags: int) -> str:
    """What is wrong with what the passkey says of the person; empty where it is enough."""
    if not flags & _PRESENT:
        return say("was made while no one was there")
    if not flags & _VERIFIED:
        return say("was made without knowing the person (by PIN, finger or face)")
    if flags & ~(_PRESENT | _VERIFIED | COPYABLE | _COPIED):
        return say("has flags 0x{flags:02x}, of which some have no meaning here", flags=flags)
    if flags & _COPIED and not flags & COPYABLE:
        return say("says of its key that it is copied and cannot be")
    return ""


def base64url(data: bytes) -> str:
    """Base64 as addresses have it, without `=` at the end."""
    text = binascii.b2a_base64(data, newline=False).decode()
    return text.rstrip("=").translate(_TO_URL)


def unbase64url(text: str) -> bytes:
    """The bytes that `base64url` writes so; raises ValueError for any other way to write them."""
    plain = text.encode("ascii").decode().translate(_FROM_URL)
    data = binascii.a2b_base64(plain + "=" * (-len(plain) % 4), strict_mode=True)
    if base64url(data) != text:
        raise ValueError("not written in the one way")
    return data


_TO_URL = str.maketrans("+/", "-_")
_FROM_URL = str.maketrans("-_+/", "+/!!")


def _which(data: bytes, asked: str) -> str:
    """Which of what decides differs, as far as that shows."""
    if not data.startswith(b'{"type":"webauthn.get","challenge":"'):
        return say("is not one that a browser makes to sign something")
    if not data.startswith(f'{{"type":"webauthn.get","challenge":"{asked}","origin":"'.encode()):
        return say(
            "was asked for something else: the signed bytes were changed, or it is another's"
        )
    return say("was made on a page that is not the one it names")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
