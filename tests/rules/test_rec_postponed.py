"""REC037 and REC038: what was put off once it was due, and targets changed once missed."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

ACTION, OBJECTIVE = "records/action.csv", "records/objective.csv"
LATER = "2024-05-02T12:00:00+00:00"


def action(due: str, why: str = "") -> Content:
    """One that was decided in January."""
    row = f"ACT-1,Label the gauges,quinn,2024-01-15,{due},{why}"
    return f"id,what,owner,decided,due,postponed-because\n{row}\n"


def objective(target: str, why: str = "") -> Content:
    """One that reached 95 % in April."""
    row = f"OBJ-1,On time,orders,{target},quinn,2024-12-01,open,2024-04-30,95 %,Plan B,{why}"
    head = "id,title,measure,target,owner,due,status,measured,result,plan,target-changed-because"
    return f"{head}\n{row}\n"


def changed(path: str, first: Content, *then: Content) -> list[Commit]:
    """A table, and what it was changed to in May."""
    return [
        Commit({**approved(), path: first}),
        *(Commit({path: each}, date=LATER) for each in then),
    ]


CASES = (
    Case(
        "REC037",
        "a day moved before it came",
        history=[
            *changed(ACTION, action("2024-03-31")),
            Commit({ACTION: action("2024-12-31")}, date="2024-03-01T12:00:00+00:00"),
        ],
    ),
    Case(
        "REC037",
        "a day moved with the reason",
        history=changed(ACTION, action("2024-03-31"), action("2024-12-31", "Labels are late")),
    ),
    Case(
        "REC037",
        "a day moved after it had passed",
        (
            Expected(
                f"{ACTION}:2:5",
                "ACT-1 (Label the gauges) was due on 2024-03-31 and was put off after that without "
                "a reason: 'due' was '2024-03-31', and was changed to '2024-12-31' by Ann Author",
                "Enter in 'postponed-because' why, and who agreed, or set 'due' back.",
                "warning",
                document="",
            ),
        ),
        history=changed(ACTION, action("2024-03-31"), action("2024-12-31")),
        example=True,
    ),
    Case(
        "REC038",
        "a lower target that is missed as well",
        history=changed(OBJECTIVE, objective("at least 98 %"), objective("at least 97 %")),
    ),
    Case(
        "REC038",
        "a lower target with the reason",
        history=changed(
            OBJECTIVE,
            objective("at least 98 %"),
            objective("at least 95 %", "The board decided so in its meeting of May"),
        ),
    ),
    Case(
        "REC038",
        "a target lowered to what was reached",
        (
            Expected(
                f"{OBJECTIVE}:2:4",
                "OBJ-1 (On time): 'target' was 'at least 98 %', which the last result misses, and "
                "was changed to 'at least 95 %' by Ann Author on 2024-05-02",
                "Enter in 'target-changed-because' why, and who decided it, or set 'target' back.",
                "warning",
                document="",
            ),
        ),
        history=changed(OBJECTIVE, objective("at least 98 %"), objective("at least 95 %")),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


@pytest.mark.parametrize("stays", ["main", "side"])
def test_a_reason_that_another_branch_gave_meanwhile_counts(
    stays: str, repo: RepositoryBuilder
) -> None:
    """Whichever of the two days and reasons a merge takes, and however Git lists the commits."""
    Case("REC037", "x", history=changed(ACTION, action("2024-03-31"))).build(repo)
    repo.branch("side")
    repo.commit("Side", {ACTION: action("2024-12-31", "Labels are late")}, date=LATER)
    repo.checkout("main")
    repo.commit("Main", {ACTION: action("2024-11-30", "The supplier is late")}, date=LATER)
    day, why = ("2024-12-31", "The supplier is late")
    if stays == "main":
        day, why = ("2024-11-30", "Labels are late")
    repo.merge("side", files={ACTION: action(day, why)}, date=LATER)
    assert [gap.code for gap in run(repo).gaps if gap.code == "REC037"] == []
