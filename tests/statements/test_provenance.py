"""Every kind of signed statement with every flaw of its origin, before everything that rests on it.

One repository holds them all: for each kind one that is right, and one for each flaw.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.assess.confirmations import confirmations
from isodocs.assess.statement_evidence import Evidences
from isodocs.authority.deputies import Deputies
from isodocs.authority_change.revoke import honoured
from isodocs.model.approval import (
    SIGNATURE,
    ApprovalRecord,
    ApprovalStatement,
    AuthorityReference,
    Delegation,
    DelegationRecord,
    Ending,
    Sealed,
)
from isodocs.model.confirmation import Confirmation, ConfirmationRecord
from isodocs.model.judgement import Ground
from isodocs.model.register import Register
from isodocs.statements import kinds
from isodocs.statements.provenance import ProvenanceError, Signed, trace
from isodocs.statements.seal import SignaturePurpose
from isodocs.workspace import View, Workspace
from tests.helpers.company import document
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    DOMAIN,
    KEYS,
    approval,
    approval_list,
    approved,
    base,
    confirmed,
    deputy,
    ended,
    fingerprint,
    following,
    version_files,
    without_key,
)


def data_of(files: dict[str, bytes]) -> bytes:
    (data,) = (data for path, data in files.items() if path.endswith(".json"))
    return data


FINAL = document()
GIVEN = deputy()
KINDS: dict[str, Signed] = {
    "approval": kinds.APPROVAL.parse(data_of(approval("SOP-001", 1, FINAL))),
    "list": kinds.APPROVAL_LIST.parse(data_of(approval_list({"SOP-001": FINAL}))),
    "delegation": kinds.DELEGATION.parse(data_of(GIVEN)),
    "early end": kinds.ENDING.parse(data_of(ended(GIVEN))),
    "confirmation": kinds.CONFIRMATION.parse(
        data_of(confirmed("SOP-001", 1, FINAL, person="quinn"))
    ),
}
EVE, ANN = fingerprint(KEYS["eve"]), fingerprint(KEYS["ann"])
FLAWS: dict[str, tuple[dict[str, object], str, Ground]] = {
    "another project": ({"project": "0" * 64}, "quinn", Ground.OTHER_PROJECT),
    "a version that is not there": (
        {"authority": AuthorityReference(9, AUTHORITY.sha256)},
        "quinn",
        Ground.AUTHORITY,
    ),
    "a version in another form": (
        {"authority": AuthorityReference(1, "0" * 64)},
        "quinn",
        Ground.AUTHORITY,
    ),
    "another name": ({"name": "Dora Director"}, "quinn", Ground.AUTHORITY),
    "an unknown person": (
        {"person": "eve", "name": "Eve Evil", "key": EVE},
        "eve",
        Ground.AUTHORITY,
    ),
    "an unknown person without a key": (
        {"person": "eve", "name": "Eve Evil", "key": ""},
        "",
        Ground.AUTHORITY,
    ),
    "no signature": ({}, "", Ground.SIGNATURE),
    "a signature by a key that is not named": ({}, "eve", Ground.SIGNATURE),
    "a key of someone else": ({"key": EVE}, "eve", Ground.SIGNATURE),
    "a signature for another purpose": ({}, "quinn", Ground.SIGNATURE),
    "a signature over other bytes": ({}, "quinn", Ground.SIGNATURE),
    "a revoked key": (
        {"person": "ann", "name": "Ann Author", "key": ANN},
        "ann",
        Ground.SIGNATURE,
    ),
}


def flawed(right: Signed, flaw: str) -> tuple[Signed, str, Sealed]:
    """The statement with a flaw, its path, and how it is sealed; every path is another one."""
    changes, signer, _ = FLAWS[flaw]
    changed = {**changes, "signed_at": right.signed_at.replace(minute=1 + [*FLAWS].index(flaw))}
    made = replace(right, **changed)  # type: ignore[arg-type]
    data = kinds.write(made)
    purpose = kinds.kind_of(made).purpose
    if flaw == "a signature for another purpose":
        purpose = SignaturePurpose.ENROLMENT
    over = data + b"\n" if flaw == "a signature over other bytes" else data
    signature = KEYS[signer].sign(over, purpose.namespace(DOMAIN)) if signer else None
    return made, kinds.path_of(made, data), Sealed(data, signature)


CASES = [
    (name, flaw)
    for name in KINDS
    for flaw in FLAWS
    # A confirmation that names no key cannot be read.
    if (name, flaw) != ("confirmation", "an unknown person without a key")
]
BROUGHT = {case: flawed(KINDS[case[0]], case[1]) for case in CASES}
ANOTHER = deputy(at="2024-01-11T10:00:00+00:00")
RIGHT = {
    "approval": approval("SOP-001", 1, FINAL),
    "list": approval_list({"SOP-001": FINAL}, person="dora"),  # for Quinn, who is away
    "delegation": GIVEN,
    "early end": ended(ANOTHER),
    "confirmation": confirmed("SOP-001", 1, FINAL, person="quinn"),
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("statements"))
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    files: dict[str, str | bytes] = {**ANOTHER}
    for right in RIGHT.values():
        files.update(right)
    for _, path, sealed in BROUGHT.values():
        files[path] = sealed.data
        if sealed.signature:
            files[path + SIGNATURE] = sealed.signature
    repo.commit("Statements", files, date="2024-02-02T09:00:00+00:00")
    revoked = following(**without_key(AUTHORITY, "ann"))
    repo.commit("Revoke Ann's key", version_files(revoked), date="2024-03-01T09:00:00+00:00")
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


Record = ApprovalRecord | DelegationRecord | ConfirmationRecord


def record_at(register: Register, path: str) -> Record:
    inventory = register.inventory
    records: list[Record] = [
        *inventory.approvals,
        *inventory.delegations,
        *inventory.confirmations,
    ]
    (found,) = (record for record in records if record.path == path)
    assert not found.problems
    return found


def counts(register: Register, path: str) -> dict[str, bool]:
    """For each of those who rest on statements, whether the one at `path` counts there."""
    record = record_at(register, path)
    authority, ledger = register.inventory.authority, register.ledger
    assert authority is not None
    evidences = Evidences(register)
    deputies = Deputies(authority, ledger, register.inventory.delegations)
    digests = {sha for key in KEYS.values() for sha in honoured(register, fingerprint(key))}
    found = {"revoke": record.sealed.sha256 in digests}
    match record:
        case ApprovalRecord(statement=ApprovalStatement() as made):
            found["evidence"] = evidences.of_approval(record, made).assurance is not None
            status = register.entries["SOP-001"].revisions[0]
            assert status.judgement is not None
            found["judge"] = record.path in {r.path for r in status.judgement.accepted}
        case DelegationRecord(delegation=Delegation() as handed):
            found["evidence"] = evidences.of_delegation(record, handed).assurance is not None
            found["deputies"] = record in [held for held, _, _ in deputies.in_force()]
        case DelegationRecord(ending=Ending() as end):
            found["evidence"] = evidences.of_delegation(record, end).assurance is not None
            running = {held.sha256 for held, _, _ in deputies.in_force()}
            found["deputies"] = end.delegation not in running
        case ConfirmationRecord(confirmation=Confirmation() as read):
            found["evidence"] = evidences.of_confirmation(record, read).assurance is not None
            void = {each.record.path for each in confirmations(register).void}
            found["confirmations"] = record.path not in void
    return found


def test_every_kind_of_the_table_is_held_here() -> None:
    """But the proof of a key, which comes before the register and has a check of its own."""
    assert {kinds.kind_of(made) for made in KINDS.values()} == {*kinds.KINDS} - {kinds.ENROLMENT}


@pytest.mark.parametrize("name", KINDS)
def test_one_that_is_right_counts_everywhere(register: Register, name: str) -> None:
    """Without this the refusals below would prove nothing."""
    (path,) = (path for path in RIGHT[name] if path.endswith(".json"))
    found = counts(register, path)
    assert len(found) == 3
    assert all(found.values()), found


@pytest.mark.parametrize(("name", "flaw"), CASES)
def test_one_with_a_flaw_counts_nowhere(register: Register, name: str, flaw: str) -> None:
    made, path, sealed = BROUGHT[name, flaw]
    found = counts(register, path)
    assert len(found) == 3
    assert not any(found.values()), found
    history = register.inventory.authority
    assert history is not None
    with pytest.raises(ProvenanceError) as refused:
        trace(made, sealed, history)
    assert refused.value.ground is FLAWS[flaw][2]


@pytest.mark.parametrize("flaw", FLAWS)
def test_the_judge_says_which_part_is_wrong(register: Register, flaw: str) -> None:
    _, path, _ = BROUGHT["approval", flaw]
    judgement = register.entries["SOP-001"].revisions[0].judgement
    assert judgement is not None
    (refusal,) = (refusal for refusal in judgement.refused if refusal.record.path == path)
    assert refusal.ground is FLAWS[flaw][2]
