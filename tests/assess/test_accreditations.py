"""A laboratory is accredited, not certified: ISO/IEC 17011 counts, and not ISO/IEC 17021-1."""

from __future__ import annotations

import pytest

from isodocs.assess.accreditations import accreditations
from isodocs.assess.certification import certifications
from isodocs.checking.run import run
from isodocs.model.certification import CertificateState, Certification
from isodocs.model.record import Record
from isodocs.standards.certification_rules import assessor, is_accredited
from tests.helpers.certification import arranged, audit, certificate, register

LABORATORY = "iso-17025-2017"


def accredited(on: str, *events: Record, **fields: str) -> Certification:
    record = certificate(standard=LABORATORY, body="Accredit", **fields)
    (found,) = accreditations(register(on, record, *events))
    return found


def found_by_rules(on: str, *events: Record, **fields: str) -> list[str]:
    record = certificate(standard=LABORATORY, body="Accredit", owner="lab-manager", **fields)
    gaps = run(register(on, record, *events))
    return [gap.rule.code for gap in gaps if gap.rule.code.startswith("CER")]


def test_it_follows_the_standard() -> None:
    assert is_accredited(LABORATORY)
    assert not is_accredited("iso-9001-2015")
    assert assessor(LABORATORY) == "accreditation body"
    assert assessor("iso-14001-2015") == "certification body"


def test_an_accreditation_is_no_certification() -> None:
    known = register("2025-03-01", certificate(standard=LABORATORY), certificate("D"))
    assert [c.record.id for c in certifications(known)] == ["D"]
    assert [c.record.id for c in accreditations(known)] == ["C"]


def test_five_years_at_most_and_two_between_assessments() -> None:
    found = accredited("2025-03-01", decided="2024-06-15")
    assert [(m.kind, str(m.due)) for m in found.milestones] == [
        ("surveillance", "2026-06-15"),
        ("recertification", "2029-06-14"),
    ]
    assert {m.rule.of for m in found.milestones} == {"ISO/IEC 17011:2017"}


def test_the_next_assessment_follows_the_last_one() -> None:
    events = (audit("V1", "surveillance", "2025-05-20"),)
    found = accredited("2025-06-01", *events, decided="2024-06-15", expires="2028-06-14")
    assert [str(m.due) for m in found.milestones] == ["2027-05-20", "2028-06-14"]


def test_within_two_years_of_the_end_only_the_reassessment_is_left() -> None:
    events = (audit("V1", "surveillance", "2027-05-20"),)
    found = accredited("2027-06-01", *events, decided="2024-06-15", expires="2028-06-14")
    assert [m.kind for m in found.milestones] == ["recertification"]


@pytest.mark.parametrize(
    ("on", "fields", "state"),
    [
        ("2024-06-14", {}, CertificateState.APPLYING),
        ("2024-06-15", {}, CertificateState.CERTIFIED),
        ("2025-01-01", {"suspended": "2024-12-01"}, CertificateState.SUSPENDED),
        ("2025-01-01", {"withdrawn": "2024-12-01"}, CertificateState.WITHDRAWN),
        ("2029-06-15", {}, CertificateState.LOST),
    ],
)
def test_its_state(on: str, fields: dict[str, str], state: CertificateState) -> None:
    assert accredited(on, decided="2024-06-15", **fields).state is state


def test_a_successor_takes_its_place() -> None:
    later = certificate("D", standard=LABORATORY, previous="C", decided="2028-05-01")
    known = register("2028-06-01", certificate(standard=LABORATORY, decided="2024-06-15"), later)
    first, second = accreditations(known)
    assert first.state is CertificateState.SUCCEEDED
    assert second.holds


def test_no_rule_of_certification_is_about_it() -> None:
    """Neither an accreditation of the body, nor stages, nor a surveillance each year."""
    assert found_by_rules("2025-09-01", decided="2024-06-15", expires="2028-06-14") == []


@pytest.mark.parametrize(
    ("on", "events", "codes"),
    [
        ("2026-05-01", (), ["CER002"]),
        ("2026-05-01", (arranged("V1", "surveillance", "2026-06-01"),), []),
        ("2026-06-16", (), ["CER001"]),
        ("2028-06-15", (audit("V1", "surveillance", "2026-05-20"),), ["CER003"]),
    ],
)
def test_what_is_late(on: str, events: tuple[Record, ...], codes: list[str]) -> None:
    assert found_by_rules(on, *events, decided="2024-06-15", expires="2028-06-14") == codes
