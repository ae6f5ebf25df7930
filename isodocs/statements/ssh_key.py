"""SSH public keys, read strictly: RFC 4253, 5656 and 8709, and OpenSSH's PROTOCOL.u2f.

Nothing here needs the cryptography library; a key that was read is a sound point of its curve.
"""

from __future__ import annotations

import binascii
import hashlib
from enum import StrEnum
from functools import lru_cache

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.statements.curve_points import ed25519_flaw, p256_flaw
from isodocs.statements.wire import WireReader, shown
from isodocs.words import say

LIMIT = 1024
"""The longest key read, in bytes of its blob."""
HINT = say(
    "Accepted are ssh-ed25519, ecdsa-sha2-nistp256, their hardware forms, and passkeys. "
    "Make one with: ssh-keygen -t ed25519   (with a hardware key: ssh-keygen -t ed25519-sk)"
)
_DAMAGED = say("Copy the .pub file again, whole and unchanged.")
_LINE = expression(r"([a-z0-9@.-]{1,64}) ([A-Za-z0-9+/=]{1,8000})(?: ([^\x00-\x1f\x7f-\x9f]*))?\n?")
# The texts an `ssh-keygen -O application=...` takes; visible ASCII, so that nothing hides in it.
_APPLICATION = expression(rb"ssh:[!-~]{0,250}")


class SshKeyError(IsodocsError):
    """A public key cannot be read, or is none that approvals can rest on."""


class KeyKind(StrEnum):
    """The kinds of key that can sign, by their names in SSH."""

    ED25519 = "ssh-ed25519"
    ECDSA_P256 = "ecdsa-sha2-nistp256"
    HARDWARE_ED25519 = "sk-ssh-ed25519@openssh.com"
    HARDWARE_ECDSA_P256 = "sk-ecdsa-sha2-nistp256@openssh.com"

    @property
    def hardware(self) -> bool:
        """Whether the private key lives in a hardware key (FIDO) that a person must touch."""
        return self in (KeyKind.HARDWARE_ED25519, KeyKind.HARDWARE_ECDSA_P256)

    @property
    def ed25519(self) -> bool:
        """Whether its signatures are Ed25519; otherwise they are ECDSA over P-256."""
        return self in (KeyKind.ED25519, KeyKind.HARDWARE_ED25519)


class PublicKey(NamedTuple):
    """A public key; two are equal exactly if their `blob` is.

    `point` is the encoded point of the curve, `application` the text a hardware key was made for
    (`ssh:` mostly; empty for the others). A passkey has the form of a hardware key whose
    application is the name of the site that it was made for.
    """

    kind: KeyKind
    blob: bytes
    point: bytes
    application: str = ""

    @property
    def site(self) -> str:
        """The name of the site that a passkey was made for; empty for every other key."""
        return "" if self.application.startswith("ssh:") else self.application

    @property
    def hardware(self) -> bool:
        """Whether the private key is known to be in hardware; of a passkey no one can say."""
        return self.kind.hardware and not self.site

    @property
    def fingerprint(self) -> str:
        """`SHA256:...` as `ssh-keygen -l` prints it."""
        return fingerprint(self.blob)

    @property
    def line(self) -> str:
        """The key as one line of a `.pub` file, without comment and line feed."""
        return f"{self.kind} {binascii.b2a_base64(self.blob, newline=False).decode()}"


def fingerprint(blob: bytes) -> str:
    """The SHA-256 fingerprint of a key's wire form, as `ssh-keygen -l` prints it."""
    digest = binascii.b2a_base64(hashlib.sha256(blob).digest(), newline=False)
    return f"SHA256:{digest.decode().rstrip('=')}"


@lru_cache(maxsize=1024)
def read_blob(blob: bytes) -> PublicKey:
    """Read a key from its wire form; raises SshKeyError."""
    if len(blob) > LIMIT:
        raise SshKeyError(say("the key is longer than {limit} bytes", limit=LIMIT), hint=HINT)
    reader = WireReader(blob, "the key", SshKeyError, _DAMAGED)
    kind = _kind(reader.string("its kind"))
    if not kind.ed25519 and (curve := reader.string("its curve")) != b"nistp256":
        raise reader.fail(
            say("is on the curve {shown} instead of nistp256", shown=shown(curve)), hint=HINT
        )
    point = reader.string("its point")
    application = reader.string("its application") if kind.hardware else b""
    reader.end()
    if flaw := ed25519_flaw(point) if kind.ed25519 else p256_flaw(point):
        raise reader.fail(flaw, hint=say("Make a new key; this one must never be used."))
    if kind.hardware and not _is_for(kind, application):
        raise reader.fail(
            say(
                "is made for the application {shown}, neither for SSH ('ssh:...') nor "
                "as a passkey for a site",
                shown=shown(application),
            ),
            hint=say("Make one for SSH with: ssh-keygen -t ed25519-sk"),
        )
    return PublicKey(kind, blob, point, application.decode())


def read_line(text: str) -> PublicKey:
    """Read a key from one line, as in a `.pub` file: kind, base64, and if there is one, a comment.

    Options as in `authorized_keys`, more lines, or a second way to write the same base64 are
    refused. Raises SshKeyError.
    """
    if "PRIVATE KEY" in text[:100]:
        raise SshKeyError(
            say("this is a private key, and isodocs never reads those"),
            hint=say("Give the file beside it whose name ends in .pub."),
        )
    match = _LINE.fullmatch(text)
    if not match:
        raise SshKeyError(
            say("not a public key: one line such as 'ssh-ed25519 AAAA... comment' is expected"),
            hint=say("Give the whole content of a .pub file."),
        )
    kind = _kind(match[1].encode())
    try:
        blob = binascii.a2b_base64(match[2], strict_mode=True)
    except binascii.Error:
        blob = b""
    if binascii.b2a_base64(blob, newline=False) != match[2].encode():
        raise SshKeyError(say("the key's base64 is damaged"), hint=_DAMAGED)
    key = read_blob(blob)
    if key.kind is not kind:
        raise SshKeyError(
            say("the line says {kind}, but the key in it is {kind_2}", kind=kind, kind_2=key.kind),
            hint=_DAMAGED,
        )
    return key


def _is_for(kind: KeyKind, application: bytes) -> bool:
    """Whether a key may be for this: SSH, or as a passkey (ES256 alone) the name of a site."""
    if _APPLICATION.fullmatch(application):
        return True
    from isodocs.statements import webauthn

    name = application.decode("ascii", "replace")
    return kind is KeyKind.HARDWARE_ECDSA_P256 and bool(webauthn.HOST.fullmatch(name))


def _kind(name: bytes) -> KeyKind:
    try:
        return KeyKind(name.decode("ascii", "replace"))
    except ValueError:
        raise SshKeyError(
            say("keys of the kind {shown} are not accepted", shown=shown(name)), hint=HINT
        ) from None
