"""Threats to the authority register: owners who make themselves, versions dropped or forked.

To Git each is a commit like any other, and where no owner has a key the register is only recorded:
then it is whatever was committed last.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isodocs.authority import authority_register
from isodocs.checking.run import run
from isodocs.model.authority import Authority, Person
from isodocs.model.document import State
from isodocs.model.pin import Pin, Pinned
from isodocs.workspace import View, Workspace
from tests.helpers import company as recorded
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval,
    base,
    fingerprint,
    following,
    holding,
    proof,
    version_files,
    with_people,
    without_key,
)
from tests.helpers.ssh import ED25519, SoftKey
from tests.threats.attack import ON, START, gaps, later, push, refused_for, register, state

SECOND = authority_register.path_of(2)
PROMOTED = holding(AUTHORITY, "quality-manager", "quinn", "ann")


def current(repo: RepositoryBuilder) -> Authority:
    found = register(repo).inventory.authority
    assert found is not None
    return found.current


def trouble(repo: RepositoryBuilder) -> str:
    """What is wrong with the first version that does not count."""
    found = register(repo).inventory.authority_problem
    return found.problem.message if found else ""


def pinned(repo: RepositoryBuilder, pin: Pin | None) -> dict[str, str]:
    """What `check --require-pin` says on a machine that keeps this pin, or none."""
    workspace = Workspace.open(repo.path, pins=lambda *_: Pinned(pin, required=True))
    found = run(workspace.register(View(ON)), ignore=["CLS"])
    return {gap.code: gap.finding.message for gap in found}


def test_9_where_nobody_has_a_key_anybody_is_owner(repo: RepositoryBuilder) -> None:
    """What signing is for: in a register that is only recorded, the attack goes through."""
    repo.commit("Start", {**recorded.base(), **recorded.approved()}, date=START)
    two = following(recorded.AUTHORITY, owners=("ann",), roles=PROMOTED)
    later(repo, {SECOND: authority_register.write(two)})
    assert current(repo).owners == ("ann",)
    assert not gaps(repo)


@pytest.mark.parametrize(
    ("signers", "lacks"),
    [
        ((), "0 of 2 signatures"),
        (("ann",), "signatures"),
        (("ann", "quinn"), "1 of 2 signatures that the owners of 1"),
        (("quinn",), "1 of 2 signatures"),
    ],
)
def test_9_owner_who_adds_himself(
    company: RepositoryBuilder, signers: tuple[str, ...], lacks: str
) -> None:
    """Ann enters herself as owner and approver, and gets whom she can to sign: herself, or Quinn.

    Two owners of version 1 must agree, whoever owns version 2.
    """
    two = following(owners=("quinn", "dora", "ann"), threshold=2, roles=PROMOTED)
    old = company.head()
    later(company, version_files(two, signers))
    text = document("SOP-002")
    later(company, {path("SOP-002"): text, **approval("SOP-002", 1, text, person="ann", by=two)})
    assert current(company).version == 1
    assert lacks in trouble(company)
    assert state(company, "SOP-002") is State.AWAITING
    verdict = push(company, old)
    assert "does not count" in verdict.reasons[0]
    assert "APR001" in refused_for(verdict)


def test_9_signed_by_the_new_owners_only(company: RepositoryBuilder) -> None:
    """Every owner that the new version names has signed it: judged by itself it is in order."""
    two = following(owners=("ann",), threshold=1)
    files = version_files(two, ("ann",))
    alone = replace(two, version=1, previous_sha256="")
    as_first = {**version_files(alone, ("ann",)), **proof("ann", KEYS["ann"])}
    assert authority_register.read_all(as_first).history is not None
    later(company, files)
    assert current(company).version == 1
    assert "0 of 2 signatures that the owners of 1 must give" in trouble(company)


def test_9_signed_by_the_old_owners_only(company: RepositoryBuilder) -> None:
    """Nobody becomes an owner, and answers for it, without having agreed."""
    later(company, version_files(following(owners=("ann",), threshold=1)))
    assert current(company).version == 1
    assert "its own owners" in trouble(company)


def test_6_one_owner_with_two_keys(company: RepositoryBuilder) -> None:
    """Two signatures that hold, by one person: persons are counted, not keys."""
    more = SoftKey(ED25519, "quinn-at-home")
    quinn = AUTHORITY.people["quinn"]
    two = following(people=with_people(AUTHORITY, replace(quinn, keys=(*quinn.keys, more.line))))
    later(company, {**version_files(two), **proof("quinn", more)})
    assert current(company).version == 2
    three = following(two, roles=PROMOTED)
    files = {
        **version_files(three, ("quinn",)),
        **version_files(three, ("quinn",), keys={"quinn": more}),
    }
    assert sum(name.endswith(".sig") for name in files) == 2
    later(company, files, "2024-03-02")
    assert current(company).version == 2
    assert "1 of 2 signatures" in trouble(company)


def test_9_signatures_of_another_version(company: RepositoryBuilder) -> None:
    """The owners signed a version 2; what stands above their signatures is another one."""
    signed = version_files(following(threshold=1))
    other = authority_register.write(following(roles=PROMOTED))
    later(company, {**signed, SECOND: other})
    assert current(company).version == 1
    assert "0 of 2 signatures" in trouble(company)


def test_9_signed_with_a_key_nobody_has_proven(company: RepositoryBuilder) -> None:
    """An owner's key is changed for Eve's by those who can sign; she never showed she has it."""
    eve = Person("eve", "Eve Evil", ("eve@example.com",), (KEYS["eve"].line,))
    two = following(
        people=with_people(AUTHORITY, eve), owners=("quinn", "dora", "eve"), threshold=3
    )
    later(company, version_files(two, ("quinn", "dora", "eve")))
    assert current(company).version == 1
    assert "2 of 3 signatures" in trouble(company)
    later(company, proof("eve", KEYS["eve"]), "2024-03-02")
    assert current(company).version == 2


def test_10_register_rolled_back(company: RepositoryBuilder) -> None:
    """Version 2 took a role away. Its files are deleted, and version 1 is whole in itself."""
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    files = version_files(two)
    old = later(company, files)
    later(company, dict.fromkeys(files), "2024-03-02")
    assert current(company).version == 1
    assert not trouble(company)
    assert "a version of the authority register was removed" in gaps(company)["CFG004"]
    verdict = push(company, old)
    assert "changes or removes version 2" in verdict.reasons[0]


def test_10_register_replaced_by_another_beginning(company: RepositoryBuilder) -> None:
    """A new version 1, signed by its own owners, starts a register in which Ann may do all."""
    first = following(owners=("ann",), threshold=1, version=1, previous_sha256="", roles=PROMOTED)
    old = company.head()
    later(company, version_files(first, ("ann",)))
    assert current(company).owners == ("ann",)
    assert state(company) is State.AWAITING  # approvals name the project that was
    found = gaps(company)
    assert "changed by Ann Author" in found["CFG004"]
    assert "given in another repository" in found["APR005"]
    assert "changes or removes version 1" in push(company, old).reasons[0]


def test_10_older_clone_presented_as_new(company: RepositoryBuilder) -> None:
    """Nothing within an old clone tells that it is old: the whole history is as it was.

    Only what is known from outside can: the highest version that this machine has seen.
    """
    old = company.clone("old")
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    later(company, version_files(two))
    assert not gaps(old)
    pin = Pin("example.com", AUTHORITY.sha256, 2, two.sha256, date(2024, 3, 1))
    assert not pinned(company, pin)
    told = pinned(old, pin)["CFG014"]
    assert "ends with version 1; version 2 was seen here on 2024-03-01" in told


def test_10_whole_repository_made_anew(tmp_path: Path) -> None:
    """Ann starts a repository of her own with the same documents: all in it is in order."""
    first = following(owners=("ann",), threshold=1, version=1, previous_sha256="")
    other = RepositoryBuilder(tmp_path / "other")
    files = {**base(), **version_files(first, ("ann",))}
    made = approval("SOP-001", 1, document(), by=first, project=first.sha256)
    other.commit("Start", {**files, path(): document(), **made}, date=START)
    assert not gaps(other)
    pin = Pin("example.com", AUTHORITY.sha256, 1, AUTHORITY.sha256, date(2024, 1, 3))
    assert "begins with" in pinned(other, pin)["CFG013"]
    assert "this machine has no pin" in pinned(other, None)["CFG012"]


def test_8_revocation_dropped_again(company: RepositoryBuilder) -> None:
    """Version 3, properly signed, says nothing more of the key that version 2 revoked."""
    two = following(**without_key(AUTHORITY, "quinn"), owners=("dora",), threshold=1)
    three = following(two, revocations=(), people=AUTHORITY.people)
    later(company, {**version_files(two), **version_files(three, ("dora",))})
    assert current(company).version == 2
    assert f"the revocation of {fingerprint(KEYS['quinn'])} is gone" in trouble(company)


def test_8_key_left_out_instead_of_revoked(company: RepositoryBuilder) -> None:
    """Quinn's lost key is not in version 2; the thief names version 1, in which it still is."""
    bare = replace(AUTHORITY.people["quinn"], keys=())
    two = following(people=with_people(AUTHORITY, bare), owners=("dora",), threshold=1)
    later(company, version_files(two))
    assert current(company).version == 1
    assert "without being revoked" in trouble(company)


