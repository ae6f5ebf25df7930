"""Signing with a passkey through the portal: what the browser must ask it, and what it answered.

A deed is asked for twice. The first time its statement is made and the browser learns what the
passkey must sign; the second time the same statement is made again, of the same moment, and the
signature must fit it. So the portal remembers nothing in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.named_tuple import NamedTuple
from isodocs.statements import webauthn
from isodocs.statements.passkeys import Assertion, signature_file, signed_by
from isodocs.statements.seal import usable
from isodocs.statements.sshsig import to_sign
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.authority import AuthorityHistory
    from isodocs.statements.ssh_key import PublicKey

_PATIENCE = timedelta(minutes=10)
"""So long after it was asked for a statement can be signed; it says when it was asked for."""
_MOST = 20
_AGAIN = say("Do it again, and sign when your device asks you to.")


class NotSignedYetError(Exception):
    """The passkey `key` has still to sign `challenge`."""

    def __init__(self, key: PublicKey, challenge: bytes) -> None:
        super().__init__("not signed yet")
        self.key, self.challenge = key, challenge


class OtherPasskeyError(Exception):
    """Someone signed with the passkey `key`, and the statement names another one of theirs."""

    def __init__(self, key: PublicKey) -> None:
        super().__init__("another passkey")
        self.key = key


@immutable(frozen=True, slots=True, eq=False)
class PasskeyWanted:
    """What a browser must ask a passkey before a deed can be done."""

    key: PublicKey
    challenge: bytes
    at: datetime

    def as_data(self) -> dict[str, Any]:
        """For the script of the page, which sends back what is new in it to it."""
        return {
            "challenge": webauthn.base64url(self.challenge),
            "site": self.key.site,
            "passkey": self.key.fingerprint,
            "at": self.at.isoformat(),
        }


class PasskeyAnswer(NamedTuple):
    """What a browser sent with a form that a passkey signs.

    `origin` is the address of the page, `key` the fingerprint of the passkey that the statement
    names, `at` the moment it was first asked for, and `made` what has been signed of it so far.
    """

    origin: str
    key: str
    at: datetime
    made: tuple[Assertion, ...] = ()


def given(form: Mapping[str, str], origin: str, now: datetime) -> PasskeyAnswer | None:
    """What a form says of passkeys; None where it is not to be signed by one.

    Raises LifecycleError for what a page of ours does not send, or sends too late.
    """
    if "passkey" not in form:
        return None
    try:
        at = datetime.fromisoformat(form["at"]) if form.get("at") else now
        listed = json.loads(form.get("made") or "[]")
        made = tuple(Assertion(*map(webauthn.unbase64url, each)) for each in listed[:_MOST])
        is_in_time = timedelta() <= now - at <= _PATIENCE
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise LifecycleError(say("the browser sent something else"), hint=_AGAIN) from None
    if not is_in_time:
        raise LifecycleError(say("this was not signed in time"), hint=_AGAIN)
    return PasskeyAnswer(origin, form["passkey"], at, made)


class PasskeySigner(NamedTuple):
    """Signs with what a browser sent; `others` are the person's other passkeys."""

    key: PublicKey
    asked: PasskeyAnswer
    others: tuple[PublicKey, ...] = ()

    @property
    def fingerprint(self) -> str:
        """See `Signer`."""
        return self.key.fingerprint

    def sign(self, data: bytes, namespace: str) -> bytes:
        """See `Signer`; raises NotSignedYetError where the browser must be asked first."""
        challenge = to_sign(data, namespace)
        named = f'"challenge":"{webauthn.base64url(challenge)}"'.encode()
        for made in self.asked.made:
            if named in made.client_data:
                here = self.asked.origin
                if other := signed_by(made, data, namespace, self.others, here):
                    raise OtherPasskeyError(other)
                return signature_file(made, data, namespace, self.key, here)
        raise NotSignedYetError(self.key, challenge)


def passkeys_of(history: AuthorityHistory, person: str, origin: str) -> tuple[PublicKey, ...]:
    """The passkeys with which someone can sign at an address."""
    site = webauthn.host_of(origin)
    if not site or origin not in history.current.passkey_origins:
        return ()
    held = usable(history.current, person, history.proven).values()
    return tuple(key for key in held if key.site == site)


def by_passkey(
    asked: PasskeyAnswer, keys: tuple[PublicKey, ...], make: Callable[[PasskeySigner], Plan]
) -> Plan | PasskeyWanted:
    """The plan that `make` makes and signs, or what must be signed before.

    Raises LifecycleError where the person has no such passkey.
    """
    chosen = next((key for key in keys if key.fingerprint == asked.key), None)
    if chosen is None:
        raise LifecycleError(
            say("you have no such passkey at this address"),
            hint=say("My keys shows which you have, and makes one."),
        )
    others = tuple(key for key in keys if key != chosen)
    try:
        return make(PasskeySigner(chosen, asked, others))
    except NotSignedYetError as more:
        return PasskeyWanted(more.key, more.challenge, asked.at)
    except OtherPasskeyError as used:
        return by_passkey(asked._replace(key=used.key.fingerprint, made=()), keys, make)
