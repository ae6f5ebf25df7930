"""`isodocs soa`: the Statement of Applicability, as it reads and as it begins."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from isodocs.assess.matrix import matrix_rows
from isodocs.parsing.markdown import outline
from isodocs.workspace import View, Workspace
from tests.helpers import golden, isms
from tests.helpers.command import invoke, refused, run, run_json
from tests.helpers.company import approved, base
from tests.helpers.isms import DAY
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.statement import SECURE, TABLE, statement, table


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return isms.tell(RepositoryBuilder(tmp_path_factory.mktemp("isms") / "repo")).path


def write(repo: RepositoryBuilder, *parts: dict[str, str | bytes]) -> Path:
    for files in (base(), {"isodocs.yaml": SECURE}, *parts):
        for name, content in files.items():
            repo.write(name, content)
    return repo.path


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("soa", ()),
        ("soa-gaps", ("--gaps",)),
        ("soa-markdown", ("iso-27001-2022", "--format", "markdown", "--gaps")),
    ],
)
def test_it_reads_well(system: Path, name: str, args: tuple[str, ...]) -> None:
    text = run("soa", *args, "--on", DAY, at=system)
    if "markdown" not in args:
        assert max(map(len, text.splitlines())) <= 80
    golden.check(name, text)


def test_the_story_of_a_control_tells_what_the_statement_says(system: Path) -> None:
    golden.check("coverage-control", run("coverage", "--explain", "A.5.19", "--on", DAY, at=system))
    shown = run("coverage", "--explain", "A.8.16", "--on", DAY, at=system)
    assert "AUD-2024-01, named by the Statement of Applicability" in shown
    assert "Covered: AUD-2024-01" in shown


def test_programs_get_every_control_with_what_is_behind_it(system: Path) -> None:
    report = run_json("soa", "soa", "--on", DAY, at=system)
    assert (report["standing"], report["document"], report["revision"]) == (
        "approved",
        "SOA-001",
        "1",
    )
    found = {control["number"]: control for control in report["controls"]}
    assert len(found) == 94
    assert found["A.5.20"]["behind"] == [
        {"name": "SOP-001", "kind": "document", "named": True, "why_not": ""}
    ]
    assert found["A.8.13"]["open"] == ["nothing in force behind it"]
    assert found["A.8.34"]["statement"] is None
    assert found["OWN-1"]["statement"]["title"] == "Two people at the safe"
    gaps = run_json("soa", "soa", "--gaps", "--on", DAY, at=system)["controls"]
    assert {control["number"] for control in gaps} == {n for n in found if found[n]["open"]}


def test_a_row_that_does_not_count_is_shown_with_its_line(repo: RepositoryBuilder) -> None:
    at = write(repo, approved(), statement(table({f"A.18.1.{n}": {} for n in range(1, 6)})))
    text = run("soa", "--gaps", "--on", DAY, at=at)
    assert "5 rows not counted" in text
    assert f"{TABLE}:95:1: A.18.1.1 is not in ISO/IEC 27001:2022" in text.replace("\n", " ")
    assert "Nothing is open" not in text
    flaws = run_json("soa", "soa", "--gaps", "--on", DAY, at=at)["flaws"]
    assert [flaw["control"] for flaw in flaws] == [f"A.18.1.{n}" for n in range(1, 6)]


def test_a_spreadsheet_gets_a_row_to_a_control(system: Path) -> None:
    rows = [*csv.DictReader(StringIO(run("soa", "--format", "csv", "--on", DAY, at=system)))]
    assert len(rows) == 94
    by_number = {row["control"]: row for row in rows}
    assert by_number["A.7.4"]["applicable"] == "no"
    assert by_number["A.8.16"]["records"] == "AUD-2024-01"


def test_nothing_in_a_table_is_taken_for_markup_or_for_a_matrix(repo: RepositoryBuilder) -> None:
    rows = table({"A.7.4": {"applicable": "no", "justification": "a|b <b>*c*", "state": ""}})
    at = write(repo, approved(), statement(rows))
    text = run("soa", "--format", "markdown", "--on", DAY, at=at)
    assert r"a\|b \<b\>\*c\*" in text
    (printed,) = outline(text).tables
    assert {len(row.cells) for row in printed.rows} == {7}
    register = Workspace.open(at).register(View(date(2024, 6, 1)))
    document = next(iter(register.documents))
    assert matrix_rows(register, document, outline(text)) == ()


def test_without_a_statement_it_says_how_to_begin(repo: RepositoryBuilder) -> None:
    at = write(repo, approved())
    assert "`isodocs soa --new iso-27001-2022`" in refused("soa", at=at)
    assert "no controls" in refused("soa", "iso-9001-2015", "--new", at=at)
    assert "go with --new" in refused("soa", "--commit", at=at)
    assert "starts a statement and prints none" in refused("soa", "--new", "--gaps", at=at)
    both = SECURE.replace("[iso-27001-2022]", "[iso-27001-2022, iso-42001-2023]")
    repo.write("isodocs.yaml", both)
    assert "several standards in use" in refused("soa", at=at)
    repo.write("isodocs.yaml", SECURE.replace("iso-27001-2022", "iso-9001-2015"))
    assert "no standard in use has controls" in refused("soa", at=at)


def test_it_begins_with_what_the_documents_say(repo: RepositoryBuilder) -> None:
    at = write(repo, approved(clauses='["A.5.19"]'))
    told = run("soa", "--new", at=at)
    assert "SOA-001 Statement of Applicability for ISO/IEC 27001:2022 begins" in told
    rows = {r["control"]: r for r in csv.DictReader(StringIO((at / TABLE).read_text()))}
    assert len(rows) == 93
    assert (rows["A.5.19"]["applicable"], rows["A.5.19"]["documents"]) == ("yes", "SOP-001")
    assert rows["A.5.20"]["applicable"] == rows["A.5.19"]["justification"] == ""
    assert "there is a statement for ISO/IEC 27001:2022 already" in refused("soa", "--new", at=at)
    repo.commit("Begin", {})
    result = invoke("submit", "SOA-001", "--effective", "2099-01-01", at=at)
    assert result.exit_code == 1
    assert "undecided controls of ISO/IEC 27001:2022: A.5.1, A.5.2" in result.output


def test_a_table_that_no_document_shows_gets_one(repo: RepositoryBuilder) -> None:
    rows = table()
    at = write(repo, approved(), {TABLE: rows})
    run("soa", "--new", at=at)
    assert (at / TABLE).read_text() == rows
    (document,) = at.glob("documents/SOA-001*.md")
    assert f'{{% include "/{TABLE}" %}}' in document.read_text()
    assert "SOA-001, which shows it, is still a draft" in run("soa", at=at)


def test_the_number_of_a_statement_on_another_branch_is_not_given_out_again(
    repo: RepositoryBuilder,
) -> None:
    at = write(repo, approved())
    repo.git("add", "--all")
    repo.commit("Start")
    repo.branch("side")
    run("soa", "--new", "--commit", at=at)
    repo.checkout("main")
    assert "SOA-002 Statement of Applicability" in run("soa", "--new", at=at)
