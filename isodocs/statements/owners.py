"""Whether enough owners signed a version of the authority register.

Persons are counted, not keys. The first version is signed by its own owners, each further one by
enough owners of the version before it and by enough of its own (decision 0011). A register
whose owners have no keys is only recorded, and its next version needs no signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

from isodocs.errors import ConfigurationError
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import Authority, Pending
from isodocs.statements import ssh_key, sshsig
from isodocs.statements.seal import SignaturePurpose, keys_of
from isodocs.words import say


def signature_path(version_path: str, person: str, fingerprint: str) -> str:
    """Where an owner's signature on a version, by one of their keys, is kept."""
    digest = hashlib.sha256(fingerprint.encode()).hexdigest()[:16]
    return f"{version_path.removesuffix('.json')}.{person}.{digest}{SIGNATURE}"


def signatures(files: Mapping[str, bytes], version_path: str) -> tuple[bytes, ...]:
    """Every signature file that is beside a version."""
    stem = re.escape(version_path.removesuffix(".json"))
    form = re.compile(stem + r"\.[a-z0-9._-]+" + re.escape(SIGNATURE))
    return tuple(data for path, data in sorted(files.items()) if form.fullmatch(path))


def count(
    authority: Authority,
    data: bytes,
    before: Authority | None,
    armours: Collection[bytes],
    proven: frozenset[tuple[str, str]],
) -> Pending:
    """Which owners, old and new, have signed `data`, the file of `authority`."""
    namespace = SignaturePurpose.AUTHORITY.namespace(authority.domain)
    new = _signed_by(authority, data, namespace, armours, proven)
    # An owner may sign with the old key the version that replaces it.
    old = _signed_by(before, data, namespace, armours, proven) if before else new
    return Pending(authority, data, before, old, new, proven)


def signers(found: Pending) -> tuple[str, ...]:
    """The owners, old and new, whose signatures hold."""
    return tuple(sorted({*found.new, *found.old}))


def refusal(found: Pending, path: str) -> ConfigurationError | None:
    """Why the version at `path` does not count, if it does not."""
    authority, before = found.authority, found.before
    if before and before.signed and not authority.signed:
        return _refused(path, authority, say("its owners have no keys, while those before it had"))
    if found.missing_new:
        return _refused(path, authority, _count(found.new, authority, say("its own owners")))
    if before and found.missing_old:
        whose = say("the owners of {version}", version=before.version)
        return _refused(path, authority, _count(found.old, before, whose))
    return None


def _signed_by(
    owners: Authority,
    data: bytes,
    namespace: str,
    armours: Collection[bytes],
    proven: frozenset[tuple[str, str]],
) -> tuple[str, ...]:
    """The owners of a version, by its own keys, whose signature over `data` holds."""
    return tuple(
        person
        for person in sorted(owners.owners)
        if any(
            _holds(armour, data, namespace, key, owners.passkey_origins)
            for fingerprint, key in keys_of(owners, person).items()
            if (person, fingerprint) in proven and not owners.revocation(fingerprint)
            for armour in armours
        )
    )


def _holds(
    armour: bytes,
    data: bytes,
    namespace: str,
    key: ssh_key.PublicKey,
    origins: Collection[str],
) -> bool:
    try:
        sshsig.verify(armour, data, namespace, key, origins)
    except sshsig.SignatureError:
        return False
    return True


def _count(found: tuple[str, ...], owners: Authority, whose: str) -> str:
    people = owners.people
    missing = [people[id].name for id in owners.owners if id not in found]
    return say(
        "it has {found} of {threshold} signatures that {whose} must give (not yet by {missing})",
        found=len(found),
        threshold=owners.threshold,
        whose=whose,
        missing=", ".join(missing),
    )


def _refused(path: str, authority: Authority, why: str) -> ConfigurationError:
    return ConfigurationError(
        say(
            "version {version} of the authority register does not count: {why}",
            version=authority.version,
            why=why,
        ),
        hint=say(
            "The owners sign it with `isodocs authority sign`; until then the version before it "
            "holds."
        ),
        path=path,
    )
