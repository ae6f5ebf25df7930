"""CLS008 and CLS011: whether a matrix leads where it says, and whose numbers count."""

from __future__ import annotations

import pytest

from isodocs.model.coverage import ClauseCoverage, CoverageStatus, Strength
from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

MANUAL = path("FRM-001")
TWO = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-14001-2015]")


def manual(*rows: str, header: str = "| Clause | Document |", top: str = "# Matrix\n\n") -> str:
    rule = "|" + "---|" * (header.count("|") - 1)
    return top + "\n".join([header, rule, *rows]) + "\n"


def with_matrix(
    *rows: str, header: str = "| Clause | Document |", top: str = "# Matrix\n\n", **fields: str
) -> dict[str, str | bytes]:
    """A form FRM-001 with a matrix whose first row is on line 15."""
    return approved("FRM-001", body=manual(*rows, header=header, top=top), **fields)


def other(
    what: str,
    says: str,
    *,
    header: str = "| Clause | Document |",
    row: str = "| 8.6 | SOP-001 |",
    top: str = "# Matrix\n\n",
    line: int = 15,
) -> Case:
    hint = "If you mean ISO 9001:2015, name the column 'ISO 9001:2015 clause'. If"
    expected = Expected(f"{MANUAL}:{line}", says, hint, "warning", "FRM-001")
    files = {**with_matrix(row, header=header, top=top), **approved()}
    return Case("CLS011", what, (expected,), work=files)


def wrong(what: str, row: str, says: str, *, header: str = "| Clause | Document |") -> Case:
    expected = Expected(f"{MANUAL}:15", says, "Correct the row", "warning", "FRM-001")
    files = {**with_matrix(row, header=header), **approved(clauses='["8.4"]')}
    files[path("SOP-002")] = document("SOP-002", status="draft")
    return Case("CLS008", what, (expected,), work=files)


