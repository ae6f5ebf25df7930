"""REC035: nonconformities that weigh less than they did, and do not say why."""

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
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
