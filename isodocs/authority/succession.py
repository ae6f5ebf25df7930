"""What a version of the authority register may not take back of those before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.errors import CanonicalError
from isodocs.statements import ssh_key
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import Authority


def holders(authority: Authority) -> dict[str, str]:
    """Whose each key of a version is, by the key's line."""
    return {line: person.id for person in authority.people.values() for line in person.keys}


def host(origin: str) -> str:
    """The name of the host in the address of a page; empty where it cannot be one."""
    from isodocs.statements import webauthn  # few registers name addresses

    return webauthn.host_of(origin)


def refuse_forgetting(earlier: Iterable[Authority], authority: Authority) -> None:
    """A revoked key stays revoked, a key that goes is revoked, and none changes hands.

    A key that was only left out would still count for a statement that names an older version.
    """
    held = {key: person for version in earlier for key, person in holders(version).items()}
    for version in earlier:
        for revocation in version.revocations:
            if authority.revocation(revocation.key) is None:
                raise CanonicalError(say("the revocation of {key} is gone", key=revocation.key))
    now = holders(authority)
    for line, person in held.items():
        if now.get(line, person) != person:
            raise CanonicalError(
                say("a key of {person!r} became one of {other!r}", person=person, other=now[line])
            )
        fingerprint = ssh_key.read_line(line).fingerprint
        if line not in now and authority.revocation(fingerprint) is None:
            raise CanonicalError(
                say("a key of {person!r} is gone without being revoked", person=person)
            )
    _refuse_moving(earlier, authority)


def _refuse_moving(earlier: Iterable[Authority], authority: Authority) -> None:
    """Where a passkey may sign it may until it is revoked.

    A statement that names an older version would still be taken from an address that was left.
    """
    sites = {ssh_key.read_line(line).site for line in holders(authority)}
    origins = {origin for version in earlier for origin in version.passkey_origins}
    for origin in sorted(origins - {*authority.passkey_origins}):
        if host(origin) in sites:
            raise CanonicalError(
                say("{origin} is gone while passkeys that were used there remain", origin=origin)
            )
