"""A deputy is named for an absence, and then approves as usual."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from isodocs.errors import LifecycleError
from isodocs.lifecycle import sealing
from isodocs.lifecycle.approve import plan_approval
from isodocs.lifecycle.approvers import awaited
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.delegate import plan_delegation, plan_early_end
from isodocs.lifecycle.plan import Plan
from isodocs.model.authority import Person
from isodocs.model.document import State
from isodocs.statements import kinds
from isodocs.statements.seal import SignaturePurpose
from tests.authority_change.authority_desk import HANDS
from tests.helpers import company, signed_company
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.lifecycle.conftest import START, Office

TODAY = date(2024, 6, 3)
FRIDAY = date(2024, 6, 7)


@pytest.fixture
def signed(repo: RepositoryBuilder) -> Office:
    """The signed company on 3 June, with a second revision that waits for Quinn."""
    repo.commit("Start", {**signed_company.base(), **signed_company.approved()}, date=START)
    text = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective="2024-06-10")
    repo.commit("Two", {path(): text}, date="2024-06-02T10:00:00+00:00", author=company.ANN)
    return Office(repo, TODAY)


def given(office: Office, role: str = "quality-manager", to: str = "dora", **more: Any) -> Plan:
    act = Act(office.who("quinn"), office.now, "Leave.", role, more.pop("key", ""))
    days = {"start": TODAY, "until": FRIDAY, **more}
    return plan_delegation(office.register, act, to, **days)


def do(office: Office, plan: Plan, purpose: SignaturePurpose, hand: str) -> None:
    sealed = sealing.seal(plan, HANDS[hand], purpose, signed_company.DOMAIN)
    carry_out(office.workspace.git, sealed)


@pytest.fixture
def away(signed: Office) -> Office:
    """Quinn is away until Friday; Dora acts for him."""
    plan = given(signed, key=HANDS["quinn"].fingerprint)
    assert plan.summary == (
        "Dora Director acts as Quality Manager for Quinn Quality from 2024-06-03 until 2024-06-07."
    )
    do(signed, plan, SignaturePurpose.DELEGATION, "quinn")
    signed.commit("Deputy")
    return signed


def test_a_deputy_approves_as_usual(away: Office) -> None:
    away.today = date(2024, 6, 4)
    dora = away.who("dora")
    assert [item.document.label for item in awaited(away.register, dora)] == ["SOP-001 rev 2"]
    plan = away.plan(plan_approval, "SOP-001", Act(dora, away.now, key=HANDS["dora"].fingerprint))
    do(away, plan, SignaturePurpose.APPROVAL, "dora")
    away.commit("Approved")
    assert away.entry("SOP-001").newest.state is State.APPROVED


@pytest.mark.parametrize("day", [date(2024, 6, 2), date(2024, 6, 8)])
def test_on_other_days_a_deputy_is_none(away: Office, day: date) -> None:
    away.today = day
    dora = away.who("dora")
    assert awaited(away.register, dora) == ()
    with pytest.raises(LifecycleError, match="Dora Director is not needed for SOP-001 rev 2"):
        away.plan(plan_approval, "SOP-001", Act(dora, away.now, key=HANDS["dora"].fingerprint))


def test_others_are_no_deputies(away: Office) -> None:
    assert awaited(away.register, away.who("ann")) == ()


def test_a_forged_delegation_carries_nothing(signed: Office) -> None:
    """Dora names herself, in Quinn's name and with her own key."""
    plan = given(signed, key=HANDS["quinn"].fingerprint)
    do(signed, plan, SignaturePurpose.DELEGATION, "dora")
    signed.commit("Forged")
    signed.today = date(2024, 6, 4)
    dora = signed.who("dora")
    with pytest.raises(LifecycleError, match="Dora Director is not needed for SOP-001"):
        signed.plan(plan_approval, "SOP-001", Act(dora, signed.now, key=HANDS["dora"].fingerprint))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"role": "qualitymanager"},
            "there is no role 'qualitymanager'. Did you mean 'quality-manager'?",
        ),
        ({"role": "director"}, "Quinn Quality is not Director"),
        ({"to": "dorra"}, "there is no person 'dorra' .* Did you mean 'dora'?"),
        ({"to": "quinn"}, "no one is their own deputy"),
        ({"until": date(2024, 6, 1), "start": date(2024, 5, 1)}, "would be over already"),
        ({"until": date(2024, 6, 4), "start": date(2024, 6, 5)}, "before it begins"),
        ({"key": ""}, "this would not count: the approvals of this role are signed"),
    ],
)
def test_a_delegation_that_makes_no_sense(
    signed: Office, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(LifecycleError, match=says):
        given(signed, **{"key": HANDS["quinn"].fingerprint, **changes})


def test_whoever_holds_the_role_needs_no_delegation(office: Office) -> None:
    roles = company.AUTHORITY.roles
    both = replace(roles["quality-manager"], holders=("quinn", "dora"))
    authority = replace(company.AUTHORITY, roles={**roles, "quality-manager": both})
    from isodocs.authority import authority_register

    second = replace(authority, version=2, previous_sha256=company.AUTHORITY.sha256)
    office.repo.commit(
        "Two", {authority_register.path_of(2): authority_register.write(second)}, date=START
    )
    with pytest.raises(LifecycleError, match="Dora Director is Quality Manager already"):
        given(office)


def test_where_nothing_is_signed_a_record_is_enough(office: Office) -> None:
    plan = given(office)
    ((place, data),) = plan.files.items()
    assert data is not None
    made = kinds.DELEGATION.parse(data)
    assert (made.person, made.deputy, made.until, made.key) == ("quinn", "dora", FRIDAY, "")
    assert place.startswith(".isodocs/delegations/quality-manager.quinn.")
    carry_out(office.workspace.git, plan)
    text = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective="2024-06-10")
    office.commit("Deputy")
    office.repo.commit("Two", {path(): text}, date=office.now.isoformat(), author=company.ANN)
    office.do(plan_approval, "SOP-001", Act(office.who("dora"), office.now))
    office.commit("Approved", author=company.DORA)
    assert office.entry("SOP-001").newest.state is State.APPROVED


