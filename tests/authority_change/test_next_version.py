"""The next version of the register: proposed, refused, signed; keys enrolled and revoked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from isodocs.authority import authority_register
from isodocs.authority_change import next_version as change
from isodocs.authority_change.enrol import plan_enrolment, prove
from isodocs.authority_change.next_version import Proposal
from isodocs.authority_change.register_book import Book
from isodocs.errors import LifecycleError
from isodocs.lifecycle import sealing
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from tests.authority_change.authority_desk import HANDS, Hand, after, book
from tests.helpers import company, signed_company
from tests.helpers.signed_company import (
    AUTHORITY,
    DOMAIN,
    KEYS,
    fingerprint,
    following,
    holding,
    proof,
)
from tests.helpers.ssh import ED25519, SK_ECDSA, SoftKey

BEN = Person("ben", "Ben Whitaker", ("ben@example.com",))
NEW = SoftKey(ED25519, "quinn's new key")


def grown(authority: Authority = AUTHORITY, **changes: Any) -> Authority:
    return replace(authority, people={**authority.people, "ben": BEN}, **changes)


def signed_by(book: Book, proposal: Proposal, *names: str) -> Book:
    """The book with the proposal in it, and these people's signatures on it."""
    book = after(book, proposal.plan)
    for name in names:
        who = book.person("", name)
        pending, keys = change.to_sign(book, who)
        assert HANDS[name].public in keys
        book = after(book, change.sign(pending, who, HANDS[name]))
    return book


def test_a_version_counts_once_enough_owners_have_signed() -> None:
    start = book()
    proposal = change.propose(start, grown())
    assert proposal.changes == ("Ben Whitaker <ben@example.com> is added.",)
    path = authority_register.path_of(2)
    assert list(proposal.plan.files) == [path]
    one = signed_by(start, proposal, "quinn")
    assert one.history.current.version == 1
    assert one.pending is not None
    assert (one.pending.old, one.pending.missing_old) == (("quinn",), 1)
    sentence, then = change.outcome(one, replace(proposal.plan, changes=()), 2)
    assert sentence == (
        "Version 2 has no effect yet. It still needs the signature of one owner of both versions "
        "(Dora Director)."
    )
    assert then[1] == "Dora Director: isodocs authority sign"
    both = signed_by(start, proposal, "quinn", "dora")
    assert both.pending is None
    assert both.history.current.people["ben"] == BEN
    assert both.history.signers[2] == ("dora", "quinn")


def test_nobody_signs_twice_and_nobody_else_signs() -> None:
    start = book()
    one = signed_by(start, change.propose(start, grown()), "quinn")
    with pytest.raises(LifecycleError, match="Quinn Quality has signed version 2 already"):
        change.to_sign(one, one.person("", "quinn"))
    with pytest.raises(LifecycleError, match="Ann Author is not an owner of the register"):
        change.to_sign(one, one.person("", "ann"))
    with pytest.raises(LifecycleError, match="no version of the register awaits signatures"):
        change.to_sign(start, start.person("", "quinn"))


def test_a_second_proposal_is_refused() -> None:
    start = book()
    waiting = after(start, change.propose(start, grown()).plan)
    with pytest.raises(LifecycleError, match="version 2 awaits signatures already"):
        change.propose(waiting, replace(AUTHORITY, threshold=1))


def test_a_damaged_register_takes_no_proposal() -> None:
    start = book({**signed_company.base(), authority_register.path_of(2): b"{}"})
    with pytest.raises(LifecycleError, match="cannot be read") as caught:
        change.propose(start, grown())
    assert caught.value.path == authority_register.path_of(2)


def test_a_new_owner_signs_for_the_version_that_makes_him_one() -> None:
    """The old owners alone are not enough: who is to own it must be able to sign."""
    start = book()
    more = replace(AUTHORITY, owners=("quinn", "dora", "ann"), threshold=3)
    proposal = change.propose(start, more)
    two = signed_by(start, proposal, "quinn", "dora")
    assert two.history.current.version == 1
    assert signed_by(start, proposal, "quinn", "dora", "ann").history.current.threshold == 3


