"""What changes, in plain words: every change has its sentence, none is passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from isodocs.authority.authority_register import document_types
from isodocs.authority_change.change_warnings import warnings
from isodocs.authority_change.change_words import differences, still_missing
from isodocs.model.authority import ApprovalRule, Authority, Pending, Person, Revocation, Role
from isodocs.words import listed
from tests.helpers.company import AUTHORITY as RECORDED
from tests.helpers.signed_company import AUTHORITY, KEYS, fingerprint

POLICY, REST = RECORDED.rules
KEY = fingerprint(KEYS["ann"])
ANN = RECORDED.people["ann"]
LOST = Revocation("ann", KEY, "lost", ("a" * 64, "b" * 64))


def person(**changes: Any) -> dict[str, Any]:
    return {"people": {**RECORDED.people, "ann": replace(ANN, **changes)}}


def role(id: str, **changes: Any) -> dict[str, Any]:
    old = RECORDED.roles.get(id, Role(id, "", ()))
    return {"roles": {**RECORDED.roles, id: replace(old, **changes)}}


def policies(**changes: Any) -> dict[str, Any]:
    return {"rules": (replace(POLICY, **changes), REST)}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"people": {**RECORDED.people, "ben": Person("ben", "Ben", ("ben@example.com",))}},
            "Ben <ben@example.com> is added.",
        ),
        (
            {"people": {k: v for k, v in RECORDED.people.items() if k != "ann"}},
            "Ann Author is removed.",
        ),
        (person(name="Ann Berg"), "Ann Author is now called Ann Berg."),
        (person(emails=()), "The addresses of Ann Author are now: none."),
        (
            person(keys=(KEYS["ann"].line,)),
            f"Ann Author may sign with the key {KEY} (ed25519).",
        ),
        (
            {"revocations": (LOST,)},
            f"The key {KEY} of Ann Author is revoked (lost); two statements signed with it stay "
            "valid.",
        ),
        (
            role("auditor", title="Auditor", holders=("ann", "dora")),
            "The role Auditor is added, held by Ann Author and Dora Director.",
        ),
        (role("director", title="CEO"), "The role Director is now called CEO."),
        (
            role("director", holders=("dora", "ann", "quinn")),
            "Ann Author and Quinn Quality become Director.",
        ),
        (
            role("quality-manager", holders=("ann",)),
            "Ann Author becomes Quality Manager.|Quinn Quality is no longer Quality Manager.",
        ),
        (
            {"roles": {k: v for k, v in RECORDED.roles.items() if k != "author"}},
            "The role Author is removed.",
        ),
        (
            {"owners": ("dora", "ann"), "threshold": 2},
            "Dora Director becomes an owner of the register.|"
            "Ann Author becomes an owner of the register.|"
            "Quinn Quality no longer owns the register.|"
            "From then on two owners sign a change of the register, instead of one.",
        ),
        (policies(persons=3), "Policies now need three people, instead of two."),
        (
            policies(roles=("director",)),
            "Policies now need the approval of Director, instead of Quality Manager and Director.",
        ),
        (
            policies(author_may_approve=True),
            "Policies may from then on be approved by their authors.",
        ),
        (
            policies(assurance="signed"),
            "The assurance of policies rises from recorded to signed.",
        ),
        (
            {"rules": (POLICY, ApprovalRule(("form", "work-instruction"), ("author",)), REST)},
            "Forms and work instructions now need the approval of Author, instead of Quality "
            "Manager.",
        ),
        (
            {"rules": (REST,)},
            "Policies now need the approval of Quality Manager, instead of Quality Manager and "
            "Director.|Policies now need one person, instead of two.",
        ),
        (
            {"rules": (POLICY,)},
            "No one may approve all other documents any more.",
        ),
        # The same rules in another order: the first that fits takes effect.
        (
            {"rules": (REST, POLICY)},
            "Policies now need the approval of Quality Manager, instead of Quality Manager and "
            "Director.|Policies now need one person, instead of two.",
        ),
        ({"domain": "example.com"}, "Signatures are made for the domain example.com."),
        (
            {"timestamp_roots": ("x",)},
            "One certificate of time-stamping authorities from then on.",
        ),
        (
            {"controlled": "a" * 64},
            "What isodocs.yaml controls is bound: changing it needs the owners.",
        ),
    ],
)
def test_every_change_has_its_sentence(changes: dict[str, Any], told: str) -> None:
    assert "|".join(differences(RECORDED, replace(RECORDED, **changes))) == told
    assert differences(RECORDED, RECORDED) == ()


def test_weaker_assurance_is_shouted() -> None:
    weaker = tuple(replace(rule, assurance="recorded") for rule in AUTHORITY.rules)
    assert differences(AUTHORITY, replace(AUTHORITY, rules=weaker)) == (
        "The assurance of policies and all other documents FALLS from signed to recorded.",
    )


def test_what_is_honoured_may_change_later() -> None:
    before = replace(RECORDED, revocations=(LOST,))
    after = replace(RECORDED, revocations=(replace(LOST, honoured=()),))
    assert differences(before, after) == (
        f"The key {KEY} of Ann Author stays revoked (lost); nothing signed with it stays valid.",
    )


def test_the_first_version_says_what_it_begins_with() -> None:
    told = differences(None, AUTHORITY)
    assert told[0].startswith("The register begins, with Ann Author, Dora Director and Quinn")
    assert told[1] == "It is owned by Quinn Quality and Dora Director; two of them sign a change."
    assert "The role Director is held by Dora Director." in told
    assert told[-1].startswith("All other documents need the approval of Quality Manager; each")


def pending(before: Authority, after: Authority, *signed: str) -> str:
    return still_missing(Pending(after, b"", before, signed, signed))


def test_who_is_missing() -> None:
    grown = replace(AUTHORITY, version=2, owners=("quinn", "dora", "ann"), threshold=3)
    assert pending(AUTHORITY, grown, "quinn") == (
        "It still needs the signature of one owner of version 1 (Dora Director) and of two owners "
        "of version 2 (Dora Director or Ann Author)."
    )
    assert pending(AUTHORITY, grown, "quinn", "dora", "ann") == ""


def test_words() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert document_types(["policy", "key", "objectives", "*"]) == (
        "policies, keys, objectives and all other documents"
    )


@pytest.mark.parametrize(
    ("twin", "says"),
    [
        (Person("ann-2", "Ann  author", ("ann@home.example",)), ["have the name Ann Author"]),
        (Person("ben", "Ben", ("ANN@example.com",)), ["share the address ann@example.com"]),
        (
            Person("ann-2", "Ann Author", ("ann@example.com",)),
            ["share the address ann@example.com", "have the name Ann Author"],
        ),
        (Person("ben", "Ben", ("ben@example.com",)), []),
    ],
)
def test_people_who_may_be_one_are_told(twin: Person, says: list[str]) -> None:
    """With two keys one person would count as two."""
    two = replace(RECORDED, people={**RECORDED.people, twin.id: twin})
    told = [line for line in warnings(two, frozenset()) if line.startswith("ann and ")]
    assert len(told) == len(says)
    for line, words in zip(told, says, strict=True):
        assert words in line