def test_the_same_again_is_refused(away: Office) -> None:
    key = HANDS["quinn"].fingerprint
    for until in (FRIDAY, date(2024, 6, 5)):
        with pytest.raises(LifecycleError, match="Dora Director acts for Quinn Quality in this"):
            given(away, until=until, key=key)
    given(away, until=date(2024, 6, 10), key=key)  # longer


def test_it_ends_early_and_can_be_given_again(away: Office) -> None:
    quinn, key = away.who("quinn"), HANDS["quinn"].fingerprint
    act = Act(quinn, away.now, "Back.", "quality-manager", key)
    plan = plan_early_end(away.register, act, "dora")
    do(away, plan, SignaturePurpose.DELEGATION, "quinn")
    away.commit("End")
    assert awaited(away.register, away.who("dora")) == ()
    assert away.gaps("APR008", "APR009", "APR010") == []
    with pytest.raises(LifecycleError, match="Dora Director is not a deputy of Quinn Quality"):
        plan_early_end(away.register, act, "dora")
    given(away, key=key)


def test_a_signed_delegation_is_ended_by_a_signature(away: Office) -> None:
    for who, says in (("dora", "so its end is too"), ("ann", "is not a deputy of Ann")):
        act = Act(away.who(who), away.now, "x", "quality-manager")
        with pytest.raises(LifecycleError, match=says):
            plan_early_end(away.register, act, "dora")


def test_a_deputy_who_cannot_sign_is_refused(signed: Office) -> None:
    ben = Person("ben", "Ben Brown", ("ben@example.com",))
    people = signed_company.with_people(signed_company.AUTHORITY, ben)
    second = signed_company.following(people=people)
    signed.repo.commit("Two", signed_company.version_files(second), date=START)
    with pytest.raises(LifecycleError, match="names no key of Ben Brown") as error:
        given(signed, to="ben", key=HANDS["quinn"].fingerprint)
    assert "isodocs authority enrol" in error.value.hint


def test_a_deputy_who_cannot_sign_serves_where_records_are_enough(office: Office) -> None:
    rules = company.AUTHORITY.rules
    strict = replace(
        company.AUTHORITY,
        version=2,
        previous_sha256=company.AUTHORITY.sha256,
        rules=(rules[0], replace(rules[1], types=("form",), assurance="signed"), rules[1]),
    )
    from isodocs.authority import authority_register

    office.repo.commit(
        "Two", {authority_register.path_of(2): authority_register.write(strict)}, date=START
    )
    assert any("does not reach forms" in line for line in given(office).then)
