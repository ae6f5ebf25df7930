"""A time-stamping authority for tests: its certificates made here, its tokens by openssl.

`openssl ts` stamps with the time of this machine, so certificates are valid for ever unless a test
wants otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

needs_openssl = pytest.mark.skipif(
    not shutil.which("openssl"), reason="openssl, which plays the authority, is not installed"
)
LONG_AGO, FAR_AWAY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2400, 1, 1, tzinfo=UTC)
_CONFIG = """\
[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Pair:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def certificate(
    name: str,
    *,
    by: Pair | None = None,
    stamps: bool = False,
    serial: int = 1,
    begin: datetime = LONG_AGO,
    end: datetime = FAR_AWAY,
) -> Pair:
    """A certificate, its own root without `by`; `stamps` makes it one for time stamps."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Pair(builder.sign(by.key if by else key, hashes.SHA256()), key)


@dataclass
class TimeAuthority:
    """An authority working in `folder`, under a root of its own."""

    folder: Path
    begin: datetime = LONG_AGO
    end: datetime = FAR_AWAY
    root: Pair = field(init=False)
    signer: Pair = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = certificate("Time Root")
        self.signer = certificate(
            "Time", by=self.root, stamps=True, serial=7, begin=self.begin, end=self.end
        )
        self._put("tsa.cnf", _CONFIG.encode())
        self._put("serial", b"01\n")
        self._put("signer.pem", self.signer.pem.encode())
        self._put("signer.key", self.signer.key_pem)

    def stamp(self, data: bytes, *, digest: str = "sha256", nonce: bool = True) -> bytes:
        """The answer to a request of openssl's own over `data`."""
        self._put("data", data)
        plain = () if nonce else ("-no_nonce",)
        self._run(
            "ts", "-query", "-data", "data", f"-{digest}", "-cert", *plain, "-out", "asked.tsq"
        )
        return self.answer((self.folder / "asked.tsq").read_bytes())

    def answer(self, question: bytes, *, digest: str = "sha256") -> bytes:
        """The answer to a request (TimeStampReq); signed over `digest`."""
        self._put("question.tsq", question)
        signer = ("-signer", "signer.pem", "-inkey", "signer.key", f"-{digest}")
        config = ("-config", "tsa.cnf", "-section", "one")
        self._run("ts", "-reply", *config, "-queryfile", "question.tsq", *signer, "-out", "a.tsr")
        return (self.folder / "a.tsr").read_bytes()

    def shown(self, token: bytes) -> str:
        """What openssl reads in a token."""
        self._put("shown.tsr", token)
        return self._run("ts", "-reply", "-text", "-in", "shown.tsr").decode()

    def accepts(self, token: bytes, data: bytes) -> bool:
        """Whether `openssl ts -verify` takes it under this authority's root."""
        self._put("verified.tsr", token)
        self._put("verified", data)
        self._put("root.pem", self.root.pem.encode())
        args = ("-data", "verified", "-in", "verified.tsr", "-CAfile", "root.pem")
        return self._process("ts", "-verify", *args).returncode == 0

    def sign_as_other(self, token: bytes, other: Pair, *held: Pair) -> bytes:
        """What `token` says, signed by `other`, with its certificate and `held` enclosed."""
        self._put("told.tsr", token)
        self._run("ts", "-reply", "-in", "told.tsr", "-token_out", "-out", "told.tst")
        told = ("-in", "told.tst", "-inform", "DER", "-noverify", "-out", "told.der")
        self._run("cms", "-verify", *told)
        self._put("other.pem", other.pem.encode())
        self._put("other.key", other.key_pem)
        self._put("held.pem", "".join(pair.pem for pair in held).encode())
        more = ("-certfile", "held.pem") if held else ()
        signer = ("-signer", "other.pem", "-inkey", "other.key", *more)
        form = ("-econtent_type", "id-smime-ct-TSTInfo", "-nodetach", "-binary", "-nosmimecap")
        put = ("-in", "told.der", "-outform", "DER", "-out", "other.tst")
        self._run("cms", "-sign", "-md", "sha256", *form, *signer, *put)
        # TimeStampResp: granted, and the token
        content = b"\x30\x03\x02\x01\x00" + (self.folder / "other.tst").read_bytes()
        return b"\x30\x82" + len(content).to_bytes(2) + content

    def _put(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def _run(self, *args: str) -> bytes:
        process = self._process(*args)
        if process.returncode:
            raise AssertionError(process.stderr.decode(errors="replace"))
        return process.stdout

    def _process(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"}
        return subprocess.run(
            ["openssl", *args],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            check=False,
        )
