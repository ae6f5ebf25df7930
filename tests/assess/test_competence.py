"""The competence matrix: what training records are worth on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.competence import competence
from isodocs.model.competence import CompetenceState
from isodocs.model.period import Period
from isodocs.model.register import Register
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

PEOPLE = """id,name,roles,joined,left
ann,Ann Author,operator,2020-01-01,
ben,Ben Operator,operator; setter,2024-05-02,
carl,Carl Gone,operator,2019-01-01,2023-12-31
"""
REQUIREMENT = "- {id: MEAS, title: Measuring, kind: process, roles: [operator]%s}\n"


def register(
    repo: RepositoryBuilder, trainings: str, more: str = "", on: str = "2024-06-01", **files: str
) -> Register:
    header = "person,competence,date,passed,expires,recognised,evaluated,result\n"
    records = {
        "records/people.csv": PEOPLE,
        "records/competence.yaml": REQUIREMENT % more,
        "records/training.csv": header + trainings,
        **files,
    }
    for path, text in {**base(), **records}.items():
        repo.write(path, text)
    return Workspace.open(repo.path).register(View(date.fromisoformat(on)))


def states(found: Register) -> dict[str, CompetenceState]:
    return {person: cell.state for (person, _), cell in competence(found).cells.items()}


@pytest.mark.parametrize(
    ("training", "more", "state"),
    [
        ("", "", CompetenceState.MISSING),
        ("ann,MEAS,2023-03-01,,,,,\n", "", CompetenceState.MET),
        ("ann,MEAS,2024-06-02,,,,,\n", "", CompetenceState.MISSING),  # tomorrow
        ("ann,MEAS,2023-03-01,no,,,,\n", "", CompetenceState.INEFFECTIVE),
        ("ann,MEAS,2023-03-01,,2024-05-31,,,\n", "", CompetenceState.LAPSED),
        ("ann,MEAS,2023-03-01,,2024-06-01,,,\n", "", CompetenceState.EXPIRING),
        ("ann,MEAS,2022-05-31,,,,,\n", ", renew-every: 24 months", CompetenceState.LAPSED),
        ("ann,MEAS,2022-06-01,,,,,\n", ", renew-every: 24 months", CompetenceState.EXPIRING),
        ("ann,MEAS,2022-09-01,,,,,\n", ", renew-every: 24 months", CompetenceState.MET),
        ("ann,MEAS,2023-03-01,,,,,\n", ", evaluation: yes", CompetenceState.NOT_EVALUATED),
        (
            "ann,MEAS,2023-03-01,,,,2023-05-01,effective\n",
            ", evaluation: yes",
            CompetenceState.MET,
        ),
        (
            "ann,MEAS,2023-03-01,,,,2023-05-01,partly\n",
            ", evaluation: yes",
            CompetenceState.INEFFECTIVE,
        ),
        # who was found not to be able to do it is not competent, whether or not anyone asked
        ("ann,MEAS,2023-03-01,,,,2023-05-01,not-effective\n", "", CompetenceState.INEFFECTIVE),
        ("ann,MEAS,2023-03-01,,,,,not-effective\n", "", CompetenceState.INEFFECTIVE),
        ("ann,MEAS,2023-03-01,,,,2024-08-01,not-effective\n", "", CompetenceState.MET),
        ("ann,MEAS,2023-03-01,,,,2023-05-01,partly\n", "", CompetenceState.MET),
        (
            "ann,MEAS,2023-03-01,,,,2023-05-01,not-effective\n"
            "ann,MEAS,2023-09-01,,,,2023-10-01,effective\n",
            "",
            CompetenceState.MET,
        ),
        ("ann,MEAS,2023-03-01,,,,,\n", ", recognised: yes", CompetenceState.UNRECOGNISED),
        ("ann,MEAS,2023-03-01,,,CQI/IRCA,,\n", ", recognised: yes", CompetenceState.MET),
        # an old one that holds outweighs a new one not yet evaluated, but not one that failed
        (
            "ann,MEAS,2023-03-01,,,,2023-05-01,effective\nann,MEAS,2024-05-01,,,,,\n",
            ", evaluation: yes",
            CompetenceState.MET,
        ),
        (
            "ann,MEAS,2023-03-01,,,,2023-05-01,effective\nann,MEAS,2024-05-01,no,,,,\n",
            ", evaluation: yes",
            CompetenceState.INEFFECTIVE,
        ),
    ],
)
def test_what_a_training_is_worth(
    repo: RepositoryBuilder, training: str, more: str, state: CompetenceState
) -> None:
    assert states(register(repo, training, more))["ann"] is state


def test_only_who_works_here_and_holds_the_role_is_asked(repo: RepositoryBuilder) -> None:
    assert set(states(register(repo, ""))) == {"ann", "ben"}
    everybody = ", everybody: yes"
    assert set(states(register(repo, "", everybody))) == {"ann", "ben", "quinn", "dora"}


def test_a_new_starter_has_the_time_that_the_requirement_gives(repo: RepositoryBuilder) -> None:
    within = ", within: 30 days"
    assert states(register(repo, "", within))["ben"] is CompetenceState.TO_COME
    late = register(repo, "", within, on="2024-06-02")
    assert states(late)["ben"] is CompetenceState.MISSING
    cell = competence(late).of("ben", "MEAS")
    assert cell is not None
    assert cell.due == date(2024, 6, 1)


def test_a_requirement_has_a_beginning_and_an_end(repo: RepositoryBuilder) -> None:
    assert states(register(repo, "", ", since: 2024-06-02")) == {}
    assert states(register(repo, "", ", until: 2024-05-31")) == {}


def test_a_new_revision_is_to_be_read_again(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()}, date="2024-01-10T09:00:00+00:00")
    confirmed = (
        "person,document,revision,date\nann,SOP-001,1,2024-02-05\nben,SOP-001,0,2023-01-01\n"
    )
    files = {"records/confirmation.csv": confirmed}
    found = register(repo, "", ", documents: [SOP-001]", **files)
    readings = {r.person.id: r for r in competence(found).readings}
    assert readings["ann"].confirmed == date(2024, 2, 5)
    assert readings["ben"].confirmed is None
    assert readings["ben"].due == date(2024, 6, 1)  # 30 days after joining


@given(
    finished=st.dates(date(2019, 1, 1), date(2025, 1, 1)),
    months=st.integers(1, 48),
    on=st.dates(date(2019, 1, 1), date(2027, 1, 1)),
)
def test_a_renewal_lapses_the_day_after_its_last(finished: date, months: int, on: date) -> None:
    """Leap days and month ends included: the last day still counts, the next does not."""
    from isodocs.assess import competence as module
    from isodocs.model.competence import Employee
    from isodocs.model.record import Record

    person = Employee("ann", "Ann", frozenset())
    rule = Record("competence", "M", "x", 1, {"renew-every": f"{months} months"})
    training = Record("training", "", "x", 1, {}, days={"date": finished})
    cell = module._judged(person, rule, training, on, on + timedelta(days=30))
    last = Period(months, "month").after(finished)
    assert cell.due == last
    assert (cell.state is CompetenceState.LAPSED) == (last < on)