def test_an_owner_who_adds_himself_is_without_effect() -> None:
    """Threat 9: what he signs alone changes nothing, and the real owners are named."""
    eve = Person("eve", "Eve Evil", ("eve@example.com",), (KEYS["eve"].line,))
    taken = following(people={**AUTHORITY.people, "eve": eve}, owners=("eve",), threshold=1)
    files = {
        **signed_company.base(),
        **signed_company.version_files(taken, ["eve"]),
        **proof("eve", KEYS["eve"]),
    }
    found = book(files)
    assert found.history.current.version == 1
    assert found.pending is not None
    assert (found.pending.missing_old, found.pending.missing_new) == (2, 0)


def test_a_register_without_keys_needs_no_signature() -> None:
    start = book(company.base())
    more = replace(company.AUTHORITY, people={**company.AUTHORITY.people, "ben": BEN})
    proposal = change.propose(start, more)
    assert proposal.pending.counts
    assert after(start, proposal.plan).history.current.version == 2


class TestKeys:
    def test_from_recorded_to_signed(self) -> None:
        """Enrol, then take in: from then on a change needs the owner's signature."""
        recorded = replace(company.AUTHORITY, domain=DOMAIN)
        start = book({authority_register.path_of(1): authority_register.write(recorded)})
        quinn = start.person("", "quinn")
        plan = plan_enrolment(start, quinn, HANDS["quinn"].public)
        assert plan.then == (
            "You own the register; take the key in: isodocs authority propose --enrolled",
        )
        enrolled = after(start, prove(start, plan, HANDS["quinn"]))
        proposal = change.propose(enrolled, change.with_enrolled(enrolled))
        assert "Quinn Quality may sign with the key SHA256:" in proposal.changes[0]
        signed = sealing.seal_register(proposal.plan, HANDS["quinn"], "quinn", DOMAIN)
        done = after(enrolled, signed)
        assert done.history.current.signed
        assert done.history.signers[2] == ("quinn",)
        with pytest.raises(LifecycleError, match="every enrolled key is in the register already"):
            change.with_enrolled(done)

    def test_a_key_of_an_old_proof_that_did_not_hold_is_proven_anew(self) -> None:
        start = book({**signed_company.base(), **proof("ann", NEW, by=KEYS["eve"])})
        ann = start.person("", "ann")
        plan = prove(start, plan_enrolment(start, ann, Hand(NEW).public), Hand(NEW))
        assert all(c.before is not None for c in plan.changes)
        assert ("ann", fingerprint(NEW)) in after(start, plan).proven

    @pytest.mark.parametrize(
        ("name", "key", "says"),
        [
            ("ann", KEYS["ann"], "is enrolled as Ann Author's already"),
            ("ann", KEYS["dora"], "is that of 'dora', not of 'ann'"),
        ],
    )
    def test_a_key_that_cannot_be_enrolled(self, name: str, key: SoftKey, says: str) -> None:
        start = book()
        with pytest.raises(LifecycleError, match=says):
            plan_enrolment(start, start.person("", name), Hand(key).public)

    def test_without_a_domain_nothing_is_enrolled(self) -> None:
        start = book(company.base())
        with pytest.raises(LifecycleError, match="names no domain"):
            plan_enrolment(start, start.person("", "quinn"), HANDS["quinn"].public)

    def test_a_hardware_key_of_somebody_not_taken_in_yet(self) -> None:
        start, key = book(), SoftKey(SK_ECDSA, "ann's token")
        plan = plan_enrolment(start, start.person("", "ann"), Hand(key).public)
        done = after(start, prove(start, plan, Hand(key)))
        assert plan.then[0].startswith("An owner (Quinn Quality or Dora Director) takes it in")
        proposal = change.propose(done, change.with_enrolled(done))
        assert proposal.changes[0].endswith("(ecdsa-p256, in hardware).")

    def test_rotation(self) -> None:
        """Enrol the new key, take it in, revoke the old one: three steps, nothing lost."""
        start = book()
        quinn = start.person("", "quinn")
        new = Hand(NEW)
        enrolled = after(start, prove(start, plan_enrolment(start, quinn, new.public), new))
        proposal = change.propose(enrolled, change.with_enrolled(enrolled))
        both = signed_by(enrolled, proposal, "quinn", "dora")
        bare = replace(
            both.history.current,
            people={
                **both.history.current.people,
                "quinn": replace(quinn, keys=(NEW.line,)),
            },
        )
        last = change.revoking_what_goes(both, bare, "an old laptop", lambda _: ["a" * 64])
        proposal = change.propose(both, last)
        old = fingerprint(KEYS["quinn"])
        assert proposal.changes == (
            f"The key {old} of Quinn Quality is revoked (an old laptop); one statement signed "
            "with it stays valid.",
        )
        waiting = after(both, proposal.plan)
        pending, keys = change.to_sign(waiting, quinn)
        assert keys[0] == new.public, "the key that serves both versions comes first"
        waiting = after(waiting, change.sign(pending, quinn, new))
        pending, _ = change.to_sign(waiting, waiting.person("", "dora"))
        done = after(waiting, change.sign(pending, waiting.person("", "dora"), HANDS["dora"]))
        assert done.history.current.version == 3
        assert done.history.current.revocations[0].honoured == ("a" * 64,)
        with pytest.raises(LifecycleError, match=r"is revoked \(an old laptop\)"):
            plan_enrolment(done, quinn, HANDS["quinn"].public)


