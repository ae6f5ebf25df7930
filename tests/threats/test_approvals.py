"""Threats to approvals: bytes swapped, records copied, people who may not, words played again.

Most attacks here are made by somebody with a genuine key and write access; in the company that
only records approvals (tests/helpers/company.py) several of them go through, and the tests say so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isodocs.model.approval import SIGNATURE, Decision, Meaning, Sealed
from isodocs.model.authority import Authority, Person
from isodocs.model.document import State
from isodocs.statements import kinds
from isodocs.statements.seal import SignaturePurpose
from tests.helpers import company as recorded
from tests.helpers.company import ANN, QUINN, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    DOMAIN,
    KEYS,
    approval,
    approved,
    base,
    fingerprint,
    following,
    holding,
    proof,
    read_back,
    version_files,
    with_people,
    without_key,
)
from tests.helpers.ssh import ED25519, SoftKey
from tests.threats.attack import START, gaps, later, push, refused_for, register, state, told

SOP, POL = path("SOP-001"), path("POL-001")
FINAL, POLICY = document(), document("POL-001")
FLOW = "documents/flow.svg"
PICTURE = document(body="# Purchasing\n\n![flow](flow.svg)\n")
DRAWN = {SOP: PICTURE, FLOW: b"<svg/>", **approval("SOP-001", 1, PICTURE, shown={FLOW: b"<svg/>"})}
GOOD = approval("SOP-001", 1, FINAL)
RECORD, SEAL = GOOD


def start(repo: RepositoryBuilder, files: dict[str, Content], by: Authority = AUTHORITY) -> None:
    repo.commit("Start", {**base(by), **files}, date=START)


def test_1_one_byte_of_a_document_changed(repo: RepositoryBuilder) -> None:
    """A limit of 10 becomes one of 90; to Git it is a commit like any other."""
    limit = document(body="# Purchasing\n\nOrders up to 10 EUR need no signature.\n")
    start(repo, {SOP: limit, **approval("SOP-001", 1, limit)})
    assert not gaps(repo)
    old = repo.head()
    later(repo, {SOP: limit.replace("10 EUR", "90 EUR")})
    assert "revision 1 was approved on 2024-01-20, then its text was" in told(repo, "REV005")
    assert "REV005" in refused_for(push(repo, old))


def test_1_one_byte_changed_before_anybody_looked(repo: RepositoryBuilder) -> None:
    """In the very commit that brings document and approval, no history shows the change."""
    start(repo, {SOP: FINAL.replace("approved suppliers", "Approved suppliers"), **GOOD})
    assert "approved a different version of this file" in told(repo, "APR002")
    assert state(repo) is State.AWAITING


@pytest.mark.parametrize("what", ["other bytes", "a link to other bytes", "gone"])
def test_2_image_swapped(repo: RepositoryBuilder, tmp_path: Path, what: str) -> None:
    """The text is as approved to the last byte; a reader sees another drawing."""
    start(repo, {**DRAWN, "documents/other.svg": b"<svg>other</svg>"})
    assert not gaps(repo)
    old = repo.head()
    picture = repo.path / FLOW
    picture.unlink()
    if what == "other bytes":
        picture.write_bytes(b"<svg>other</svg>")
    elif what == "a link to other bytes":
        picture.symlink_to("other.svg")
    repo.git("add", "--all")
    later(repo, {})
    assert repo.git("diff", "--name-only", old, "HEAD", "--", SOP) == ""
    assert f"a different version of {FLOW} from the one the document shows" in told(repo, "APR007")
    assert refused_for(push(repo, old)) >= {"APR007", "APR001"}


def test_2_image_shown_but_unlisted(repo: RepositoryBuilder) -> None:
    """The approver signed the text alone; whoever brings the image later decides what it shows."""
    start(repo, {SOP: PICTURE, FLOW: b"<svg/>", **approval("SOP-001", 1, PICTURE)})
    assert f"approved without {FLOW}, which the document shows" in told(repo, "APR007")


@pytest.mark.parametrize(
    "body",
    [
        '{% include "part.md" %}',
        "{{#include part.md}}",
        "!include part.md",
        '--8<-- "part.md"',
        '<img src="part.md">',
        "![x][label]\n\n[label]: part.md",
    ],
)
def test_2_include_in_any_way_of_writing(repo: RepositoryBuilder, body: str) -> None:
    text = document(body=f"# Purchasing\n\nAs follows.\n\n{body}\n")
    start(repo, {SOP: text, "documents/part.md.txt": "", **approval("SOP-001", 1, text)})
    later(repo, {"documents/part.md": document("FRM-001", status="draft")})
    assert "approved without documents/part.md" in told(repo, "APR007")


def test_3_approval_copied_to_another_document_or_revision(repo: RepositoryBuilder) -> None:
    """A signature over a file's bytes alone would fit wherever the same bytes stand."""
    start(repo, {SOP: FINAL, **GOOD, path("SOP-002"): document("SOP-002")})
    copied = {
        name.replace("SOP-001/1", place): data
        for place in ("SOP-002/1", "SOP-001/2", "sop-001/1")
        for name, data in GOOD.items()
    }
    later(repo, copied)
    assert told(repo, "APR008").count("it was moved or edited") == 3
    assert state(repo, "SOP-002") is State.AWAITING


