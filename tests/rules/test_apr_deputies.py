"""APR019: what deputies approved, and when it came."""

from __future__ import annotations

import pytest

from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, base, deputy
from tests.rules.case import Case, Commit, Expected

SOP, FINAL = path(), document()
BY_DORA = approval("SOP-001", 1, FINAL, person="dora")
RECORD, _ = BY_DORA
GIVEN = deputy()  # Dora acts for Quinn from 15 to 31 January

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
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
