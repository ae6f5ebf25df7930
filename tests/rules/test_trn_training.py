"""TRN: whether people are competent for what they do, and know what is in force."""

from __future__ import annotations

import pytest

from tests.helpers import signed_company
from tests.helpers.company import approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

PEOPLE = (
    "id,name,roles,joined\n"
    "ann,Ann Author,operator,2020-01-01\n"
    "ben,Ben Operator,operator,2024-05-10\n"
)
HEADER = "person,competence,date,passed,expires,recognised,evaluated,evaluated-by,result\n"
GOOD = "ann,MEAS,2023-03-01,,,,,,\nben,MEAS,2024-05-11,,,,,,\n"
WHERE = "records/competence.yaml:1"


def records(rows: str = GOOD, more: str = "") -> dict[str, str | bytes]:
    requirement = f"- {{id: MEAS, title: Measuring, kind: process, roles: [operator]{more}}}\n"
    return {
        **approved(),
        "records/people.csv": PEOPLE,
        "records/competence.yaml": requirement,
        "records/training.csv": HEADER + rows,
    }


def gap(says: str, hint: str, level: str = "error", place: str = WHERE) -> Expected:
    return Expected(place, says, hint, level, document="")


ANN = "ann,MEAS,2023-03-01,{0}\n"
BEN = "ben,MEAS,2024-05-11,,,,,,\n"
READ = records(more=", documents: [SOP-001]")
CONFIRMED = "person,document,revision,date\nann,SOP-001,1,2024-02-05\nben,SOP-001,1,2024-05-20\n"

RECORDED_CASES = (
    Case("TRN001", "everybody is trained", work=records()),
    Case(
        "TRN001",
        "nobody is trained, one of them for years",
        (
            gap(
                "MEAS Measuring: no valid training for Ann Author (due since "
                "2020-01-01), Ben Operator (due since 2024-05-10)",
                "isodocs new training",
            ),
        ),
        work=records(""),
    ),
    Case(
        "TRN001",
        "a training that has lapsed",
        (gap("Ann Author (lapsed on 2024-05-31)", "isodocs competence --gaps"),),
        work=records(ANN.format(",2024-05-31,,,,") + BEN),
    ),
    Case("TRN001", "a new starter who still has time", work=records(GOOD, ", within: 30 days")),
    Case("TRN002", "a training that was passed", work=records(ANN.format("yes,,,,,") + BEN)),
    Case(
        "TRN002",
        "a training that was failed",
        (
            gap(
                "MEAS Measuring: the training was not effective for Ann Author",
                "Train them again, in another way, and record it: `isodocs new training`.",
            ),
        ),
        work=records(ANN.format("no,,,,,") + BEN),
    ),
    Case(
        "TRN003",
        "evaluated, or still in time",
        work=records(ANN.format(",,,2023-05-01,quinn,effective") + BEN, ", evaluation: yes"),
    ),
    Case(
        "TRN003",
        "attendance alone",
        (
            gap(
                "MEAS Measuring: the effectiveness of the training was not evaluated "
                "for Ann Author (2023-06-01)",
                "'evaluated-by'",
                "warning",
            ),
        ),
        work=records(GOOD, ", evaluation: yes"),
    ),
    Case(
        "TRN004",
        "a recognised course",
        work=records(
            "ann,MEAS,2023-03-01,,,CQI,,,\nben,MEAS,2024-05-11,,,CQI,,,\n", ", recognised: yes"
        ),
    ),
    Case(
        "TRN004",
        "a course that nobody recognises",
        (
            gap(
                "MEAS Measuring: no recognition is shown for the course of Ben Operator",
                "Enter who recognises it in 'recognised', or use a recognised provider",
                "warning",
            ),
        ),
        work=records("ann,MEAS,2023-03-01,,,CQI,,,\n" + BEN, ", recognised: yes"),
    ),
    Case("TRN005", "nothing lapses soon", work=records(ANN.format(",2024-09-01,,,,") + BEN)),
    Case(
        "TRN005",
        "a licence that lapses in three weeks",
        (gap("is due for Ann Author (2024-06-22)", "Book the training", "note"),),
        work=records(ANN.format(",2024-06-22,,,,") + BEN),
    ),
    Case(
        "TRN005",
        "taken again in time, and the evaluation is still to come",
        work=records(
            ANN.format(",2024-06-22,,2023-05-01,quinn,effective")
            + "ann,MEAS,2024-05-20,yes,2025-06-22,,,,\n"
            + "ben,MEAS,2024-05-11,,,,2024-05-20,quinn,effective\n",
            ", evaluation: yes, evaluate-within: 3 months",
        ),
    ),
    Case(
        "TRN005",
        "taken again, and not evaluated in time",
        (gap("is due for Ann Author (2024-06-22)", "Book the training", "note"),),
        work=records(
            ANN.format(",2024-06-22,,2023-05-01,quinn,effective")
            + "ann,MEAS,2024-01-20,yes,2025-06-22,,,,\n"
            + "ben,MEAS,2024-05-11,,,,2024-05-20,quinn,effective\n",
            ", evaluation: yes, evaluate-within: 3 months",
        ),
    ),
    Case(
        "TRN006",
        "evaluated by the manager",
        work=records(ANN.format(",,,2023-05-01,quinn,effective") + BEN),
    ),
    Case(
        "TRN006",
        "evaluated by oneself",
        (
            gap(
                "ann evaluated their own training for MEAS",
                "Ask the manager or a competent colleague to evaluate it.",
                "warning",
                "records/training.csv:2:8",
            ),
        ),
        work=records(ANN.format(",,,2023-05-01,ann,effective") + BEN),
    ),
    Case(
        "TRN007",
        "all have confirmed",
        work={**READ, "records/confirmation.csv": CONFIRMED},
    ),
    Case(
        "TRN007",
        "one has not confirmed the revision in force",
        (
            Expected(
                f"{path()}:5:1",
                "revision 1 is in force, but not yet confirmed as read and understood "
                "by Ann Author",
                "isodocs confirm SOP-001",
                "warning",
            ),
        ),
        work=READ,
        example=True,
    ),
)