def test_3_approval_rewritten_for_another_document(repo: RepositoryBuilder) -> None:
    """The copied record is edited until it fits; the signature, kept beside it, does not."""
    text = document("SOP-002")
    ((name, data),) = approval("SOP-002", 1, text, signed=False).items()
    made = replace(kinds.APPROVAL.parse(data), key=fingerprint(KEYS["quinn"]))
    data = kinds.write(made)
    name = kinds.path_of(made, data)
    start(repo, {**approved(), path("SOP-002"): text, name: data, name + SIGNATURE: GOOD[SEAL]})
    assert "does not fit" in told(repo, "APR013")
    assert state(repo, "SOP-002") is State.AWAITING


def test_3_approval_from_another_repository(repo: RepositoryBuilder) -> None:
    """The other site has the same people, keys, document and text, and its approval is genuine."""
    other = read_back(replace(AUTHORITY, owners=("dora",), threshold=1))
    elsewhere = approval("SOP-001", 1, FINAL, by=other, project=other.sha256)
    start(repo, {SOP: FINAL, **elsewhere})
    assert "given in another repository" in told(repo, "APR005")


def test_4_approval_signed_for_another_purpose_or_organisation(repo: RepositoryBuilder) -> None:
    """Quinn's key signed these very bytes, but not as an approval here."""
    data = GOOD[RECORD]
    for namespace in (
        "git",
        SignaturePurpose.DELEGATION.namespace(DOMAIN),
        "isodocs-approval-v1@evil.example",
    ):
        sealed = KEYS["quinn"].sign(data, namespace)
        repo.commit("Start", {**base(), SOP: FINAL, RECORD: data, SEAL: sealed}, date=START)
        assert f"was made for '{namespace}'" in told(repo, "APR013")


def test_5_unknown_key(repo: RepositoryBuilder) -> None:
    """Eve writes a record in Quinn's name and signs it: well-formed, and the signature is right."""
    forged = approval("SOP-001", 1, FINAL, key=KEYS["eve"])
    start(repo, {SOP: FINAL, **forged})
    assert "is not a key of quinn" in told(repo, "APR013")
    only_recorded = recorded.approval("SOP-001", 1, FINAL)
    repo.commit("Recorded", {**recorded.base(), SOP: FINAL, **only_recorded})
    assert recorded.AUTHORITY.rules[1].assurance == "recorded"


