"""REC035 and REC036: records that weigh less than they did, and results that were turned round."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

PATH = "records/nonconformities/nc-2024-001.md"


def nonconformity(grade: str = "major", source: str = "internal-audit", *more: str) -> Content:
    """One with this grade and source, and more lines."""
    lines = (
        "id: NC-2024-001",
        "title: Parts without inspection",
        "status: open",
        f"source: {source}",
        f"grade: {grade}",
        "raised: 2024-01-02",
        "owner: quality-manager",
        *more,
    )
    return "\n".join(("---", *lines, "---", "# Parts without inspection", ""))


WHY = ("reclassified-because: One part only", "reclassified-by: Helen Strand")
MAJOR = {**approved(), PATH: nonconformity()}


def reviewed(effective: str, day: str = "2024-01-15", *more: str) -> Content:
    """One whose effect was looked at on this day, with this result."""
    looked = (f"effectiveness-reviewed: {day}", f"effective: {effective}", *more)
    return nonconformity("minor", "process", "effectiveness-reviewed-by: quinn", *looked)


def turned(*versions: Content) -> list[Commit]:
    """An action that did not work, and what became of that."""
    files = {**approved(), PATH: reviewed("no")}
    return [Commit(files), *(Commit({PATH: each}) for each in versions)]


def reclassified(*versions: Content) -> list[Commit]:
    """A major, and what it was changed to."""
    return [Commit(MAJOR), *(Commit({PATH: each}) for each in versions)]


CASES = (
    Case(
        "REC035",
        "a higher grade",
        history=[Commit({**MAJOR, PATH: nonconformity("minor")}), Commit({PATH: MAJOR[PATH]})],
    ),
    Case(
        "REC035",
        "a lower grade, with the reason",
        history=reclassified(nonconformity("minor", "internal-audit", *WHY)),
    ),
    Case(
        "REC035",
        "a lower grade",
        (
            Expected(
                f"{PATH}:6:1",
                "NC-2024-001 (Parts without inspection): 'grade' was 'major' (entered by Ann "
                "Author on 2024-01-20",
                "Enter the reason in 'reclassified-because' and 'reclassified-by', or set 'grade' "
                "back.",
                document="",
            ),
        ),
        history=reclassified(nonconformity("minor")),
        example=True,
    ),
    Case(
        "REC035",
        "a finding of the certification body that is said to come from a process, not committed",
        (Expected(f"{PATH}:5:1", "and is 'process' without a reason", "'source'", document=""),),
        history=[Commit({**MAJOR, PATH: nonconformity("minor", "surveillance")})],
        work={PATH: nonconformity("minor", "process")},
    ),
    Case(
        "REC036",
        "another look on a later day",
        history=turned(reviewed("yes", "2024-01-18")),
    ),
    Case(
        "REC036",
        "a mistake, with the reason",
        history=turned(reviewed("yes", "2024-01-15", "result-changed-because: Wrong line")),
    ),
    Case(
        "REC036",
        "no that became yes",
        (
            Expected(
                f"{PATH}:11:1",
                "NC-2024-001 (Parts without inspection): 'effective' was 'no' (entered by Ann "
                "Author on 2024-01-20",
                "If someone looked again, enter that day in 'effectiveness-reviewed'. Otherwise "
                "enter the reason in 'result-changed-because', or set 'effective' back.",
                document="",
            ),
        ),
        history=turned(reviewed("yes")),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
