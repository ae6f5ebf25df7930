"""Certification over its cycle: what follows from the day of the decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.certification import certifications, end_of_cycle
from isodocs.model.certification import CertificateState, Certification
from isodocs.model.record import Record
from isodocs.standards.certification_rules import rules
from tests.helpers.certification import arranged, audit, certificate, major, register

ON = date(2025, 3, 1)
LATER = date(2026, 1, 1)


def assess(*others: Record, on: date = ON, **fields: str) -> Certification:
    """Certificate C among other records."""
    return certifications(register(on, certificate(**fields), *others))[0]


def dues(found: Certification) -> list[tuple[str, str]]:
    return [(m.kind, m.due.isoformat()) for m in found.milestones]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        # the ordinary case: first within twelve months, then once a calendar year
        (
            "2024-06-15",
            [
                ("surveillance", "2025-06-15"),
                ("surveillance", "2026-12-31"),
                ("recertification", "2027-06-14"),
            ],
        ),
        # decided on 31 December: twelve months and the calendar year end together
        (
            "2024-12-31",
            [
                ("surveillance", "2025-12-31"),
                ("surveillance", "2026-12-31"),
                ("recertification", "2027-12-30"),
            ],
        ),
        # decided on 1 January: the cycle ends with the third year, which is that of recertification
        (
            "2024-01-01",
            [("surveillance", "2025-01-01"), ("recertification", "2026-12-31")],
        ),
        # decided on a leap day
        (
            "2024-02-29",
            [
                ("surveillance", "2025-02-28"),
                ("surveillance", "2026-12-31"),
                ("recertification", "2027-02-27"),
            ],
        ),
    ],
)
def test_a_cycle_follows_from_the_decision(decided: str, expected: list[tuple[str, str]]) -> None:
    assert dues(assess(decided=decided)) == expected


def test_a_first_surveillance_in_the_year_of_the_decision_does_not_spare_the_next_year() -> None:
    found = assess(audit("S1", "surveillance", "2024-12-10"), decided="2024-06-15")
    assert [(m.due.year, m.done is not None) for m in found.milestones[:2]] == [
        (2025, True),
        (2025, False),
    ]
    assert dues(found)[1] == ("surveillance", "2025-12-31")


def test_after_a_recertification_only_the_calendar_year_counts() -> None:
    found = assess(decided="2024-06-15", previous="OLD")
    assert dues(found)[0] == ("surveillance", "2025-12-31")


def test_a_surveillance_held_late_is_late_for_ever() -> None:
    late = assess(audit("S1", "surveillance", "2025-06-16"), decided="2024-06-15", on=LATER)
    in_time = assess(audit("S1", "surveillance", "2025-06-15"), decided="2024-06-15", on=LATER)
    assert late.milestones[0].is_late(ON)
    assert not in_time.milestones[0].is_late(date(2026, 1, 1))


def test_what_is_only_planned_is_arranged_and_not_done() -> None:
    planned = arranged("S1", "surveillance", "2025-05-20")
    (first, *_) = assess(planned, decided="2024-06-15").milestones
    assert first.event is planned
    assert first.is_open()


NEXT = certificate("NEW", decided="2027-06-01", previous="C")


@pytest.mark.parametrize(
    ("fields", "on", "state"),
    [
        ({}, "2025-03-01", CertificateState.APPLYING),
        ({"decided": "2025-03-02"}, "2025-03-01", CertificateState.APPLYING),
        ({"decided": "2025-03-01"}, "2025-03-01", CertificateState.CERTIFIED),
        ({"decided": "2024-06-15"}, "2027-06-14", CertificateState.CERTIFIED),
        ({"decided": "2024-06-15"}, "2027-06-15", CertificateState.EXPIRED),
        ({"decided": "2024-06-15"}, "2027-12-14", CertificateState.EXPIRED),
        ({"decided": "2024-06-15"}, "2027-12-15", CertificateState.LOST),
        (
            {"decided": "2024-06-15", "restored": "2027-09-01"},
            "2027-09-01",
            CertificateState.CERTIFIED,
        ),
        (
            {"decided": "2024-06-15", "suspended": "2025-02-01"},
            "2025-03-01",
            CertificateState.SUSPENDED,
        ),
        (
            {"decided": "2024-06-15", "suspended": "2025-02-01", "reinstated": "2025-03-01"},
            "2025-03-01",
            CertificateState.CERTIFIED,
        ),
        # expiry during suspension: it has expired
        (
            {"decided": "2024-06-15", "suspended": "2027-05-01"},
            "2027-06-15",
            CertificateState.EXPIRED,
        ),
        (
            {"decided": "2024-06-15", "withdrawn": "2025-02-28"},
            "2025-03-01",
            CertificateState.WITHDRAWN,
        ),
    ],
)
def test_where_a_certificate_stands(
    fields: dict[str, str], on: str, state: CertificateState
) -> None:
    assert assess(on=date.fromisoformat(on), **fields).state is state


def test_the_next_decision_takes_its_place() -> None:
    found = assess(NEXT, decided="2024-06-15", on=date(2027, 6, 1))
    assert found.state is CertificateState.SUCCEEDED
    assert found.milestones[-1].done == date(2027, 6, 1)
    before = assess(NEXT, decided="2024-06-15", on=date(2027, 5, 31))
    assert before.state is CertificateState.CERTIFIED


def test_a_major_of_stage_2_is_verified_within_six_months() -> None:
    found = major("NC-1", "E2", "2024-08-31")
    stage_2 = audit("E2", "stage-2", "2024-08-31")
    (milestone,) = assess(stage_2, found).milestones
    assert milestone.due == date(2025, 2, 28)
    assert milestone.is_late(date(2025, 3, 1))
    again = audit("E3", "stage-2", "2025-02-10")
    assert assess(stage_2, again, found).milestones == ()


@given(st.dates(date(2000, 1, 1), date(2026, 9, 30)))
def test_every_cycle_holds_together(decided: date) -> None:
    """Whatever the day: three years, no year of the cycle without an audit, dates in order."""
    expires = end_of_cycle(decided)
    assert 1093 <= (expires - decided).days <= 1096
    assert (expires + timedelta(days=1)).year == decided.year + 3
    found = assess(decided=decided.isoformat())
    surveillances = [m for m in found.milestones if m.kind == "surveillance"]
    assert surveillances[0].due <= decided + timedelta(days=366)
    audited = {decided.year, *(m.due.year for m in surveillances), expires.year}
    assert audited == set(range(decided.year, expires.year + 1))
    assert [m.due for m in found.milestones] == sorted(m.due for m in found.milestones)
    assert found.milestones[-1].kind == "recertification"
    assert all(m.arrange_by() <= m.due for m in found.milestones)


def test_every_rule_of_certification_is_data() -> None:
    found = rules()
    assert {"cycle", "first-surveillance", "surveillance", "recertification"} <= set(found)
    for rule in found.values():
        assert rule.clause.startswith(("8.", "9.") if "17021" in rule.of else "7.9.")