def test_5_the_name_on_the_record_is_the_one_the_key_has(repo: RepositoryBuilder) -> None:
    """Quinn signs with Quinn's key and lets the record show another name to its readers."""
    start(repo, {SOP: FINAL, **approval("SOP-001", 1, FINAL, name="Dora Director")})
    assert "version 1 of the authority register calls quinn Quinn Quality" in told(repo, "APR005")


def test_5_role_not_held(repo: RepositoryBuilder) -> None:
    """Ann's key is known and her signature holds; she is no quality manager."""
    start(repo, {SOP: FINAL, **approval("SOP-001", 1, FINAL, person="ann")})
    assert "did not hold the role 'quality-manager'" in told(repo, "APR003")


def test_5_key_entered_in_anothers_name(repo: RepositoryBuilder) -> None:
    """Eve has Quinn's public key, as everybody has, and claims what it signed as her own.

    Without a proof of possession nothing contradicts her.
    """
    eve = Person("eve", "Eve Evil", ("eve@example.com",), (KEYS["eve"].line,))
    claimed = replace(eve, keys=(SoftKey(ED25519, "quinn-at-home").line,))
    by = read_back(
        replace(
            AUTHORITY,
            people=with_people(AUTHORITY, claimed),
            roles=holding(AUTHORITY, "quality-manager", "quinn", "eve"),
        )
    )
    key = SoftKey(ED25519, "quinn-at-home")
    made = approval("SOP-001", 1, FINAL, person="eve", key=key, by=by, project=by.sha256)
    files = {**base(AUTHORITY), **version_files(by), **proof("eve", key, by=KEYS["eve"])}
    repo.commit("Start", {**files, SOP: FINAL, **made}, date=START)
    assert "eve has never shown to possess the key" in told(repo, "APR013")


def test_5_record_with_the_key_of_another_person(repo: RepositoryBuilder) -> None:
    """Dora's genuine signature below a record that names Quinn."""
    mixed = approval("SOP-001", 1, FINAL, key=KEYS["dora"])
    lying = approval("SOP-001", 1, FINAL, key=KEYS["dora"], names=KEYS["quinn"])
    start(repo, {SOP: FINAL, **mixed, **lying})
    assert "is not a key of quinn" in told(repo, "APR013")
    assert f"is by the key {fingerprint(KEYS['dora'])}" in told(repo, "APR013")


def test_5_signatures_of_two_records_swapped(repo: RepositoryBuilder) -> None:
    """Both are Quinn's and both are good, each for the other record."""
    two = document("SOP-002")
    first, second = GOOD, approval("SOP-002", 1, two)
    (one, one_sig), (other, other_sig) = first, second
    swapped = {one: first[one], one_sig: second[other_sig], other: second[other]}
    swapped[other_sig] = first[one_sig]
    start(repo, {SOP: FINAL, path("SOP-002"): two, **swapped})
    assert told(repo, "APR013").count("does not fit") == 2


def test_6_one_person_with_two_keys(repo: RepositoryBuilder) -> None:
    """Two good signatures by two keys, as two are needed: a tool that counts keys is content."""
    more = SoftKey(ED25519, "quinn-at-home")
    quinn = AUTHORITY.people["quinn"]
    both = replace(quinn, keys=(*quinn.keys, more.line))
    by = read_back(
        replace(
            AUTHORITY,
            people=with_people(AUTHORITY, both),
            roles=holding(AUTHORITY, "director", "quinn"),
        )
    )
    options = {"by": by, "project": by.sha256}
    first = approval("POL-001", 1, POLICY, **options)
    second = approval("POL-001", 1, POLICY, key=more, role="director", **options)
    start(repo, {**proof("quinn", more), POL: POLICY, **first, **second}, by)
    assert len({data for name, data in {**first, **second}.items() if name.endswith(".sig")}) == 2
    assert "1 more person" in told(repo, "APR001")
    assert register(repo).entries["POL-001"].newest.judgement.missing_persons == 1  # type: ignore[union-attr]


