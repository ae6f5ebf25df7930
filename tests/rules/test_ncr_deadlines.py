"""NCR001, NCR008: nonconformities that are overdue or have no deadline."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case
from tests.rules.test_ncr_nonconformities import fails, only, passes, record

CASES = (
    passes("NCR001", "closed", record()),
    passes("NCR001", "still in time", only(due="2024-11-20")),
    fails(
        "NCR001",
        "nothing was done",
        only(due="2024-11-19"),
        "due",
        "NC-1 (minor): raised; correction is overdue by 1 day (due on 2024-11-19)",
        "Correct the nonconformity and record the date.",
    ),
    fails(
        "NCR001",
        "the action is late",
        only(
            "corrected", "cause", "action", "action-by", action_due="2024-10-01", due="2024-12-01"
        ),
        "action-due",
        "NC-1 (minor): action in progress; implementation is overdue by 50 days "
        "(due on 2024-10-01)",
        "Implement the action and record the date.",
    ),
    fails(
        "NCR001",
        "it is not closed by its day, and its action has a later one",
        only("corrected", "cause", "action", action_due="2025-10-01", due="2024-10-01"),
        "due",
        "NC-1 (minor): action in progress; implementation is overdue by 50 days "
        "(due on 2024-10-01)",
        "Implement the action and record the date.",
    ),
    passes("NCR008", "a day is set", only(source="surveillance", due="2024-12-01")),
    fails(
        "NCR008",
        "no day is set",
        only(source="surveillance", due=""),
        "source",
        "NC-1 (minor): raised by the certification body without a due date",
        "Enter 'due:'",
        "warning",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
