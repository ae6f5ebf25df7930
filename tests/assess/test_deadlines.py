"""Duties of records on the days that decide: today, yesterday, leap days, ends of months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.deadlines import Deadline, deadlines
from isodocs.model.period import Period
from isodocs.model.record import Record
from isodocs.model.register import Register
from isodocs.records import record_parsing
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder

DAYS = st.dates(date(2019, 1, 1), date(2033, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2023, 2, 28), date(2024, 12, 31), date(2025, 1, 31)]
)
SPANS = st.sampled_from(["1 month", "12 months", "1 year", "90 days", "3 years", "13 weeks"])


@cache
def empty() -> Register:
    """The register of a repository that holds nothing."""
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder) / "repo")
        return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def registered(on: date, **tables: str) -> Register:
    """A register of these tables, by kind with `_` for `-`."""
    records: list[Record] = []
    for kind, text in tables.items():
        path = f"records/{kind.replace('_', '-')}.csv"
        records += record_parsing.parse(path, "", text.encode())
    inventory = replace(empty().inventory, records=tuple(records))
    return replace(empty(), inventory=inventory, on=on)


def found(**tables: str) -> tuple[Deadline, ...]:
    """The deadlines of these tables."""
    return deadlines(registered(date(2040, 1, 1), **tables))


@given(DAYS)
def test_a_day_is_kept_until_it_ends(day: date) -> None:
    (action,) = found(action=f"id,what,owner,due\nA,Do,ann,{day}\n")
    assert not action.overdue(day)
    assert action.overdue(day + timedelta(days=1))
    assert action.owner == "ann"


@given(DAYS, SPANS)
def test_an_interval_counts_from_the_last_time(day: date, span: str) -> None:
    header = "id,title,owner,status,checked,check-every,due\n"
    (check,) = found(legal_requirement=f"{header}L,Permit,ann,in-force,{day},{span},\n")
    period = Period.parse(span)
    assert period is not None
    assert check.day == period.after(day)


@given(DAYS, DAYS)
def test_a_day_that_was_named_counts_until_it_was_done(due: date, done: date) -> None:
    header = "id,name,supplies,status,evaluated,evaluate-every,due\n"
    (duty,) = found(supplier=f"{header}S,Alloys,Steel,approved,{done},1 year,{due}\n")
    year = Period(1, "year").after(done)
    assert duty.day == (due if due > done else year)


@given(st.lists(DAYS, min_size=1, max_size=5), SPANS)
def test_the_latest_calibration_counts_whatever_the_order(days: list[date], span: str) -> None:
    rows = "".join(f"G,{day},passed\n" for day in days)
    (duty,) = found(
        equipment=f"id,description,status,interval\nG,Gauge,in-use,{span}\n",
        calibration=f"equipment,calibrated,result\n{rows}",
    )
    period = Period.parse(span)
    assert period is not None
    assert duty.day == period.after(max(days))


def test_what_is_over_asks_for_nothing_and_the_oldest_comes_first() -> None:
    duties = found(
        risk="id,kind,title,owner,status,due\nR,risk,x,ann,closed,2024-01-01\n",
        change="id\nC\n",
        complaint=(
            "id,received,from,what,owner,due,answered\n"
            "C-1,2024-01-01,x,x,ann,2024-02-01,\nC-2,2024-01-01,x,x,ann,2024-01-20,2024-01-19\n"
        ),
        objective="id,title,measure,target,owner,due,status\nO,x,x,x,ann,2024-01-31,open\n",
        external_document="id,title,edition,status,check-every\nD,x,B,current,1 year\n",
        equipment="id,description,status,interval\nG,Gauge,quarantined,1 year\nH,Rule,in-use,\n",
    )
    assert [(d.record.id, d.day and str(d.day)) for d in duties] == [
        ("D", None),
        ("O", "2024-01-31"),
        ("C-1", "2024-02-01"),
    ]


@given(DAYS, SPANS)
def test_a_measurement_is_one_of_its_objective(day: date, span: str) -> None:
    header = "id,title,measure,target,owner,due,measured,measure-every,status\n"
    objective = f"{header}O,Fewer returns,returns,4,ann,2039-12-31,2018-12-31,{span},open\n"
    measured = f"objective,date,value\nO,{day},3.1\n"
    (judged,) = (d for d in found(objective=objective, measurement=measured) if d.field != "due")
    period = Period.parse(span)
    assert period is not None
    assert judged.day == period.after(day)


def test_an_exercise_that_comes_back_is_due_until_the_next_is_planned() -> None:
    rows = "id,title,kind,planned,held,every,next\nE-1,Fire,drill,2024-05-06,2024-05-06,1 year,\n"
    (again,) = found(exercise=rows)
    assert (again.what, again.day) == ("next exercise", date(2025, 5, 6))
    more = "E-2,Fire,drill,2025-05-05,,1 year,\n"
    (planned,) = found(exercise=rows.replace("year,\n", "year,E-2\n") + more)
    assert (planned.what, planned.day) == ("exercise", date(2025, 5, 5))


def test_scores_of_a_supplier_are_evaluations_of_it() -> None:
    supplier = (
        "id,name,supplies,status,evaluated,evaluate-every\nS,Alloys,Steel,approved,{},1 year\n"
    )
    scores = "supplier,objective,date,value\nS,,2026-03-31,81\n"
    # What has no value, and what is about someone else, is no evaluation of it.
    scores += "S,,2027-01-15,x\nS,,2027-01-16,\nT,,2027-01-17,81\n,O-1,2027-01-18,81\n"
    for said in ("", "2025-11-02"):
        (duty,) = found(supplier=supplier.format(said), measurement=scores)
        assert duty.day == date(2027, 3, 31), said
    (duty,) = found(supplier=supplier.format("2026-11-02"), measurement=scores)
    assert duty.day == date(2027, 11, 2)


@pytest.mark.parametrize(
    ("later", "open_"),
    [
        ("E2,Recall of one batch,recall-test,,,,2024-03-01,2024-03-01,12 months,", ["E2"]),
        ("E2,RECALL of one batch,recall-test,,,,2024-03-01,,12 months,", ["E2"]),
        ("E2,Recall in spring,recall-test,SOP-020; SOP-1,,,2024-03-01,2024-03-01,,", []),
        ("E2,Recall in spring,recall-test,SOP-7,,,2024-03-01,2024-03-01,,", ["E1"]),
        ("E2,Recall of one batch,recall-test,SOP-020,,Depot,2024-03-01,2024-03-01,,", ["E1"]),
        ("E2,Recall of one batch,desktop,SOP-020,,,2024-03-01,2024-03-01,,", ["E1"]),
        ("E2,Recall of one batch,recall-test,SOP-020,,,2022-03-01,2022-03-01,,", ["E1"]),
        ("E2,Recall of one batch,recall-test,SOP-020,,,2024-03-01,,,2024-02-01", ["E1"]),
    ],
)
def test_a_later_exercise_of_the_same_series_is_the_next(later: str, open_: list[str]) -> None:
    header = "id,title,kind,plans,process,site,planned,held,every,cancelled\n"
    first = "E1,Recall of one batch,recall-test,SOP-020,,,2023-03-01,2023-03-01,12 months,\n"
    duties = found(exercise=f"{header}{first}{later}\n")
    assert [duty.record.id for duty in duties] == open_
