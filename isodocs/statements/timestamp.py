"""Time-stamp tokens (RFC 3161) over signatures, verified offline against roots of the register.

A token is beside a signature with `.tsr` added and is over exactly that file's bytes: an
authority named by the owners says that the signature existed at the token's time. isodocs asks no
authority itself; it writes the request and reads the answer.

The library rfc3161-client is an extra (`isodocs[timestamp]`), imported only where there is a
token. Without it nothing is time-stamped, and where a rule wants that, the reason says so.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

LIMIT = 64 * 1024
"""The longest token read, in bytes; real ones have 2,000 to 10,000."""
_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""The digests that count, by object identifier; SHA-1 is not among them."""
_INSTALL = "pip install rfc3161-client"
_HINT = say("Ask a time-stamping authority again: `isodocs timestamp request`.")
_SEQUENCE, _INTEGER, _NAME = 0x30, 0x02, 0x06


class TimestampError(IsodocsError):
    """A token is malformed, over something else, by an authority unknown here, or wrong."""


class Imprint(NamedTuple):
    """What a token says it is over: the digest of the stamped bytes and how it was made."""

    algorithm: str
    digest: bytes

    def fits(self, data: bytes) -> bool:
        """Whether it is the digest of `data`."""
        return hashlib.new(self.algorithm, data).digest() == self.digest


def verify(token: bytes, signature: bytes, roots: Sequence[str]) -> datetime:
    """The time at which `token` says that the file `signature` existed.

    It must be by an authority under one of `roots` (PEM), whose certificates were valid at that
    time. Raises TimestampError with the reason. Nothing is asked of a network, so that a
    certificate withdrawn by its issuer is not noticed: the owners take its root out.
    """
    if not roots:
        raise TimestampError(
            say("the authority register names no time-stamping authority"),
            hint=say("The owners add its root certificate to 'timestamp_roots'."),
        )
    response = _decode(token)
    if not imprint(token).fits(signature):
        raise _refuse(say("the time stamp is for a different signature"))
    from rfc3161_client import VerifierBuilder

    verifier = VerifierBuilder(roots=[read_root(root) for root in dict.fromkeys(roots)]).build()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd certificates make cryptography talk to programmers
        _check_signer(response)
        try:
            # A token's own nonce matters to the person who asked for it (`check_answer`), not
            # later.
            verifier.verify_message(response, signature)
        except Exception as error:
            raise _refuse(
                say("the time stamp does not hold: {reason}", reason=_reason(str(error)))
            ) from None
    return _time(response)


def imprint(token: bytes) -> Imprint:
    """What a token says it is over; nothing is verified.

    Raises TimestampError for what is not a token, or when the library is not installed.
    """
    response = _decode(token)
    with _readable():
        found = response.tst_info.message_imprint
        oid, digest = found.hash_algorithm.dotted_string, found.message
    if oid not in _DIGESTS:
        raise _refuse(say("the time stamp is over a digest that does not count ({oid})", oid=oid))
    return Imprint(_DIGESTS[oid], digest)


def request(signature: bytes) -> bytes:
    """The question to an authority (TimeStampReq) that asks for a token over `signature`.

    Raises TimestampError when the library is not installed.
    """
    _library()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(signature, HashAlgorithm.SHA256, nonce=True, cert_req=True)
    return builder.build().as_bytes()


def check_answer(token: bytes, question: bytes) -> None:
    """Raise TimestampError unless `token` carries the nonce of `question`, the request sent."""
    asked, response = _nonce(question), _decode(token)
    with _readable():
        answered = response.tst_info.nonce
    if asked is not None and answered != asked:
        raise _refuse(say("the time stamp answers another request: its nonce is not the one sent"))


@lru_cache(maxsize=64)
def read_root(pem: str) -> Certificate:
    """The one certificate in `pem`; raises TimestampError for anything else."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        certificates = load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise TimestampError(
            say("a root of time stamps cannot be read: {error}", error=error)
        ) from None
    if len(certificates) != 1:
        raise TimestampError(say("a root of time stamps must be exactly one certificate"))
    return certificates[0]


def _decode(token: bytes) -> TimeStampResponse:
    _library()
    if len(token) > LIMIT:
        raise _refuse(say("the time stamp is longer than {limit} bytes", limit=LIMIT))
    from rfc3161_client import PKIStatus, decode_timestamp_response

    with _readable():
        response = decode_timestamp_response(token)
    if response.status != PKIStatus.GRANTED:
        said = " ".join(response.status_string)
        raise _refuse(
            say(
                "the authority refused to stamp (status {status}) {said}",
                status=response.status,
                said=said,
            ).rstrip()
        )
    return response


def _check_signer(response: TimeStampResponse) -> None:
    """Demand one signer, whose certificate is there once, and no digest that does not count.

    The library looks the certificate up by issuer and number. Two that share both would let it
    look at one while the signature is by the other.
    """
    from cryptography.x509 import load_der_x509_certificate

    with _readable():
        signed = response.signed_data
        digests = {oid.dotted_string for oid in signed.digest_algorithms}
        (signer,) = signed.signer_infos
        wanted = (signer.issuer, signer.serial_number)
        held = [load_der_x509_certificate(data) for data in signed.certificates]
        matching = [c for c in held if (c.issuer, c.serial_number) == wanted]
    if len(matching) != 1:
        raise _refuse(
            say(
                "the time stamp holds {matching} certificates of its signer", matching=len(matching)
            )
        )
    if not digests <= _DIGESTS.keys():
        raise _refuse(say("the time stamp is signed over a digest that does not count"))


def _reason(errors: str) -> str:
    """The useful part of OpenSSL's row of errors: what it says of certificates, or says last."""
    found = re.findall(r'Verify error: ([^"]{1,500}+)"', errors) or re.findall(
        r'reason: "([^"]+)', errors
    )
    return found[-1] if found else errors


def _time(response: TimeStampResponse) -> datetime:
    with _readable():
        return response.tst_info.gen_time


def _nonce(question: bytes) -> int | None:
    """The nonce in a request (RFC 3161, section 2.4.1); None where it has none."""
    content, _ = _element(question, _SEQUENCE)
    _, rest = _element(content, _INTEGER)
    _, rest = _element(rest, _SEQUENCE)
    if rest[:1] == bytes([_NAME]):
        _, rest = _element(rest, _NAME)
    if rest[:1] != bytes([_INTEGER]):
        return None
    return int.from_bytes(_element(rest, _INTEGER)[0], signed=True)


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the DER element at the start of `data`, and what follows it.

    Requests are short: a length of more than one byte is not among ours.
    """
    size = data[1] if len(data) > 1 else 0
    if data[:1] != bytes([tag]) or size > 127 or len(data) < 2 + size:
        raise TimestampError(
            say("the request beside the time stamp cannot be read"),
            hint=say("Write it again with `isodocs timestamp request`, or move it away."),
        )
    return data[2 : 2 + size], data[2 + size :]


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever the library finds wrong with a token is one kind of error here."""
    try:
        yield
    except Exception as error:
        reason = say("the time stamp is damaged, or none at all ({part})", part=str(error)[:100])
        raise _refuse(reason) from None


def _library() -> None:
    """Raise TimestampError, with what to install, unless the library is there."""
    try:
        import rfc3161_client  # noqa: F401
    except ImportError:
        raise TimestampError(
            say("time stamps cannot be read here without the extra: {install}", install=_INSTALL),
            hint=_INSTALL,
        ) from None


def _refuse(reason: str) -> TimestampError:
    return TimestampError(reason, hint=_HINT)
