"""Proofs of possession: only the key itself shows that it is someone's."""

from __future__ import annotations

import pytest

from isodocs.errors import CanonicalError
from isodocs.model.authority import Enrolment
from isodocs.statements import enrolment, kinds
from isodocs.statements.seal import SignaturePurpose
from tests.helpers.signed_company import DOMAIN, KEYS, fingerprint, proof
from tests.helpers.ssh import KINDS, SoftKey

QUINN = KEYS["quinn"]
PROVEN = frozenset({("quinn", fingerprint(QUINN))})
GOOD = proof("quinn", QUINN)
PLACE, SEAL = GOOD


def proven(files: dict[str, bytes], *domains: str) -> frozenset[tuple[str, str]]:
    return enrolment.proven(files, domains or (DOMAIN,))


def test_what_is_written_reads_back() -> None:
    claim = Enrolment(DOMAIN, "quinn", QUINN.line)
    assert kinds.ENROLMENT.parse(kinds.write(claim)) == claim
    assert kinds.file_of(claim)[0] == PLACE
    assert PLACE.startswith(".isodocs/authority/keys/quinn.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_any_kind_proves_itself(kind: str) -> None:
    key = SoftKey(kind)
    assert proven(proof("quinn", key)) == {("quinn", fingerprint(key))}


def test_several_people_and_keys() -> None:
    more = SoftKey(KINDS[1], "more")
    files = {**GOOD, **proof("quinn", more), **proof("dora", KEYS["dora"])}
    assert proven(files) == PROVEN | {
        ("quinn", fingerprint(more)),
        ("dora", fingerprint(KEYS["dora"])),
    }


def resigned(
    data: bytes, place: str = PLACE, purpose: SignaturePurpose = SignaturePurpose.ENROLMENT
) -> dict[str, bytes]:
    """The files of a claim of any form, signed as a proof would be."""
    return {place: data, place + ".sig": QUINN.sign(data, purpose.namespace(DOMAIN))}


DATA = GOOD[PLACE]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {PLACE: DATA},
        {SEAL: GOOD[SEAL]},
        proof("quinn", QUINN, by=KEYS["eve"]),
        proof("eve", QUINN, by=KEYS["eve"]),
        {PLACE: DATA, SEAL: b"junk"},
        {PLACE: DATA.replace(b"quinn", b"quinx"), SEAL: GOOD[SEAL]},
        resigned(DATA, PLACE.replace("quinn", "dora")),
        resigned(DATA, PLACE.replace("keys/", "")),
        resigned(DATA, purpose=SignaturePurpose.APPROVAL),
        resigned(DATA + b" "),
        resigned(DATA.replace(b'"v":1', b'"v":2')),
        resigned(DATA.replace(b"enrolment", b"approval")),
        resigned(DATA.replace(QUINN.line.encode(), QUINN.line.encode() + b" home")),
        resigned(DATA.replace(QUINN.line.encode(), b"ssh-ed25519 AAAA")),
        resigned(b"{}\n"),
    ],
    ids=[
        "nothing",
        "no signature",
        "no claim",
        "signed by another key",
        "another's key",
        "no real signature",
        "changed afterwards",
        "misplaced",
        "in another folder",
        "signed for another purpose",
        "not canonical",
        "another version",
        "another type",
        "a key with a comment",
        "no key",
        "nothing in it",
    ],
)
def test_proves_nothing_and_is_passed_over(files: dict[str, bytes]) -> None:
    assert proven(files) == frozenset()
    assert proven({**files, **proof("dora", KEYS["dora"])}) == {("dora", fingerprint(KEYS["dora"]))}


def test_a_proof_given_to_another_organisation_is_none_here() -> None:
    assert proven(GOOD, "example.org") == frozenset()
    assert proven(GOOD, "example.org", DOMAIN) == PROVEN


@pytest.mark.parametrize(
    "change",
    [
        (b'"domain":"example.com"', b'"domain":""'),
        (b'"person":"quinn"', b'"person":"Quinn Q"'),
        (b'"type":"enrolment"', b'"type":"enrolment","more":1'),
    ],
)
def test_another_form_is_refused(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(CanonicalError):
        kinds.ENROLMENT.parse(DATA.replace(*change))
