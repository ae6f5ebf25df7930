"""The test company with keys: its register is signed by its owners, every approval by its giver.

The keys live in memory and are the same each time (tests/helpers/ssh.py), so that nothing here
starts a process. People and documents are those of tests/helpers/company.py; Eve is nobody there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from isodocs.authority import authority_register
from isodocs.model.approval import (
    SIGNATURE,
    ApprovalList,
    AuthorityReference,
    Delegation,
    Ending,
    Part,
)
from isodocs.model.authority import Authority, Enrolment, Person, Revocation
from isodocs.model.confirmation import Confirmation
from isodocs.statements import kinds, owners, ssh_key
from isodocs.statements.seal import SignaturePurpose
from tests.helpers import company
from tests.helpers.company import path
from tests.helpers.ssh import ED25519, SoftKey

DOMAIN = "example.com"
KEYS = {name: SoftKey(ED25519, name) for name in ("ann", "quinn", "dora", "eve")}


def fingerprint(key: SoftKey) -> str:
    """`SHA256:...`"""
    return ssh_key.read_line(key.line).fingerprint


def _first() -> Authority:
    """Quinn and Dora own the register together; every approval must be signed."""
    before = company.authority()
    draft = replace(
        before,
        people={id: replace(p, keys=(KEYS[id].line,)) for id, p in before.people.items()},
        owners=("quinn", "dora"),
        threshold=2,
        rules=tuple(replace(rule, assurance="signed") for rule in before.rules),
        domain=DOMAIN,
    )
    return read_back(draft)


def read_back(draft: Authority) -> Authority:
    """The version with the digest that its file has."""
    return authority_register.parse(authority_register.write(draft))


AUTHORITY = _first()
OWNERS = ("quinn", "dora")


def following(before: Authority = AUTHORITY, **changes: object) -> Authority:
    """The version after `before`, with these fields changed."""
    base = replace(before, version=before.version + 1, previous_sha256=before.sha256)
    return read_back(replace(base, **changes))  # type: ignore[arg-type]


def with_people(before: Authority, *people: Person) -> dict[str, Person]:
    """The people of a version and these, to be its successor's."""
    return {**before.people, **{person.id: person for person in people}}


def holding(before: Authority, role: str, *holders: str) -> dict[str, object]:
    """The roles of a version with other holders of one of them."""
    return {**before.roles, role: replace(before.roles[role], holders=holders)}


def without_key(before: Authority, person: str, *honoured: str) -> dict[str, object]:
    """The changes that revoke a person's key, with the statements that are still honoured."""
    revoked = Revocation(person, fingerprint(KEYS[person]), "lost", honoured)
    bare = replace(before.people[person], keys=())
    return {
        "people": with_people(before, bare),
        "revocations": (*before.revocations, revoked),
    }


def version_files(
    authority: Authority, signers: Iterable[str] = OWNERS, *, keys: Mapping[str, SoftKey] = KEYS
) -> dict[str, bytes]:
    """A version's file and the signatures of these people on it."""
    data, place = authority_register.write(authority), authority_register.path_of(authority.version)
    namespace = SignaturePurpose.AUTHORITY.namespace(authority.domain)
    signed = {
        owners.signature_path(place, person, fingerprint(keys[person])): keys[person].sign(
            data, namespace
        )
        for person in signers
    }
    return {place: data, **signed}


def proof(person: str, key: SoftKey, *, by: SoftKey | None = None) -> dict[str, bytes]:
    """The proof that a key is a person's, signed with it, or with another key `by`."""
    claim = Enrolment(DOMAIN, person, key.line)
    place, data = kinds.file_of(claim)
    signature = (by or key).sign(data, SignaturePurpose.ENROLMENT.namespace(DOMAIN))
    return {place: data, place + SIGNATURE: signature}


def base(authority: Authority = AUTHORITY) -> dict[str, str | bytes]:
    """The files the company starts with: configuration, register, signatures, proofs."""
    files: dict[str, str | bytes] = {"isodocs.yaml": company.CONFIG, **version_files(authority)}
    for person in authority.people:
        files.update(proof(person, KEYS[person]))
    return files


def approval(
    id: str,
    revision: str | int,
    text: str | bytes,
    *,
    person: str = "quinn",
    key: SoftKey | None = None,
    names: SoftKey | None = None,
    by: Authority = AUTHORITY,
    name: str = "",
    signed: bool = True,
    domain: str = DOMAIN,
    **options: object,
) -> dict[str, bytes]:
    """The record of an approval and its signature, by path.

    It is signed with `key` (the person's own where none is given) and names the key `names` (that
    one). Other options are those of the recorded company's `approval`.
    """
    options = {"project": AUTHORITY.sha256, **options}
    unsigned = company.approval(id, revision, text, person=person, by=by, **options)  # type: ignore[arg-type]
    ((place, data),) = unsigned.items()
    if not signed:
        return {place: data}
    key = key or KEYS[person]
    made = replace(kinds.APPROVAL.parse(data), key=fingerprint(names or key))
    made = replace(made, name=name or made.name)
    data = kinds.write(made)
    place = kinds.path_of(made, data)
    return {
        place: data,
        place + SIGNATURE: key.sign(data, SignaturePurpose.APPROVAL.namespace(domain)),
    }


