"""Verify SSH signatures (SSHSIG), as `ssh-keygen -Y sign` writes them, and nothing looser.

The format is OpenSSH's PROTOCOL.sshsig, for hardware keys and passkeys with PROTOCOL.u2f. Of all
that can be written in several ways only the one that ssh-keygen writes is accepted, so that a
signature file cannot be varied without the key. The primitives come from the cryptography library,
which is imported only when a signature is really verified. See decisions 0006 and 0076.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable, Collection
from functools import lru_cache, partial

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.statements.curve_points import ED25519_ORDER, P256_ORDER
from isodocs.statements.ssh_key import PublicKey, SshKeyError, fingerprint, read_blob
from isodocs.statements.wire import WireReader, shown
from isodocs.words import say

LIMIT = 4096
"""The longest signature file read, in bytes; real ones have 300 to 500."""
_BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
_END = b"-----END SSH SIGNATURE-----\n"
_WIDTH = 70
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_NAMESPACE = expression(rb"[!-~]{1,255}")
WEBAUTHN = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
"""What OpenSSH calls a signature that a browser had a key make, in PROTOCOL.u2f."""
COPYABLE = 0x08
_USER_PRESENT = 0x01
_USER_VERIFIED = 0x04
_HINT = say("Restore the file from history, or let the person sign again.")
_Primitive = Callable[[bytes, bytes], bool]


class SignatureError(IsodocsError):
    """A signature is malformed, not by the key or for the purpose expected, or simply wrong."""


class Verified(NamedTuple):
    """A signature that holds.

    `user_verified`: the hardware key was touched and also knew the person, by PIN or fingerprint.
    It is False for a key that is not in hardware, since nothing proves it, and so for a passkey,
    which must always know the person: many are copied among devices. `origin` is the address at
    which a passkey was used, empty for other keys, and `copyable` whether it says it may be copied.
    """

    fingerprint: str
    user_verified: bool = False
    origin: str = ""
    copyable: bool = False


class _Envelope(NamedTuple):
    key: bytes
    namespace: bytes
    signature: bytes


def verify(
    armour: bytes, message: bytes, namespace: str, key: PublicKey, origins: Collection[str] = ()
) -> Verified:
    """Verify that `armour`, a whole signature file, is `key`'s signature over `message`.

    Raises SignatureError with the reason. `namespace` is the purpose that the signature must have
    been made for. A signature by a hardware key counts only if the key was touched, one by a
    passkey only if it was made at one of `origins` by someone whom the passkey knew.
    """
    envelope = _open(armour)
    if envelope.key != key.blob:
        raise SignatureError(
            say(
                "the signature is by the key {fingerprint}, not by {fingerprint_2}",
                fingerprint=fingerprint(envelope.key),
                fingerprint_2=key.fingerprint,
            ),
            hint=say("Let the person sign with the key that the authority register names."),
        )
    if envelope.namespace.decode() != namespace:
        raise SignatureError(
            say(
                "the signature was made for {decode!r}, not for {namespace!r}",
                decode=envelope.namespace.decode(),
                namespace=namespace,
            ),
            hint=say("A signature made for one purpose proves nothing for another; sign again."),
        )
    try:
        known, fits = _verifier(envelope.key)
    except SshKeyError as error:
        raise SignatureError(error.message, hint=error.hint) from None
    reader = WireReader(envelope.signature, "the signature", SignatureError, _HINT)
    expected = WEBAUTHN if known.site else known.kind
    if (algorithm := reader.string("its algorithm")) != expected.encode():
        raise _refuse(
            say("the signature's algorithm {shown} does not fit its key", shown=shown(algorithm))
        )
    raw = _raw(known, reader.string("its value"))
    signed, found = to_sign(message, namespace), Verified(key.fingerprint)
    if known.kind.hardware:
        flags, counter = reader.byte("its flags"), reader.take(4, "its counter")
        if known.site:
            signed, origin = _asked(reader, known, flags, signed, origins)
            found = found._replace(origin=origin, copyable=bool(flags & COPYABLE))
        else:
            _check(flags)
            found = found._replace(user_verified=bool(flags & _USER_VERIFIED))
        # What the hardware key signs: PROTOCOL.u2f, "SSH U2F signatures".
        application = hashlib.sha256(known.application.encode()).digest()
        signed = application + bytes([flags]) + counter + hashlib.sha256(signed).digest()
    reader.end()
    if not fits(raw, signed):
        raise _refuse(
            say("the signature does not fit: the signed bytes were changed, or the signature was")
        )
    return found


def to_sign(message: bytes, namespace: str) -> bytes:
    """What a key signs for a purpose, with a digest of `message` in it; a passkey's challenge."""
    fields = (namespace.encode(), b"", _HASH, hashlib.sha512(message).digest())
    return _MAGIC + b"".join(map(_string, fields))


def write(key: PublicKey, namespace: str, algorithm: str, value: bytes, tail: bytes) -> bytes:
    """The signature file of what was not signed by ssh-keygen; `tail` is what follows the value."""
    signature = _string(algorithm.encode()) + _string(value) + tail
    fields = (key.blob, namespace.encode(), b"", _HASH, signature)
    blob = _MAGIC + _VERSION.to_bytes(4) + b"".join(map(_string, fields))
    return _BEGIN + _lines(blob) + _END