def test_7_author_approves_own_document(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base(), author=ANN, date=START)
    repo.commit("Mine", {SOP: FINAL, **GOOD}, author=QUINN, date="2024-01-20T12:00:00+00:00")
    assert "Quinn Quality (quality-manager, 2024-01-20) wrote this revision" in told(repo, "APR004")


def test_7_author_known_by_an_address_of_the_past(repo: RepositoryBuilder) -> None:
    """Quinn writes, changes the address in the register, and approves what a stranger wrote."""
    quinn = replace(AUTHORITY.people["quinn"], emails=("qq@example.com",))
    two = following(people=with_people(AUTHORITY, quinn))
    start(repo, {})
    repo.commit("Mine", {SOP: FINAL}, author=QUINN, date="2024-01-10T12:00:00+00:00")
    later(repo, version_files(two), "2024-01-15")
    made = approval("SOP-001", 1, FINAL, by=two)
    later(repo, made, "2024-01-20")
    assert "wrote this revision" in told(repo, "APR004")


def test_8_revoked_key_with_a_back_dated_statement(repo: RepositoryBuilder) -> None:
    """The thief of a lost key dates the approval to when the key was still good.

    Nothing in the statement differs from one made in time: by its date it counts.
    """
    honest = approval("SOP-002", 1, document("SOP-002"))
    (record, _) = honest
    digest = kinds.read_approvals(record, Sealed(honest[record]))[0].sha256
    two = following(**without_key(AUTHORITY, "quinn", digest), owners=("dora",), threshold=1)
    start(repo, {**honest, path("SOP-002"): document("SOP-002"), SOP: FINAL})
    old = later(repo, version_files(two), "2024-02-01")
    later(repo, GOOD)
    assert kinds.APPROVAL.parse(GOOD[RECORD]).day == date(2024, 1, 20)  # before the key was revoked
    assert "is revoked (lost)" in told(repo, "APR013")
    assert state(repo) is State.AWAITING
    assert state(repo, "SOP-002") is State.EFFECTIVE  # honoured, by its digest
    assert "APR013" not in refused_for(push(repo, old, old))


def test_8_role_lost_and_an_older_register_named(repo: RepositoryBuilder) -> None:
    """Quinn is no longer quality manager, and signs by the version in which he still was."""
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    start(repo, {SOP: FINAL})
    later(repo, version_files(two), "2024-01-25")
    later(repo, GOOD)
    assert "did not hold the role 'quality-manager' (authority register, version 2)" in told(
        repo, "APR003"
    )


def test_8_role_lost_and_history_forged(repo: RepositoryBuilder) -> None:
    """The approval is committed on a line that left main before the change of roles.

    Merged with that line as first parent, it was on the branch before the new version, as far as
    history shows. The hook knows that it came with this push.
    """
    start(repo, {SOP: FINAL})
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    old = later(repo, version_files(two), "2024-01-25")
    repo.branch("side", "HEAD~1")
    later(repo, GOOD, "2024-01-20")
    repo.merge("main", date="2024-03-01T10:00:00+00:00")
    assert state(repo) is State.EFFECTIVE  # nothing in the repository contradicts it
    assert "APR003" in refused_for(push(repo, old))


def test_8_role_lost_on_a_side_branch(repo: RepositoryBuilder) -> None:
    """The other way round: the old register is still in force on the branch that is merged."""
    start(repo, {SOP: FINAL})
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    later(repo, version_files(two), "2024-01-25")
    repo.branch("side", "HEAD~1")
    later(repo, GOOD, "2024-01-20")
    repo.checkout("main")
    repo.merge("side", date="2024-03-01T10:00:00+00:00")
    assert state(repo) is State.AWAITING
    assert "APR003" in gaps(repo)


