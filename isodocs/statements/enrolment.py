"""Proof of possession: a person signs, with the key itself, that the key is theirs.

Without it someone could enter another's public key as their own and lay claim to signatures they
never made. The files are below `.isodocs/authority/keys/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from isodocs.errors import CanonicalError
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import KEYS, Enrolment
from isodocs.statements import kinds, ssh_key, sshsig
from isodocs.statements.seal import SignaturePurpose


def proven(
    files: Mapping[str, bytes], domains: Collection[str], origins: Collection[str] = ()
) -> frozenset[tuple[str, str]]:
    """(person, fingerprint) of every key whose proof among `files` (path -> bytes) holds."""
    found = valid(files, domains, origins)
    return frozenset((proof.person, key.fingerprint) for proof, key in found)


def valid(
    files: Mapping[str, bytes], domains: Collection[str], origins: Collection[str] = ()
) -> Iterator[tuple[Enrolment, ssh_key.PublicKey]]:
    """Every proof among `files` (path -> bytes) that holds, with its key, in the order of paths.

    It must have been given in one of `domains`, those of the register: one that someone gave to
    another organisation is none here. A passkey's must have been given at one of `origins`. A proof
    that is malformed, misplaced or badly signed proves nothing and is passed over: the key then
    does not count, which is said where it is used.
    """
    for path in sorted(files):
        signature = files.get(path + SIGNATURE)
        if not path.startswith(KEYS) or not path.endswith(".json") or signature is None:
            continue
        try:
            enrolment = kinds.ENROLMENT.parse(files[path])
            key = ssh_key.read_line(enrolment.key)
            in_place = path == kinds.path_of(enrolment, files[path]) and key.line == enrolment.key
            if not in_place or enrolment.domain not in domains:
                continue
            namespace = SignaturePurpose.ENROLMENT.namespace(enrolment.domain)
            sshsig.verify(signature, files[path], namespace, key, origins)
        except (CanonicalError, ssh_key.SshKeyError, sshsig.SignatureError):
            continue
        yield enrolment, key
