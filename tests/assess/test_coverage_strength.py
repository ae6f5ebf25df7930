"""How strong claims are, and that records answer a clause that asks for records only."""

from __future__ import annotations

from datetime import date

from isodocs.assess.clause_records import records_shown
from isodocs.assess.coverage import coverage
from isodocs.assess.coverage_strength import coverage_strength
from isodocs.model.coverage import CoverageStatus
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

QUALITY = "iso-9001-2015"
BODY = '# All\n\nWe do it.\n\n## Buying {clause="8.4.1"}\n\nFrom approved suppliers.\n'
SUPPLIERS = (
    "id,name,supplies,status,evaluated\nSUP-1,Metalstock,Bar,approved,{day}\n"
    "SUP-2,Polyrod,Rod,approved,{day}\n"
)


def test_claimed_located_and_shown_are_counted_apart(repo: RepositoryBuilder) -> None:
    claims = f'{{{QUALITY}: ["8.4.1", "8.4.2", "8.4.3"]}}'
    files = {**base(), **approved(clauses=claims, body=BODY)}
    repo.commit("Start", {**files, "records/supplier.csv": SUPPLIERS.format(day="2024-03-01")})
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    found = coverage_strength(register, coverage(register, QUALITY))
    assert (found.claimed, found.located, found.records_shown) == (3, 1, 1)
    assert found.said == "3 claimed, 1 located, 1 of 26 record items shown"


def test_records_answer_a_clause_that_asks_for_no_document(repo: RepositoryBuilder) -> None:
    """As long as they are not older than what is usual."""
    repo.commit("Start", {**base(), **approved()})
    repo.write("records/supplier.csv", SUPPLIERS.format(day="2024-03-01"))
    for on, expected in (
        (date(2024, 6, 1), CoverageStatus.COVERED),
        (date(2025, 6, 1), CoverageStatus.GAP),
    ):
        register = Workspace.open(repo.path).register(View(on))
        rows = {row.requirement.number: row for row in coverage(register, QUALITY).rows}
        assert rows["8.4.1"].status is expected


def test_what_is_only_planned_shows_nothing(repo: RepositoryBuilder) -> None:
    """An audit that was never carried out and a line of the programme prove no audit."""
    audit = (
        f"---\nid: AUD-1\ntitle: All\nstatus: planned\nstandards: [{QUALITY}]\n"
        "criteria: ours\nscope: all\nauditors: [ann]\nplanned: 2024-02-01\n{more}---\n# All\n"
    )
    plan = f"id,standards,planned,due\nAP-1,{QUALITY},2024-02-01,2024-02-28\n"
    repo.commit("Start", {**base(), **approved(), "records/audit-programme.csv": plan})
    for more, expected in (
        ("", CoverageStatus.GAP),
        ("finished: 2024-02-02\n", CoverageStatus.COVERED),
    ):
        repo.write("records/audits/aud-1.md", audit.replace("{more}", more))
        register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
        rows = {row.requirement.number: row for row in coverage(register, QUALITY).rows}
        assert rows["9.2.2"].status is expected


LISTED = {
    "supplier": "id,name,supplies,status,evaluated\nSUP-1,Metalstock,Bar,approved,",
    "competence": "id,title,kind,everybody\nC-1,Welding,process,yes",
    "people": "id,name\nann,Ann Author",
    "equipment": "id,description,status\nEQ-1,Scale,in-use",
    "action": "id,what,owner,due,from,decided\nACT-1,Buy,ann,2024-07-01,MR-1,2024-02-01",
}
DONE = {
    "supplier": f"{LISTED['supplier']}2024-03-01",
    "training": "person,competence,date\nann,C-1,2024-03-01",
    "calibration": "equipment,calibrated,result\nEQ-1,2024-03-01,passed",
}
LAWS = "id,title,owner,status,checked\nLEG-1,Water act,ann,in-force,"


def test_what_is_only_listed_shows_nothing(repo: RepositoryBuilder) -> None:
    """Names of people, suppliers and gauges are no proof; an objective is there once it is set."""
    repo.commit("Start", {**base(), **approved()})
    for rows, expected in ((LISTED, CoverageStatus.GAP), (DONE, CoverageStatus.COVERED)):
        for kind, text in rows.items():
            repo.write(f"records/{kind}.csv", f"{text}\n")
        register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
        found = {row.requirement.number: row for row in coverage(register, QUALITY).rows}
        assert {found[n].status for n in ("7.1.5.1", "7.2", "8.4.1")} == {expected}, kind
        assert found["9.3.3"].status is CoverageStatus.GAP


def test_what_a_clause_asks_to_be_listed_is_shown_by_the_list(repo: RepositoryBuilder) -> None:
    standard = "iso-45001-2018"
    repo.commit("Start", {**base(), **approved()})
    config = repo.path / "isodocs.yaml"
    config.write_text(config.read_text().replace(QUALITY, standard))
    objective = "id,title,measure,target,owner,due,status\nO-1,Safer,Falls,0,ann,2024-12-31,open\n"
    repo.write("records/objective.csv", objective)
    for checked, evaluated in (("", False), ("2024-03-01", True)):
        repo.write("records/legal-requirement.csv", f"{LAWS}{checked}\n")
        register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
        wanted = {r.number: r for r in register.maps[standard].auditable}
        shown = {n: records_shown(register, wanted[n]).shown for n in ("6.1.3", "6.2.2", "9.1.2")}
        assert shown == {"6.1.3": True, "6.2.2": True, "9.1.2": evaluated}