def without(*people: str) -> Authority:
    return replace(AUTHORITY, people={k: v for k, v in AUTHORITY.people.items() if k not in people})


def with_person(id: str, **changes: Any) -> Authority:
    person = replace(AUTHORITY.people.get(id, BEN), id=id, **changes)
    return replace(AUTHORITY, people={**AUTHORITY.people, id: person})


def with_rules(*rules: ApprovalRule) -> Authority:
    return replace(AUTHORITY, rules=rules)


ALL = ApprovalRule(("*",), ("quality-manager",))
REVOKED = change.revoking_what_goes(book(), with_person("ann", keys=()), "lost", lambda _: [])


@pytest.mark.parametrize(
    ("wrong", "where", "says"),
    [
        (AUTHORITY, None, "nothing changes against version 1"),
        (with_person("ann", keys=()), None, "a key of 'ann' is gone without being revoked"),
        (with_person("ann", name=""), "people ann", "has no name"),
        (with_person("ann", emails=("nowhere",)), "people ann emails", "is not an e-mail address"),
        (
            with_person("ben", emails=("Quinn@Example.com",)),
            "people ben emails",
            "'quinn' and 'ben' have the same address",
        ),
        (
            with_person("ann", name="Anton Berg", emails=("anton@example.com",), keys=()),
            "people ann",
            "'ann' is Ann Author, and ids are never given to someone else",
        ),
        (
            with_person("ben", keys=(KEYS["ann"].line,)),
            "people ben keys",
            "is that of 'ann', not one of 'ben'",
        ),
        (
            replace(REVOKED, people=AUTHORITY.people),
            "people ann keys",
            r"is revoked \(lost\) and cannot come back",
        ),
        (without("ann"), "roles author holders", "'ann' is not among the people"),
        (
            replace(AUTHORITY, roles={**AUTHORITY.roles, "x": Role("x", "")}),
            "roles x",
            "has no title",
        ),
        (
            replace(AUTHORITY, owners=("quinn", "dorra")),
            "owners people",
            "'dorra' is not among the people. Did you mean 'dora'?",
        ),
        (replace(AUTHORITY, threshold=3), "owners threshold", "only two owners"),
        (
            grown(owners=("quinn", "ben")),
            "owners",
            "no one could change the register any more: two owners must sign, and only Quinn",
        ),
        (with_rules(), "approvals", "no one may approve anything"),
        (with_rules(replace(ALL, types=())), "approvals 0", "needs 'types'"),
        (with_rules(replace(ALL, roles=("ceo",))), "approvals 0 roles", "'ceo' is not among"),
        (
            with_rules(ALL, ApprovalRule(("form",), ("director",))),
            "approvals 1 types",
            "comes before",
        ),
        (
            with_rules(replace(ALL, types=("procedure", "*")), ALL),
            "approvals 1 types",
            "an earlier rule",
        ),
        (with_rules(replace(ALL, types=("polcy", "*"))), "approvals 0 types", "Did you mean 'pol"),
        (with_rules(replace(ALL, assurance="sgned")), "approvals 0 assurance", "mean 'signed'"),
        (with_rules(replace(ALL, persons=2)), "approvals 0 persons", "only one person holds"),
        (replace(AUTHORITY, domain=""), "domain", "signatures need a domain"),
        (replace(AUTHORITY, domain="Example Ltd"), "domain", "'Example Ltd' is not a domain"),
        (
            with_rules(replace(ALL, assurance="timestamped")),
            "approvals 0 assurance",
            "no authority is named whose stamps count",
        ),
        (
            replace(AUTHORITY, timestamp_roots=("-----BEGIN CERTIFICATE-----\nAAAA\n",)),
            "timestamp-roots 0",
            "a root of time stamps cannot be read",
        ),
    ],
)
def test_nonsense_is_refused_at_its_place(wrong: Authority, where: str | None, says: str) -> None:
    start = book()
    found = change.flaws(start, wrong, ["procedure"])
    with pytest.raises(LifecycleError, match=says):
        change.propose(start, wrong, ["procedure"])
    if where is not None:
        assert " ".join(found[0].where) == where
        assert found[0].hint


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Ann Married"},
        {"name": "Ann Married", "emails": ("ann@example.com", "am@example.com")},
        {"name": "Ann Married", "emails": ("am@example.com",), "keys": (KEYS["ann"].line,)},
        {"emails": ("am@example.com",)},
    ],
)
def test_a_person_may_change_name_or_address(changes: dict[str, Any]) -> None:
    wanted = with_person("ann", **{"keys": (KEYS["ann"].line,), **changes})
    assert change.propose(book(), wanted).changes


