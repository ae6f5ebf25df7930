"""REC: records that were taken out before they need not be kept."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

TABLE = "records/complaint.csv"
ROW = "C-1,2024-01-02,Acme,Late order,quality-manager,2024-07-01\n"
COMPLAINT = {**approved(), TABLE: f"id,received,from,what,owner,due\n{ROW}"}
NOTHING = {TABLE: "id,received,from,what,owner,due\n"}

CASES = (
    Case(
        "REC034",
        "a row in another table",
        history=[
            Commit(COMPLAINT),
            Commit({TABLE: None, "records/complaint-2024.csv": COMPLAINT[TABLE]}),
        ],
    ),
    Case(
        "REC034",
        "an open complaint",
        (
            Expected(
                TABLE,
                "the complaint C-1 ('received' 2024-01-02) was removed by Ann Author on 2024-01-20",
                f":./{TABLE}'` shows it)",
                document="",
            ),
        ),
        history=[Commit(COMPLAINT), Commit(NOTHING)],
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
