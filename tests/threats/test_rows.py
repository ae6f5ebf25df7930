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
def training_rows(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **approved(), **RECORDS}, date=START)
    return repo


def test_36_row_dropped_by_a_merge(training_rows: RepositoryBuilder) -> None:
    training_rows.branch("side")
    later(training_rows, {TABLE: HEAD + ANN + QUINN})
    training_rows.checkout("main")
    later(training_rows, {TABLE: HEAD + ANN + "quinn,M,2024-02-03,yes\n"})
    training_rows.merge("side", files={TABLE: HEAD + ANN + "quinn,M,2024-02-03,yes\n"})
    assert QUINN.strip() not in training_rows.git("log", "-1", "-p", "--format=")
    assert "the training record quinn M 2024-01-03 was removed in a merge" in told(
        training_rows, "REC015"
    )


def test_36_row_altered_behind_a_table_that_nobody_can_read(
    training_rows: RepositoryBuilder,
) -> None:
    later(training_rows, {TABLE: (HEAD + ANN + QUINN)})
    unreadable = (HEAD + ANN + QUINN).replace("ann", "\u00e4nn").encode("cp1252")
    later(training_rows, {TABLE: unreadable}, "2024-03-02")
    found = gaps(training_rows)
    assert "not UTF-8 text" in found["REC001"]
    assert "REC015" not in found
    later(training_rows, {TABLE: HEAD + ANN + QUINN.replace("no", "yes")}, "2024-03-03")
    assert "'passed' from 'no' to 'yes'" in told(training_rows, "REC015")


def test_36_row_altered_while_the_table_is_renamed_and_saved_anew(
    training_rows: RepositoryBuilder,
) -> None:
    later(training_rows, {TABLE: HEAD + ANN + QUINN})
    forged = (HEAD + ANN + QUINN.replace("no", "yes")).replace(",", ";").replace("\n", "\r\n")
    later(training_rows, {TABLE: None, "records/training/2024.csv": forged}, "2024-03-02")
    assert "'passed' from 'no' to 'yes'" in told(training_rows, "REC015")


def test_36_finding_hidden_in_a_table_that_no_report_reads(
    training_rows: RepositoryBuilder,
) -> None:
    finding = (
        "id,title,status,source,grade,raised,owner\nNC-1,Late,open,process,major,2024-01-02,ann\n"
    )
    for path in ("records/nonconformities.csv", "records/nonconformities/2024.CSV"):
        training_rows.write(path, finding)
        assert path in told(training_rows, "REC005")
        (training_rows.path / path).unlink()


def test_36_row_dropped_by_a_merge_after_it_was_put_back(training_rows: RepositoryBuilder) -> None:
    later(training_rows, {TABLE: HEAD + ANN + QUINN})
    later(training_rows, {TABLE: HEAD + ANN}, "2024-03-02")
    training_rows.branch("side")
    later(training_rows, {"notes.txt": "x"}, "2024-03-03")
    training_rows.checkout("main")
    later(training_rows, {TABLE: HEAD + ANN + QUINN}, "2024-03-04")
    assert "REC015" not in gaps(training_rows)
    training_rows.merge("side", files={TABLE: HEAD + ANN})
    assert "the training record quinn M 2024-01-03 was removed in a merge" in told(
        training_rows, "REC015"
    )


def test_36_row_once_corrected_then_written_again_and_dropped_by_a_merge(
    training_rows: RepositoryBuilder,
) -> None:
    passed = QUINN.replace("no", "yes")
    later(training_rows, {TABLE: HEAD + ANN + QUINN})
    later(training_rows, {TABLE: HEAD + ANN + passed}, "2024-03-02")
    later(training_rows, {TABLE: HEAD + ANN + QUINN}, "2024-03-03")
    training_rows.branch("side")
    later(training_rows, {"notes.txt": "x"}, "2024-03-04")
    assert "REC015" not in gaps(training_rows)
    training_rows.checkout("main")
    later(training_rows, {TABLE: HEAD + ANN + QUINN + passed}, "2024-03-05")
    training_rows.merge("side", files={TABLE: HEAD + ANN + QUINN})
    assert "in a merge" in told(training_rows, "REC015")


def test_36_slip_corrected_on_two_branches_accuses_nobody(training_rows: RepositoryBuilder) -> None:
    later(training_rows, {TABLE: HEAD + ANN + QUINN})
    slip = HEAD + ANN + QUINN.replace("no", "yes")
    training_rows.branch("side")
    later(training_rows, {TABLE: slip}, "2024-03-02")
    training_rows.checkout("main")
    later(training_rows, {TABLE: slip}, "2024-03-03")
    later(training_rows, {TABLE: HEAD + ANN + QUINN}, "2024-03-04")
    training_rows.checkout("side")
    later(training_rows, {TABLE: HEAD + ANN + QUINN}, "2024-03-05")
    training_rows.checkout("main")
    training_rows.merge("side")
    assert "REC015" not in gaps(training_rows)
