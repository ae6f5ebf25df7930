"""REC, continued: contradictions, each row beside a sound one of its kind."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run


def table(kind: str, *rows: str) -> dict[str, Content]:
    """A table of a kind: its header and its rows."""
    return {f"records/{kind}.csv": "\n".join([*rows, ""])}


ACTION = "id,what,owner,due,decided,done,dropped,verified,verified-by,effective,note"
TRAINING = "person,competence,date,expires,passed,hours,evaluated,evaluated-by,result,provider"
COMPETENCE = table("competence", "id,title,kind,everybody", "K1,Welding,process,yes")
PEOPLE = table(
    "people",
    "id,name,joined",
    "ann,Ann Author,2020-01-06",
    "quinn,Quinn Quality,2020-01-06",
    "dora,Dora Director,2020-01-06",
)
OBJECTIVE = "id,title,measure,target,owner,due,result,status,note"
FEEDBACK = "date,how,result"


def gap(place: str, says: str, hint: str, level: str = "warning") -> Expected:
    """A gap of a record."""
    return Expected(place, says, hint, level, "")


CASES = (
    Case(
        "REC016",
        "done on this very day",
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,,2024-06-01,,,,,"),
        },
    ),
    Case(
        "REC016",
        "done tomorrow",
        (gap("records/action.csv:2:6", "'done' is 2024-06-02, which has not", "Correct", "error"),),
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,,2024-06-02,,,,,"),
        },
    ),
    Case(
        "REC017",
        "decided and done on one day",
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,2024-05-02,2024-05-02,,,,,"),
        },
    ),
    Case(
        "REC017",
        "done before it was decided",
        (
            gap(
                "records/action.csv:2:6",
                "A-1 (Tags): 'done' is 2024-05-01, before 'decided' (2024-05-02)",
                "Correct the wrong date.",
            ),
        ),
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,2024-05-02,2024-05-01,,,,,"),
        },
    ),
    Case(
        "REC017",
        "confirmed before the revision was written",
        (gap("records/confirmation.csv:2:4", "before 'written' of the document", "Correct"),),
        history=(Commit(approved(effective="2024-03-01")),),
        work=table(
            "confirmation",
            "person,document,revision,date",
            "ann,SOP-001,1,2023-05-01",
            "ann,SOP-001,1,2024-03-02",
        ),
    ),
    Case(
        "REC018",
        "dropped with a reason",
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,,,2024-05-02,,,,The press is sold"),
        },
    ),
    Case(
        "REC018",
        "dropped without a word",
        (gap("records/action.csv:2:7", "was dropped, and nothing says why", "'note'"),),
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2024-07-01,,,2024-05-02,,,,"),
        },
    ),
    Case(
        "REC018",
        "did not work, and another action follows one of the two",
        (gap("records/action.csv:3:6", "A-2 (Guard) did not work", "'from: A-2'"),),
        work={
            **approved(),
            **table(
                "action",
                f"{ACTION},from",
                "A-1,Tags,ann,2024-07-01,,2024-05-02,,,,no,,",
                "A-2,Guard,ann,2024-07-01,,2024-05-02,,,,no,,",
                "A-3,Labels again,ann,2024-07-01,,,,,,,,A-1",
            ),
        },
    ),
    Case(
        "REC019",
        "verified by somebody else, of a role that two hold",
        work={
            **approved(),
            **table(
                "action",
                ACTION,
                "A-1,Tags,quinn,2024-07-01,,2024-05-02,,2024-05-03,ann,,",
                "A-2,Labels,buyer,2024-07-01,,2024-05-02,,2024-05-03,ann,,",
            ),
            **table(
                "people",
                "id,name,roles",
                "ann,Ann Author,buyer",
                "quinn,Quinn Quality,buyer",
                "dora,Dora Director,",
            ),
        },
    ),
    Case(
        "REC019",
        "verified by whose role it is",
        (gap("records/action.csv:2:9", "verified by quinn, who carried it out", "someone else"),),
        work={
            **approved(),
            **table(
                "action",
                ACTION,
                "A-1,Tags,quality-manager,2024-07-01,,2024-05-02,,2024-05-03,quinn,,",
            ),
        },
    ),
    Case(
        "REC020",
        "two opinions of one day",
        work={
            **approved(),
            **table("feedback", FEEDBACK, "2024-05-04,survey,8 of 10", "2024-05-04,survey,9 of 10"),
        },
    ),
    Case(
        "REC020",
        "the same opinion twice",
        (gap("records/feedback.csv:3", "is the same row as records/feedback.csv:2", "Remove"),),
        work={
            **approved(),
            **table("feedback", FEEDBACK, "2024-05-04,survey,8 of 10", "2024-05-04,survey,8 of 10"),
        },
    ),
    Case(
        "REC021",
        "what targets allow, and what nobody can compare",
        work={
            **approved(),
            **table(
                "objective",
                OBJECTIVE,
                "O-1,Returns,returns,at most 2 %,quinn,2024-12-31,2 %,achieved,",
                "O-2,Delivery,in time,≥ 95 %,quinn,2024-12-31,96.5 %,achieved,",
                "O-3,Returns,returns,at most 2 %,quinn,2024-12-31,9 a month,achieved,",
                "O-4,Returns,returns,at most 2 %,quinn,2024-12-31,9 %,open,",
                "O-5,Accidents,accidents,zero accidents,quinn,2024-12-31,none,achieved,",
            ),
        },
    ),
    Case(
        "REC021",
        "put off for good",
        (
            gap("records/action.csv:2:4", "'due' 2090-07-01, so far ahead", "by which someone"),
            gap("records/objective.csv:3:6", "'due' 2090-12-31, so far ahead", "by which someone"),
        ),
        work={
            **approved(),
            **table("action", ACTION, "A-1,Tags,ann,2090-07-01,2024-05-02,,,,,,"),
            **table(
                "objective",
                OBJECTIVE,
                "O-1,Carbon,tonnes,at most 2 %,quinn,2045-12-31,,open,",
                "O-2,Carbon,tonnes,at most 2 %,quinn,2090-12-31,,open,",
            ),
        },
    ),
    Case(
        "REC021",
        "achieved beyond the target",
        (
            gap("records/objective.csv:2:7", "with 9 %; the target is at most 2 %", "Correct"),
            gap("records/objective.csv:3:7", "with 94 %; the target is ≥ 95 %", "Correct"),
            gap("records/objective.csv:4:7", "with 1; the target is zero accidents", "Correct"),
            gap("records/objective.csv:5:7", "is missed with 1.4 per cent", "Correct"),
        ),
        work={
            **approved(),
            **table(
                "objective",
                OBJECTIVE,
                "O-1,Returns,returns,at most 2 %,quinn,2024-12-31,9 %,achieved,",
                "O-2,Delivery,in time,≥ 95 %,quinn,2024-12-31,94 %,achieved,",
                "O-3,Accidents,accidents,zero accidents,quinn,2024-12-31,1,achieved,",
                "O-4,Returns,returns,at most 2 %,quinn,2024-12-31,1.4 per cent,missed,late",
            ),
        },
    ),
    Case(
        "REC026",
        "roles that are known",
        work={
            **approved(),
            **table(
                "people",
                "id,name,roles",
                "ann,Ann Author,author",
                "quinn,Quinn Quality,quality-manager",
                "dora,Dora Director,director",
            ),
        },
    ),
    Case(
        "REC026",
        "a typing error",
        (gap("records/people.csv:2:3", "Did you mean 'quality-manager'?", "Correct the role"),),
        work={
            **approved(),
            **table(
                "people",
                "id,name,roles",
                "ann,Ann Author,quality-manger",
                "quinn,Quinn Quality,quality-manager",
                "dora,Dora Director,director",
            ),
        },
    ),
    Case(
        "REC026",
        "a role that nothing else names",
        (gap("records/people.csv", "nothing else names: night-watch", "an owner", "note"),),
        work={
            **approved(),
            **table(
                "people",
                "id,name,roles",
                "ann,Ann Author,night-watch",
                "quinn,Quinn Quality,quality-manager",
                "dora,Dora Director,director",
            ),
        },
    ),
    Case(
        "REC022",
        "trained on the first day",
        work={
            **approved(),
            **COMPETENCE,
            **PEOPLE,
            **table(
                "training",
                TRAINING,
                *(f"{person},K1,2020-01-06,,,,,,," for person in ("ann", "quinn", "dora")),
            ),
        },
    ),
    Case(
        "REC022",
        "decided by an owner of the record before their first day",
        (gap("records/release.csv:2:4", "names ann for 2019-05-06, before", "Correct the date"),),
        work={
            **approved(),
            **PEOPLE,
            **table(
                "release",
                "id,what,released,released-by,criteria",
                "R-1,Lot 7,2019-05-06,ann,Drawing",
                "R-2,Lot 8,2019-05-06,quality-manager,Drawing",
            ),
        },
    ),
    Case(
        "REC022",
        "trained before the first day",
        (gap("records/training.csv:2:1", "names ann for 2019-05-06, before", "Correct the date"),),
        work={
            **approved(),
            **COMPETENCE,
            **PEOPLE,
            **table(
                "training",
                TRAINING,
                "ann,K1,2019-05-06,,,,,,,",
                *(f"{person},K1,2020-01-06,,,,,,," for person in ("quinn", "dora")),
            ),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


ROWS = {
    "people": (
        "id,name,joined,left,manager",
        ("pat,Pat A,2024-01-08,2023-01-09,", "REC017"),
        ("kim,Kim B,2030-01-08,,", "REC018"),
        ("lee,Lee C,2020-01-08,,lee", "REC019"),
        ("ann,Ann Author,2018-01-08,,quinn", ""),
        ("quinn,Quinn Quality,2018-01-08,,dora", ""),
        ("dora,Dora Director,2018-01-08,,", ""),
    ),
    "competence": (
        "id,title,kind,persons,since,until,renew-every",
        ("K1,Welding,process,ann,2020-01-06,,", ""),
        ("K2,Turning,process,ann,2024-01-08,2023-01-09,", "REC017"),
        ("K3,Milling,process,,2020-01-06,,", "REC018"),
        ("K4,Grinding,process,ann,2020-01-06,,0 months", "REC021"),
    ),
    "training": (
        TRAINING,
        ("ann,K1,2023-02-06,2026-02-05,yes,8,2023-05-08,quinn,effective,School", ""),
        ("ann,K1,2023-02-07,2022-02-05,yes,8,,,,School", "REC017"),
        ("ann,K1,2023-02-08,,yes,8,2022-02-05,quinn,effective,School", "REC017"),
        ("ann,K1,2030-02-09,,yes,8,,,,School", "REC016"),
        ("ann,K1,2023-02-10,,yes,8,2030-05-08,quinn,effective,School", "REC016 REC018"),
        ("ann,K1,2023-02-11,,no,8,2023-05-08,quinn,effective,School", "REC018"),
        ("ann,K1,2023-02-12,,yes,8,,,,Ann Author", "REC019"),
        ("ann,K1,2023-02-13,,yes,8,,,,School", ""),
        ("ann,K1,2023-02-13,,yes,8,,,,School", "REC020"),
        ("ann,K1,2023-02-14,,yes,-900,,,,School", "REC021"),
        ("ann,K1,2023-02-15,,yes,8,,,effective,School", "REC018"),
    ),
    "equipment": (
        "id,description,status,interval,since",
        ("EQ-1,Probe,in-use,12 months,2020-01-06", ""),
        ("EQ-2,Probe,in-use,12 months,2030-01-06", "REC018"),
        ("EQ-3,Scale,quarantined,12 months,2020-01-06", ""),
    ),
    "calibration": (
        "equipment,calibrated,result,performed-by,certificate,traceable-to",
        ("EQ-1,2024-01-15,passed,Lab,C-1,NPL", ""),
        ("EQ-2,2024-01-16,passed,,,", "REC018"),
        ("EQ-3,2024-01-17,failed,Lab,C-2,NPL", "REC018"),
        ("EQ-1,2030-01-15,passed,Lab,C-3,NPL", "REC016"),
    ),
    "supplier": (
        "id,name,supplies,status,importance,criteria,approved,evaluated,result,evaluate-every",
        ("S-1,Mill,Flour,approved,high,Price,2023-01-09,2024-01-08,A,12 months", ""),
        ("S-2,Mill,Flour,approved,high,,2023-01-09,2024-01-08,A,12 months", "REC018"),
        ("S-3,Mill,Flour,approved,low,Price,2023-01-09,2030-01-08,A,3 years", "REC016 REC018"),
        ("S-4,Mill,Flour,approved,low,Price,2023-01-09,2024-01-08,D 20 of 100,1 year", "REC018"),
        ("S-5,Mill,Flour,conditional,low,Price,2023-01-09,2024-01-08,C,", "REC018"),
        ("S-6,Dairy,Milk,approved,low,Price,2023-01-09,2024-01-08,A,3 years", ""),
        ("S-7,dairy,Milk,blocked,low,,,2024-01-08,D,", "REC020"),
        ("S-8,Dairy,Cream,approved,low,Price,2023-01-09,2024-01-08,A,3 years", ""),
    ),
    "business-impact": (
        "id,title,owner,assessed,tolerable,target,suppliers,status",
        ("B-1,Milling,quinn,2024-01-08,2 days,1 day,S-6,current", ""),
        ("B-2,Milling,quinn,2024-01-08,2 days,1 day,S-6; S-7,current", "REC018"),
        ("B-3,Milling,quinn,2024-01-08,2 days,1 day,S-7,former", ""),
    ),
    "nonconforming-output": (
        "id,what,found,disposition,decided,decided-by,concession,closed",
        ("N-1,Bent,2024-05-06,use-as-is,2024-05-08,quinn,K-1,2024-05-08", ""),
    ),
    "release": (
        "id,what,criteria,result,released,released-by,concession,nonconforming-output",
        ("P-1,Part,D-1,concession,2024-05-08,quinn,K-1,N-1", ""),
        ("P-2,Part,D-1,concession,2024-05-07,quinn,K-1,N-1", "REC018"),
        ("P-3,Part,D-1,rejected,2024-05-06,quinn,,N-1", ""),
    ),
    "feedback": (
        "date,how,result,target,owner,note",
        ("2024-05-06,survey,8.9 of 10,at least 8 of 10,quinn,", ""),
        ("2024-05-07,survey,7.2 of 10,at least 8 of 10,quinn,", "REC018"),
        ("2024-05-08,survey,7.2 of 10,at least 8 of 10,quinn,Few answered", ""),
        ("2024-05-09,survey,Most are content,better than before,quinn,", ""),
    ),
    "risk": (
        "id,kind,title,likelihood,impact,level,assessed,assess-every,treatment,action,owner,"
        "due,done,evaluated,effective,remaining,status,note",
        (
            "R-1,risk,Fire,3,5,high,2024-01-15,1 year,reduce,Doors,quinn,2024-03-29,2024-03-04,"
            "2024-05-06,yes,low,closed,",
            "",
        ),
        ("R-2,risk,Fire,2,2,low,2024-01-15,1 year,pursue,,quinn,,,,,,open,", "REC018"),
        ("R-3,risk,Fire,4,4,high,2024-01-15,1 year,accept,,quinn,,,,,high,accepted,", "REC018"),
        ("R-4,risk,Fire,3,3,medium,2024-01-15,1 year,reduce,Doors,quinn,,,,,,closed,", "REC018"),
        ("R-5,risk,Fire,5,5,low,2024-01-15,1 year,accept,,quinn,,,,,,accepted,", "REC021"),
        ("R-6,risk,Fire,3,3,medium,,,,,quinn,,,,,,open,", "REC018"),
        (
            "R-7,risk,Fire,3,5,high,2024-01-15,1 year,reduce,Doors,quinn,2024-03-29,2024-03-04,"
            "2024-05-06,no,high,closed,",
            "REC018",
        ),
        (
            "R-8,risk,Fire,3,5,high,2024-01-15,1 year,reduce,Doors,quinn,2024-03-29,2024-03-04,"
            "2024-02-05,yes,low,open,",
            "REC017",
        ),
    ),
    "objective": (
        f"{OBJECTIVE},start,measured",
        ("O-1,Returns,returns,at most 2 %,quinn,2024-12-31,,achieved,,2024-01-01,", "REC018"),
        ("O-2,Returns,returns,at most 2 %,quinn,2023-12-31,1 %,achieved,,2024-01-01,", "REC017"),
        ("O-3,Returns,returns,at most 2 %,quinn,2023-12-31,3 %,missed,,2023-01-01,", "REC018"),
        ("O-4,Returns,returns,better,quinn,2024-12-31,,open,,2024-01-01,", "REC018"),
        ("O-5,Returns,returns,at most 2 %,quinn,2023-12-31,3 %,missed,New aim,2023-01-01,", ""),
        (
            "O-6,Aim,returns,at most 2 %,quinn,2023-12-31,1 %,missed,Late,2023-01-01,2024-02-05",
            "",
        ),
        (
            "O-7,Aim,returns,at most 2 %,quinn,2023-12-31,1 %,missed,Late,2023-01-01,2023-12-29",
            "REC021",
        ),
    ),
    "interested-party": (
        "id,name,needs,relevant,how",
        ("I-1,Customers,Quality,yes,Contract review", ""),
        ("I-2,Neighbours,Quiet,yes,", "REC018"),
        ("I-3,Press,News,no,", "REC018"),
    ),
    "legal-requirement": (
        "id,title,owner,status,in-force,checked,check-every,result",
        ("L-1,Noise,quinn,in-force,2015-01-01,2024-01-15,1 year,compliant", ""),
        ("L-2,Waste,quinn,in-force,2015-01-01,2024-01-15,1 year,not-compliant", "REC018"),
        ("L-3,Water,quinn,coming,2020-01-01,2024-01-15,1 year,", "REC018"),
    ),
    "external-document": (
        "id,title,edition,status",
        ("E-1,Bracket,B,current", ""),
        ("E-2,Bracket,C,current", "REC020"),
        ("E-3,Bracket,A,withdrawn", ""),
    ),
    "complaint": (
        "id,received,from,what,justified,importance,owner,due,measure,answered,closed",
        ("C-1,2024-05-06,Miller,Late,yes,low,quinn,,Sent anew,2024-05-07,2024-05-08", ""),
        ("C-2,2024-05-06,Miller,Late,yes,low,quinn,,,,2024-05-08", "REC018"),
        ("C-3,2024-05-06,Miller,Metal,yes,high,quinn,,Sent,2024-05-07,2024-05-08", "REC018"),
        ("C-4,2024-05-06,Miller,Late,no,low,quinn,,,2024-05-02,2024-05-08", "REC017"),
    ),
    "distribution": (
        "document,revision,copy,holder,issued,returned,fate,note",
        ("SOP-001,1,1,Hall,2024-05-06,2024-04-02,returned,", "REC017"),
        ("SOP-001,1,2,Hall,2024-05-06,,lost,", "REC018"),
        ("SOP-001,1,3,Hall,2024-05-06,,,", ""),
        ("SOP-001,1,3,Yard,2024-05-06,,,", "REC020"),
        ("SOP-001,1,2,Yard,2024-05-06,,,", ""),
    ),
    "audit-programme": (
        "id,standards,planned,due,cancelled,note",
        ("AP-1,iso-9001-2015,2024-07-01,2024-06-03,,", "REC017"),
        ("AP-2,iso-9001-2015,2024-07-01,2024-07-31,2024-05-06,", "REC018"),
        ("AP-3,iso-9001-2015,2024-07-01,2024-07-31,2024-05-06,Moved to AP-4", ""),
    ),
}
"""Rows of each table, the header first, each with the codes that it earns."""
OURS = {f"REC0{number}" for number in range(16, 22)}


def test_every_row_that_contradicts_itself_is_told_and_no_other(repo: RepositoryBuilder) -> None:
    files = dict(approved())
    for kind, (header, *rows) in ROWS.items():
        files |= table(kind, header, *(row for row, _ in rows))
    Case("REC018", "", work=files).build(repo)
    found: dict[str, set[str]] = {}
    for each in run(repo).gaps:
        if each.code in OURS:
            path = f"{each.finding.place.path}:{each.finding.place.line}"
            found.setdefault(path, set()).add(each.code)
    expected = {
        f"records/{kind}.csv:{line}": set(codes.split())
        for kind, (_, *rows) in ROWS.items()
        for line, (_, codes) in enumerate(rows, start=2)
        if codes
    }
    assert found == expected
