"""SSH keys and signatures for tests, made apart from isodocs: in software, and by ssh-keygen.

`SoftKey` writes SSHSIG by itself, so that any field can be made wrong and still be signed; its
hardware kinds play the authenticator. `Keygen` is the machine's ssh-keygen, the oracle.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = "ssh-ed25519"
ECDSA = "ecdsa-sha2-nistp256"
SK_ED25519 = "sk-ssh-ed25519@openssh.com"
SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
KINDS = (ED25519, ECDSA, SK_ED25519, SK_ECDSA)

needs_keygen = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="ssh-keygen, the oracle, is not installed"
)


def string(data: bytes) -> bytes:
    """An SSH string."""
    return len(data).to_bytes(4, "big") + data


def mpint(number: int) -> bytes:
    """An SSH mpint, of any sign."""
    if number == 0:
        return string(b"")
    size = (number if number > 0 else ~number).bit_length() // 8 + 1
    return string(number.to_bytes(size, "big", signed=True))


def signed_bytes(
    message: bytes, namespace: bytes, hash: str = "sha512", reserved: bytes = b""
) -> bytes:
    """What a key signs to sign `message`."""
    digest = hashlib.new(hash, message).digest()
    return b"SSHSIG" + b"".join(map(string, (namespace, reserved, hash.encode(), digest)))


def armour(blob: bytes, width: int = 70, newline: str = "\n") -> bytes:
    """The text form of a signature."""
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    block = ["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]
    return newline.join(block).encode()


def unarmour(text: bytes) -> bytes:
    """The blob in a signature's text form."""
    return base64.b64decode(b"".join(text.splitlines()[1:-1]))


@dataclass
class Envelope:
    """The fields of a signature file, each free to be wrong."""

    key: bytes
    namespace: bytes
    signature: bytes
    magic: bytes = b"SSHSIG"
    version: int = 1
    reserved: bytes = b""
    hash: bytes = b"sha512"

    @property
    def blob(self) -> bytes:
        """The fields in their order."""
        fields = (self.key, self.namespace, self.reserved, self.hash, self.signature)
        return self.magic + self.version.to_bytes(4, "big") + b"".join(map(string, fields))

    @property
    def armour(self) -> bytes:
        """The signature file."""
        return armour(self.blob)


@dataclass
class SoftKey:
    """A private key in memory, the same for the same `seed`."""

    kind: str
    seed: str = "approver"
    application: str = "ssh:"

    def __post_init__(self) -> None:
        secret = hashlib.sha256(f"{self.kind} {self.seed}".encode()).digest()
        self.hardware = self.kind.startswith("sk-")
        self.private: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
        if "ed25519" in self.kind:
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
            self.point = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        else:
            number = int.from_bytes(secret, "big") >> 1
            self.private = ec.derive_private_key(number, ec.SECP256R1())
            self.point = self.private.public_key().public_bytes(
                Encoding.X962, PublicFormat.UncompressedPoint
            )
        self.blob = key_blob(self.kind, self.point, self.application.encode())
        self.line = key_line(self.kind, self.blob)

    def raw(self, data: bytes) -> bytes:
        """The bare signature over `data`, in SSH's encoding."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(SHA256())))
        return mpint(r) + mpint(s)

    def signature(self, data: bytes, flags: int = 1, counter: int = 7) -> bytes:
        """The signature field over `data`; hardware kinds sign what an authenticator would."""
        if not self.hardware:
            return string(self.kind.encode()) + string(self.raw(data))
        tail = bytes([flags]) + counter.to_bytes(4, "big")
        shown = hashlib.sha256(self.application.encode()).digest()
        value = self.raw(shown + tail + hashlib.sha256(data).digest())
        return string(self.kind.encode()) + string(value) + tail

    def envelope(
        self,
        message: bytes,
        namespace: bytes,
        *,
        flags: int = 1,
        counter: int = 7,
        hash: str = "sha512",
        reserved: bytes = b"",
    ) -> Envelope:
        """A signature that is right for all that it says."""
        value = self.signature(signed_bytes(message, namespace, hash, reserved), flags, counter)
        return Envelope(self.blob, namespace, value, reserved=reserved, hash=hash.encode())

    def sign(self, message: bytes, namespace: str, *, flags: int = 1, counter: int = 7) -> bytes:
        """The signature file, as ssh-keygen would write it."""
        return self.envelope(message, namespace.encode(), flags=flags, counter=counter).armour


WEBAUTHN = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def base64url(data: bytes) -> str:
    """Base64 as browsers write it."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SoftPasskey(SoftKey):
    """A passkey and the browser that asks it: it plays both, and signs whatever it is told to."""

    def __init__(self, seed: str = "approver", site: str = "docs.example.com") -> None:
        super().__init__(SK_ECDSA, seed, site)
        self.origin = f"https://{site}" if site != "localhost" else "http://localhost:8437"

    @property
    def spki(self) -> bytes:
        """The public key as browsers hand it out."""
        return self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )

    def client_data(self, challenge: bytes, /, **changed: object) -> bytes:
        """What Chromium writes; None leaves a key out, and what is not known is added."""
        said: dict[str, object] = {
            "type": "webauthn.get",
            "challenge": base64url(challenge),
            "origin": self.origin,
            "crossOrigin": False,
            **changed,
        }
        kept = {key: value for key, value in said.items() if value is not None}
        return json.dumps(kept, separators=(",", ":")).encode()

    def assertion(
        self,
        challenge: bytes,
        *,
        client_data: bytes | None = None,
        flags: int = 0x1D,
        counter: int = 0,
        site: str = "",
    ) -> tuple[bytes, bytes, bytes]:
        """Client data, authenticator data and the signature in DER: what a browser gives."""
        said = self.client_data(challenge) if client_data is None else client_data
        shown = hashlib.sha256((site or self.application).encode()).digest()
        about = shown + bytes([flags]) + counter.to_bytes(4, "big")
        assert isinstance(self.private, ec.EllipticCurvePrivateKey)
        signed = self.private.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return said, about, signed

    def by_passkey(
        self,
        message: bytes,
        namespace: str,
        *,
        origin: str = "",
        algorithm: bytes = WEBAUTHN,
        extensions: bytes = b"",
        high: bool = False,
        key: bytes = b"",
        **asked: Any,
    ) -> Envelope:
        """The signature, right for all that it says, so that anything may be wrong with it."""
        challenge = signed_bytes(message, namespace.encode())
        said, about, der = self.assertion(challenge, **asked)
        r, s = decode_dss_signature(der)
        s = max(s, ORDER - s) if high else min(s, ORDER - s)
        field = string(algorithm) + string(mpint(r) + mpint(s)) + about[32:]
        field += b"".join(map(string, ((origin or self.origin).encode(), said, extensions)))
        return Envelope(key or self.blob, namespace.encode(), field)

    def sign(self, message: bytes, namespace: str, *, flags: int = 0x1D, counter: int = 0) -> bytes:
        """The signature file that a portal would write."""
        return self.by_passkey(message, namespace, flags=flags, counter=counter).armour


