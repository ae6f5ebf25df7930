"""One cause is one point of readiness, whatever follows from it; what is planned is not missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from isodocs.model.audit import Area, AuditKind
from isodocs.model.gap import Finding, Gap, Level, Place
from isodocs.model.readiness import Point, Weight
from isodocs.readiness.causes import by_cause
from isodocs.readiness.readiness import readiness_by_standard
from isodocs.rules.registry import find
from isodocs.workspace import View, Workspace
from tests.helpers import ready_company
from tests.helpers.company import approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

if TYPE_CHECKING:
    from pathlib import Path

NOW = date(2026, 6, 20)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ready_company.build(RepositoryBuilder(tmp_path_factory.mktemp("causes") / "repo"))


def points(at: Path, purpose: AuditKind, on: date, until: date | None = None) -> list[Point]:
    register = Workspace.open(at).register(View(on))
    (found,) = readiness_by_standard(register, purpose, until=until)
    return [point for point in found.points if point.weight is not Weight.ASK]


def about(found: list[Point], word: str) -> list[Point]:
    return [
        point
        for point in found
        if word in point.message or any(word in gap.finding.message for gap in point.gaps)
    ]


@pytest.mark.parametrize("purpose", [AuditKind.STAGE_1, AuditKind.STAGE_2])
def test_a_document_that_is_not_yet_in_force_is_one_point_that_names_the_clauses(
    company: RepositoryBuilder, purpose: AuditKind
) -> None:
    found = points(company.path, purpose, date(2023, 1, 31))
    (manual,) = about(found, "MAN-001")
    assert "MAN-001: not effective before 2023-02-01; nothing else" in manual.message
    for clause in ("4.3", "4.4.2", "8.1", "8.5.1", "8.3"):
        assert clause in manual.message, "also what it justifies leaving out"
    assert "isodocs coverage --explain" in manual.remedy
    (policy,) = about(found, "POL-001")
    assert "5.2" in policy.message


def test_what_comes_into_force_before_the_audit_does_not_stop_it(
    company: RepositoryBuilder,
) -> None:
    eve = date(2023, 1, 31)
    for until, weight in ((date(2023, 2, 1), Weight.FIX), (date(2023, 1, 31), Weight.STOPS)):
        found = points(company.path, AuditKind.STAGE_1, eve, until)
        (policy,) = about(found, "POL-001")
        assert policy.weight is weight


def test_a_late_review_of_a_document_is_one_point(company: RepositoryBuilder) -> None:
    found = points(company.path, AuditKind.RECERTIFICATION, date(2028, 3, 1))
    (manual,) = about(found, "MAN-001")
    assert "review overdue" in manual.message
    assert "4.4.2" in manual.message
    assert "isodocs review MAN-001" in manual.remedy, "the way to close all of it"
    assert manual.codes[0] == "DOC023"


@pytest.mark.parametrize(
    ("path", "old", "word", "count"),
    [
        ("records/measurement.csv", "OBJ-1,,,2026-05-10,96,%,\n", "measurement", 1),
        ("records/measurement.csv", ",SUP-1,points,2026-05-10,90,points", "evaluat", 1),
        ("records/supplier.csv", "", "external providers", 0),
        ("records/certification/CERT-1.md", "", "certificate", 1),
        ("records/competence.csv", "AUDIT,Internal auditing", "internal", 1),
        (".isodocs/approvals/POL-001/1", "", "5.2", 1),
    ],
    ids=["not measured", "not evaluated", "no suppliers", "no body", "undefined", "not approved"],
)
def test_a_record_that_is_missing_is_told_once(
    tmp_path: Path, path: str, old: str, word: str, count: int
) -> None:
    repo = ready_company.build(RepositoryBuilder(tmp_path / "repo"))
    file = repo.path / path
    if file.is_dir():
        for each in file.iterdir():
            each.unlink()
    elif old:
        lines = file.read_text().splitlines(keepends=True)
        assert any(line.startswith(old.strip()) for line in lines)
        file.write_text("".join(line for line in lines if not line.startswith(old.strip())))
    else:
        file.unlink()
    found = points(repo.path, AuditKind.RECERTIFICATION, NOW)
    told = [point for point in found if word in point.message]
    stopping = [point for point in told if "REC006" not in point.codes]
    assert len(stopping) == count, stopping


def test_what_is_planned_in_time_is_not_called_missing(company: RepositoryBuilder) -> None:
    found = points(company.path, AuditKind.STAGE_2, date(2023, 3, 1))
    said = {point.message.partition(": ")[2]: point.weight for point in found}
    assert said["the first management review is planned for 2023-06-20"] is Weight.FIX
    (audits,) = (said[text] for text in said if "internal audit of" in text)
    assert audits is Weight.FIX
    assert not any("is missing" in text or "never audited" in text for text in said)


def test_what_is_planned_before_the_next_surveillance_is_not_called_missing(
    company: RepositoryBuilder,
) -> None:
    found = points(company.path, AuditKind.SURVEILLANCE, date(2025, 4, 1))
    said = [point.message for point in found]
    assert any("the management review is planned for 2025-06-30 (the last" in t for t in said)
    assert any("the internal audit is planned for 2025-05-31 (the last ended" in t for t in said)


def test_an_approval_that_does_not_count_and_the_one_that_is_missing_are_one_point(
    repo: RepositoryBuilder,
) -> None:
    text = document("SOP-009", title="Delivery")
    files = {path("SOP-009"): text, **approval("SOP-009", 1, text, person="ann", role="author")}
    repo.commit("Start", {**base(), **files}, date="2024-01-20T12:00:00+00:00")
    (found,) = about(points(repo.path, AuditKind.STAGE_1, date(2024, 6, 1)), "SOP-009")
    assert found.weight is Weight.STOPS
    assert {"APR001", "APR003"} <= set(found.codes)


def test_what_is_in_no_record_hides_nothing_else() -> None:
    """That no management review was held is a gap of no place; other things are missing as well."""
    rule = find("AUD008")
    gap = Gap(rule, Level.ERROR, Finding("no management review has been held", "Hold one."))
    stopping = Point(Weight.STOPS, rule.family.area, "no review", "Hold one.", gaps=(gap,))
    missing = Point(Weight.STOPS, Area.CLAUSES, "no internal audit", "Do one.", expected="audit")
    assert by_cause([stopping], [missing]) == [stopping, missing]
    named = replace(missing, found_in="records/reviews.csv")
    placed = replace(gap, finding=replace(gap.finding, place=Place("records/reviews.csv")))
    assert by_cause([replace(stopping, gaps=(placed,))], [named]) == [
        replace(stopping, gaps=(placed,))
    ]
