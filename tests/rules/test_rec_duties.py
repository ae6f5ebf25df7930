"""REC, continued: editions, printed copies, equipment and duties on the day they lapse."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approval, approved, document
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

EXTERNAL = "records/external-document.csv"
COPIES = "records/distribution.csv"
EQUIPMENT = "records/equipment.csv"
CALIBRATIONS = "records/calibration.csv"
ACTIONS = "records/action.csv"


def editions(
    status: str = "withdrawn", withdrawn: str = "2024-03-01", used_by: str = "SOP-001"
) -> dict[str, Content]:
    """Two editions of a customer's drawing; the document leans on the older one."""
    return {
        EXTERNAL: (
            "id,title,edition,status,documents,withdrawn,superseded-by\n"
            f"DWG-7-B,Bracket,B,{status},{used_by},{withdrawn},DWG-7-C\n"
            "DWG-7-C,Bracket,C,current,,,\n"
        )
    }


def copies(*rows: str) -> dict[str, Content]:
    """Printed copies: document, revision, copy, holder, place, issued, returned, fate."""
    header = "document,revision,copy,holder,place,issued,returned,fate"
    return {COPIES: "\n".join([header, *rows, ""])}


def equipment(
    *rows: str, status: str = "in-use", interval: str = "12 months", since: str = "2020-01-01"
) -> dict[str, Content]:
    """One gauge and its calibrations: day, result, due."""
    return {
        EQUIPMENT: (
            "id,description,status,interval,since,owner\n"
            f"G-1,Plug gauge,{status},{interval},{since},quality-manager\n"
        ),
        CALIBRATIONS: "\n".join(
            ["equipment,calibrated,result,due", *(f"G-1,{row}" for row in rows), ""]
        ),
    }


def table(kind: str, text: str) -> dict[str, Content]:
    """A table of that kind."""
    return {f"records/{kind}.csv": text}


TWO = document("SOP-001", 2, effective="2024-03-01")
SECOND: dict[str, Content] = {"documents/SOP-001.md": TWO, **approval("SOP-001", 2, TWO)}
LATER = document("SOP-001", 2, effective="2024-07-01")
TO_COME: dict[str, Content] = {"documents/SOP-001.md": LATER, **approval("SOP-001", 2, LATER)}
GONE = document("SOP-001", status="obsolete", effective="2024-03-01")
RETIRED: dict[str, Content] = {"documents/SOP-001.md": GONE, **approval("SOP-001", 1, GONE)}
OLD_COPY = "SOP-001,1,2,Press shop,Press 4,2024-02-02,,"


def duty(what: str, kind: str, text: str, says: str, column: int) -> Case:
    """A duty in the only row of a table that has lapsed."""
    place = f"records/{kind}.csv:2:{column}"
    gap = Expected(place, says, "Do it and enter the day in '", "warning", "")
    return Case("REC014", what, (gap,), work={**approved(), **table(kind, text)})