def test_approved_while_a_new_register_is_being_signed(repo: RepositoryBuilder) -> None:
    """Honest: Quinn approves until the version without him is merged."""
    start(repo, {SOP: FINAL})
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    repo.branch("register")
    later(repo, version_files(two), "2024-01-15")
    repo.checkout("main")
    later(repo, GOOD, "2024-01-20")
    old = repo.head()
    repo.merge("register", date="2024-01-25T10:00:00+00:00")
    assert state(repo) is State.EFFECTIVE
    assert not push(repo, old).refused
    assert not gaps(repo)


def test_8_older_laxer_rule_named(repo: RepositoryBuilder) -> None:
    """Since version 2 two people approve a procedure; an approval names version 1 on purpose."""
    strict = replace(AUTHORITY.rules[1], roles=("quality-manager", "director"), persons=2)
    two = following(rules=(AUTHORITY.rules[0], strict))
    start(repo, {SOP: FINAL})
    old = later(repo, version_files(two), "2024-01-25")
    later(repo, GOOD)
    assert "not yet approved by Director" in told(repo, "APR001")
    assert not refused_for(push(repo, old)) - {"APR001"}


@pytest.mark.parametrize("decision", [Decision.WITHDRAW, Decision.REJECT])
def test_5_unsigned_withdrawal_or_rejection(repo: RepositoryBuilder, decision: Decision) -> None:
    """Anybody can write the file that takes an approval back; where it is only recorded, it does.

    In the signed company it changes nothing.
    """
    back = Meaning.WITHDRAWAL if decision is Decision.WITHDRAW else Meaning.APPROVAL
    word = {"decision": decision, "meaning": back, "at": "2024-02-01T10:00:00+00:00"}
    forged = recorded.approval("SOP-001", 1, FINAL, **word)  # type: ignore[arg-type]
    repo.commit("Recorded", {**recorded.base(), **recorded.approved(), **forged}, date=START)
    assert state(repo) is State.AWAITING
    again = RepositoryBuilder(repo.path.parent / "signed")
    start(again, approved())
    later(again, approval("SOP-001", 1, FINAL, signed=False, **word))
    assert state(again) is State.EFFECTIVE
    assert "Quinn Quality (quality-manager, 2024-02-01) is only recorded" in told(again, "APR015")


def test_5_withdrawal_that_says_it_approves(repo: RepositoryBuilder) -> None:
    """Two fields that contradict each other can be read in two ways."""
    for decision, meaning in (
        (Decision.APPROVE, Meaning.WITHDRAWAL),
        (Decision.WITHDRAW, Meaning.APPROVAL),
        (Decision.REJECT, Meaning.PERIODIC_REVIEW),
    ):
        made = recorded.approval(
            "SOP-001", 1, FINAL, decision=decision, meaning=meaning, project=AUTHORITY.sha256
        )
        repo.commit("Start", {**base(), SOP: FINAL, **made}, date=START)
        assert f"says {decision} and means {meaning}" in told(repo, "APR008")
        assert state(repo) is State.AWAITING


def test_5_a_review_is_no_approval(repo: RepositoryBuilder) -> None:
    """Somebody signed "I have read it"; it shall pass for "I approve it"."""
    start(repo, {SOP: FINAL, **approval("SOP-001", 1, FINAL, meaning=Meaning.REVIEW)})
    assert state(repo) is State.AWAITING


def test_5_approval_for_an_image_list_without_end(repo: RepositoryBuilder) -> None:
    """A statement as large as allowed is read, one larger is refused; neither takes long."""
    many = {f"documents/{number}.svg": b"" for number in range(6000)}
    fits = approval("SOP-001", 1, FINAL, shown=many)
    too_many = {f"documents/{number}-{'x' * 200}.svg": b"" for number in range(6000)}
    large = recorded.approval("SOP-001", 1, FINAL, shown=too_many)
    start(repo, {SOP: FINAL, **fits, **large})
    assert state(repo) is State.EFFECTIVE
    assert "larger than 1048576 bytes" in told(repo, "APR008")
