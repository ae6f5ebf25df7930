"""Threats through delegation: deputies nobody appointed, chains, absences dated afterwards.

Quinn is the quality manager and away; Dora, the director, shall approve a procedure for him.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from isodocs.model.approval import SIGNATURE, Meaning
from isodocs.model.document import State
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval,
    base,
    deputy,
    ended,
    following,
    holding,
    version_files,
    without_key,
)
from tests.threats.attack import START, gaps, later, state, told

FINAL = document()
BY_DORA = approval("SOP-001", 1, FINAL, person="dora")
BY_ANN = approval("SOP-001", 1, FINAL, person="ann")
GIVEN = deputy()


@pytest.fixture
def waiting(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A procedure that Eve wrote, who is nobody here, awaits Quinn's approval."""
    repo.commit("Start", base(), date=START)
    repo.commit("Write", {path(): FINAL}, author="Eve <eve@example.com>", date=START)
    return repo


def test_5_the_deputy_counts_during_the_absence(waiting: RepositoryBuilder) -> None:
    later(waiting, {**GIVEN, **BY_DORA})
    assert state(waiting) is State.EFFECTIVE


def test_8_deputy_who_dates_an_approval_back(waiting: RepositoryBuilder) -> None:
    """Only the deputy says when; that it came into history much later is reported."""
    later(waiting, GIVEN, "2024-01-15")
    later(waiting, BY_DORA, "2024-03-15")
    assert "committed on 2024-03-15, 44 days after the absence ended" in told(waiting, "APR019")
    review = approval("SOP-001", 1, FINAL, meaning=Meaning.PERIODIC_REVIEW, at="2024-03-16T10:00Z")
    later(waiting, review, "2024-03-16")
    assert "APR019" not in gaps(waiting)


def test_8_deputy_who_approves_in_time(waiting: RepositoryBuilder) -> None:
    later(waiting, {**GIVEN, **BY_DORA}, "2024-01-21")
    assert not gaps(waiting)


@pytest.mark.parametrize(
    "given",
    [
        {},
        deputy(signed=False),
        deputy(key=KEYS["dora"]),
        deputy(key=KEYS["eve"]),
        deputy(person="ann"),
        deputy(stands_in="ann"),
        deputy(role="director"),
        deputy(start="2024-01-21", until="2024-01-31"),
        deputy(start="2024-01-01", until="2024-01-19"),
        deputy(project="0" * 64),
        deputy(by=following(roles=holding(AUTHORITY, "director", "quinn"))),
        deputy("dora", "dora"),
    ],
    ids=[
        "none",
        "unsigned",
        "signed by the deputy",
        "signed by a stranger",
        "given by somebody without the role",
        "for somebody else",
        "for another role",
        "for later",
        "for earlier",
        "from another repository",
        "by a register unknown here",
        "to oneself",
    ],
)
def test_5_role_never_given(waiting: RepositoryBuilder, given: Mapping[str, bytes]) -> None:
    """Dora's approval is well signed; that she may approve it is only said, or said elsewhere."""
    later(waiting, {**given, **BY_DORA})
    assert "did not hold the role 'quality-manager'" in told(waiting, "APR003")
    assert state(waiting) is State.AWAITING


def test_5_chain_of_deputies(waiting: RepositoryBuilder) -> None:
    """Quinn asked Dora; Dora asks Ann. Whom Quinn did not choose does not decide for him."""
    later(waiting, {**GIVEN, **deputy("dora", "ann"), **BY_ANN})
    assert state(waiting) is State.AWAITING


def test_6_one_person_for_two(repo: RepositoryBuilder) -> None:
    """A policy needs two persons. Dora approves it as herself and as Quinn's deputy."""
    policy = document("POL-001")
    given = {**GIVEN, **approval("POL-001", 1, policy, person="dora", role="director")}
    given.update(approval("POL-001", 1, policy, person="dora"))
    repo.commit("Start", {**base(), path("POL-001"): policy, **given}, date=START)
    assert "1 more person" in told(repo, "APR001")


