"""Threats to rows of evidence: taken away or altered where no commit seems to do it.

Ordinary Git merges each of these without a word.
"""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approved, base
from tests.threats.attack import START, gaps, later, told

TABLE = "records/training.csv"
HEAD = "person,competence,date,passed\n"
ANN = "ann,M,2024-01-02,yes\n"
QUINN = "quinn,M,2024-01-03,no\n"
RECORDS = {
    "records/people.csv": "id,name\nann,Ann Author\nquinn,Quinn Quality\n",
    "records/competence.csv": "id,title,kind,everybody\nM,Measuring,process,no\n",
    TABLE: HEAD + ANN,
}


@pytest.fixture
def company(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **approved(), **RECORDS}, date=START)
    return repo


def test_36_row_dropped_by_a_merge(company: RepositoryBuilder) -> None:
    company.branch("side")
    later(company, {TABLE: HEAD + ANN + QUINN})
    company.checkout("main")
    later(company, {TABLE: HEAD + ANN + "quinn,M,2024-02-03,yes\n"})
    company.merge("side", files={TABLE: HEAD + ANN + "quinn,M,2024-02-03,yes\n"})
    assert QUINN.strip() not in company.git("log", "-1", "-p", "--format=")
    assert "the training record quinn M 2024-01-03 was removed in a merge" in told(
        company, "REC015"
    )


def test_36_row_altered_behind_a_table_that_nobody_can_read(company: RepositoryBuilder) -> None:
    later(company, {TABLE: (HEAD + ANN + QUINN)})
    unreadable = (HEAD + ANN + QUINN).replace("ann", "\u00e4nn").encode("cp1252")
    later(company, {TABLE: unreadable}, "2024-03-02")
    found = gaps(company)
    assert "not UTF-8 text" in found["REC001"]
    assert "REC015" not in found
    later(company, {TABLE: HEAD + ANN + QUINN.replace("no", "yes")}, "2024-03-03")
    assert "'passed' from 'no' to 'yes'" in told(company, "REC015")


def test_36_row_altered_while_the_table_is_renamed_and_saved_anew(
    company: RepositoryBuilder,
) -> None:
    later(company, {TABLE: HEAD + ANN + QUINN})
    forged = (HEAD + ANN + QUINN.replace("no", "yes")).replace(",", ";").replace("\n", "\r\n")
    later(company, {TABLE: None, "records/training/2024.csv": forged}, "2024-03-02")
    assert "'passed' from 'no' to 'yes'" in told(company, "REC015")


def test_36_finding_hidden_in_a_table_that_no_report_reads(company: RepositoryBuilder) -> None:
    finding = (
        "id,title,status,source,grade,raised,owner\nNC-1,Late,open,process,major,2024-01-02,ann\n"
    )
    for path in ("records/nonconformities.csv", "records/nonconformities/2024.CSV"):
        company.write(path, finding)
        assert path in told(company, "REC005")
        (company.path / path).unlink()


def test_36_row_dropped_by_a_merge_after_it_was_put_back(company: RepositoryBuilder) -> None:
    later(company, {TABLE: HEAD + ANN + QUINN})
    later(company, {TABLE: HEAD + ANN}, "2024-03-02")
    company.branch("side")
    later(company, {"notes.txt": "x"}, "2024-03-03")
    company.checkout("main")
    later(company, {TABLE: HEAD + ANN + QUINN}, "2024-03-04")
    assert "REC015" not in gaps(company)
    company.merge("side", files={TABLE: HEAD + ANN})
    assert "the training record quinn M 2024-01-03 was removed in a merge" in told(
        company, "REC015"
    )


def test_36_row_once_corrected_then_written_again_and_dropped_by_a_merge(
    company: RepositoryBuilder,
) -> None:
    passed = QUINN.replace("no", "yes")
    later(company, {TABLE: HEAD + ANN + QUINN})
    later(company, {TABLE: HEAD + ANN + passed}, "2024-03-02")
    later(company, {TABLE: HEAD + ANN + QUINN}, "2024-03-03")
    company.branch("side")
    later(company, {"notes.txt": "x"}, "2024-03-04")
    assert "REC015" not in gaps(company)
    company.checkout("main")
    later(company, {TABLE: HEAD + ANN + QUINN + passed}, "2024-03-05")
    company.merge("side", files={TABLE: HEAD + ANN + QUINN})
    assert "in a merge" in told(company, "REC015")


def test_36_slip_corrected_on_two_branches_accuses_nobody(company: RepositoryBuilder) -> None:
    later(company, {TABLE: HEAD + ANN + QUINN})
    slip = HEAD + ANN + QUINN.replace("no", "yes")
    company.branch("side")
    later(company, {TABLE: slip}, "2024-03-02")
    company.checkout("main")
    later(company, {TABLE: slip}, "2024-03-03")
    later(company, {TABLE: HEAD + ANN + QUINN}, "2024-03-04")
    company.checkout("side")
    later(company, {TABLE: HEAD + ANN + QUINN}, "2024-03-05")
    company.checkout("main")
    company.merge("side")
    assert "REC015" not in gaps(company)
