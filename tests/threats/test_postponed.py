"""Threats to what is due: a day that has passed becomes a later one, a missed target an easier one.

Nothing is overdue any more then, and only history shows that it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from isodocs.model.record import RecordField
from isodocs.model.record_law import POSTPONED, DayKind
from isodocs.records.record_kinds import eased, kinds
from tests.helpers.company import base
from tests.helpers.repository import Content, RepositoryBuilder
from tests.threats.attack import START, gaps, later

Step = Callable[[RepositoryBuilder], object]
ACTION, PROGRAMME = "records/action.csv", "records/audit-programme.csv"
EQUIPMENT, CALIBRATED = "records/equipment.csv", "records/calibration.csv"
SUPPLIER, TRAINING = "records/supplier.csv", "records/training-plan.csv"
EVENT, RISK, EXERCISE = (
    f"records/{kind}.csv" for kind in ("certification-event", "risk", "exercise")
)
COMPETENCE, TRAINED = "records/competence.csv", "records/training.csv"
OBJECTIVE, COMPLAINT = "records/objective.csv", "records/complaint.csv"
NC, AUDIT = "records/nonconformity/NC-2024-001.md", "records/audit/AUD-1.md"
REVIEW = "records/management-review/MR-1.md"

FILES: dict[str, str] = {
    ACTION: "id,what,owner,decided,due,done,postponed-because\n"
    "ACT-1,Label it,ann,2024-01-02,2024-03-01,,\n",
    PROGRAMME: "id,standards,planned,due,audit,postponed-because\n"
    "AP-1,iso-9001-2015,2024-02-01,2024-03-01,,\n",
    EQUIPMENT: "id,description,status,since,interval,note,postponed-because\n"
    "CAL-1,Gauge,in-use,2022-01-01,12 months,,\n",
    CALIBRATED: "equipment,calibrated,result\nCAL-1,2023-03-01,passed\n",
    SUPPLIER: "id,name,supplies,status,approved,evaluated,evaluate-every,due,postponed-because\n"
    "SUP-1,Steel Ltd,steel,approved,2022-01-01,2023-03-01,12 months,,\n",
    TRAINING: "id,title,planned,due,cancelled,postponed-because\nTP-1,Welding,2024-03-01,,,\n",
    EVENT: "id,kind,planned,postponed-because\nSV-1,surveillance,2024-02-01,\n",
    RISK: "id,kind,title,owner,status,assessed,action,due,done,postponed-because\n"
    "R-1,risk,Fire,ann,open,2024-01-01,Buy a door,2024-03-01,,\n",
    EXERCISE: "id,title,kind,planned,held,postponed-because\nEX-1,Fire,drill,2024-03-01,,\n",
    OBJECTIVE: "id,title,measure,target,owner,start,due,status,measured,result,"
    "postponed-because,target-changed-because\n"
    "OBJ-1,On time,orders,at least 98 %,ann,2024-01-01,2024-03-01,open,2024-02-20,95 %,,\n",
    COMPLAINT: "id,received,from,what,owner,due,answered,postponed-because\n"
    "C-1,2024-01-02,Acme,Late,ann,2024-03-01,,\n",
    COMPETENCE: "id,title,kind,everybody,persons,within,renew-every,postponed-because\n"
    "SAFE,Safety,safety,yes,,30 days,12 months,\n",
    "records/people.csv": "id,name,joined\nann,Ann Author,2022-01-01\nbob,Bob Builder,2022-01-01\n",
    TRAINED: "person,competence,date\nann,SAFE,2023-03-01\nbob,SAFE,2023-12-01\n",
    NC: "---\nid: NC-2024-001\ntitle: Parts\nstatus: open\nsource: internal-audit\ngrade: minor\n"
    "owner: ann\nraised: 2024-01-02\ncorrected: 2024-01-03\ncause: No plan for it\n"
    "action: Write a plan\naction-due: 2024-03-01\ndue: 2024-03-02\n---\n# Parts\n",
    AUDIT: "---\nid: AUD-1\ntitle: All\nstatus: planned\nstandards: [iso-9001-2015]\n"
    "criteria: [ISO 9001]\nscope: All\nauditors: [ann]\nplanned: 2024-02-01\n---\n# All\n",
    REVIEW: "---\nid: MR-1\ntitle: Review\nstatus: planned\nstandards: [iso-9001-2015]\n"
    "chair: ann\nparticipants: [ann]\nplanned: 2024-02-01\n---\n# Review\n",
}
ROW_OF_PROGRAMME = "AP-1,iso-9001-2015,2024-02-01,2024-03-01,,\n"
LATE, IN_TIME = "2024-04-20T09:00:00+00:00", "2024-02-25T09:00:00+00:00"


@pytest.fixture
def begun(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **FILES}, date=START)
    return repo


def turn(path: str, *changes: tuple[str, str], day: str = LATE) -> Step:
    """Commit a file with parts of it changed."""

    def step(repo: RepositoryBuilder) -> None:
        repo.commit("Tidy up", {path: changed(path, *changes)}, date=day)

    return step


def changed(path: str, *changes: tuple[str, str]) -> Content:
    text = FILES[path]
    for old, new in changes:
        assert old in text, (path, old)
        text = text.replace(old, new)
    return text


def steps(*each: Step) -> Step:
    return lambda repo: [step(repo) for step in each]


MOVED = ("2024-03-01", "2024-12-01")
PUT_OFF: dict[str, Step] = {
    "an action": turn(ACTION, MOVED),
    "an action, not committed": lambda r: r.write(ACTION, changed(ACTION, MOVED)),
    "a line of the audit programme": turn(PROGRAMME, MOVED),
    "a line that names an audit not held": steps(
        turn(PROGRAMME, ("03-01,,", "12-01,AUD-1,")),
    ),
    "a longer interval of a calibration": turn(EQUIPMENT, ("12 months", "3 years")),
    "an interval that is taken out": turn(EQUIPMENT, ("12 months", "")),
    "equipment in use from a later day on": steps(
        turn(CALIBRATED, ("CAL-1,2023-03-01,passed\n", ""), day=START),
        turn(EQUIPMENT, ("2022-01-01", "2024-01-01")),
    ),
    "the evaluation of a supplier": turn(SUPPLIER, ("12 months", "36 months")),
    "the evaluation of a supplier, by its day": turn(SUPPLIER, ("months,,", "months,2024-12-01,")),
    "the evaluation of a supplier, by its day, not committed": lambda r: r.write(
        SUPPLIER, changed(SUPPLIER, ("months,,", "months,2024-12-01,"))
    ),
    "equipment that is retired": turn(EQUIPMENT, ("in-use", "retired")),
    "a training that has lapsed": turn(COMPETENCE, ("12 months", "36 months")),
    "a training that is asked of others": turn(COMPETENCE, ("yes,,", "no,bob,")),
    "a training": turn(TRAINING, MOVED),
    "an audit of the certification body": turn(EVENT, ("2024-02-01", "2024-12-01")),
    "what is done against a risk": turn(RISK, MOVED),
    "an exercise": turn(EXERCISE, MOVED),
    "an objective": turn(OBJECTIVE, MOVED),
    "an answer": turn(COMPLAINT, MOVED),
    "an action of a nonconformity": turn(NC, MOVED),
    "a nonconformity": turn(NC, ("2024-03-02", "2024-12-02")),
    "an audit": turn(AUDIT, ("2024-02-01", "2024-12-01")),
    "a management review": turn(REVIEW, ("2024-02-01", "2024-12-01")),
    "in two steps": steps(
        turn(ACTION, ("2024-03-01", "2024-04-21")), turn(ACTION, MOVED, day=LATE)
    ),
    "after it was taken out": steps(
        lambda r: later(r, {ACTION: changed(ACTION, ("ACT-1", "ACT-2"))}, day="2024-04-19"),
        turn(ACTION, MOVED),
    ),
    "in another file": lambda r: r.commit(
        "Move", {ACTION: None, "records/2024/action.csv": changed(ACTION, MOVED)}, date=LATE
    ),
    "under another number": turn(ACTION, MOVED, ("ACT-1", "ACT-9")),
    "with a reason that was there before": steps(
        turn(ACTION, (",,\n", ",,No time\n"), day=IN_TIME),
        turn(ACTION, (",,\n", ",,No time\n"), MOVED),
    ),
    "with a word for a reason": turn(ACTION, MOVED, (",,\n", ",,n/a\n")),
    "after it had been moved to and fro": steps(
        turn(ACTION, MOVED, day=IN_TIME), turn(ACTION, day=IN_TIME), turn(ACTION, MOVED)
    ),
}
PLANNED: dict[str, Step] = {
    "as it was": lambda r: None,
    "before its day": turn(ACTION, MOVED, day=IN_TIME),
    "to an earlier day": turn(ACTION, ("2024-03-01", "2024-02-01")),
    "with a reason": turn(ACTION, MOVED, (",,\n", ",,The supplier could not deliver\n")),
    "with a reason that came later": steps(
        turn(ACTION, MOVED), turn(ACTION, MOVED, (",,\n", ",,The printer broke\n"))
    ),
    "and done by now": steps(turn(ACTION, MOVED), turn(ACTION, MOVED, (",,\n", ",2024-05-01,\n"))),
    "and set back": steps(turn(ACTION, MOVED), turn(ACTION)),
    "as a correction of what was never true": steps(
        turn(ACTION, ("2024-03-01", "2023-03-01"), day="2024-01-02T12:00:00+00:00"),
        turn(ACTION, day="2024-01-20T09:00:00+00:00"),
    ),
    "a line of the programme for next year": steps(
        turn(PROGRAMME, ("03-01,,", "03-01,AUD-0,"), day=IN_TIME),
        turn(PROGRAMME, ("2024-02-01,2024-03-01", "2025-02-01,2025-03-01")),
    ),
    "in a table split in two": lambda r: r.commit(
        "Split", {ACTION: None, "records/2024/action.csv": FILES[ACTION]}, date=LATE
    ),
    "equipment that is retired with the reason": turn(
        EQUIPMENT, ("in-use", "retired"), (",,\n", ",Fell down; nothing was measured since,\n")
    ),
    "equipment that is put aside": turn(EQUIPMENT, ("in-use", "quarantined")),
    "a training that has not lapsed": turn(COMPETENCE, ("12 months", "36 months"), day=IN_TIME),
    "a training that is asked of others, with the reason": turn(
        COMPETENCE, ("yes,,", "no,bob,"), (",\n", ",Only Bob enters the hall\n")
    ),
    "a shorter interval": turn(EQUIPMENT, ("12 months", "6 months")),
    "a longer interval in time": turn(EQUIPMENT, ("12 months", "3 years"), day=IN_TIME),
    "a longer interval once it was calibrated": steps(
        turn(CALIBRATED, ("passed\n", "passed\nCAL-1,2024-04-19,passed\n")),
        turn(EQUIPMENT, ("12 months", "3 years")),
    ),
    "a calibration entered with the longer interval": lambda r: r.commit(
        "Calibrated",
        {
            EQUIPMENT: changed(EQUIPMENT, ("12 months", "3 years")),
            CALIBRATED: changed(CALIBRATED, ("passed\n", "passed\nCAL-1,2024-04-19,passed\n")),
        },
        date=LATE,
    ),
    "a supplier evaluated, with its next day": turn(
        SUPPLIER, ("2023-03-01,12 months,,", "2024-04-19,12 months,2025-04-19,")
    ),
    "an exercise held, and the next one in its row": steps(
        turn(EXERCISE, ("03-01,,", "03-01,2024-03-02,"), day="2024-03-02T12:00:00+00:00"),
        turn(EXERCISE, MOVED),
    ),
    "an audit moved by a week": turn(
        AUDIT, ("2024-02-01", "2024-02-12"), day="2024-02-05T09:00:00+00:00"
    ),
    "with other words for the day": turn(ACTION, ("2024-03-01", "01.03.2024")),
}
EASIER: dict[str, Step] = {
    "a lower target": turn(OBJECTIVE, ("98 %", "95 %")),
    "another side": turn(OBJECTIVE, ("at least", "at most")),
    "no value": turn(OBJECTIVE, ("at least 98 %", "as good as last year")),
    "judged by now": steps(
        turn(OBJECTIVE, ("98 %", "95 %")), turn(OBJECTIVE, ("98 %", "95 %"), ("open", "achieved"))
    ),
}
FAIR: dict[str, Step] = {
    "as it was": lambda r: None,
    "a higher target": turn(OBJECTIVE, ("98 %", "99 %")),
    "a lower one, still missed": turn(OBJECTIVE, ("98 %", "97 %")),
    "before its result": turn(OBJECTIVE, ("98 %", "95 %"), day="2024-02-01T09:00:00+00:00"),
    "with a reason": turn(OBJECTIVE, ("98 %", "95 %"), (",,\n", ",,The board took it back\n")),
    "in other words": turn(OBJECTIVE, ("at least 98 %", "98 % or more")),
    "met by a new result": turn(OBJECTIVE, ("2024-02-20,95 %", "2024-04-19,99 %")),
}


@pytest.mark.parametrize("step", PUT_OFF.values(), ids=PUT_OFF)
def test_52_put_off_once_it_was_due(begun: RepositoryBuilder, step: Step) -> None:
    assert "REC037" not in gaps(begun)
    step(begun)
    assert "REC037" in gaps(begun)


@pytest.mark.parametrize("step", PLANNED.values(), ids=PLANNED)
def test_planned_otherwise(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC037" not in gaps(begun)


@pytest.mark.parametrize("step", EASIER.values(), ids=EASIER)
def test_52_target_made_easier_once_it_was_missed(begun: RepositoryBuilder, step: Step) -> None:
    assert "REC038" not in gaps(begun)
    step(begun)
    assert "REC038" in gaps(begun)


@pytest.mark.parametrize("step", FAIR.values(), ids=FAIR)
def test_target_that_is_fair(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC038" not in gaps(begun)


TAKEN_OUT: dict[str, Step] = {
    "a line of the audit programme": turn(PROGRAMME, (ROW_OF_PROGRAMME, "")),
    "not committed": lambda r: r.write(PROGRAMME, changed(PROGRAMME, (ROW_OF_PROGRAMME, ""))),
    "with another one that is later": turn(
        PROGRAMME, ("AP-1", "AP-2"), ("2024-03-01", "2024-12-01")
    ),
}
STAYS: dict[str, Step] = {
    "before its day": turn(PROGRAMME, (ROW_OF_PROGRAMME, ""), day=IN_TIME),
    "under another number": turn(PROGRAMME, ("AP-1", "AP-2")),
    "in another file": lambda r: r.commit(
        "Move",
        {PROGRAMME: None, "records/2024/audit-programme.csv": FILES[PROGRAMME]},
        date=LATE,
    ),
}


@pytest.mark.parametrize("step", TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_52_plan_taken_out_once_it_was_due(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC034" in gaps(begun)


@pytest.mark.parametrize("step", STAYS.values(), ids=STAYS)
def test_plan_that_stays(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "REC034" not in gaps(begun)


def test_past_day_sees_what_was_known_then(begun: RepositoryBuilder) -> None:
    turn(ACTION, MOVED)(begun)
    assert "REC037" not in gaps(begun, date(2024, 4, 1))


NOT_ASKED = {
    "certification.target": "its own wish, of which no one asks",
    "certification.majors-within": "the rules of the body",
    "certification.minors-within": "the rules of the body",
    "audit-programme.planned": "the first day on which an audit may begin",
    "audit-programme.every": "how long clauses may go unaudited",
}
"""Days to come and intervals for which nothing is put off, and why."""


def asks(field: RecordField) -> bool:
    return field.form == "period" or field.day in (DayKind.PLANNED, DayKind.DUE)


@pytest.mark.parametrize("name", kinds())
def test_every_day_to_come_is_watched(name: str) -> None:
    """A new schema says what its days and intervals ask for, and has a field for the reason."""
    fields, watched = kinds()[name].fields, eased(name)
    asking = {each.name for each in fields.values() if asks(each)}
    left_out = {each for each in asking if f"{name}.{each}" in NOT_ASKED}
    assert asking - watched.keys() == left_out
    assert bool(watched) is (POSTPONED in fields)