def test_an_id_is_not_reused_after_its_person_left() -> None:
    start = book()
    left = change.revoking_what_goes(
        start,
        replace(without("ann"), roles={**AUTHORITY.roles, "author": Role("author", "Author")}),
        "has left",
        lambda _: [],
    )
    proposal = change.propose(start, left)
    assert "No one is Author then." in proposal.changes
    gone = signed_by(start, proposal, "quinn", "dora")
    other = Person("ann", "Anna Other", ("anna@example.com",))
    again = replace(gone.history.current, people={**gone.history.current.people, "ann": other})
    with pytest.raises(LifecycleError, match="never given to someone else"):
        change.propose(gone, again)


def test_a_role_without_a_holder_is_told_not_refused() -> None:
    vacant = replace(AUTHORITY, roles={**AUTHORITY.roles, "director": Role("director", "Director")})
    assert (
        "No one holds the role Director: until someone does, policies cannot be approved."
        in change.propose(book(), vacant).notes
    )


def edited(change: Callable[[dict[str, Any]], object]) -> bytes:
    from isodocs.statements.canonical import dump, load

    content = load(authority_register.write(following(threshold=1)), readable=True)
    change(content)
    return dump(content, readable=True)


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        (
            lambda c: c["people"]["ann"].update(keys=[]),
            "a key of 'ann' is gone without being revoked",
        ),
        (
            lambda c: c["people"].update(
                ann={**c["people"]["ann"], "keys": []},
                ben={"name": "B", "emails": [], "keys": c["people"]["ann"]["keys"]},
            ),
            "a key of 'ann' became one of 'ben'",
        ),
    ],
)
def test_the_reader_refuses_what_would_let_an_old_key_sign(
    forged: Callable[[dict[str, Any]], object], says: str
) -> None:
    files = {**signed_company.base(), authority_register.path_of(2): edited(forged)}
    fault = book(files).reading.fault
    assert fault is not None
    assert says in fault.message


def test_a_key_passed_on_after_a_version_without_it() -> None:
    """Two versions, and still the key is Ann's."""
    second = following(**signed_company.without_key(AUTHORITY, "ann"))
    ben = replace(BEN, keys=(KEYS["ann"].line,))
    third = following(second, people={**second.people, "ben": ben})
    files = {
        **signed_company.base(),
        **signed_company.version_files(second),
        **signed_company.version_files(third),
    }
    fault = book(files).reading.fault
    assert fault is not None
    assert "a key of 'ann' became one of 'ben'" in fault.message


def test_a_rule_that_asks_for_nobody_is_refused() -> None:
    """A role whose holder has left is told; one that never had a holder is a mistake."""
    roles = {**AUTHORITY.roles, "chair": Role("chair", "Chair")}
    rules = (replace(AUTHORITY.rules[0], roles=("chair",), persons=1), *AUTHORITY.rules[1:])
    with pytest.raises(LifecycleError, match="policies would need the approval of Chair"):
        change.propose(book(), replace(AUTHORITY, roles=roles, rules=rules))


def test_whose_texts_nobody_may_approve_is_told() -> None:
    notes = change.propose(book(), replace(AUTHORITY, threshold=1)).notes
    assert any("policies that Dora Director or Quinn Quality wrote" in note for note in notes)
    both = holding(AUTHORITY, "quality-manager", "quinn", "ann")
    notes = change.propose(book(), replace(AUTHORITY, roles=both)).notes
    assert not any("approve documents that" in note for note in notes)
