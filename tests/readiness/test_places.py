"""Readiness asks for audits of every process of the register and site of the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from isodocs.assess.audit_scope import Where
from isodocs.model.audit import AuditKind
from isodocs.model.readiness import Point, Weight
from isodocs.readiness.readiness import readiness_by_standard
from isodocs.workspace import View, Workspace
from tests.helpers import ready_company
from tests.helpers.repository import RepositoryBuilder

NOW = date(2026, 6, 20)
PROCESS = "records/process.csv"
PROCESSES = (
    "id,title,owner,inputs,outputs,measures,documents,note\n"
    "PRC-1,Machining,quality-manager,order,parts,yield,MAN-001,\n"
    "PRC-2,Dispatch,quality-manager,parts,parcel,on time,,The job system leads through it\n"
)
CERTIFICATE, AUDIT = "records/certification/CERT-1.md", "records/audit/AUD-2026.md"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ready_company.build(RepositoryBuilder(tmp_path_factory.mktemp("places") / "repo"))


@pytest.fixture
def here(company: RepositoryBuilder) -> Iterator[RepositoryBuilder]:
    """The company, as it is put back after each test."""
    yield company
    company.git("checkout", "-q", "--", ".")
    (company.path / PROCESS).unlink(missing_ok=True)


def edit(at: RepositoryBuilder, path: str, old: str, new: str) -> None:
    file = at.path / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def about_audits(at: RepositoryBuilder, purpose: AuditKind) -> list[Point]:
    (found,) = readiness_by_standard(Workspace.open(at.path).register(View(NOW)), purpose)
    return [p for p in found.points if p.area == "audits and review" and p.weight != Weight.ASK]


def test_audits_of_the_whole_system_are_of_every_process(here: RepositoryBuilder) -> None:
    here.write(PROCESS, PROCESSES)
    for purpose in (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION):
        assert about_audits(here, purpose) == []


@pytest.mark.parametrize(
    ("purpose", "weight", "says"),
    [
        (AuditKind.RECERTIFICATION, Weight.STOPS, "never audited internally: the site Quern"),
        (AuditKind.SURVEILLANCE, Weight.FIX, "not audited in time and not planned: the site Quern"),
    ],
)
def test_a_site_that_no_audit_names_cannot_be_shown(
    here: RepositoryBuilder, purpose: AuditKind, weight: Weight, says: str
) -> None:
    edit(here, CERTIFICATE, "owner:", "sites: [Mill Lane, Quern Street]\nowner:")
    edit(here, AUDIT, "auditors:", "sites: [Mill Lane]\nauditors:")
    (point,) = about_audits(here, purpose)
    assert point.weight is weight
    assert says in point.message
    assert point.codes == ("AUD011",)


def test_people_of_another_site_need_not_be_aware_at_this_one(here: RepositoryBuilder) -> None:
    """Those who name no site work at all of them; who audits may come from anywhere."""
    edit(here, CERTIFICATE, "owner:", "sites: [Mill Lane, Quern Street]\nowner:")
    edit(here, AUDIT, "auditors:", "sites: [Mill Lane, Quern Street]\nauditors:")
    rows = (here.path / "records/people.csv").read_text(encoding="utf-8").splitlines()
    head, *people = rows
    moved = [f"{row},Quern Street" if row.startswith("ines,") else f"{row}," for row in people]
    (here.path / "records/people.csv").write_text("\n".join([f"{head},sites", *moved, ""]))
    requirement = here.path / "records/competence.csv"
    unasked = [r for r in requirement.read_text().splitlines() if not r.startswith("AWARE,")]
    requirement.write_text("\n".join([*unasked, ""]))
    register = Workspace.open(here.path).register(View(NOW))
    said = {}
    for site in ("Mill Lane", "Quern Street"):
        where = Where(site=site)
        (found,) = readiness_by_standard(register, AuditKind.SURVEILLANCE, where=where)
        (said[site],) = [p.message for p in found.points if "aware of policy" in p.message]
        assert not [p for p in found.points if "competent internal auditor" in p.message]
    assert "who made Ann Author, Quinn Quality and Dora Director aware" in said["Mill Lane"]
    assert "Quinn Quality, Dora Director and Ines" in said["Quern Street"]


def test_risks_that_are_all_closed_leave_a_doubt(here: RepositoryBuilder) -> None:
    edit(here, "records/risk.csv", "accept,accepted,", "accept,closed,")
    (found,) = readiness_by_standard(
        Workspace.open(here.path).register(View(NOW)), AuditKind.SURVEILLANCE
    )
    (point,) = [point for point in found.points if point.expected == "risks"]
    assert point.weight is Weight.FIX
    assert "every risk or opportunity on record is closed (RSK-1)" in point.message