def approval_list(
    texts: Mapping[str, str | bytes], *, key: SoftKey | None = None, **options: object
) -> dict[str, bytes]:
    """One approval of many texts and its signature, by path; options as in the recorded company."""
    options = {"project": AUTHORITY.sha256, "by": AUTHORITY, **options}
    ((_, data),) = company.approval_list(texts, **options).items()  # type: ignore[arg-type]
    made = kinds.APPROVAL_LIST.parse(data)
    return seal_list(made, key or KEYS[made.person])


def seal_list(made: ApprovalList, key: SoftKey) -> dict[str, bytes]:
    """A list as someone signs it who names this key."""
    place, data = kinds.file_of(replace(made, key=fingerprint(key)))
    signature = key.sign(data, SignaturePurpose.APPROVAL.namespace(DOMAIN))
    return {place: data, place + SIGNATURE: signature}


def approved(
    id: str = "SOP-001", revision: str | int = 1, **options: str
) -> dict[str, str | bytes]:
    """A document in final form with the signed approvals it needs."""
    text = company.document(id, revision, **options)
    files: dict[str, str | bytes] = {path(id): text, **approval(id, revision, text)}
    if id.startswith("POL"):
        files.update(approval(id, revision, text, person="dora", role="director"))
    return files


def deputy(
    person: str = "quinn",
    stands_in: str = "dora",
    *,
    role: str = "quality-manager",
    start: str = "2024-01-15",
    until: str = "2024-01-31",
    at: str = "2024-01-10T10:00:00+00:00",
    by: Authority = AUTHORITY,
    project: str = AUTHORITY.sha256,
    key: SoftKey | None = None,
    signed: bool = True,
) -> dict[str, bytes]:
    """The record that `stands_in` acts for `person` while that one is away, and its signature."""
    key = key or KEYS[person]
    given = Delegation(
        project=project,
        person=person,
        name=by.people[person].name if person in by.people else person,
        role=role,
        deputy=stands_in,
        start=date.fromisoformat(start),
        until=date.fromisoformat(until),
        key=fingerprint(key) if signed else "",
        authority=AuthorityReference(by.version, by.sha256),
        reason="Holidays.",
        signed_at=datetime.fromisoformat(at),
    )
    data = kinds.write(given)
    place = kinds.path_of(given, data)
    if not signed:
        return {place: data}
    return {
        place: data,
        place + SIGNATURE: key.sign(data, SignaturePurpose.DELEGATION.namespace(DOMAIN)),
    }


def ended(
    given: Mapping[str, bytes],
    person: str = "quinn",
    *,
    at: str = "2024-01-18T10:00:00+00:00",
    key: SoftKey | None = None,
    signed: bool = True,
    by: Authority = AUTHORITY,
) -> dict[str, bytes]:
    """The record that `person` ends the delegation `given` before its last day."""
    key = key or KEYS[person]
    (place,) = [name for name in given if name.endswith(".json")]
    deputy = kinds.DELEGATION.parse(given[place])
    made = Ending(
        project=AUTHORITY.sha256,
        person=person,
        name=by.people[person].name,
        role=deputy.role,
        deputy=deputy.deputy,
        delegation=hashlib.sha256(given[place]).hexdigest(),
        key=fingerprint(key) if signed else "",
        authority=AuthorityReference(by.version, by.sha256),
        reason="Back early.",
        signed_at=datetime.fromisoformat(at),
    )
    data = kinds.write(made)
    place = kinds.path_of(made, data)
    if not signed:
        return {place: data}
    return {
        place: data,
        place + SIGNATURE: key.sign(data, SignaturePurpose.DELEGATION.namespace(DOMAIN)),
    }


def confirmed(
    id: str,
    revision: str | int,
    text: str | bytes,
    *,
    person: str = "ann",
    key: SoftKey | None = None,
    names: SoftKey | None = None,
    purpose: SignaturePurpose = SignaturePurpose.CONFIRMATION,
    at: str = "2024-02-01T10:00:00+00:00",
    by: Authority = AUTHORITY,
    project: str = AUTHORITY.sha256,
    name: str = "",
    shown: Mapping[str, bytes] | None = None,
    signed: bool = True,
) -> dict[str, bytes]:
    """The statement that a person read these bytes, and its signature, by path."""
    key = key or KEYS[person]
    data = text.encode() if isinstance(text, str) else text
    made = Confirmation(
        project=project,
        doc=id,
        rev=str(revision),
        person=person,
        name=name or by.people[person].name,
        key=fingerprint(names or key),
        parts=tuple(
            Part(place, hashlib.sha256(content).hexdigest(), len(content))
            for place, content in {path(id): data, **(shown or {})}.items()
        ),
        authority=AuthorityReference(by.version, by.sha256),
        signed_at=datetime.fromisoformat(at),
    )
    written = kinds.write(made)
    place = kinds.path_of(made, written)
    if not signed:
        return {place: written}
    return {place: written, place + SIGNATURE: key.sign(written, purpose.namespace(DOMAIN))}
