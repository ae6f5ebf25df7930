"""What is fuzzed: every reader of bytes that somebody else wrote, each with what must hold.

A target takes any bytes and fails by an exception. `SEEDS` are sound inputs to begin with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from isodocs.authority import authority_register
from isodocs.errors import CanonicalError, IsodocsError
from isodocs.model.approval import DELEGATIONS, FOLDER, Sealed
from isodocs.model.config import Config
from isodocs.model.node import Scalar
from isodocs.parsing import config, document, front_matter, markdown, waiver
from isodocs.statements import kinds, ssh_key, sshsig, timestamp
from isodocs.statements.canonical import dump
from tests.helpers import company, signed_company
from tests.helpers.ssh import KINDS, SoftKey, armour, unarmour
from tests.helpers.time_authority import TimeAuthority

NAMESPACE = "isodocs-approval-v1@example.com"
MESSAGE = b'{"decision":"approve"}\n'
KEYS = {key.blob: ssh_key.read_line(key.line) for key in map(SoftKey, KINDS)}
SIGNED = {key.sign(MESSAGE, NAMESPACE) for key in map(SoftKey, KINDS)}
TEXT = company.document(
    body="# Purchasing {clause=8.4}\n\n![Flow](flow.svg)\n\n| a | b |\n|--|--|\n"
)


def armoured(data: bytes) -> None:
    """A signature file: refused, or verified, and that only if it is one that we made."""
    for key in KEYS.values():
        try:
            sshsig.verify(data, MESSAGE, NAMESPACE, key)
        except sshsig.SignatureError:
            continue
        # ECDSA alone has a second form for a signature (docs/decisions/0006).
        assert data in SIGNED or key.kind.value.endswith(("p256", "p256@openssh.com"))


def blob(data: bytes) -> None:
    """What stands inside the armour, laid out as ssh-keygen does it."""
    if data:
        armoured(armour(data))


def public_key(data: bytes) -> None:
    """A public key, as one line and as bytes."""
    for read, value in ((ssh_key.read_blob, data), (ssh_key.read_line, data.decode("latin-1"))):
        try:
            read(value)  # type: ignore[operator]
        except ssh_key.SshKeyError:
            continue


def approval(data: bytes) -> None:
    """An approval statement."""
    _statement(data, kinds.APPROVAL.parse, kinds.write)
    kinds.read_approval(f"{FOLDER}SOP-001/1/x.json", Sealed(data))


def deputy(data: bytes) -> None:
    """A delegation."""
    _statement(data, kinds.DELEGATION.parse, kinds.write)
    kinds.read_delegation(f"{DELEGATIONS}x.json", Sealed(data))


def possession(data: bytes) -> None:
    """A proof that a key is somebody's."""
    _statement(data, kinds.ENROLMENT.parse, kinds.write)


def register(data: bytes) -> None:
    """The authority register."""
    _statement(data, authority_register.parse, authority_register.write, readable=True)
    authority_register.read_all({authority_register.path_of(1): data})


def matter(data: bytes) -> None:
    """A document's front matter, and changing it in place."""
    front_matter.read(data)
    document.parse("documents/x.md", "0" * 40, data, Config())
    try:
        changed = front_matter.edit(data, {"status": "approved: yes", "effective": None})
    except IsodocsError:
        return
    mapping = front_matter.read(changed).mapping
    assert mapping is not None
    status = mapping.get("status")
    assert isinstance(status, Scalar)
    assert status.text == "approved: yes"
    assert mapping.get("effective") is None


def settings(data: bytes) -> None:
    """The configuration and a waiver."""
    config.parse(data)
    waiver.parse(".isodocs/waivers/x.yaml", data)


def outline(data: bytes) -> None:
    """A document's text: every place lies within it."""
    body = data.decode("utf-8", "replace")
    found = markdown.outline(body)
    last = len(re.split(r"\r\n?|\n", body))
    assert all(1 <= section.line <= section.end_line <= last for section in found.sections)
    placed = (*found.links, *found.placeholders, *found.problems)
    assert all(1 <= thing.line <= last for thing in placed)


def token(data: bytes) -> None:
    """A time-stamp token: whatever is changed in ours, it says no other time."""
    ours, root = _stamped()
    try:
        found = timestamp.verify(data, MESSAGE, (root,))
    except timestamp.TimestampError:
        return
    assert found == timestamp.stamped_at(ours)


@lru_cache
def _stamped() -> tuple[bytes, str]:
    """A token over the message and the root above it, by the machine's openssl."""
    with TemporaryDirectory() as folder:
        authority = TimeAuthority(Path(folder))
        return authority.stamp(MESSAGE), authority.root.pem


def _tokens() -> Iterator[bytes]:
    yield _stamped()[0]
    yield bytes.fromhex("30053003020102")  # the authority refused


def _statement(
    data: bytes,
    parse: Callable[[bytes], Any],
    write: Callable[[Any], bytes],
    *,
    readable: bool = False,
) -> None:
    """Refused, or the same bytes when written again; also once laid out canonically."""
    forms = [data]
    with suppress(ValueError, RecursionError):
        forms.append(dump(json.loads(data), readable=readable))
    for form in forms:
        try:
            found = parse(form)
        except CanonicalError:
            continue
        assert write(found) == form


def _jsons(files: dict[str, bytes]) -> Iterable[bytes]:
    return (data for path, data in files.items() if path.endswith(".json"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "armour": armoured,
    "blob": blob,
    "key": public_key,
    "approval": approval,
    "delegation": deputy,
    "enrolment": possession,
    "register": register,
    "front-matter": matter,
    "configuration": settings,
    "outline": outline,
    "token": token,
}
SEEDS: dict[str, Iterable[bytes]] = {
    "armour": SIGNED,
    "blob": map(unarmour, SIGNED),
    "key": [*KEYS, *(key.line.encode() for key in KEYS.values())],
    "approval": _jsons(signed_company.approval("SOP-001", 1, TEXT)),
    "delegation": _jsons(signed_company.deputy()),
    "enrolment": _jsons(signed_company.proof("quinn", signed_company.KEYS["quinn"])),
    "register": _jsons(signed_company.version_files(signed_company.AUTHORITY)),
    "front-matter": [TEXT.encode()],
    "configuration": [company.CONFIG.encode()],
    "outline": [TEXT.encode()],
    "token": _tokens(),
}
