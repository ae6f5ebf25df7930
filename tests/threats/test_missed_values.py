"""Threats to figures and to what is decided about risks: what looks bad goes, or looks better.

A value that missed its target stays in its series, and a risk in its register while its action is
overdue.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.helpers.company import base
from tests.helpers.repository import Content, RepositoryBuilder
from tests.threats.attack import START, gaps

Step = Callable[[RepositoryBuilder], object]
VALUES, OBJECTIVE = "records/measurement.csv", "records/objective.csv"
RISK, EQUIPMENT = "records/risk.csv", "records/equipment.csv"
FILES: dict[str, str] = {
    VALUES: "objective,process,figure,date,value,unit,target,result-changed-because\n"
    "OBJ-1,,,2023-11-30,93,%,,\n"
    "OBJ-1,,,2023-12-31,99,%,,\n"
    ",milling,scrap,2023-12-31,3,%,at most 2 %,\n",
    OBJECTIVE: "id,title,measure,target,owner,start,due,status,measured,result,"
    "result-changed-because\n"
    "OBJ-1,On time,orders,at least 98 %,ann,2023-01-01,2024-12-31,open,2023-12-31,95 %,\n",
    RISK: "id,kind,title,owner,status,assessed,action,due,done\n"
    "R-1,risk,Fire,ann,open,2024-01-01,Buy a door,2024-03-01,\n"
    "R-2,risk,Flood,ann,open,2024-01-01,Move up,2024-03-01,\n",
    EQUIPMENT: "id,description,status,since,interval\nG-1,Gauge,in-use,2022-01-01,12 months\n",
    "records/calibration.csv": "equipment,calibrated,result\nG-1,2023-03-01,passed\n",
}
LATE, IN_TIME = "2024-04-20T09:00:00+00:00", "2024-02-20T09:00:00+00:00"


@pytest.fixture
def begun(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **FILES}, date=START)
    return repo


def changed(path: str, *changes: tuple[str, str]) -> Content:
    text = FILES[path]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def turn(path: str, *changes: tuple[str, str], day: str = LATE) -> Step:
    """Commit a file with parts of it changed."""
    return lambda repo: repo.commit("Tidy up", {path: changed(path, *changes)}, date=day)


def steps(*each: Step) -> Step:
    return lambda repo: [step(repo) for step in each]


MISSED = "OBJ-1,,,2023-11-30,93,%,,\n"
WHY = ("93,%,,", "98,%,,Two orders were counted twice")
TURNED: dict[str, Step] = {
    "a value": turn(VALUES, ("93", "98")),
    "a value, not committed": lambda r: r.write(VALUES, changed(VALUES, ("93", "98"))),
    "a value, in two steps": steps(turn(VALUES, ("93", "97")), turn(VALUES, ("93", "98"))),
    "a value of a process": turn(VALUES, ("31,3,", "31,2,")),
    "its own target": turn(VALUES, ("at most 2 %", "at most 4 %")),
    "its unit": turn(VALUES, ("93,%", "93,points")),
    "no row": turn(VALUES, (MISSED, "")),
    "no table": lambda r: r.commit("Tidy up", {VALUES: None}, date=LATE),
    "another day": turn(VALUES, ("2023-11-30,93", "2023-11-29,99")),
    "with a word for a reason": turn(VALUES, ("93,%,,", "98,%,,n/a")),
    "with a reason that was there before": steps(
        turn(VALUES, ("93,%,,", "93,%,,Counted again")),
        turn(VALUES, ("93,%,,", "98,%,,Counted again")),
    ),
    "the result of an objective": turn(OBJECTIVE, ("95 %", "98 %")),
    "the result of an objective, without its day": turn(OBJECTIVE, ("2023-12-31,95", ",98")),
    "the result of an objective, before its day": turn(
        OBJECTIVE, ("2023-12-31,95", "2023-12-30,98")
    ),
}
HONEST: dict[str, Step] = {
    "as it was": lambda r: None,
    "still missed": turn(VALUES, ("93", "94")),
    "worse": turn(VALUES, ("99", "90")),
    "with the reason": turn(VALUES, WHY),
    "with the reason later": steps(turn(VALUES, ("93", "98")), turn(VALUES, WHY)),
    "set back": steps(turn(VALUES, ("93", "98")), turn(VALUES)),
    "good ones taken out": turn(VALUES, ("OBJ-1,,,2023-12-31,99,%,,\n", "")),
    "one more": turn(VALUES, (MISSED, MISSED + "OBJ-1,,,2024-03-31,99,%,,\n")),
    "in another table": lambda r: r.commit(
        "Move", {VALUES: None, "records/2023/measurement.csv": FILES[VALUES]}, date=LATE
    ),
    "a new result of a later day": turn(OBJECTIVE, ("2023-12-31,95 %", "2024-03-31,99 %")),
    "a result of an objective that never had a day": steps(
        turn(OBJECTIVE, ("OBJ-1,", "OBJ-2,"), ("2023-12-31,95", ",95")),
        turn(OBJECTIVE, ("OBJ-1,", "OBJ-2,"), ("2023-12-31,95", ",99")),
    ),
    "a result of an objective, with the reason": turn(
        OBJECTIVE, ("95 %,", "98 %,Two orders were counted twice")
    ),
}


@pytest.mark.parametrize("step", TURNED.values(), ids=TURNED)
def test_54_value_that_missed_its_target(begun: RepositoryBuilder, step: Step) -> None:
    assert "REC036" not in gaps(begun)
    step(begun)
    assert "REC036" in gaps(begun)


@pytest.mark.parametrize("step", HONEST.values(), ids=HONEST)
def test_values_that_are_honest(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC036" not in gaps(begun)


RISK_ROW = "R-1,risk,Fire,ann,open,2024-01-01,Buy a door,2024-03-01,\n"
DONE = (RISK_ROW, RISK_ROW.replace("03-01,\n", "03-01,2024-02-15\n"))
CLOSED = (RISK_ROW, RISK_ROW.replace("open", "closed"))
OUT: dict[str, Step] = {
    "a risk with an overdue action": turn(RISK, (RISK_ROW, "")),
    "a risk, not committed": lambda r: r.write(RISK, changed(RISK, (RISK_ROW, ""))),
    "all risks": lambda r: r.commit("Tidy up", {RISK: None}, date=LATE),
    "a gauge with an overdue calibration": lambda r: r.commit("Out", {EQUIPMENT: None}, date=LATE),
}
STAYS: dict[str, Step] = {
    "before it was overdue": turn(RISK, (RISK_ROW, ""), day=IN_TIME),
    "once it was done": steps(turn(RISK, DONE), turn(RISK, (RISK_ROW, ""))),
    "once it was closed": steps(turn(RISK, CLOSED), turn(RISK, (RISK_ROW, ""))),
    "under another number": turn(RISK, ("R-1", "R-9")),
    "in another file": lambda r: r.commit(
        "Move", {RISK: None, "records/2024/risk.csv": FILES[RISK]}, date=LATE
    ),
    "put back": steps(turn(RISK, (RISK_ROW, "")), turn(RISK)),
}


@pytest.mark.parametrize("step", OUT.values(), ids=OUT)
def test_49_taken_out_while_it_was_overdue(begun: RepositoryBuilder, step: Step) -> None:
    assert "REC034" not in gaps(begun)
    step(begun)
    assert "REC034" in gaps(begun)


@pytest.mark.parametrize("step", STAYS.values(), ids=STAYS)
def test_what_is_not_overdue_may_go(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC034" not in gaps(begun)