def _open(armour: bytes) -> _Envelope:
    """Read everything around the signature proper."""
    reader = WireReader(_unarmour(armour), "the signature", SignatureError, _HINT)
    if reader.take(len(_MAGIC), "its first bytes") != _MAGIC:
        raise _refuse(say("the signature is not of the SSHSIG format"))
    if (version := reader.uint32("its version")) != _VERSION:
        raise _refuse(
            say(
                "the signature has the format version {version} instead of {version_2}",
                version=version,
                version_2=_VERSION,
            )
        )
    key = reader.string("its key")
    namespace = reader.string("its namespace")
    if not _NAMESPACE.fullmatch(namespace):
        raise _refuse(say("the signature's namespace is empty, too long or not visible ASCII"))
    if reader.string("its reserved field"):
        raise _refuse(say("the signature's reserved field is not empty"))
    if (name := reader.string("its hash algorithm")) != _HASH:
        raise _refuse(
            say("the signature is over a {shown} digest instead of sha512", shown=shown(name))
        )
    signature = reader.string("its signature")
    reader.end()
    return _Envelope(key, namespace, signature)


def _unarmour(armour: bytes) -> bytes:
    if len(armour) > LIMIT:
        raise _refuse(say("the signature file is longer than {limit} bytes", limit=LIMIT))
    if b"\r" in armour:
        raise SignatureError(
            say("the signature file has Windows line endings (CRLF)"),
            hint=say("Restore it from history; .gitattributes must say '.isodocs/** -text'."),
        )
    if not armour.startswith(_BEGIN) or not armour.endswith(_END):
        raise _refuse(
            say(
                "the signature file is not exactly one block from 'BEGIN SSH "
                "SIGNATURE' to 'END SSH "
                "SIGNATURE' with nothing before or after it"
            )
        )
    body = armour[len(_BEGIN) : -len(_END)]
    try:
        blob = binascii.a2b_base64(body.replace(b"\n", b""), strict_mode=True)
    except binascii.Error:
        raise _refuse(say("the signature file's base64 is damaged")) from None
    if _lines(blob) != body:
        raise _refuse(
            say(
                "the signature file is not laid out as ssh-keygen does it (lines of "
                "{width} characters, no blank lines, canonical base64)",
                width=_WIDTH,
            )
        )
    return blob


def _lines(blob: bytes) -> bytes:
    text = binascii.b2a_base64(blob, newline=False)
    return b"".join(text[at : at + _WIDTH] + b"\n" for at in range(0, len(text), _WIDTH))


def _raw(key: PublicKey, value: bytes) -> bytes:
    """The signature as the library takes it: R and S for Ed25519, DER for ECDSA."""
    if key.kind.ed25519:
        if len(value) != 64:
            raise _refuse(say("the signature has {value} bytes instead of 64", value=len(value)))
        # A greater S would be a second signature that fits (RFC 8032, section 5.1.7).
        if int.from_bytes(value[32:], "little") >= ED25519_ORDER:
            raise _refuse(say("the signature's S is out of range"))
        return value
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    reader = WireReader(value, "the signature", SignatureError, _HINT)
    r, s = reader.positive("its r", P256_ORDER), reader.positive("its s", P256_ORDER)
    reader.end()
    if key.site and s > P256_ORDER // 2:
        raise _refuse(say("the signature's s is the greater of two that fit; one is enough"))
    return encode_dss_signature(r, s)


def _asked(
    reader: WireReader, key: PublicKey, flags: int, challenge: bytes, origins: Collection[str]
) -> tuple[bytes, str]:
    """What the browser had the passkey sign, and at which address, if it was asked for this."""
    from isodocs.statements import webauthn

    origin = reader.string("its origin").decode("ascii", "backslashreplace")
    client_data = reader.string("its client data")
    flaw = (
        webauthn.origin_flaw(origin, key.site, origins)
        or webauthn.client_data_flaw(client_data, challenge, origin)
        or webauthn.flags_flaw(flags)
        or (
            say("has extensions, which are not used here")
            if reader.string(say("its extensions"))
            else ""
        )
    )
    if flaw:
        raise SignatureError(
            say("the passkey's signature {flaw}", flaw=flaw),
            hint=say(
                "Sign again, in the portal, at the address that the authority register names."
            ),
        )
    return client_data, origin


def _check(flags: int) -> None:
    """Refuse what a hardware key says about the person unless it was touched, and no more."""
    if not flags & _USER_PRESENT:
        raise SignatureError(
            say("the hardware key signed without being touched"),
            hint=say(
                "Sign with a key that asks for a touch (made without '-O no-touch-required')."
            ),
        )
    if flags & ~(_USER_PRESENT | _USER_VERIFIED):
        raise _refuse(
            say("the hardware key's flags 0x{flags:02x} have an unknown meaning", flags=flags)
        )


@lru_cache(maxsize=1024)
def _verifier(blob: bytes) -> tuple[PublicKey, _Primitive]:
    """The key in `blob`, read again and not taken from PublicKey, and what verifies by it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256

    key = read_blob(blob)
    verify_raw: Callable[[bytes, bytes], None]
    if key.kind.ed25519:
        verify_raw = Ed25519PublicKey.from_public_bytes(key.point).verify
    else:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.point)
        verify_raw = partial(point.verify, signature_algorithm=ec.ECDSA(SHA256()))

    def fits(signature: bytes, signed: bytes) -> bool:
        try:
            verify_raw(signature, signed)
        except InvalidSignature:
            return False
        return True

    return key, fits


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _refuse(reason: str) -> SignatureError:
    return SignatureError(reason, hint=_HINT)
