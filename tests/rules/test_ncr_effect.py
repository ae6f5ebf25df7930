"""NCR004 to NCR006: corrective action that was not reviewed or did not work."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case
from tests.rules.test_ncr_nonconformities import (
    OPEN,
    fails,
    only,
    passes,
    record,
    taking_up,
)

RECURS = {**record(), **record("NC-2", raised="2024-06-01", due="2024-12-01", **OPEN)}

CASES = (
    passes(
        "NCR004",
        "there is still time",
        record(effectiveness_due="2024-12-01", effectiveness_reviewed="", effective="", **OPEN),
    ),
    fails(
        "NCR004",
        "nobody looked for half a year",
        record(
            effectiveness_due="",
            effectiveness_reviewed="",
            effectiveness_reviewed_by="",
            effective="",
            **OPEN,
        ),
        "effectiveness-due",
        "NC-1 (minor): the effectiveness of the action of 2024-03-01 was due for "
        "review by 2024-09-01",
        "Check whether it has recurred. Record 'effectiveness-reviewed' and 'effective'.",
    ),
    passes(
        "NCR005",
        "taken up by another",
        {
            **record(effective="no", due="2024-12-01", **OPEN),
            **only(id="NC-2", raised="2024-09-02", recurrence_of="[NC-1]", due="2024-12-01"),
        },
    ),
    fails(
        "NCR005",
        "nothing followed",
        record(effective="no", due="2024-12-01", **OPEN),
        "effective",
        "NC-1 (minor): the action was not effective, and no further action followed",
        "Find the real cause. Record another action, or a new nonconformity",
    ),
    fails(
        "NCR005",
        "closed all the same",
        record(effective="no"),
        "effective",
        "NC-1 (minor): closed, although the action was not effective, and no further action "
        "followed",
        "Find the real cause, and raise another nonconformity with 'recurrence-of: [NC-1]'.",
    ),
    passes(
        "NCR005",
        "closed, and it came back",
        {**record(effective="no"), **taking_up("recurrence-of")},
    ),
    passes("NCR005", "a remark is closed", record(grade="observation", effective="no")),
    passes("NCR006", "another clause", {**record(), **record("NC-2", clauses="[8.4.1]")}),
    passes(
        "NCR006",
        "compared, with another cause",
        {**record(), **record("NC-2", elsewhere="No. NC-1 had another cause.")},
    ),
    fails(
        "NCR006",
        "the same clause again",
        RECURS,
        "clauses",
        "NC-2 (minor): earlier nonconformities on clause 7.1.5.2: NC-1",
        "'recurrence-of: [NC-1]'. Of the others, say in 'elsewhere'",
        "warning",
        {"NCR007"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
