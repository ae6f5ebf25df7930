"""CFG019: settings that were changed once something was overdue by them. More: tests/threats."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approved, document
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

LONGER = CONFIG.replace("24 months", "48 months")
REASON = (
    "changed-because:\n  types.procedure.review-every: Reviews of three years changed nothing\n"
)
SET = ("2024-01-20T12:00:00+00:00", "2024-05-02T12:00:00+00:00")
REVIEWED = {"documents/SOP-001.md": document(**{"last-review": "2022-03-01"})}


def said(*versions: str) -> list[Commit]:
    """Commits of isodocs.yaml, the first while nothing is overdue, the second once it is."""
    return [
        Commit({"isodocs.yaml": text, **REVIEWED}, date=day)
        for text, day in zip(versions, SET, strict=False)
    ]


CASES = (
    Case("CFG019", "settings that never changed", work=approved()),
    Case(
        "CFG019",
        "a longer interval with the reason",
        history=said(CONFIG, LONGER + REASON),
        config=LONGER + REASON,
        also={"APR001"},
    ),
    Case(
        "CFG019",
        "a longer interval in time",
        history=said(LONGER, LONGER),
        config=LONGER,
        also={"APR001"},
    ),
    Case(
        "CFG019",
        "a longer interval once a review was overdue",
        (
            Expected(
                "isodocs.yaml:5:1",
                "'types.procedure.review-every' was '24 months', and was changed to '48 months' by "
                "Ann Author on 2024-05-02",
                "`changed-because: {types.procedure.review-every: REASON}`",
                "warning",
                "",
            ),
        ),
        history=said(CONFIG, LONGER),
        config=LONGER,
        also={"APR001"},
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