SIGNED: dict[str, str | bytes] = {**signed_company.base(), **signed_company.approved()}
STATEMENT = signed_company.confirmed("SOP-001", 1, document())
(RECORD, _) = STATEMENT
SIGNED_CASES = (
    Case(
        "TRN007",
        "a row in the name of somebody who signs",
        (
            Expected(
                f"{path()}:5:1",
                "revision 1 is in force, but not yet confirmed as read and understood "
                "by Ann Author (the row of 2024-02-05 is only a claim: they have a key "
                "and must",
                "isodocs confirm SOP-001",
                "warning",
            ),
        ),
        work={**READ, "records/confirmation.csv": CONFIRMED, **SIGNED},
    ),
    Case(
        "TRN007",
        "a row that was written before they had a key",
        work={**READ, "records/confirmation.csv": CONFIRMED},
        history=(Commit(SIGNED, date="2024-03-01T10:00:00+00:00"),),
    ),
    Case("TRN008", "a signed confirmation", history=(Commit(SIGNED), Commit(STATEMENT))),
    Case(
        "TRN008",
        "one whose signature is gone",
        (Expected(RECORD, "its signature", "isodocs confirm SOP-001"),),
        history=(Commit(SIGNED), Commit({RECORD: STATEMENT[RECORD]})),
        example=True,
    ),
    Case(
        "TRN008",
        "one that was edited",
        (Expected(f"{RECORD}:1", "cannot be read", "confirm again"),),
        history=(Commit(SIGNED), Commit({**STATEMENT, RECORD: STATEMENT[RECORD] + b" "})),
    ),
    Case("TRN009", "confirmations as they came", history=(Commit(SIGNED), Commit(STATEMENT))),
    Case(
        "TRN009",
        "a confirmation removed in the year it was given",
        tuple(
            Expected(
                name,
                f"the {part} of a confirmation was removed",
                "git checkout",
                document="SOP-001",
            )
            for name, part in zip(STATEMENT, ("record", "signature"), strict=True)
        ),
        history=(Commit(SIGNED), Commit(STATEMENT), Commit(dict.fromkeys(STATEMENT))),
        example=True,
    ),
    Case(
        "TRN009",
        "a confirmation removed once it need not be kept any more",
        history=(Commit(SIGNED), Commit(STATEMENT), Commit(dict.fromkeys(STATEMENT))),
        on="2029-02-01",
        also={"DOC023"},
    ),
    Case(
        "TRN009",
        "a confirmation of what never was here may go",
        history=(
            Commit(SIGNED),
            Commit(signed_company.confirmed("SOP-009", 1, document("SOP-009"))),
            Commit(dict.fromkeys(signed_company.confirmed("SOP-009", 1, document("SOP-009")))),
        ),
    ),
)


CASES = (*RECORDED_CASES, *SIGNED_CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