COMPLAINT = "id,received,from,what,owner,due,answered\nC-1,2024-05-01,M,Late,ann,,\n"
ANSWERED = "C-2,2024-05-01,M,Late,ann,,2024-05-02\n"
SUPPLIER = (
    "id,name,supplies,status,importance,evaluated,evaluate-every,criteria\nS-1,Mill,Flour,approved,"
)
CASES = (
    Case(
        "REC011",
        "editions in force",
        work={**approved(), **editions("current", "")},
        also={"REC020"},
    ),
    Case(
        "REC011", "withdrawn from tomorrow", work={**approved(), **editions(withdrawn="2024-06-02")}
    ),
    Case("REC011", "an edition that nobody uses", work={**approved(), **editions(used_by="")}),
    Case(
        "REC011",
        "a document out of use may lean on what it wants",
        history=(Commit(approved()), Commit({**RETIRED, **editions()})),
    ),
    Case(
        "REC011",
        "withdrawn from this very day, in the row of the edition",
        (
            Expected(
                f"{EXTERNAL}:2:5",
                "SOP-001 uses DWG-7-B (B), withdrawn since 2024-06-01; DWG-7-C (C) is in force",
                "revise SOP-001",
            ),
        ),
        work={**approved(), **editions(withdrawn="2024-06-01")},
    ),
    Case(
        "REC011",
        "named by the document itself, and told once",
        (Expected("documents/SOP-001.md:10:1", "withdrawn;", "Compare the editions"),),
        work={**approved(references="[DWG-7-B]"), **editions(withdrawn="")},
    ),
    Case(
        "REC012",
        "the revision in force, one called in, one lost",
        history=(
            Commit(approved()),
            Commit(
                {
                    **SECOND,
                    **copies(
                        "SOP-001,2,1,Press shop,Press 4,2024-03-02,,",
                        "SOP-001,1,2,Press shop,Press 4,2024-02-02,2024-03-02,returned",
                        "SOP-001,1,3,Stores,,2024-02-02,,lost",
                    ),
                }
            ),
        ),
    ),
    Case(
        "REC012",
        "a new revision that is not yet in force",
        history=(Commit(approved()), Commit({**TO_COME, **copies(OLD_COPY)})),
    ),
    Case(
        "REC012",
        "an old sheet on the machine",
        (
            Expected(
                f"{COPIES}:2:2",
                "copy 2 of SOP-001 revision 1 (Press shop, Press 4) was not returned: "
                "revision 2 has been in force since 2024-03-01",
                "Collect or destroy it, and enter the date in 'returned'.",
            ),
        ),
        history=(Commit(approved()), Commit({**SECOND, **copies(OLD_COPY)})),
        example=True,
    ),
    Case(
        "REC012",
        "a sheet of a document out of use",
        (
            Expected(
                f"{COPIES}:2:2",
                "copy 2 of SOP-001 revision 1 (Press shop, Press 4) was not returned: "
                "SOP-001 is obsolete",
                "Collect or destroy it, and enter the date in 'returned'.",
            ),
        ),
        history=(Commit(approved()), Commit({**RETIRED, **copies(OLD_COPY)})),
    ),
    Case(
        "REC013",
        "calibrated until this very day",
        work={**approved(), **equipment("2022-01-01,failed,", "2023-06-01,passed,")},
    ),
    Case(
        "REC013",
        "quarantined after a failure",
        work={**approved(), **equipment("2023-01-01,failed,", status="quarantined")},
    ),
    Case(
        "REC013",
        "not yet used",
        work={**approved(), **equipment(since="2024-06-01")},
    ),
    Case(
        "REC013",
        "in use after a failure",
        (Expected(f"{EQUIPMENT}:2:3", "failed on 2024-05-01", "quarantined", document=""),),
        work={**approved(), **equipment("2024-01-01,passed,", "2024-05-01,failed,")},
    ),
    Case(
        "REC013",
        "lapsed yesterday",
        (Expected(f"{EQUIPMENT}:2:4", "was due on 2024-05-31", "Have it", document=""),),
        work={**approved(), **equipment("2023-05-31,passed,")},
    ),
    Case(
        "REC013",
        "lapsed by the certificate's own date",
        (Expected(f"{EQUIPMENT}:2:4", "was due on 2024-05-01", "Have it", document=""),),
        work={**approved(), **equipment("2024-04-01,passed,2024-05-01", interval="")},
    ),
    Case(
        "REC013",
        "never calibrated",
        (Expected(f"{EQUIPMENT}:2:4", "was never done", "Have it", document=""),),
        work={**approved(), **equipment(since="")},
    ),
    Case(
        "REC014",
        "done, dropped, or due today",
        work={
            **approved(),
            ACTIONS: (
                "id,what,owner,due,done,dropped\n"
                "A-1,Label the gauges,quinn,2024-06-01,,\n"
                "A-2,Label the gauges,quinn,2024-05-01,2024-05-09,\n"
                "A-3,Label the gauges,quinn,2024-05-01,,2024-05-02\n"
            ),
        },
    ),
    Case(
        "REC014",
        "evaluated a year ago to the day, or repealed",
        work={
            **approved(),
            **table(
                "legal-requirement",
                "id,title,owner,status,checked,check-every\n"
                "L-1,Permit,quinn,in-force,2023-06-01,12 months\n"
                "L-2,Old permit,quinn,repealed,2003-06-01,12 months\n",
            ),
        },
    ),
    duty(
        "an action of yesterday",
        "action",
        "id,what,owner,due\nA-1,Label the gauges,quinn,2024-05-31\n",
        "A-1 Label the gauges: the action was due on 2024-05-31",
        4,
    ),
    duty(
        "compliance never evaluated",
        "legal-requirement",
        "id,title,owner,status,check-every\nL-1,Permit,quinn,in-force,12 months\n",
        "the evaluation of compliance was never done",
        5,
    ),
    duty(
        "a day that was named, though the interval would allow more",
        "supplier",
        "id,name,supplies,status,evaluated,evaluate-every,due\n"
        "S-1,Alloys,Steel,approved,2024-01-05,3 years,2024-05-01\n",
        "S-1 Alloys: the evaluation was due on 2024-05-01",
        7,
    ),
    duty(
        "an edition not asked after for a year",
        "external-document",
        "id,title,edition,status,checked,check-every\nD-1,Bracket,B,current,2023-05-30,1 year\n",
        "was due on 2024-05-30",
        6,
    ),
    duty(
        "an objective whose day has passed",
        "objective",
        "id,title,measure,target,owner,due,status\nO-1,Scrap,ppm,100,quinn,2024-05-31,open\n",
        "the judgement of what was reached was due on 2024-05-31",
        6,
    ),
    Case(
        "REC014",
        "an answer due by the default of isodocs.yaml",
        (
            Expected(
                "records/complaint.csv:2:2",
                "the answer was due on 2024-05-31 (by 'default-days: complaint' of isodocs.yaml)",
                "Do it",
                "warning",
                "",
            ),
        ),
        work={**approved(), **table("complaint", COMPLAINT)},
        config=f"{CONFIG}default-days: {{complaint: 30 days}}\n",
    ),
    Case(
        "REC023",
        "a day, an interval, or done with",
        work={
            **approved(),
            **table(
                "complaint", f"{COMPLAINT[:-2]}2024-06-20,\nC-2,2024-05-01,M,Late,ann,,2024-05-02\n"
            ),
            **table("supplier", f"{SUPPLIER}high,2024-01-08,12 months\nS-2,Mill,Oil,former,,,\n"),
        },
    ),
    Case(
        "REC023",
        "a complaint without a day, and a law nobody evaluates",
        (
            Expected(
                "records/complaint.csv:2:6",
                "C-1 (Late) has no day for the answer",
                "'due'",
                "warning",
                "",
            ),
            Expected(
                "records/legal-requirement.csv:2",
                "L-1 (Noise) has no day for the evaluation of compliance",
                "legal-requirement: ...",
                "warning",
                "",
            ),
        ),
        work={
            **approved(),
            **table("complaint", COMPLAINT),
            **table("legal-requirement", "id,title,owner,status\nL-1,Noise,ann,in-force\n"),
        },
    ),
    Case(
        "REC023",
        "evaluated not long ago, once for the table",
        (
            Expected(
                "records/supplier.csv:2:7",
                "S-1 (Mill) has no day for the evaluation, nor does 1 other row",
                "'evaluate-every'",
                "note",
                "",
            ),
        ),
        work={
            **approved(),
            **table("supplier", f"{SUPPLIER}high,2024-01-08,\nS-2,Mill,Oil,approved,low,,\n"),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
