"""Audits, nonconformities, confirmations and readiness as people ask for them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.helpers import golden
from tests.helpers.command import invoke, refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-11-20"
RECORDS = {
    "records/audit-programme.csv": "id,title,standards,clauses,planned,due,audit\n"
    "AP-1,Purchasing,iso-9001-2015,8.4,2024-03-01,2024-03-31,AUD-1\n"
    "AP-2,Competence,iso-9001-2015,7.2,2024-05-01,2024-05-31,\n"
    "AP-3,Leadership,iso-9001-2015,5,2025-01-01,2025-02-28,\n",
    "records/audits/one.md": "---\nid: AUD-1\ntitle: Purchasing\nstatus: done\n"
    "standards: [iso-9001-2015]\ncriteria: [ISO 9001]\nscope: Buying\nclauses: ['8.4']\n"
    "auditors: [ann]\nplanned: 2024-03-04\nfinished: 2024-03-05\nreported: 2024-03-20\n"
    "findings: [NC-1]\n---\n# Report\n\nOne finding.\n",
    "records/nonconformities/one.md": "---\nid: NC-1\ntitle: Supplier without evaluation\n"
    "status: open\nsource: internal-audit\ngrade: minor\nclauses: [8.4.1]\nraised: 2024-03-05\n"
    "owner: quality-manager\ndue: 2024-06-30\ncorrected: 2024-03-06\naudit: AUD-1\n---\n"
    "# Found\n\nNo evaluation.\n",
}


@pytest.fixture
def records_at_work(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **approved(), **RECORDS}, date="2024-01-10T09:00:00+00:00")
    repo.configure("user", name="Ann Author", email="ann@example.com")
    return repo


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("audits-open", ("audits", "--open")),
        ("nonconformities", ("nonconformities",)),
        ("readiness-stage-1", ("readiness", "stage-1", "--until", "2025-01-15")),
        ("plan", ("plan", "--until", "2025-01-15")),
    ],
)
def test_it_reads_well(
    records_at_work: RepositoryBuilder, name: str, command: tuple[str, ...]
) -> None:
    answer = invoke(*command, "--on", DAY, at=records_at_work.path)
    assert answer.exit_code == (1 if command[0] == "readiness" else 0)
    assert max(map(len, answer.stdout.splitlines())) <= 80
    golden.check(name, answer.stdout)


def test_the_tables_are_spreadsheets(records_at_work: RepositoryBuilder) -> None:
    text = run("audits", "--on", DAY, "--format", "csv", at=records_at_work.path)
    rows = {row["clause"]: row for row in csv.DictReader(StringIO(text))}
    assert rows["iso-9001-2015:8.4.2"]["last_audited"] == "2024-03-05"
    assert rows["iso-9001-2015:8.4.2"]["due"] == "2027-03-05"
    assert rows["iso-9001-2015:5.1.1"]["planned"] == "2025-02-28"
    assert rows["iso-9001-2015:4.1"]["last_audited"] == ""
    text = run("nonconformities", "--on", DAY, "--format", "csv", at=records_at_work.path)
    (row,) = csv.DictReader(StringIO(text))
    assert (row["stage"], row["next_step"], row["age_days"]) == (
        "corrected",
        "find the cause",
        "260",
    )


def test_how_long_it_took_is_said_only_where_the_record_says_it(
    records_at_work: RepositoryBuilder,
) -> None:
    days = {"NC-2": "raised: 2024-06-02", "NC-3": "raised: 2024-06-02\nclosed: 2024-05-01"}
    for id, said in days.items():
        text = f"---\nid: {id}\ntitle: T\nsource: complaint\nstatus: closed\n{said}\n---\n# T\n"
        records_at_work.write(f"records/nonconformities/{id}.md", text)
    shown = ("nonconformities", "--all", "--on", DAY)
    page = run(*shown, "--format", "html", at=records_at_work.path)
    assert "2 closed; how long that took is unknown." in page
    text = run(*shown, "--format", "csv", at=records_at_work.path)
    ages = {row["id"]: row["age_days"] for row in csv.DictReader(StringIO(text))}
    assert ages == {"NC-1": "260", "NC-2": "", "NC-3": ""}


def test_whoever_has_read_says_so(records_at_work: RepositoryBuilder) -> None:
    shown = run("confirm", "SOP-001", "--yes", "--commit", at=records_at_work.path)
    assert "Ann Author confirms SOP-001 revision 1 as read and understood." in shown
    run("confirm", "SOP-001", "--as", "quinn", "--yes", at=records_at_work.path)
    text = (records_at_work.path / "records/confirmation.csv").read_text()
    rows = list(csv.DictReader(StringIO(text)))
    assert [(r["person"], r["document"], r["revision"]) for r in rows] == [
        ("ann", "SOP-001", "1"),
        ("quinn", "SOP-001", "1"),
    ]
    said = refused("confirm", "SOP-001", "--yes", at=records_at_work.path)
    assert "has confirmed SOP-001 revision 1 already" in said
    assert "Did you mean 'quinn'?" in refused(
        "confirm", "SOP-001", "--as", "qinn", at=records_at_work.path
    )


def test_readiness_is_asked_for_a_standard_that_is_here(records_at_work: RepositoryBuilder) -> None:
    said = refused("readiness", "stage-1", "--standard", "iso-90001", at=records_at_work.path)
    assert "Did you mean 'iso-9001-2026'?" in said
    text = invoke("readiness", "stage-1", "--standard", "AS9100D", at=records_at_work.path).stdout
    assert "isodocs.yaml does not list as9100d-2016 among the standards in use." in text
    assert "AS9100D" in text


def test_the_proof_of_a_clause_is_one_command_away(records_at_work: RepositoryBuilder) -> None:
    """An auditor samples: what the documents say, then the records that show it."""
    shown = run("coverage", "--explain", "8.4.1", "--on", DAY, at=records_at_work.path)
    assert max(map(len, shown.splitlines())) <= 80
    golden.check("coverage-records", shown[shown.index("Records that show it") :])
    heading = run("coverage", "--explain", "10.2", "--on", DAY, at=records_at_work.path)
    heading = " ".join(heading.split())
    assert "Nonconformity: 1 in records/nonconformities/one.md, the last of 2024-03-05" in heading
    assert "NC-1, Supplier without evaluation, minor" in heading


def test_a_clause_without_any_record_says_so(records_at_work: RepositoryBuilder) -> None:
    shown = run("coverage", "--explain", "7.2", "--on", DAY, at=records_at_work.path)
    assert "Training record: none is kept here" in shown
    found = run_json(
        "coverage", "coverage", "--explain", "7.2", "--on", DAY, at=records_at_work.path
    )
    kinds = {kind["kind"]: kind["records"] for kind in found["standards"][0]["records"]}
    assert kinds["training"] == []
    (planned,) = kinds["audit-programme"]
    assert (planned["id"], planned["path"], planned["line"]) == (
        "AP-2",
        "records/audit-programme.csv",
        3,
    )


def test_the_body_sets_how_soon_its_findings_are_closed(records_at_work: RepositoryBuilder) -> None:
    """A day of the report's own counts before what the body's rules say for all."""
    records_at_work.write(
        "records/certification/c.md",
        "---\nid: CERT-1\ntitle: Ours\nstatus: open\nstandard: iso-9001-2015\nbody: Certify Ltd\n"
        "majors-within: 3 months\nminors-within: 12 months\n---\n# Ours\n\nOur certificate.\n",
    )
    records_at_work.write(
        "records/certification-event.csv",
        "id,certification,kind,planned\nS-1,CERT-1,surveillance,2024-11-30\n",
    )
    found = RECORDS["records/nonconformities/one.md"]
    for number, (grade, due) in enumerate(
        (("major", ""), ("minor", ""), ("minor", "2025-01-15"), ("observation", "")), start=1
    ):
        text = found.replace("NC-1", f"NC-{number}").replace("audit: AUD-1\n", "event: S-1\n")
        text = text.replace("internal-audit", "surveillance").replace("minor", grade)
        text = text.replace("2024-03-05", "2024-11-30").replace("2024-03-06", "2024-11-30")
        text = text.replace("due: 2024-06-30\n", f"due: {due}\n" if due else "")
        records_at_work.write(f"records/nonconformities/{number}.md", text)
    (records_at_work.path / "records/nonconformities/one.md").unlink()
    text = run("nonconformities", "--on", "2024-12-02", "--format", "csv", at=records_at_work.path)
    dues = {row["id"]: row["due"] for row in csv.DictReader(StringIO(text))}
    assert dues == {"NC-1": "2025-02-28", "NC-2": "2025-11-30", "NC-3": "2025-01-15", "NC-4": ""}