def test_5_key_handed_to_another_person(company: RepositoryBuilder) -> None:
    """What Quinn's key signed would from then on be Ann's word, or Ann's be Quinn's."""
    ann = replace(AUTHORITY.people["ann"], keys=(KEYS["quinn"].line,))
    quinn = replace(AUTHORITY.people["quinn"], keys=(KEYS["ann"].line,))
    later(company, version_files(following(people=with_people(AUTHORITY, ann, quinn))))
    assert current(company).version == 1
    assert "became one of" in trouble(company)


def test_9_two_registers_with_one_number(company: RepositoryBuilder) -> None:
    """On two branches the owners sign different versions 2. A merge must not make one of them."""
    company.branch("side")
    later(company, version_files(following(threshold=1)))
    company.checkout("main")
    later(company, version_files(following(roles=PROMOTED)))
    merged = subprocess.run(
        ["git", "merge", "--no-edit", "side"], cwd=company.path, capture_output=True, check=False
    )
    assert merged.returncode
    assert SECOND in company.git("diff", "--name-only", "--diff-filter=U")


def test_9_signing_given_up(company: RepositoryBuilder) -> None:
    """A version whose owners have no keys needs no signatures of its own; the old owners must not
    be led to end signing with it.
    """
    bare = {id: replace(p, keys=()) for id, p in AUTHORITY.people.items()}
    later(company, version_files(following(people=bare)))
    assert current(company).version == 1
    assert trouble(company)
