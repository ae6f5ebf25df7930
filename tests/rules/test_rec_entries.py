"""REC, continued: records that were entered long after their day, or before it."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

TRAINING = "records/training.csv"
HEADER = "person,competence,date,provider"
NEEDED: dict[str, Content] = {
    **approved(),
    "records/competence.csv": "id,title,kind,persons\nK1,Welding,process,ann; quinn\n",
    TRAINING: f"{HEADER}\n",
}
START = Commit(NEEDED, date="2023-12-01T12:00:00+00:00")
FIRST = ("ann,K1,2024-01-15,School", "quinn,K1,2024-01-16,School")


def rows(*more: str, day: str, path: str = TRAINING, header: str = HEADER) -> Commit:
    """A commit of trainings on a day."""
    text = "\n".join([header, *more, ""])
    return Commit({path: text}, date=f"{day}T12:00:00+00:00")


def late(says: str, level: str = "warning", place: str = f"{TRAINING}:2:3") -> Expected:
    """A late entry."""
    return Expected(place, says, "Attach evidence", level, "")


STORY = (
    "---\nrecord: nonconformity\nid: {id}\ntitle: A press\nstatus: open\nsource: process\n"
    "grade: observation\nowner: quinn\nraised: 2024-01-15\ndue: 2024-12-30\n---\n# Press\n"
)


def raised(*ids: str) -> dict[str, Content]:
    """Observations of January."""
    return {f"records/nonconformities/{id}.md": STORY.format(id=id) for id in ids}


EVENTS = "records/certification-event.csv"
ARRANGED = "id,kind,standard,planned\nE-1,special,iso-9001-2015,2024-02-15\n"
OBJECTIVES = "records/objective.csv"
AIM = "id,title,measure,target,owner,due,status,result,measured\n"
CASES = (
    Case("REC024", "entered within a month", history=(START, rows(*FIRST, day="2024-02-14"))),
    Case("REC024", "not committed yet", history=(START,), work=rows(*FIRST, day="").files),
    Case(
        "REC024",
        "in another format, order and place long after",
        history=(
            START,
            rows(*FIRST, day="2024-01-17"),
            Commit(
                {
                    TRAINING: None,
                    "records/training/2024.csv": "date;person;competence;provider\n"
                    "2024-01-16;quinn;K1;School\n2024-01-15;ann;K1;School\n",
                },
                date="2024-05-20T12:00:00+00:00",
            ),
        ),
    ),
    Case(
        "REC024",
        "four months later, once for the table",
        (late("the training record ann K1 was entered by Ann Author on 2024-05-20"),),
        history=(START, rows(*FIRST, day="2024-05-20")),
        example=True,
    ),
    Case(
        "REC024",
        "five weeks later",
        (late("36 days after 'date' (2024-01-15); 1 other record was late too", "note"),),
        history=(START, rows(*FIRST, day="2024-02-20")),
    ),
    Case(
        "REC024",
        "three weeks later, on the eve of an audit",
        (late("24 days after 'date' (2024-01-15), shortly before the audit of 2024-02-15"),),
        history=(START, Commit({EVENTS: ARRANGED}), rows(*FIRST, day="2024-02-08")),
        also={"CER019"},
    ),
    Case(
        "REC024",
        "with the first table of its kind",
        (Expected(TRAINING, "2 records, up to 126 days after what they show", "Keep", "note", ""),),
        history=(
            Commit({**NEEDED, TRAINING: None}, date="2023-12-01T12:00:00+00:00"),
            rows(*FIRST, day="2024-05-20"),
        ),
    ),
    Case(
        "REC024",
        "observations of January in May, after another one",
        (
            Expected(
                "records/nonconformities/NC-2.md:9:1",
                "NC-2 (A press) was entered by Ann Author on 2024-05-20",
                "Attach",
                "note",
                "",
            ),
        ),
        history=(
            Commit({**approved(), **raised("NC-1")}, date="2024-01-16T12:00:00+00:00"),
            Commit(raised("NC-2"), date="2024-05-20T12:00:00+00:00"),
        ),
    ),
    Case(
        "REC024",
        "the first observations, of January, in May",
        (Expected("records/nonconformities", "2 records, up to 126 days", "Keep", "note", ""),),
        history=(
            Commit({**approved(), **raised("NC-1", "NC-2")}, date="2024-05-20T12:00:00+00:00"),
        ),
    ),
    Case("REC025", "entered on its day", history=(START, rows(*FIRST, day="2024-01-16"))),
    Case(
        "REC025",
        "measured and written down anew each month",
        history=tuple(
            Commit(
                {
                    **approved(),
                    OBJECTIVES: f"{AIM}O-1,Aim,returns,at most 2 %,ann,2024-12-31,open,1 %,{day}\n",
                },
                date=f"{day}T15:00:00+00:00",
            )
            for day in ("2024-02-01", "2024-02-29", "2024-03-28")
        ),
    ),
    Case(
        "REC025",
        "judged a month before its day, in a row that was there",
        (late("'evaluated' is 2024-04-29", "note", f"{OBJECTIVES}:2:10"),),
        history=tuple(
            Commit(
                {
                    **approved(),
                    OBJECTIVES: f"{AIM[:-1]},evaluated\n"
                    f"O-1,Aim,returns,at most 2 %,ann,2024-12-31,open,1 %,2024-02-01,{day}\n",
                },
                date=date,
            )
            for day, date in (
                ("", "2024-02-02T15:00:00+00:00"),
                ("2024-04-29", "2024-03-28T15:00:00+00:00"),
            )
        ),
    ),
    Case(
        "REC025",
        "entered a week before",
        (late("'date' is 2024-01-16, and was entered on 2024-01-10", "note", f"{TRAINING}:3:3"),),
        history=(START, rows(FIRST[0], day="2024-01-16"), rows(*FIRST, day="2024-01-10")),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
