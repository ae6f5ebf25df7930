"""From what a browser gives to what is kept: a passkey's public key, and its signature file.

Nothing here needs a library for WebAuthn: a browser hands out the public key by itself, and what
shows that someone has a new passkey is a signature by it, as with every other key (decision 0076).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from isodocs.errors import IsodocsError
from isodocs.named_tuple import NamedTuple
from isodocs.statements import ssh_key
from isodocs.statements.curve_points import P256_ORDER
from isodocs.statements.ssh_key import KeyKind, PublicKey
from isodocs.statements.sshsig import WEBAUTHN, SignatureError, verify, write
from isodocs.words import say

_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
"""What comes before the point of a P-256 key in its DER form (RFC 5480)."""
_AUTHENTICATOR_DATA = 32 + 1 + 4
"""Bytes of what a passkey says of itself: a digest of its site, its flags, and a counter."""
_HINT = say("Sign again. If it fails again, make another passkey, with another browser or device.")


class PasskeyError(IsodocsError):
    """What a browser gives is not of a passkey that can be used here."""


class Assertion(NamedTuple):
    """What a browser gives when someone has signed with a passkey."""

    client_data: bytes
    authenticator_data: bytes
    signature: bytes


def public_key(site: str, spki: bytes) -> PublicKey:
    """The key of a passkey made for `site`, from its DER form; raises PasskeyError."""
    point = spki.removeprefix(_SPKI)
    if len(spki) != len(_SPKI) + 65 or len(point) != 65:
        raise PasskeyError(
            say("this passkey is not of the kind ES256, which is the only one that counts here"),
            hint=say("Make one with another browser or device: a phone, or a security key."),
        )
    fields = (KeyKind.HARDWARE_ECDSA_P256.encode(), b"nistp256", point, site.encode())
    return ssh_key.read_blob(b"".join(map(_string, fields)))


def signature_file(
    made: Assertion, data: bytes, namespace: str, key: PublicKey, origin: str
) -> bytes:
    """The signature file over `data`; raises an IsodocsError unless it verifies at once.

    Of the two numbers that fit, the lesser is kept, so that there is one file for each signature.
    """
    head, tail = made.authenticator_data[:32], made.authenticator_data[32:]
    if len(made.authenticator_data) != _AUTHENTICATOR_DATA:
        raise PasskeyError(say("the passkey says more of itself than was asked for"), hint=_HINT)
    if head != hashlib.sha256(key.site.encode()).digest():
        raise PasskeyError(say("the passkey is not one for {site}", site=key.site), hint=_HINT)
    r, s = _numbers(made.signature)
    value = _mpint(r) + _mpint(min(s, P256_ORDER - s))
    tail += _string(origin.encode()) + _string(made.client_data) + _string(b"")
    armour = write(key, namespace, WEBAUTHN, value, tail)
    verify(armour, data, namespace, key, (origin,))
    return armour


def signed_by(
    made: Assertion, data: bytes, namespace: str, keys: Collection[PublicKey], origin: str
) -> PublicKey | None:
    """The one of someone's passkeys that made this signature; None where none of them did."""
    for key in keys:
        try:
            signature_file(made, data, namespace, key, origin)
        except (PasskeyError, SignatureError):
            continue
        return key
    return None


def _numbers(der: bytes) -> tuple[int, int]:
    """R and s of a signature, which browsers give in DER; raises PasskeyError."""
    from cryptography.hazmat.primitives.asymmetric.utils import (
        decode_dss_signature,
        encode_dss_signature,
    )

    try:
        r, s = decode_dss_signature(der)
    except ValueError:
        r = s = 0
    if not (0 < r < P256_ORDER and 0 < s < P256_ORDER) or encode_dss_signature(r, s) != der:
        raise PasskeyError(say("the passkey's signature is damaged"), hint=_HINT)
    return r, s


def _mpint(number: int) -> bytes:
    return _string(number.to_bytes(number.bit_length() // 8 + 1))


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data
