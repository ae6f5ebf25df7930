"""REC, continued: records beside their registers, and what was measured beside its target."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected, run

PROCESSES = (
    "id,title,owner,inputs,outputs,measures,documents",
    "PRC-01,Machining,quinn,order,parts,yield,SOP-001",
    "PRC-02,Sales,quinn,enquiry,order,quotes in time,SOP-001",
)
COMPLAINT = "id,received,from,what,owner,process,closed"
MEASUREMENT = "figure,process,supplier,date,value,unit,target,follows"
EVIDENCE = "id,what,where,standard,clauses,looked-at,looked-at-by,seen"
ISSUE = "id,title,kind,climate-change,relevant,effect"


def tables(**rows: tuple[str, ...]) -> dict[str, Content]:
    """Tables by their kinds, beside the company's own files."""
    named = {kind.replace("_", "-"): "\n".join([*lines, ""]) for kind, lines in rows.items()}
    return {**approved(), **{f"records/{kind}.csv": text for kind, text in named.items()}}


def gap(place: str, says: str, hint: str) -> Expected:
    """A gap of a record."""
    return Expected(place, says, hint, "warning", "")


CASES = (
    Case(
        "REC030",
        "named by id and by title in any capitals",
        work=tables(
            process=PROCESSES,
            complaint=(
                COMPLAINT,
                "C-1,2024-05-06,Miller,Bent,quinn,machining,",
                "C-2,2024-05-07,Miller,Bent,quinn,PRC-02,",
            ),
        ),
    ),
    Case(
        "REC030",
        "no process register is kept",
        work=tables(complaint=(COMPLAINT, "C-1,2024-05-06,Miller,Bent,quinn,machning,")),
    ),
    Case(
        "REC030",
        "a closed record stays as it is",
        work=tables(
            process=PROCESSES,
            complaint=(COMPLAINT, "C-1,2024-05-06,Miller,Bent,quinn,milling,2024-05-07"),
        ),
    ),
    Case(
        "REC030",
        "misspelt in two rows",
        (
            gap(
                "records/complaint.csv:2:6",
                "'machning', which is not in the process register (and in 1 more record). "
                "Did you mean 'Machining'?",
                "isodocs new process",
            ),
        ),
        work=tables(
            process=PROCESSES,
            complaint=(
                COMPLAINT,
                "C-1,2024-05-06,Miller,Bent,quinn,machning,",
                "C-2,2024-05-07,Miller,Bent,quinn,machning,",
            ),
        ),
    ),
    Case(
        "REC031",
        "the answer is no",
        work=tables(
            issue=(ISSUE, "ISS-1,Climate change,external,yes,no,No bearing on turned parts")
        ),
    ),
    Case(
        "REC031",
        "nobody asked about climate change",
        (gap("records/issue.csv:2", "no issue is the question of climate", "climate-change: yes"),),
        work=tables(issue=(ISSUE, "ISS-1,Few skilled workers,external,,yes,Training takes longer")),
    ),
    Case(
        "REC033",
        "a single standard is the one that is meant",
        work=tables(evidence=(EVIDENCE, "EVI-1,Job cards,job system,,8.1,2024-05-06,quinn,May")),
    ),
    Case(
        "REC033",
        "a number that both standards have, and three that say which is meant",
        (
            gap(
                "records/evidence.csv:2:5",
                "EVI-1 (Job cards) does not say of which standard 8.1 is",
                "as in iso-9001-2015:8.1",
            ),
        ),
        work=tables(
            evidence=(
                EVIDENCE,
                "EVI-1,Job cards,job system,,8.1;8.6,2024-05-06,quinn,May",
                "EVI-2,Job cards,job system,iso-14001-2015,8.1,2024-05-06,quinn,May",
                "EVI-3,Job cards,job system,,iso-9001-2015:8.1,2024-05-06,quinn,May",
                "EVI-4,Job cards,job system,,8.6,2024-05-06,quinn,May",
            ),
        ),
        config=CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-14001-2015]"),
    ),
    Case(
        "REC032",
        "only the last value of each figure counts, and what follows is said",
        work=tables(
            measurement=(
                MEASUREMENT,
                "yield,,,2024-03-31,91.5,%,at least 95 %,",
                "yield,,,2024-04-30,95.5,%,at least 95 %,",
                "scrap,,,2024-04-30,3.1,%,at most 2 %,Guide bush changed; see A-1",
                "scrap cost,,,2024-04-30,900,GBP,as low as can be,",
            ),
        ),
    ),
    Case(
        "REC032",
        "a process misses its target",
        (
            gap(
                "records/measurement.csv:2:5",
                "PRC-01 yield was 91.5 % on 2024-04-30; the target is at least 95 %",
                "follows",
            ),
        ),
        work=tables(
            process=PROCESSES,
            measurement=(
                MEASUREMENT,
                "yield,PRC-01,,2024-04-30,91.5,%,at least 95 %,",
                "Yield,Machining,,2024-03-31,95.5,%,at least 95 %,",
            ),
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


ROWS = {
    "process": (
        "id,title,owner,status,inputs,outputs,measures,documents,note",
        ("PRC-1,Sales,quinn,,enquiry,order,quotes,SOP-001,", ""),
        ("PRC-2,Hire,,former,,,,,", ""),
        ("PRC-3,Machining,,,order,parts,yield,SOP-001,", "has no owner"),
        ("PRC-4,Cleaning,quinn,,parts,parts,yield,,", "names no document"),
        ("PRC-5,Packing,quinn,,parts,parcel,returns,,A short task", ""),
    ),
    "issue": (
        ISSUE,
        ("ISS-1,Climate change,external,yes,no,No bearing on turned parts", ""),
        ("ISS-2,New owner,internal,,no,", "is not taken up"),
        ("ISS-3,Few workers,external,,yes,", "bears on the system, and nothing says how"),
    ),
    "nonconforming-output": (
        "id,what,found,disposition,decided,decided-by,concession,checked-again,checked-again-by,"
        "closed,note",
        ("N-1,Burr,2024-05-06,scrap,2024-05-06,quinn,,,,2024-05-07,", ""),
        ("N-2,Burr,2024-05-06,rework,2024-05-06,quinn,,2024-05-07,olga,2024-05-08,", ""),
        ("N-3,Burr,2024-05-06,rework,2024-05-06,quinn,,,,2024-05-08,", "no one checked it again"),
        ("N-4,Bore,2024-05-06,use-as-is,2024-05-06,quinn,,,,,", "without a concession"),
        ("N-5,Bore,2024-05-06,use-as-is,2024-05-06,quinn,C-17,,,2024-05-08,", ""),
        ("N-6,Bore,2024-05-06,scrap,,,,,,,", "has a disposition without"),
        ("N-7,Bore,2024-03-04,,,,,,,,", "nothing was decided"),
        ("N-8,Bore,2024-05-20,,,,,,,,", ""),
    ),
    "incident": (
        "id,title,kind,occurred,severity,owner,assessment,response,cause,learnt,closed",
        ("I-1,Mail to wrong firm,information-security,2024-05-06,low,quinn,,,,,", ""),
        ("I-2,Trip,near-miss,2024-05-06,medium,quinn,,Swept,Oil,Mat laid,2024-05-08", ""),
        ("I-3,Trip,near-miss,2024-05-06,medium,quinn,,Swept,Oil,,2024-05-08", "nothing follows"),
        ("I-4,Trip,injury,2024-05-06,low,quinn,,Swept,,,2024-05-08", "why it happened"),
        ("I-5,Lost phone,information-security,2024-03-04,high,quinn,,,,,", "what was done"),
        ("I-6,Spill,environment,2024-05-06,low,,,,,,", "has no owner"),
    ),
    "exercise": (
        "id,title,kind,planned,held,result,findings,evidence",
        ("E-1,Fire,evacuation,2024-05-06,2024-05-06,met,Out in 3 minutes,", ""),
        ("E-2,Restore,restore-test,2024-05-06,2024-05-06,,Took 5 hours,", "whether it showed"),
        ("E-3,Recall,recall-test,2024-05-06,2024-05-06,missed,,SOP-001.md", "nothing follows"),
        ("E-4,Flood,desktop,2024-09-02,,,,", ""),
    ),
    "release": (
        "id,what,released,released-by,result,criteria,concession",
        ("R-1,Shaft 12,2024-05-06,quinn,conforming,drawing 12 C,", ""),
        ("R-2,Shaft 12,2024-05-06,quinn,concession,drawing 12 C,", "not named"),
        ("R-3,Shaft 12,2024-05-06,quinn,,,", "does not say what it was checked against"),
    ),
    "hazard": (
        "id,title,status,owner,assessed,level,controls,control-kind,limit",
        ("H-1,Swarf,controlled,quinn,2024-05-06,low,Guard,engineering,", ""),
        ("H-2,Noise,open,quinn,,,,,", "was never assessed"),
        ("H-3,Coolant,controlled,quinn,2024-05-06,low,,,", "nothing says by what"),
        ("H-4,Listeria,controlled,quinn,2024-05-06,low,Cooking,ccp,", "without a limit"),
    ),
    "aspect": (
        "id,title,effect,owner,significant,assessed,controls",
        ("A-1,Coolant,soil,quinn,yes,2024-05-06,Tray", ""),
        ("A-2,Noise,neighbours,quinn,no,2024-05-06,", ""),
        ("A-3,Power,climate,quinn,yes,2024-05-06,", "nothing keeps it in check"),
        ("A-4,Waste,land,quinn,,,", "was never assessed"),
    ),
    "asset": (
        "id,title,kind,status,owner,classification",
        ("T-1,Drawings,information,in-use,quinn,confidential", ""),
        ("T-2,Drawings,information,in-use,quinn,", "without a class"),
        ("T-3,Old server,hardware,retired,quinn,", "what became of it"),
    ),
    "business-impact": (
        "id,title,owner,assessed,tolerable,target",
        ("B-1,Dispatch,quinn,2024-05-06,3 days,1 day", ""),
        ("B-2,Wages,quinn,2024-05-06,,1 day", "was assessed without"),
    ),
    "training-plan": (
        "id,title,planned,persons,cancelled,note",
        ("P-1,First aid,2024-09-02,quinn,,", ""),
        ("P-2,First aid,2024-09-02,,,", "whom it is for"),
        ("P-3,First aid,2024-05-06,quinn,2024-05-02,", "nothing says why"),
    ),
}
"""Rows of the kinds, the header first, each with what is said of it."""


def test_every_kind_says_what_its_records_lack_and_nothing_of_sound_ones(
    repo: RepositoryBuilder,
) -> None:
    kinds = {
        kind.replace("-", "_"): (header, *(row for row, _ in rows))
        for kind, (header, *rows) in ROWS.items()
    }
    Case("REC018", "", work=tables(**kinds)).build(repo)
    found = [gap for gap in run(repo).gaps if gap.code == "REC018"]
    places = {
        f"{gap.finding.place.path}:{gap.finding.place.line}": gap.finding.message for gap in found
    }
    expected = {
        f"records/{kind}.csv:{line}": says
        for kind, (_, *rows) in ROWS.items()
        for line, (_, says) in enumerate(rows, start=2)
        if says
    }
    assert places.keys() == expected.keys()
    assert len(found) == len(places)
    for place, says in expected.items():
        assert says in places[place]