def key_blob(kind: str, point: bytes, application: bytes = b"ssh:") -> bytes:
    """The wire form of a public key."""
    blob = string(kind.encode())
    if "ecdsa" in kind:
        blob += string(b"nistp256")
    return blob + string(point) + (string(application) if kind.startswith("sk-") else b"")


def key_line(kind: str, blob: bytes) -> str:
    """A public key as in a `.pub` file, without comment."""
    return f"{kind} {base64.b64encode(blob).decode()}"


class Keygen:
    """The machine's ssh-keygen, working in `folder`; it knows no agent and no user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run ssh-keygen with its whole output captured."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"}
        return subprocess.run(
            ["ssh-keygen", *args],
            cwd=self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            check=False,
        )

    def make(self, type: str, name: str, comment: str = "") -> str:
        """Make the key pair `name`; gives the content of its `.pub` file."""
        made = self.run("-q", "-t", type, "-N", "", "-C", comment, "-f", name)
        if made.returncode:
            raise AssertionError(made.stderr.decode(errors="replace"))
        return Path(self.folder, f"{name}.pub").read_text(encoding="utf-8")

    def sign(self, name: str, message: bytes, namespace: str) -> bytes:
        """Sign with the key pair `name`; gives the signature file."""
        made = self.run("-q", "-Y", "sign", "-f", name, "-n", namespace, stdin=message)
        if made.returncode:
            raise AssertionError(made.stderr.decode(errors="replace"))
        return made.stdout

    def accepts(
        self, signature: bytes, message: bytes, namespace: str, line: str, case: str = "case"
    ) -> bool:
        """Whether `ssh-keygen -Y verify` takes it; `case` keeps parallel calls apart."""
        Path(self.folder, f"{case}.sig").write_bytes(signature)
        Path(self.folder, f"{case}.allowed").write_text(f"approver {line}\n", encoding="utf-8")
        files = ("-f", f"{case}.allowed", "-s", f"{case}.sig")
        said = self.run("-Y", "verify", "-I", "approver", "-n", namespace, *files, stdin=message)
        return said.returncode == 0

    def fingerprint(self, line: str) -> str:
        """The fingerprint that `ssh-keygen -l` prints for a key; empty if it refuses the key."""
        said = self.run("-l", "-f", "-", stdin=line.encode() + b"\n")
        return said.stdout.split()[1].decode() if said.returncode == 0 else ""
