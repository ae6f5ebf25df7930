"""Threats to the signature itself: first the attack at work elsewhere, then refused by isodocs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from isodocs.statements.ssh_key import KeyKind, PublicKey, SshKeyError, read_blob, read_line
from isodocs.statements.sshsig import SignatureError, Verified, verify
from tests.helpers.ssh import (
    ED25519,
    KINDS,
    SK_ECDSA,
    SK_ED25519,
    Envelope,
    Keygen,
    SoftKey,
    armour,
    key_blob,
    key_line,
    needs_keygen,
    signed_bytes,
    string,
    unarmour,
)

NAMESPACE = "isodocs-approval-v1@example.com"
MESSAGE = b'{"decision":"approve","doc":"SOP-014"}\n'
IDENTITY = (1).to_bytes(32, "little")


def check(file: bytes, key: SoftKey) -> Verified:
    return verify(file, MESSAGE, NAMESPACE, read_line(key.line))


def signed_in_truth(file: bytes, key: SoftKey, flags: int) -> bool:
    """Whether the hardware key's signature in `file` is right, by the library alone."""
    data = hashlib.sha256(signed_bytes(MESSAGE, NAMESPACE.encode())).digest()
    shown = hashlib.sha256(key.application.encode()).digest()
    data = shown + bytes([flags]) + unarmour(file)[-4:] + data
    value = unarmour(file)[:-5]
    public = key.private.public_key()
    if isinstance(public, Ed25519PublicKey):
        public.verify(value[-64:], data)
        return True
    raw = value[value.rindex(key.kind.encode()) + len(key.kind) + 4 :]
    size = int.from_bytes(raw[:4], "big")
    r, s = int.from_bytes(raw[4 : 4 + size], "big"), int.from_bytes(raw[8 + size :], "big")
    public.verify(encode_dss_signature(r, s), data, ec.ECDSA(SHA256()))
    return True


@needs_keygen
def test_4_a_signature_from_another_namespace(tmp_path: Path) -> None:
    """Somebody signed the bytes as a Git object or as a file; it shall pass for an approval."""
    keygen = Keygen(tmp_path)
    line = keygen.make("ed25519", "key").strip()
    for namespace in ("git", "file", "isodocs-authority-v1@example.com", NAMESPACE + "x"):
        elsewhere = keygen.sign("key", MESSAGE, namespace)
        assert keygen.accepts(elsewhere, MESSAGE, namespace, line)
        with pytest.raises(SignatureError, match=f"was made for '{namespace}'"):
            verify(elsewhere, MESSAGE, NAMESPACE, read_line(line))
        # The other name written into the file: the name is part of what was signed.
        blob = unarmour(elsewhere)
        renamed = blob.replace(string(namespace.encode()), string(NAMESPACE.encode()))
        assert renamed != blob
        with pytest.raises(SignatureError, match="does not fit"):
            verify(armour(renamed), MESSAGE, NAMESPACE, read_line(line))


