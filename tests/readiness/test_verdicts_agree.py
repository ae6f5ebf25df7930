"""What several commands say of one register does not contradict: check, readiness, plan and due."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.checking.run import run
from isodocs.model.audit import AuditKind
from isodocs.model.readiness import Readiness, ReadinessVerdict, Weight
from isodocs.model.register import Register
from isodocs.readiness.duties import duties
from isodocs.readiness.plan import plan
from isodocs.readiness.readiness import AREAS, readiness
from isodocs.workspace import View, Workspace
from tests.helpers import ready_company
from tests.helpers.repository import RepositoryBuilder
from tests.readiness.test_ready_company import NOW, pieces

DAYS = (
    *("2023-01-21", "2023-02-05", "2023-05-10", "2023-07-10", "2023-09-05", "2023-12-31"),
    *("2024-06-20", "2024-09-30", "2025-06-21", "2026-06-20", "2026-07-13", "2027-03-25"),
)
EVERY = 9
"""Of all pieces of evidence, one in so many is taken away."""


def contradictions(register: Register) -> list[str]:
    gaps = run(register)
    due = duties(register)
    found = []
    for purpose in AuditKind:
        answer = readiness(register, gaps, purpose, [ready_company.STANDARD])
        told = [gap.fingerprint + str(gap.finding.place) for p in answer.points for gap in p.gaps]
        if len(told) > len(set(told)):
            found.append(f"{purpose}: a gap is behind two points")
        if answer.verdict is ReadinessVerdict.READY:
            found += [
                f"{purpose}: ready, and {gap.code} stops it: {gap.finding.message}"
                for gap in gaps
                if gap.counts and gap.stops(purpose) and not gap.rule.of_its_day
            ]
            found += [
                f"{purpose}: ready, and overdue: {duty.what}"
                for duty in due
                if duty.day and duty.day < register.on and purpose in MATTERS.get(duty.kind, ())
            ]
        found += _twice(answer)
        found += _not_planned(register, answer)
    return found


MATTERS = {
    kind: [purpose for purpose in AuditKind if purpose is not AuditKind.INTERNAL]
    for kind in ("review", "management-review")
} | {"training": [p for p, areas in AREAS.items() if "competence" in areas]}


def _twice(answer: Readiness) -> list[str]:
    stopping = [p for p in answer.of(Weight.STOPS) if p.subject != answer.standard]
    subjects = [p.subject for p in stopping]
    return [
        f"{answer.purpose}: {point.subject} stops twice: {point.message}"
        for point in stopping
        if subjects.count(point.subject) > 1
    ]


def _not_planned(register: Register, answer: Readiness) -> list[str]:
    """Points that the plan lacks, and what is wrong today and not planned for today."""
    planned = plan(register, date.max, answer)
    found = []
    for point in answer.points:
        mine = [
            d
            for d in planned
            if d.what in point.message or (d.place == point.place and point.place.path)
        ]
        if not (point.is_question or point.planned or mine):
            found.append(f"{answer.purpose}: not on the plan: {point.message}")
        of_today = [d.day for d in mine if d.kind == answer.purpose]
        if point.is_wrong_today and any(day != register.on for day in of_today):
            found.append(f"{answer.purpose}: wrong today and planned for later: {point.message}")
    return found


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ready_company.build(RepositoryBuilder(tmp_path_factory.mktemp("agree") / "repo"))


def test_nothing_contradicts_on_any_day(company: RepositoryBuilder) -> None:
    workspace = Workspace.open(company.path)
    for day in DAYS:
        found = contradictions(workspace.register(View(date.fromisoformat(day))))
        assert not found, (day, found)


def test_nothing_contradicts_where_evidence_is_missing(company: RepositoryBuilder) -> None:
    workspace = Workspace.open(company.path)
    for name, path, rest in [*pieces(company.path)][::EVERY]:
        whole = path.read_bytes()
        if rest is None:
            path.unlink()
        else:
            path.write_bytes(rest)
        try:
            found = contradictions(workspace.register(View(NOW)))
        finally:
            path.write_bytes(whole)
        assert not found, (name, found)