CASES = (
    Case(
        "CLS008",
        "documents in force that claim the clause, the one above or one below",
        work={
            **with_matrix("| 8.4 | SOP-001 |", "| 8.4.1 Control | SOP-001 |", "| 8.5 | - |"),
            **approved(clauses='["8.4"]'),
        },
    ),
    Case(
        "CLS008",
        "a document that names no clause itself",
        work={**with_matrix("| 8.4.1 | SOP-001 |"), **approved()},
    ),
    Case(
        "CLS008",
        "tables that are no matrix",
        work={
            **with_matrix("| 8.9 | Where is SOP-099? |", header="| Clause | Question |"),
            **approved(body="# A\n\n| Control | Procedure |\n|---|---|\n| Two eyes | SOP-099 |\n"),
            **approved(
                "SOP-002",
                body="# A\n\n| Control | Applicable | Document |\n|---|---|---|\n"
                "| 8.4.1 | yes | SOP-099 |\n",
            ),
        },
    ),
    Case(
        "CLS008",
        "a section of the manual itself, by number and by title",
        work=with_matrix(
            "| 8.4.1 | 1 |",
            "| 8.4.2 | Buying |",
            "| 8.4.3 | section 1 |",
            header="| Clause | Section |",
            top="# Manual\n\n## 1. Buying\n\nWe buy.\n\n# Matrix\n\n",
        ),
    ),
    wrong("a clause that is none", "| 8.9, 8.4.1 | SOP-001 |", "8.9 is not in ISO 9001:2015"),
    wrong("a document that is not there", "| 8.4.1 | SOP-099 |", "there is no document SOP-099"),
    Case(
        "CLS008",
        "a draft that leads to a draft: they come into force together",
        work={
            MANUAL: document("FRM-001", status="draft", body=manual("| 8.4.1 | SOP-002 |")),
            path("SOP-002"): document("SOP-002", status="draft"),
        },
    ),
    wrong("a draft", "| 8.4.1 | SOP-002 |", "the row leads to SOP-002, which is still a draft"),
    wrong(
        "a document that names other clauses",
        "| 8.5.1, 8.4.1 | SOP-001 |",
        "the row leads to SOP-001 for 8.5.1, which it does not name",
    ),
    wrong(
        "a link to a document that names others",
        "| 8.5.1 | [Buying](SOP-001.md) |",
        "the row leads to SOP-001 for 8.5.1",
    ),
    wrong(
        "a section that the document does not have",
        "| 8.4.1 | SOP-001 | 7 |",
        "SOP-001 has no section 7",
        header="| Clause | Document | Section |",
    ),
    wrong(
        "a row whose documents nobody knows",
        "| 8.4.1 | the intranet |",
        "no document or section here is called 'the intranet'",
    ),
    wrong(
        "a row that someone meant to fill in",
        "| 8.4.1 | [Add document] |",
        "the row is still to be filled in: '[Add document]'",
    ),
    Case(
        "CLS008",
        "documents that share the clauses of a row",
        work={
            **with_matrix("| 8.4.1, 8.6 | SOP-001, SOP-002 |"),
            **approved(clauses='["8.4.1"]'),
            **approved("SOP-002", clauses='["8.6"]', body="# Release\n\nInspect each delivery.\n"),
        },
    ),
    Case(
        "CLS008",
        "a clause that none of the documents of a row names",
        (
            Expected(
                f"{MANUAL}:15",
                "the row leads to SOP-001 and SOP-002 for 8.7, which none of them names",
                "Correct the row",
                "warning",
                "FRM-001",
            ),
        ),
        work={
            **with_matrix("| 8.4.1, 8.7 | SOP-001, SOP-002 |"),
            **approved(clauses='["8.4.1"]'),
            **approved("SOP-002", clauses='["8.6"]', body="# Release\n\nInspect each delivery.\n"),
        },
    ),
    Case(
        "CLS008",
        "rows that say that there is nothing",
        work={**with_matrix("| 8.4 | - |", "| 8.6 | n/a |", "| | SOP-001 |"), **approved()},
    ),
    Case(
        "CLS011",
        "columns, titles and headings that name the standard in use",
        work={
            **with_matrix("| 8.4 | SOP-001 |", header="| DIN EN ISO 9001:2015-11 | Document |"),
            **approved(body='# Buying as ISO 31000 has it {clause="8.4"}\n\nWe buy.\n'),
        },
    ),
    other(
        "a column of another standard",
        "the column 'ISO 14001:2015 clause' names ISO 14001:2015, which is not "
        "in use: 8.6 does not count",
        header="| ISO 14001:2015 clause | Document |",
    ),
    Case(
        "CLS011",
        "a clause that a column's heading names, and not a standard",
        work={
            **with_matrix("| 8.4.1 | SOP-001 |", header="| ISO 8.4.1 Ref | Document |"),
            **approved(),
        },
    ),
    other(
        "figures in a column's heading that are not those of a clause",
        "the column 'ISO 8.4.9 Ref' names 8 4 9, which is not in use",
        header="| ISO 8.4.9 Ref | Document |",
    ),
    other(
        "a column of another edition",
        "the column 'Clause (2008)' names the edition of 2008",
        header="| Clause (2008) | Document |",
    ),
    other(
        "a heading above that names another standard",
        "the column 'Clause' is not of a standard in use: the heading 'ISO "
        "14001:2015' names ISO 14001:2015, so 8.6 does not count",
        top="# ISO 14001:2015\n\n",
    ),
    other(
        "a cell that names another standard",
        "the column 'Clause' is not of a standard in use: the cell names ISO "
        "45001, so 8.6 does not count",
        row="| ISO 45001, 8.6 | SOP-001 |",
    ),
    other(
        "requirements of nobody knows what",
        "the standard of the column 'Requirement' is not known: 8.6 does not count",
        header="| Requirement | Document |",
    ),
    Case(
        "CLS011",
        "one standard that is not in use in many documents, told once",
        (
            Expected(
                "isodocs.yaml:2:1",
                "4 documents have tables of ISO 14001:2015, which is not in use, so their "
                "numbers do not count, such as FRM-001 rev 1 and FRM-002 rev 1",
                "add it to 'standards:'",
                "warning",
                document="",
            ),
        ),
        work={
            place: text
            for number in range(1, 5)
            for place, text in approved(
                f"FRM-00{number}",
                body=manual("| 8.6 | - |", header="| ISO 14001:2015 clause | Document |"),
            ).items()
        },
    ),
    Case(
        "CLS011",
        "columns that say how many",
        work={
            **with_matrix("| 8 | SOP-001 |", header="| Control count | Document |"),
            **approved(),
        },
    ),
    Case(
        "CLS011",
        "a bare clause on a heading that is another standard",
        (
            Expected(
                "documents/SOP-001.md:11:27",
                "8.6 does not count: its heading names ISO 14001:2015, which is not in use",
                'write {clause="iso-9001-2015:8.6"}',
                "warning",
            ),
        ),
        work=approved(body='# ISO 14001:2015 {clause="8.6"}\n\nWe buy.\n'),
    ),
    Case(
        "CLS008",
        "the same fault in several rows, told once",
        (
            Expected(
                f"{MANUAL}:15",
                "there is no document SOP-099 (and in 2 more rows)",
                "Correct the row",
                "warning",
                "FRM-001",
            ),
        ),
        work=with_matrix(*(f"| 8.4.{number} | SOP-099 |" for number in (1, 2, 3))),
    ),
    Case(
        "CLS008",
        "a number that several standards have",
        (
            Expected(
                f"{MANUAL}:15",
                "4.1 does not say of which standard",
                "Correct the row",
                "warning",
                "FRM-001",
            ),
        ),
        work={**with_matrix("| 4.1 | SOP-001 |"), **approved()},
        config=TWO,
    ),
    Case(
        "CLS008",
        "a column for each of two standards",
        work={
            **with_matrix(
                "| SOP-001 | 4.1 | 4.1, 4.2 |",
                header="| Document | ISO 9001 | ISO 14001:2015 |",
            ),
            **approved(),
        },
        config=TWO,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def rows(
    repo: RepositoryBuilder, files: dict[str, str | bytes], config: str = CONFIG, on: str = ""
) -> dict[str, ClauseCoverage]:
    Case("", "", work=files, config=config).build(repo)
    coverages = run(repo, on or "2024-06-01").coverages
    return {str(r.requirement.reference): r for found in coverages.values() for r in found.rows}


GONE = (
    Commit({path("SOP-002"): document("SOP-002", status="draft", title="Reporting of incidents")}),
    Commit({path("SOP-002"): None}),
)
LEADS = "| 8.6 | Reporting of incidents |"


def test_a_row_may_lead_to_a_document_that_only_history_has(repo: RepositoryBuilder) -> None:
    case = Case(
        "CLS008",
        "a draft whose file is gone",
        (
            Expected(
                f"{MANUAL}:15",
                "SOP-002, which is no longer in the repository (it was documents/SOP-002.md)",
                "Correct the row",
                "warning",
                "FRM-001",
            ),
        ),
        history=GONE,
        work={**with_matrix(LEADS), **approved()},
    )
    case.prove(repo)
    row = rows(repo, {})["iso-9001-2015:8.6"]
    assert row.status is CoverageStatus.GAP
    assert "no longer in the repository" in row.reason


def test_a_file_that_is_gone_takes_no_name_from_one_that_is_here(repo: RepositoryBuilder) -> None:
    case = Case(
        "CLS008",
        "a title that a document here has",
        history=GONE,
        work={
            **with_matrix(LEADS),
            **approved(),
            **approved("SOP-003", title="Reporting of incidents"),
        },
    )
    case.prove(repo)


def test_a_row_covers_what_it_maps_and_what_is_below_it(repo: RepositoryBuilder) -> None:
    found = rows(repo, {**with_matrix("| 8.4 | SOP-001 |", "| 8.6 | SOP-001 |"), **approved()})
    row = found["iso-9001-2015:8.6"]
    assert (row.status, row.reason) == (CoverageStatus.COVERED, "SOP-001 (mapped)")
    assert (row.evidence[0].path, row.evidence[0].line) == (MANUAL, 16)
    assert row.evidence[0].through == "FRM-001"
    below = found["iso-9001-2015:8.4.1"]
    assert below.reason == "SOP-001 (inherited)"
    assert found["iso-9001-2015:8.5.1"].status is CoverageStatus.GAP


def test_what_a_document_names_itself_is_stronger(repo: RepositoryBuilder) -> None:
    files = {**with_matrix("| 8.6 | SOP-001 |"), **approved(clauses='["8.6"]')}
    assert rows(repo, files)["iso-9001-2015:8.6"].reason == "SOP-001 (claimed)"


def test_a_row_counts_partly_for_a_draft_or_from_an_overdue_manual(
    repo: RepositoryBuilder,
) -> None:
    files = {**with_matrix("| 8.6 | SOP-001 |"), path(): document(status="draft")}
    row = rows(repo, files)["iso-9001-2015:8.6"]
    assert (row.status, row.reason) == (CoverageStatus.PARTIAL, "SOP-001: still a draft")
    files = {**with_matrix("| 8.6 | SOP-001 |", review_every="1 month"), **approved()}
    row = rows(repo, files)["iso-9001-2015:8.6"]
    assert row.status is CoverageStatus.PARTIAL
    assert row.reason == (
        "SOP-001: named only by a table in FRM-001: its review was due on 2024-02-20"
    )


def test_a_section_of_the_manual_must_have_text(repo: RepositoryBuilder) -> None:
    top = "# Manual\n\n## 1. Buying\n\nWe buy.\n\n## 2. Selling\n\n# Matrix\n\n"
    files = with_matrix("| 8.6 | 1 |", "| 8.7.1 | 2 |", header="| Clause | Section |", top=top)
    found = rows(repo, files)
    assert found["iso-9001-2015:8.6"].evidence[0].section == "1. Buying"
    assert found["iso-9001-2015:8.6"].evidence[0].strength is Strength.MAPPED
    assert found["iso-9001-2015:8.7.1"].reason == "FRM-001: nothing is written there"


def test_a_range_and_a_column_for_each_standard(repo: RepositoryBuilder) -> None:
    files = with_matrix(
        "| SOP-001 | 8.4.1–8.4.3 | 4.2 |", header="| Document | ISO 9001 | ISO 14001:2015 |"
    )
    found = rows(repo, {**files, **approved()}, TWO)
    covered = {id for id, row in found.items() if row.status is CoverageStatus.COVERED}
    assert covered == {f"iso-9001-2015:8.4.{n}" for n in (1, 2, 3)} | {"iso-14001-2015:4.2"}


def test_below_a_heading_of_controls_a_number_is_a_control(repo: RepositoryBuilder) -> None:
    config = CONFIG.replace("iso-9001-2015", "iso-27001-2022")
    files = {**with_matrix("| 5.2 | SOP-001 |", header="| Control | Document |"), **approved()}
    found = rows(repo, files, config)
    covered = {id for id, row in found.items() if row.status is CoverageStatus.COVERED}
    assert covered == {"iso-27001-2022:A.5.2"}


def test_what_says_another_standard_never_counts_for_this_one(repo: RepositoryBuilder) -> None:
    body = '# Purchasing {clause="8.6"}\n\nWe buy.\n'
    files = approved(body=body, clauses='["8.4"]', standard="ISO 13485:2016")
    Case("", "", work=files).build(repo)
    result = run(repo)
    assert {row.status for row in result.coverages["iso-9001-2015"].rows} == {CoverageStatus.GAP}
    told = {gap.code: gap.finding.message for gap in result.gaps}
    assert "claims clauses of 'ISO 13485:2016'" in told["CLS002"]
    assert "`standard` in the front matter names ISO 13485:2016" in told["CLS011"]


def test_the_standard_of_a_document_says_whose_its_clauses_are(repo: RepositoryBuilder) -> None:
    body = '# Purchasing {clause="8.2"}\n\nWe buy.\n'
    files = approved(body=body, clauses='["8.1"]', standard="ISO 14001:2015")
    found = rows(repo, files, TWO)
    covered = {id for id, row in found.items() if row.status is CoverageStatus.COVERED}
    assert covered == {"iso-14001-2015:8.1", "iso-14001-2015:8.2"}
