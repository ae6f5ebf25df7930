"""Whether enough owners, old and new, signed a version: persons are counted, not keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from isodocs.authority import authority_register
from isodocs.model.authority import Authority, Pending
from isodocs.statements import enrolment, owners
from isodocs.statements.seal import SignaturePurpose
from tests.helpers.company import AUTHORITY as RECORDED
from tests.helpers.signed_company import (
    AUTHORITY,
    DOMAIN,
    KEYS,
    fingerprint,
    following,
    proof,
    read_back,
    version_files,
    with_people,
    without_key,
)
from tests.helpers.ssh import ED25519, SoftKey

PLACE = authority_register.path_of(2)
ALL = {name: data for person in KEYS for name, data in proof(person, KEYS[person]).items()}
PROVEN = enrolment.proven(ALL, [DOMAIN])


def counted(
    authority: Authority,
    signers: Iterable[str],
    before: Authority | None = AUTHORITY,
    proven: frozenset[tuple[str, str]] = PROVEN,
) -> Pending:
    data = authority_register.write(authority)
    armours = owners.signatures(
        version_files(authority, signers), authority_register.path_of(authority.version)
    )
    return owners.count(authority, data, before, armours, proven)


def refusal(found: Pending) -> str:
    said = owners.refusal(found, PLACE)
    assert (said is None) == found.counts
    return said.message if said else ""


def test_the_first_version_needs_its_own_owners() -> None:
    assert refusal(counted(AUTHORITY, ("quinn", "dora"), None)) == ""
    assert "1 of 2 signatures that its own owners" in refusal(counted(AUTHORITY, ("dora",), None))
    assert "not yet by Quinn Quality)" in refusal(counted(AUTHORITY, ("dora",), None))


@pytest.mark.parametrize(
    ("new", "signers", "lacks"),
    [
        ({}, ("quinn", "dora"), ""),
        ({}, ("quinn", "dora", "ann", "eve"), ""),
        ({}, ("quinn",), "1 of 2 signatures that its own owners"),
        ({}, ("ann", "eve"), "0 of 2 signatures that its own owners"),
        ({"threshold": 1}, ("quinn",), "1 of 2 signatures that the owners of 1"),
        ({"owners": ("ann",), "threshold": 1}, ("ann",), "0 of 2 .* the owners of 1"),
        ({"owners": ("ann",), "threshold": 1}, ("quinn", "dora"), "0 of 1 .* its own owners"),
        ({"owners": ("ann",), "threshold": 1}, ("quinn", "dora", "ann"), ""),
        ({"owners": ("quinn", "ann"), "threshold": 2}, ("quinn", "ann"), "1 of 2 .* owners of 1"),
    ],
)  # fmt: skip
def test_old_and_new_owners(new: dict[str, object], signers: tuple[str, ...], lacks: str) -> None:
    said = refusal(counted(following(**new), signers))
    assert re.search(lacks, said)
    assert bool(said) == bool(lacks)


def test_an_owner_signs_the_new_key_in_with_the_old_one() -> None:
    """Rotation: both keys are Quinn's, one by each version."""
    fresh = SoftKey(ED25519, "fresh")
    change = without_key(AUTHORITY, "quinn")
    quinn = replace(AUTHORITY.people["quinn"], keys=(fresh.line,))
    two = following(**{**change, "people": with_people(AUTHORITY, quinn)})
    keys = {"quinn": fresh, "dora": KEYS["dora"]}
    proven = PROVEN | enrolment.proven(proof("quinn", fresh), [DOMAIN])
    data = authority_register.write(two)
    by_new = version_files(two, keys=keys)
    assert "1 of 2" in refusal(
        owners.count(two, data, AUTHORITY, owners.signatures(by_new, PLACE), proven)
    )
    both = {**by_new, **version_files(two, ("quinn",))}
    found = owners.count(two, data, AUTHORITY, owners.signatures(both, PLACE), proven)
    assert refusal(found) == ""
    assert owners.signers(found) == ("dora", "quinn")


def test_unproven_and_revoked_keys_sign_nothing() -> None:
    none = counted(AUTHORITY, ("quinn", "dora"), None, frozenset())
    assert none.new == ()
    kept = replace(AUTHORITY, revocations=following(**without_key(AUTHORITY, "quinn")).revocations)
    assert counted(read_back(kept), ("quinn", "dora"), None).new == ("dora",)


def test_signatures_for_another_purpose_domain_or_text_do_not_count() -> None:
    data = authority_register.write(AUTHORITY)
    wrong = [
        KEYS["quinn"].sign(data, SignaturePurpose.APPROVAL.namespace(DOMAIN)),
        KEYS["quinn"].sign(data, SignaturePurpose.AUTHORITY.namespace("example.org")),
        KEYS["quinn"].sign(data + b"\n", SignaturePurpose.AUTHORITY.namespace(DOMAIN)),
        b"junk",
    ]
    assert owners.count(AUTHORITY, data, None, wrong, PROVEN).new == ()


def test_a_register_without_keys_needs_no_signature_until_it_has_some() -> None:
    two = following(RECORDED)
    assert refusal(counted(two, (), RECORDED)) == ""
    keyed = following(RECORDED, people=AUTHORITY.people, domain=DOMAIN)
    assert "0 of 1" in refusal(counted(keyed, (), RECORDED))
    assert refusal(counted(keyed, ("quinn",), RECORDED)) == ""
    bare = {id: replace(person, keys=()) for id, person in AUTHORITY.people.items()}
    assert "its owners have no keys" in str(
        owners.refusal(counted(following(people=bare), ("quinn", "dora")), PLACE)
    )


def test_where_signatures_stand() -> None:
    place = owners.signature_path(PLACE, "quinn", fingerprint(KEYS["quinn"]))
    assert place.startswith(".isodocs/authority/0002.quinn.")
    files = {
        place: b"1",
        place.replace("0002", "0003"): b"2",
        PLACE: b"3",
        f"{PLACE}.sig": b"4",
        ".isodocs/authority/keys/0002.quinn.sig": b"5",
        place + ".tsr": b"6",
    }
    found = owners.signatures(files, PLACE)
    assert b"1" in found
    assert not set(found) & {b"2", b"3", b"5", b"6"}
