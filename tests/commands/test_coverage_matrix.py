"""`isodocs coverage` of an integrated system, and its matrix of clauses by documents."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from isodocs.standards import load
from tests.helpers import golden, isms
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.isms import DAY
from tests.helpers.repository import RepositoryBuilder


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return isms.tell(RepositoryBuilder(tmp_path_factory.mktemp("isms") / "repo")).path


def test_the_matrix_reads_well(system: Path) -> None:
    text = run("coverage", "--matrix", "iso-9001-2015", "--on", DAY, at=system)
    assert max(map(len, text.splitlines())) <= 80
    golden.check("coverage-matrix", text)


def test_fifty_documents_fit_into_eighty_columns_and_more_come_in_blocks(
    repo: RepositoryBuilder,
) -> None:
    for name, content in base().items():
        repo.write(name, content)
    for number in range(1, 121):
        prefix = ("SOP", "FRM")[number % 2]
        for name, content in approved(f"{prefix}-{number:03}", clauses='["8.6"]').items():
            repo.write(name, content)
    text = run("coverage", "--matrix", "--on", DAY, at=repo.path)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    (first, second) = [line for line in lines if line.startswith("8.6")]
    assert first.count("C") >= 50
    assert first.count("C") + second.count("C") == 120
    assert lines[lines.index("") + 1].split() == ["FRM"]


def test_long_identifiers_stand_below_the_matrix(repo: RepositoryBuilder) -> None:
    ids = ["HB_REGISTER_OF_RISKS", "HB_REGISTER_OF_ASSETS"]
    for name, content in base().items():
        repo.write(name, content)
    for id in ids:
        for name, content in approved(id, clauses='["8.6"]').items():
            repo.write(name, content)
    lines = run("coverage", "--matrix", "--on", DAY, at=repo.path).splitlines()
    assert lines[lines.index("") + 1].split() == ["12"]
    assert "1  HB_REGISTER_OF_ASSETS  Purchasing" in lines
    assert max(map(len, lines)) <= 80


def test_programs_and_spreadsheets_get_the_same_cells(system: Path) -> None:
    report = run_json("coverage-matrix", "coverage", "--matrix", "--on", DAY, at=system)
    found = {d["id"]: d["standards"] for d in report["documents"]}
    assert found["SOP-001"] == ["iso-9001-2015", "iso-27001-2022"]
    text = run("coverage", "--matrix", "--format", "csv", "--on", DAY, at=system)
    rows = {row["clause"]: row for row in csv.DictReader(StringIO(text))}
    for standard in report["standards"]:
        assert [c["number"] for c in standard["clauses"]] == [
            clause.number for clause in load.load(standard["id"]).auditable
        ]
        for clause in standard["clauses"]:
            row = rows[f"{standard['id']}:{clause['number']}"]
            cells = {id: row[id].partition(",")[0] for id in found if row[id]}
            assert cells == {id: cell["strength"] for id, cell in clause["documents"].items()}


def test_one_run_tells_of_every_standard_and_of_what_serves_several(system: Path) -> None:
    text = run("coverage", "--gaps", "--on", DAY, at=system)
    assert "Coverage of ISO 9001:2015" in text
    assert "Coverage of ISO/IEC 27001:2022" in text
    assert "iso-9001-2015, iso-27001-2022: POL-001, SOP-001" in text
    shared = run_json("coverage", "coverage", "--on", DAY, at=system)["shared"]
    assert [document["id"] for document in shared] == ["POL-001", "SOP-001"]
    assert "ISO 9001:2015: " in (told := run("check", "--exit-zero", "--on", DAY, at=system))
    assert "ISO/IEC 27001:2022: " in told


def test_a_control_needs_no_standard_beside_it(system: Path) -> None:
    text = run("coverage", "--explain", "A.5.1", "--on", DAY, at=system)
    assert "control A.5.1: Policies for information security" in text
    assert "does not say of which standard" in refused("coverage", "--explain", "7.5.3", at=system)


def test_what_excludes_what(system: Path) -> None:
    said = refused("coverage", "--matrix", "--explain", "A.5.1", at=system)
    assert "exclude each other" in said


def test_a_table_counts_for_the_standard_that_it_names_alone(repo: RepositoryBuilder) -> None:
    """As a manual keeps them side by side: only the tables of the standard in use cover it."""
    tables = {
        "ISO 9001:2015": "| Clause | Document |\n|---|---|\n| 8.1<br>8.6 | SOP 001 |\n",
        "ISO 14001:2015": "| Clause | Document |\n|---|---|\n| 8.2.1 | SOP-001 |\n",
        "The former edition": "| ISO 9001:2008 | Document |\n|---|---|\n| 7.4 | SOP-001 |\n",
        "Übersicht": "| Normkapitel | Dokument |\n|---|---|\n| 9.1.1 bis 9.1.3 | sop-001.md |\n",
        "Crosses": "| Clause | SOP-001 |\n|---|---|\n| 10.2 | X |\n",
    }
    body = "\n".join(f"# {title}\n\n{table}" for title, table in tables.items())
    how = (
        "# How we work\n\nWe plan each order, release it, measure it and correct what went wrong. "
        * 4
    )
    works = approved(body=how)
    for name, content in {**base(), **works, **approved("FRM-001", body=body)}.items():
        repo.write(name, content)
    text = run("coverage", "--format", "csv", "--on", DAY, at=repo.path)
    covered = {
        row["clause"].partition(":")[2]
        for row in csv.DictReader(StringIO(text))
        if row["status"] == "covered"
    }
    assert covered == {"8.1", "8.6", "9.1.1", "9.1.2", "9.1.3", "10.2.1", "10.2.2"}
    told = run("check", "--select", "CLS011", "--exit-zero", "--on", DAY, at=repo.path)
    assert told.count("warning CLS011") == 2
    assert "ISO 9001:2008" in told
    assert "the heading 'ISO 14001:2015'" in " ".join(told.split())
