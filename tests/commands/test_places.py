"""`coverage` and `readiness` for one site or one process, and the sites of a certificate."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner

from isodocs.cli import cli
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.test_aud_auditors import lena_owns_purchasing
from tests.rules.test_aud_programme import AT_QUERN_STREET, CERTIFICATE, held, line

ON = ("--on", "2024-11-20")
STANDARD = "iso-9001-2015"
PROCESSES = """id,title,owner,inputs,outputs,measures,documents,sites
PRC-1,Production,lena,order,parts,yield,SOP-002,Mill Lane
PRC-2,Plating,lena,parts,plated parts,bath age,SOP-003,Quern Street
PRC-3,Dispatch,lena,plated parts,parcel,on time,,
"""
RISKS = """id,kind,title,clauses,process,owner
RSK-1,risk,Chrome leaks,6.1.1,plating,lena
"""
EVIDENCE = """id,what,where,clauses,sites,owner,looked-at,looked-at-by
EVI-1,Route cards,Job system,8.5.2,Mill Lane,lena,2024-11-11,quinn
EVI-2,Delivery notes,Job system,8.6,,lena,2024-11-11,quinn
"""
REPORT = "We looked at ten jobs with their route cards and gauges. The system works."
NC = """---
id: NC-1
title: Drain cover missing
status: open
source: process
grade: minor
standard: iso-9001-2015
clauses: ["8.5.1"]
process: plating
owner: quinn
raised: 2024-11-12
---
# Drain cover missing
"""


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Mill Lane was audited in June; Quern Street, where plating is done, is to be in January."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("places") / "repo")
    plating = document(
        "SOP-003", clauses=f'{{{STANDARD}: ["8.5.4"]}}', title="Plating", owner="lena"
    ).replace("\nowner:", "\nsites: [Quern Street]\nowner:")
    files = {
        **base(),
        **lena_owns_purchasing(),
        **{name: str(text).replace("What was found.", REPORT) for name, text in held().items()},
        **line(AT_QUERN_STREET.replace("2024-06", "2025-01")),
        path("SOP-003"): plating,
        **approval("SOP-003", 1, plating),
        "records/certification/cert-1.md": CERTIFICATE,
        "records/process.csv": PROCESSES,
        "records/risk.csv": RISKS,
        "records/evidence.csv": EVIDENCE,
        "records/nonconformity/nc-1.md": NC,
    }
    repo.commit("Start", files)
    return repo


def coverage(repo: RepositoryBuilder, *words: str) -> dict[str, Any]:
    return run_json("coverage", "coverage", STANDARD, *words, *ON, at=repo.path)


def documents(data: dict[str, Any], number: str) -> list[str]:
    clauses = {c["number"]: c for c in data["standards"][0]["clauses"]}
    return [d["id"] for d in clauses[number]["documents"]]


def test_a_document_of_one_site_covers_nothing_at_another(two_sites: RepositoryBuilder) -> None:
    mill, quern = (coverage(two_sites, "--site", name) for name in ("mill lane", "Quern Street"))
    assert documents(mill, "8.5.4") == []
    assert documents(quern, "8.5.4") == ["SOP-003"]
    assert documents(mill, "8.4.1") == documents(quern, "8.4.1") == ["SOP-001"]
    assert mill["place"]["documents"] == []
    assert quern["place"]["documents"] == ["SOP-003"]


def test_a_place_has_its_audits_records_and_open_findings(two_sites: RepositoryBuilder) -> None:
    mill, quern = (
        coverage(two_sites, "--site", name)["place"] for name in ("Mill Lane", "Quern Street")
    )
    assert [audit["id"] for audit in mill["audits"]] == ["AUD-1"]
    assert (quern["audits"], quern["planned"]) == ([], "2025-01-28")
    # A record of a process is of the site where that is carried out.
    assert {record["id"] for record in quern["records"]} == {"CERT-1", "PRC-2", "RSK-1", "NC-1"}
    assert {record["id"] for record in mill["records"]} == {"CERT-1", "PRC-1", "EVI-1"}
    assert [found["id"] for found in quern["open"]] == ["NC-1"]
    assert mill["open"] == []


def test_records_of_one_site_show_nothing_at_another(two_sites: RepositoryBuilder) -> None:
    shown = {
        site: coverage(two_sites, "--site", site)["standards"][0]["summary"]["records_shown"]
        for site in ("Mill Lane", "Quern Street")
    }
    assert shown["Mill Lane"] == shown["Quern Street"] + 1


def test_a_process_has_the_clauses_that_its_own_evidence_names(
    two_sites: RepositoryBuilder,
) -> None:
    data = coverage(two_sites, "--process", "PLATING")
    assert [c["number"] for c in data["standards"][0]["clauses"]] == ["6.1.1", "8.5.1", "8.5.4"]
    rows = csv.reader(
        StringIO(
            run(
                "coverage", STANDARD, "--process", "PRC-2", "--format", "csv", *ON,
                at=two_sites.path,
            )
        )
    )  # fmt: skip
    assert len([*rows]) == 4
    text = run("coverage", STANDARD, "--process", "plating", *ON, at=two_sites.path)
    assert "Open finding: NC-1 Drain cover missing (raised)" in text


def test_a_process_without_evidence_says_so(two_sites: RepositoryBuilder) -> None:
    text = run("coverage", STANDARD, "--process", "dispatch", *ON, at=two_sites.path)
    assert "No document or record that names it names a clause." in text
    assert "never audited, no audit is planned" in text


@pytest.mark.parametrize("command", [("coverage",), ("readiness", "surveillance"), ("audits",)])
def test_a_slip_is_told_with_what_is_near(
    command: tuple[str, ...], two_sites: RepositoryBuilder
) -> None:
    said = refused(*command, "--site", "Quern Stret", *ON, at=two_sites.path)
    assert "nothing here names the site 'Quern Stret'. Did you mean 'Quern Street'?" in said
    said = refused(*command, "--process", "platng", *ON, at=two_sites.path)
    assert "names the process 'platng'. Did you mean 'Plating'?" in said


def asked(repo: RepositoryBuilder, *words: str) -> str:
    arguments = ["-C", str(repo.path), "readiness", "recertification", *words, *ON]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout


def readiness(repo: RepositoryBuilder, *words: str) -> dict[str, Any]:
    (found,) = json.loads(asked(repo, *words, "--format", "json"))["readiness"]
    return found


def test_each_site_of_the_certificate_has_its_line(two_sites: RepositoryBuilder) -> None:
    mill, quern = readiness(two_sites)["sites"]
    assert (mill["site"], mill["last"], mill["open"]) == ("Mill Lane", "2024-06-05", [])
    assert (quern["last"], quern["planned"], quern["open"]) == (None, "2025-01-28", ["NC-1"])
    assert "no document for it in force for 8.5.4" in mill["missing"]
    assert "no records of its own for 8.5.2" in quern["missing"]
    text = " ".join(asked(two_sites).split())
    assert "Quern Street: never audited, planned for 2025-01-28; open: NC-1" in text


def test_readiness_of_a_site_is_about_what_is_there(two_sites: RepositoryBuilder) -> None:
    mill, quern = (readiness(two_sites, "--site", s) for s in ("Mill Lane", "Quern Street"))
    said = {name: {p["message"] for p in data["points"]} for name, data in
            (("mill", mill), ("quern", quern))}  # fmt: skip
    assert any("Quern Street was never audited internally" in m for m in said["quern"])
    assert not any("never audited internally" in m for m in said["mill"])
    assert any("NC-1" in message for message in said["quern"])
    assert not any("NC-1" in message for message in said["mill"])
    assert quern["sites"] == []


def test_a_gap_whose_words_hold_the_name_of_a_site_is_of_all_sites(repo: RepositoryBuilder) -> None:
    linked = document("SOP-001", body="# One\n\nSee [the plan](../plans/bonner-wall.md).\n")
    files = {
        **base(),
        **approved("SOP-001", linked),
        "records/certification/cert-1.md": CERTIFICATE.replace("Quern Street", "Bonn"),
    }
    repo.commit("Start", files)
    for site in ("Mill Lane", "Bonn"):
        points = readiness(repo, "--site", site)["points"]
        assert any("bonner-wall.md" in point["message"] for point in points), site


def test_a_site_is_compared_without_capitals(two_sites: RepositoryBuilder) -> None:
    texts = {"records/certification/cert-1.md": ("Quern", "QUERN"), path("SOP-003"): ("# ", "# X ")}
    for name, (old, new) in texts.items():
        text = (two_sites.path / name).read_text(encoding="utf-8")
        two_sites.write(name, text.replace(old, new))
    _, quern = readiness(two_sites)["sites"]
    two_sites.git("checkout", "-q", "--", ".")
    assert quern["site"] == "QUERN Street"
    assert any("REV005" in said for said in quern["missing"])


def test_readiness_of_a_process_judges_only_what_names_it(two_sites: RepositoryBuilder) -> None:
    found = readiness(two_sites, "--process", "plating")
    assert found["process"] == "Plating"
    messages = sorted(p["message"] for p in found["points"] if p["weight"] != "will be asked")
    about = [message.split()[0].rstrip(":") for message in messages]
    assert about == ["ISO", "NC-1", "SOP-003"]