@pytest.mark.parametrize("kind", KINDS)
def test_26_malformed_in_every_field(kind: str) -> None:
    """Each field in turn is cut, lengthened, emptied or replaced in a file that else holds."""
    key = SoftKey(kind)
    sound = key.envelope(MESSAGE, NAMESPACE.encode())
    assert check(sound.armour, key)
    tail = sound.signature[-5:] if key.hardware else b""
    value = sound.signature[len(kind) + 8 : len(sound.signature) - len(tail)]
    name = string(kind.encode())
    malformed: list[tuple[Envelope, str]] = [
        (replace(sound, magic=b"sshsig"), "not of the SSHSIG format"),
        (replace(sound, magic=b"SSHSI"), "not of the SSHSIG format|ends within"),
        (replace(sound, magic=b""), "not of the SSHSIG format"),
        (replace(sound, version=0), "version 0"),
        (replace(sound, version=2), "version 2"),
        (replace(sound, version=2**32 - 1), "version 4294967295"),
        (replace(sound, key=b""), "is by the key"),
        (replace(sound, key=key.blob + b"\0"), "is by the key"),
        (replace(sound, key=key.blob[:-1]), "is by the key"),
        (replace(sound, key=SoftKey(kind, "other").blob), "is by the key"),
        (replace(sound, namespace=b""), "namespace is empty"),
        (replace(sound, namespace=NAMESPACE.encode() + b"\0"), "not visible ASCII"),
        (replace(sound, namespace=NAMESPACE.encode() + b"\n"), "not visible ASCII"),
        (replace(sound, namespace="isodocs-аpproval".encode()), "not visible ASCII"),
        (replace(sound, namespace=b"n" * 256), "too long"),
        (replace(sound, reserved=b"\0"), "reserved field is not empty"),
        (key.envelope(MESSAGE, NAMESPACE.encode(), reserved=b"x"), "reserved field is not empty"),
        (key.envelope(MESSAGE, NAMESPACE.encode(), hash="sha256"), "'sha256' digest"),
        (key.envelope(MESSAGE, NAMESPACE.encode(), hash="md5"), "'md5' digest"),
        (replace(sound, hash=b"sha256"), "'sha256' digest"),
        (replace(sound, hash=b"sha512\0"), "instead of sha512"),
        (replace(sound, hash=b""), "instead of sha512"),
        (replace(sound, signature=b""), "ends within its algorithm"),
        (replace(sound, signature=sound.signature[:-1]), "ends within"),
        (replace(sound, signature=sound.signature + b"\0"), "1 bytes too many"),
        (replace(sound, signature=string(b"") + string(value) + tail), "does not fit its key"),
        (replace(sound, signature=string(b"none") + string(value) + tail), "does not fit its key"),
        (replace(sound, signature=string(b"ssh-rsa") + string(value)), "does not fit its key"),
        (replace(sound, signature=name + string(b"") + tail), "instead of 64|ends within its r"),
        (replace(sound, signature=name + string(value[:-1]) + tail), "of 64|ends within its s"),
        (replace(sound, signature=name + string(value + b"\0") + tail), "of 64|1 bytes too many"),
        (replace(sound, signature=name + string(bytes(len(value))) + tail), "does not fit|its r"),
    ]
    for envelope, reason in malformed:
        with pytest.raises(SignatureError, match=reason):
            check(envelope.armour, key)
    for end in range(len(sound.blob)):
        with pytest.raises(SignatureError):
            check(armour(sound.blob[:end]), key)
    with pytest.raises(SignatureError, match="1 bytes too many"):
        check(armour(sound.blob + b"\0"), key)


@pytest.mark.parametrize("kind", [ED25519, SK_ED25519])
def test_27_a_key_of_small_order_signs_everything(kind: str) -> None:
    """Under the identity point one forged signature fits every message: nobody signed it.

    The library takes it, and so does ssh-keygen 9.2.
    """
    forged = IDENTITY + bytes(32)
    for message in (b"", MESSAGE, b"anything at all"):
        Ed25519PublicKey.from_public_bytes(IDENTITY).verify(forged, message)
    blob = key_blob(kind, IDENTITY)
    tail = b"\1\0\0\0\7" if kind == SK_ED25519 else b""
    signature = string(kind.encode()) + string(forged) + tail
    file = Envelope(blob, NAMESPACE.encode(), signature).armour
    with pytest.raises(SshKeyError, match="small order"):
        read_line(key_line(kind, blob))
    with pytest.raises(SshKeyError, match="small order"):
        read_blob(blob)
    with pytest.raises(SignatureError, match="small order"):
        verify(file, MESSAGE, NAMESPACE, PublicKey(KeyKind(kind), blob, IDENTITY, "ssh:"))


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_28_a_hardware_key_that_nobody_touched(kind: str) -> None:
    """Malware signs through a hardware key left in the machine, made with no-touch-required.

    What it gets is a right signature over the right bytes; ssh-keygen 9.2 takes it.
    """
    key = SoftKey(kind)
    for flags, reason in ((0, "without being touched"), (4, "touched"), (0x41, "unknown meaning")):
        file = key.sign(MESSAGE, NAMESPACE, flags=flags)
        assert signed_in_truth(file, key, flags)
        with pytest.raises(SignatureError, match=reason):
            check(file, key)
        # The flag set afterwards: flags are part of what the hardware key signs.
        blob = unarmour(file)
        with pytest.raises(SignatureError, match="does not fit"):
            check(armour(blob[:-5] + b"\1" + blob[-4:]), key)
    assert not check(key.sign(MESSAGE, NAMESPACE, flags=1), key).user_verified
    assert check(key.sign(MESSAGE, NAMESPACE, flags=5), key).user_verified


def test_28_a_plain_key_never_counts_as_touched() -> None:
    """A plain key's signature shall pass for one with presence, by flags put behind it."""
    key = SoftKey(ED25519)
    found = check(key.sign(MESSAGE, NAMESPACE), key)
    assert not found.user_verified
    sound = key.envelope(MESSAGE, NAMESPACE.encode())
    dressed = replace(sound, signature=sound.signature + b"\5\0\0\0\7")
    with pytest.raises(SignatureError, match="5 bytes too many"):
        check(dressed.armour, key)
