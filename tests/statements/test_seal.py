"""What stands behind a sealed statement: which key, whose, for what, and if it still counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import Sealed
from isodocs.model.authority import Authority, AuthorityHistory
from isodocs.model.judgement import Assurance
from isodocs.statements.seal import SealError, SignaturePurpose, assess, keys_of
from tests.helpers.signed_company import (
    AUTHORITY,
    DOMAIN,
    KEYS,
    base,
    fingerprint,
    following,
    proof,
    read_back,
    version_files,
    with_people,
    without_key,
)
from tests.helpers.ssh import SK_ED25519, SoftKey

DATA = b'{"decision":"approve"}\n'
QUINN = KEYS["quinn"]


def history(*later: dict[str, bytes]) -> AuthorityHistory:
    """The company's register, with the files of further versions."""
    files = {name: data for name, data in base().items() if isinstance(data, bytes)}
    for more in later:
        files.update(more)
    found = authority_register.read_all(files).history
    assert found is not None
    return found


HISTORY = history()


def sealed(
    key: SoftKey = QUINN,
    purpose: SignaturePurpose = SignaturePurpose.APPROVAL,
    domain: str = DOMAIN,
    data: bytes = DATA,
    **flags: int,
) -> Sealed:
    return Sealed(data, key.sign(data, purpose.namespace(domain), **flags))


def judged(
    what: Sealed,
    person: str = "quinn",
    key: SoftKey | None = QUINN,
    by: Authority = AUTHORITY,
    known: AuthorityHistory = HISTORY,
    purpose: SignaturePurpose = SignaturePurpose.APPROVAL,
) -> Assurance:
    return assess(what, purpose, person, fingerprint(key) if key else "", by, known)


def test_a_persons_keys_by_fingerprint() -> None:
    assert list(keys_of(AUTHORITY, "quinn")) == [fingerprint(QUINN)]
    assert keys_of(AUTHORITY, "nobody") == {}


def test_signed_by_the_right_key_for_the_right_purpose() -> None:
    assert judged(sealed()) == Assurance(signed=True)


def test_without_signature_and_key_it_is_recorded() -> None:
    assert judged(Sealed(DATA), key=None) == Assurance()
    assert judged(Sealed(DATA), "nobody", key=None) == Assurance()


@pytest.mark.parametrize(
    "purpose", [p for p in SignaturePurpose if p is not SignaturePurpose.APPROVAL]
)
def test_every_purpose_has_a_namespace_of_its_own(purpose: SignaturePurpose) -> None:
    with pytest.raises(SealError, match="was made for"):
        judged(sealed(purpose=purpose))
    assert judged(sealed(purpose=purpose), purpose=purpose).signed


@pytest.mark.parametrize(
    ("what", "person", "key", "reason"),
    [
        (Sealed(DATA), "quinn", QUINN, "its signature, by the key SHA256:.* is missing"),
        (sealed(), "quinn", None, "names no key"),
        (sealed(KEYS["dora"]), "quinn", KEYS["dora"], "is not a key of quinn in version 1"),
        (sealed(), "nobody", QUINN, "is not a key of nobody"),
        (sealed(KEYS["dora"]), "quinn", QUINN, "is by the key"),
        (sealed(domain="example.org"), "quinn", QUINN, "was made for"),
        (replace(sealed(), data=DATA + b" "), "quinn", QUINN, "does not fit"),
        (Sealed(DATA, b"no signature"), "quinn", QUINN, "is not exactly one block"),
    ],
)
def test_refused(what: Sealed, person: str, key: SoftKey | None, reason: str) -> None:
    with pytest.raises(SealError, match=reason):
        judged(what, person, key)


def test_a_key_nobody_has_proven() -> None:
    unproven = replace(HISTORY, proven=frozenset({("dora", fingerprint(QUINN))}))
    with pytest.raises(SealError, match="quinn has never shown to possess"):
        judged(sealed(), known=unproven)


def test_a_revoked_key_counts_only_for_what_is_honoured() -> None:
    honest, other = sealed(), sealed(data=b"{}\n")
    two = following(**without_key(AUTHORITY, "quinn", honest.sha256), owners=("dora",), threshold=1)
    known = history(version_files(two))
    assert known.current.version == 2
    assert judged(honest, known=known).signed  # by the version that still names the key
    with pytest.raises(SealError, match=r"is revoked \(lost\)"):
        judged(other, known=known)
    with pytest.raises(SealError, match="is not a key of quinn in version 2"):
        judged(honest, by=two, known=known)


@pytest.mark.parametrize(("flags", "verified"), [(1, False), (5, True)])
def test_a_hardware_key_that_knew_the_person(flags: int, verified: bool) -> None:
    key = SoftKey(SK_ED25519, "quinn")
    by = read_back(
        replace(
            AUTHORITY,
            people=with_people(
                AUTHORITY, replace(AUTHORITY.people["quinn"], keys=(QUINN.line, key.line))
            ),
        )
    )
    known = history(version_files(by), proof("quinn", key))
    found = judged(sealed(key, flags=flags), key=key, by=by, known=known)
    assert (found.signed, found.user_verified) == (True, verified)


def test_a_token_that_stamps_nothing_leaves_it_signed() -> None:
    found = judged(replace(sealed(), token=b"junk"))
    assert (found.signed, found.timestamped) == (True, False)
    assert found.unstamped
