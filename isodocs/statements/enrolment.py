"""Proof of possession: a person signs, with the key itself, that the key is theirs.

Without it somebody could enter another's public key as their own and lay claim to signatures they
never made. The files stand below `.isodocs/authority/keys/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import FOLDER
from isodocs.statements import ssh_key, sshsig
from isodocs.statements.canonical import CanonicalError, dump, load
from isodocs.statements.seal import Purpose
from isodocs.statements.shape import NAME, Shape

KEYS = f"{FOLDER}keys/"
VERSION = 1
_KEYS = ("v", "type", "domain", "person", "key")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One key of one person, in one organisation's domain; `key` is the public key as one line."""

    domain: str
    person: str
    key: str


def write(enrolment: Enrolment) -> bytes:
    """The exact bytes that the key signs."""
    return dump(
        {
            "v": VERSION,
            "type": "enrolment",
            "domain": enrolment.domain,
            "person": enrolment.person,
            "key": enrolment.key,
        }
    )


def path_of(enrolment: Enrolment) -> str:
    """Where the bytes are kept; the signature stands beside them with `.sig` added."""
    digest = hashlib.sha256(enrolment.key.encode()).hexdigest()[:16]
    return f"{KEYS}{enrolment.person}.{digest}.json"


def parse(data: bytes) -> Enrolment:
    """Read an enrolment's bytes; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data), "the enrolment", _KEYS)
    if top.number("v") != VERSION or top.text("type") != "enrolment":
        raise CanonicalError(f"not an enrolment of version {VERSION}")
    return Enrolment(
        domain=top.text("domain", empty=False),
        person=top.matching("person", NAME, "the id of a person"),
        key=top.text("key", empty=False),
    )


def proven(files: Mapping[str, bytes], domains: Collection[str]) -> frozenset[tuple[str, str]]:
    """(person, fingerprint) of every key whose proof among `files` (path -> bytes) holds."""
    return frozenset((found.person, key.fingerprint) for found, key in valid(files, domains))


def valid(
    files: Mapping[str, bytes], domains: Collection[str]
) -> Iterator[tuple[Enrolment, ssh_key.PublicKey]]:
    """Every proof among `files` (path -> bytes) that holds, with its key, in the order of paths.

    It must have been given in one of `domains`, those of the register: one that somebody gave to
    another organisation is none here. A proof that is malformed, misplaced or badly signed proves
    nothing and is passed over: the key then does not count, which is said where it is used.
    """
    for path in sorted(files):
        signature = files.get(path + SIGNATURE)
        if not path.startswith(KEYS) or not path.endswith(".json") or signature is None:
            continue
        try:
            enrolment = parse(files[path])
            key = ssh_key.read_line(enrolment.key)
            in_place = path == path_of(enrolment) and key.line == enrolment.key
            if not in_place or enrolment.domain not in domains:
                continue
            namespace = Purpose.ENROLMENT.namespace(enrolment.domain)
            sshsig.verify(signature, files[path], namespace, key)
        except (CanonicalError, ssh_key.SshKeyError, sshsig.SignatureError):
            continue
        yield enrolment, key
