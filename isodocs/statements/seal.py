"""Whether a sealed statement is what it seems: the right key, held by that person, not revoked.

Every kind of statement has a namespace of its own, so that a signature made for one purpose is
worth nothing for another, and the organisation's domain is part of it (PROTOCOL.sshsig).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import IsodocsError
from isodocs.model.judgement import Assurance
from isodocs.statements import ssh_key, sshsig, timestamp
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.approval import Sealed
    from isodocs.model.authority import Authority, AuthorityHistory


class SignaturePurpose(StrEnum):
    """What a signature is for."""

    APPROVAL = "isodocs-approval-v1"
    DELEGATION = "isodocs-delegation-v1"
    CONFIRMATION = "isodocs-confirmation-v1"
    AUTHORITY = "isodocs-authority-v1"
    ENROLMENT = "isodocs-enrolment-v1"

    def namespace(self, domain: str) -> str:
        """The SSHSIG namespace in an organisation's domain."""
        return f"{self}@{domain}"


class SealError(IsodocsError):
    """A seal is missing, broken, or by a key that does not count."""


def keys_of(authority: Authority, person: str) -> dict[str, ssh_key.PublicKey]:
    """A person's keys in one version of the register, by fingerprint."""
    found = authority.people.get(person)
    keys = [ssh_key.read_line(line) for line in found.keys] if found else []
    return {key.fingerprint: key for key in keys}


def usable(
    authority: Authority, person: str, proven: frozenset[tuple[str, str]]
) -> dict[str, ssh_key.PublicKey]:
    """The keys with which a person can sign: proven and not revoked, by fingerprint."""
    return {
        print_: key
        for print_, key in keys_of(authority, person).items()
        if (person, print_) in proven and not authority.revocation(print_)
    }


def can_reach(
    authority: Authority, person: str, proven: frozenset[tuple[str, str]], assurance: str
) -> bool:
    """Whether a person has a key with which an approval can have at least this assurance."""
    if assurance == "recorded":
        return True
    held = usable(authority, person, proven).values()
    return any(key.hardware or assurance != "signed+user-verified" for key in held)


def assess(
    sealed: Sealed,
    purpose: SignaturePurpose,
    person: str,
    key: str,
    authority: Authority,
    history: AuthorityHistory,
) -> Assurance:
    """What supports a statement that names `person` and the fingerprint `key`.

    `authority` is the version that the statement names. An unsigned statement without a key is
    recorded, no more. Raises SealError with the reason for a seal that does not hold.
    """
    if sealed.signature is None:
        if key:
            raise SealError(say("its signature, by the key {key}, is missing", key=key))
        return Assurance()
    if not key:
        raise SealError(say("it carries a signature, but names no key"))
    held = keys_of(authority, person).get(key)
    if held is None:
        raise SealError(
            say(
                "{key} is not a key of {person} in version {version} of the register",
                key=key,
                person=person,
                version=authority.version,
            )
        )
    if (person, key) not in history.proven:
        raise SealError(
            say("{person} has never shown to possess the key {key}", person=person, key=key)
        )
    revoked = history.current.revocation(key)
    if revoked and sealed.sha256 not in revoked.honoured:
        raise SealError(say("the key {key} is revoked ({reason})", key=key, reason=revoked.reason))
    namespace = purpose.namespace(authority.domain)
    try:
        verified = sshsig.verify(
            sealed.signature, sealed.data, namespace, held, authority.passkey_origins
        )
    except sshsig.SignatureError as error:
        raise SealError(error.message) from None
    signed = Assurance(
        True, verified.user_verified, origin=verified.origin, copyable=verified.copyable
    )
    if sealed.token is None:
        return signed
    try:
        roots = history.current.timestamp_roots
        stamped = timestamp.verify(sealed.token, sealed.signature, roots)
    except timestamp.TimestampError as error:
        return replace(signed, unstamped=error.message)
    return replace(signed, timestamped=True, stamped_at=stamped)
