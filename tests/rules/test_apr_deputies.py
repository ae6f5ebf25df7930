"""APR019: what deputies approved, and when it came."""

from __future__ import annotations

import pytest

from isodocs.model.approval import Meaning
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    approval,
    base,
    deputy,
    following,
    holding,
    version_files,
)
from tests.rules.case import Case, Commit, Expected

SOP, FINAL = path(), document()
BY_DORA = approval("SOP-001", 1, FINAL, person="dora")
RECORD, _ = BY_DORA
GIVEN = deputy()  # Dora acts for Quinn from 15 to 31 January
LEFT = {"records/people.csv": "id,name,left\nquinn,Quinn Quality,2024-02-29\n"}
NEXT = following(roles=holding(AUTHORITY, "quality-manager", "dora"), owners=("dora",), threshold=1)
REVIEWED = approval(
    "SOP-001",
    1,
    FINAL,
    person="dora",
    by=NEXT,
    meaning=Meaning.PERIODIC_REVIEW,
    at="2024-03-20T09:00:00+00:00",
)

CASES = (
    Case(
        "APR019",
        "committed during the absence",
        history=[Commit({**base(), SOP: FINAL, **GIVEN, **BY_DORA}, date="2024-01-21T10:00Z")],
    ),
    Case(
        "APR019",
        "committed long after it",
        (
            Expected(
                RECORD,
                (
                    "Dora Director approved as deputy on 2024-01-20; the approval was "
                    "committed on 2024-03-15, 44 days after the absence ended"
                ),
                "Quinn Quality: review the text and record the review with `isodocs",
                level="warning",
            ),
        ),
        history=[
            Commit({**base(), SOP: FINAL, **GIVEN}, date="2024-01-15T10:00Z"),
            Commit(BY_DORA, date="2024-03-15T10:00Z"),
        ],
        example=True,
    ),
    Case(
        "APR019",
        "committed long after it by a holder who has left",
        (Expected(RECORD, "44 days", "The quality-manager of today: review", level="warning"),),
        history=[
            Commit({**base(), SOP: FINAL, **GIVEN}, date="2024-01-15T10:00Z"),
            Commit({**BY_DORA, **LEFT}, date="2024-03-15T10:00Z"),
        ],
        also={"PEO001"},
    ),
    Case(
        "APR019",
        "reviewed by whoever holds the role now",
        history=[
            Commit({**base(), SOP: FINAL, **GIVEN}, date="2024-01-15T10:00Z"),
            Commit({**BY_DORA, **LEFT}, date="2024-03-15T10:00Z"),
            Commit(version_files(NEXT), date="2024-03-18T10:00Z"),
            Commit(REVIEWED, date="2024-03-20T10:00Z"),
        ],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