def test_7_deputy_who_is_the_author(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **GIVEN}, date=START)
    repo.commit("Write", {path(): FINAL}, author="Dora <dora@example.com>", date=START)
    later(repo, BY_DORA)
    assert "wrote this revision" in told(repo, "APR004")


def test_8_absence_dated_afterwards(waiting: RepositoryBuilder) -> None:
    """Dora approved without being asked; in March Quinn covers it up by a paper dated January.

    The paper is genuine and covers the day. History shows that it came later.
    """
    later(waiting, BY_DORA, "2024-01-20")
    later(waiting, GIVEN, "2024-03-01")
    assert "did not hold the role" in told(waiting, "APR003")


def test_8_absence_declared_after_the_approval(waiting: RepositoryBuilder) -> None:
    """Both are committed together; their own words show the order."""
    later(waiting, {**deputy(at="2024-01-25T10:00:00+00:00"), **BY_DORA})
    assert "did not hold the role" in told(waiting, "APR003")


def test_8_role_or_key_lost_since(waiting: RepositoryBuilder) -> None:
    """Who no longer holds a role cannot have it held by others, and a revoked key gives nothing."""
    fresh = waiting.clone("other")
    two = following(roles=holding(AUTHORITY, "quality-manager", "ann"))
    later(waiting, {**version_files(two), **GIVEN}, "2024-01-18")
    later(waiting, BY_DORA)
    assert "version 2" in told(waiting, "APR003")
    two = following(**without_key(AUTHORITY, "quinn"), owners=("dora",), threshold=1)
    later(fresh, {**version_files(two), **GIVEN, **BY_DORA})
    assert state(fresh) is State.AWAITING


def test_12_delegation_edited_moved_or_cut(waiting: RepositoryBuilder) -> None:
    """Until February becomes until December."""
    (place, _) = GIVEN
    longer = GIVEN[place].replace(b"2024-01-31", b"2024-12-31")
    elsewhere = place.replace(".quinn.", ".dora.")
    cut = {place: longer, place + SIGNATURE: GIVEN[place + SIGNATURE], elsewhere: GIVEN[place]}
    later(waiting, {**cut, **BY_DORA})
    assert gaps(waiting)["APR008"].count("the delegation cannot be read") == 2
    assert state(waiting) is State.AWAITING


@pytest.mark.parametrize("by", ["quinn", "dora"])
def test_8_deputy_after_an_early_end(waiting: RepositoryBuilder, by: str) -> None:
    """Quinn is back, or Dora gave it back. What Dora dates back afterwards does not count."""
    later(waiting, {**GIVEN, **ended(GIVEN, by)}, "2024-01-18")
    later(waiting, BY_DORA, "2024-01-20")
    assert "did not hold the role" in told(waiting, "APR003")
    back = approval("SOP-001", 1, FINAL, person="dora", at="2024-01-16T10:00:00+00:00")
    later(waiting, back, "2024-01-21")
    assert told(waiting, "APR003").count("did not hold the role") == 2
    assert state(waiting) is State.AWAITING


def test_8_what_was_approved_before_an_early_end_still_counts(
    waiting: RepositoryBuilder,
) -> None:
    later(waiting, {**GIVEN, **BY_DORA}, "2024-01-20")
    later(waiting, ended(GIVEN, at="2024-01-21T10:00:00+00:00"), "2024-01-21")
    assert state(waiting) is State.EFFECTIVE


@pytest.mark.parametrize(
    "end",
    [
        ended(GIVEN, signed=False),
        ended(GIVEN, key=KEYS["eve"]),
        ended(GIVEN, "ann"),
        ended(deputy(until="2024-01-30")),
    ],
    ids=["unsigned", "signed by a stranger", "by somebody else", "of another delegation"],
)
def test_5_an_end_by_nobody_ends_nothing(
    waiting: RepositoryBuilder, end: Mapping[str, bytes]
) -> None:
    """Whoever could end what others gave could stop every approval."""
    later(waiting, {**GIVEN, **end}, "2024-01-18")
    later(waiting, BY_DORA, "2024-01-20")
    assert state(waiting) is State.EFFECTIVE
