"""Where a certificate is in its cycle: the steps in order, and the one that comes first."""

from __future__ import annotations

import pytest

from isodocs.dossier.certificates import CertificateCycle, CycleStep, StepState, certificate_cycles
from isodocs.model.record import Record
from tests.helpers.certification import arranged, audit, certificate, major, record, register

FIRST = (audit("S1", "stage-1", "2023-01-17"), audit("S2", "stage-2", "2023-02-07"))
GRANTED = certificate(decided="2023-06-15", expires="2026-06-14")


def cycle(on: str, *records: Record) -> CertificateCycle:
    """The only certificate, on a day."""
    (found,) = certificate_cycles(register(on, *records))
    return found


def step(on: str, name: str, *records: Record) -> CycleStep:
    """The last of the steps of that name."""
    return [each for each in cycle(on, *records).steps if each.name == name][-1]


def following(on: str, *records: Record) -> tuple[str, str, str]:
    """What is next: the step, how far it is, and the day to look at."""
    found = cycle(on, *records).next
    return (found.name, str(found.state), str(found.by)) if found else ("", "", "")


PLANNED = arranged("V1", "surveillance", "2024-05-20")


@pytest.mark.parametrize(
    ("on", "records", "wanted"),
    [
        ("2022-12-01", (), ("stage-1", "to be arranged", "None")),
        ("2022-12-01", FIRST[:1], ("stage-1", "arranged", "2023-01-17")),
        ("2023-01-20", FIRST[:1], ("stage-2", "to be arranged", "None")),
        ("2023-03-01", FIRST, ("decision", "to come", "None")),
    ],
)
def test_before_the_decision(on: str, records: tuple[Record, ...], wanted: object) -> None:
    found = following(on, certificate(), *records)
    assert found == wanted


@pytest.mark.parametrize(
    ("on", "records", "wanted"),
    [
        ("2023-07-01", (), ("surveillance", "to be arranged", "2024-06-15")),
        ("2023-07-01", (PLANNED,), ("surveillance", "arranged", "2024-05-20")),
        ("2024-06-01", (PLANNED,), ("surveillance", "not held on its day", "2024-05-20")),
        ("2024-07-01", (PLANNED,), ("surveillance", "overdue", "2024-05-20")),
        (
            "2024-05-01",
            (arranged("V1", "surveillance", "2024-06-20"),),
            ("surveillance", "arranged too late", "2024-06-15"),
        ),
        (
            "2024-07-01",
            (audit("V1", "surveillance", "2024-05-20"),),
            ("surveillance", "to be arranged", "2025-12-31"),
        ),
    ],
)
def test_after_the_decision(on: str, records: tuple[Record, ...], wanted: object) -> None:
    assert following(on, GRANTED, *FIRST, *records) == wanted


def test_days_come_in_order_and_the_last_allowed_is_that_of_the_rule() -> None:
    found = cycle("2024-01-01", GRANTED, *FIRST, PLANNED)
    assert [(each.name, str(each.day), str(each.allowed)) for each in found.steps] == [
        ("stage-1", "2023-01-17", "None"),
        ("stage-2", "2023-02-07", "None"),
        ("decision", "2023-06-15", "None"),
        ("surveillance", "2024-05-20", "2024-06-15"),
        ("surveillance", "None", "2025-12-31"),
        ("recertification", "None", "2026-06-14"),
        ("expiry", "2026-06-14", "None"),
    ]


def test_a_finding_of_an_audit_is_open_until_it_is_closed() -> None:
    raised = major("NC", "S2", "2023-02-07", status="open")
    assert step("2023-03-01", "stage-2", GRANTED, *FIRST, raised).open_findings == ("NC",)
    closed = major("NC", "S2", "2023-02-07", status="closed", closed="2023-04-01")
    assert step("2023-03-01", "stage-2", GRANTED, *FIRST, closed).open_findings == ("NC",)
    assert step("2023-05-01", "stage-2", GRANTED, *FIRST, closed).open_findings == ()


def test_what_a_combined_audit_found_in_another_standard_is_not_open_here() -> None:
    raised = (
        major("NC-1", "S2", "2023-02-07", status="open", standard="iso-9001-2015"),
        major("NC-2", "S2", "2023-02-07", status="open", standard="iso-45001-2018"),
    )
    both = record(
        "certification-event",
        "S2",
        kind="stage-2",
        certification="C",
        standards=("iso-9001-2015", "iso-45001-2018"),
        planned="2023-02-07",
        finished="2023-02-07",
    )
    found = step("2023-03-01", "stage-2", GRANTED, FIRST[0], both, *raised)
    assert found.open_findings == ("NC-1",)


def test_the_decision_after_a_recertification_audit_is_a_step_of_its_own() -> None:
    renewing = audit("R", "recertification", "2026-03-10")
    before = step("2026-04-01", "decision on the recertification", GRANTED, *FIRST, renewing)
    assert (before.state, str(before.allowed)) == (StepState.TO_COME, "2026-06-14")
    assert step("2026-04-01", "recertification", GRANTED, *FIRST, renewing).state is StepState.DONE


def test_an_expired_one_can_be_restored_for_six_months() -> None:
    assert following("2026-07-01", GRANTED, *FIRST) == (
        "restoration at the latest",
        "to come",
        "2026-12-14",
    )
    assert cycle("2027-01-01", GRANTED, *FIRST).next is None


def test_a_suspended_one_is_to_be_reinstated() -> None:
    suspended = certificate(
        decided="2023-06-15", suspended="2024-01-10", suspended_until="2024-07-10"
    )
    assert following("2024-02-01", suspended, *FIRST)[0] in ("reinstatement", "surveillance")
    assert step("2024-02-01", "reinstatement", suspended).state is StepState.TO_COME


def test_those_that_are_past_come_last() -> None:
    past = certificate("OLD", decided="2017-06-15", withdrawn="2019-01-01")
    named = record("certification-body", "CERTIFY", name="Certify Ltd")
    found = certificate_cycles(register("2024-01-01", past, GRANTED, *FIRST, named))
    assert [each.certification.record.id for each in found] == ["C", "OLD"]
    assert found[1].next is None
    assert found[0].body == "Certify Ltd"
