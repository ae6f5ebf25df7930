"""REC015: what a row of trainings, calibrations or confirmations says stays as it was written."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

TABLE = "records/training.csv"
LIST = "records/training.yaml"
HEAD = "person,competence,date,passed,evaluated,evaluated-by,result,note\n"
ANN = "ann,MEAS,2023-03-01,yes,,,,\n"
QUINN = "quinn,MEAS,2023-04-01,yes,,,,\n"
OLD = "ann,MEAS,2013-03-01,yes,,,,\n"
DONE = "ann,MEAS,2023-03-01,yes,2023-06-01,quinn,effective,\n"
BOTH = HEAD + ANN + QUINN
START = {
    **approved(),
    "records/competence.csv": "id,title,kind,everybody\nMEAS,Measuring,process,no\n",
}
WHO = "by Ann Author on 2024-02-20"


def story(*tables: str | None, path: str = TABLE) -> list[Commit]:
    """The table, version after version, a month apart."""
    start = Commit({**START, path: tables[0]})
    return [
        start,
        *(
            Commit({path: text}, date=f"2024-{number:02}-20T12:00:00+00:00")
            for number, text in enumerate(tables[1:], start=2)
        ),
    ]


def passes(what: str, *tables: str | None, path: str = TABLE) -> Case:
    return Case("REC015", what, history=story(*tables, path=path))


def fails(
    what: str, says: str, *tables: str | None, path: str = TABLE, also: frozenset[str] = frozenset()
) -> Case:
    expected = Expected(path, says, "`git show ", document="")
    return Case("REC015", what, (expected,), history=story(*tables, path=path), also=also)


YAML = "- {person: ann, competence: MEAS, date: 2023-03-01, passed: 'yes'}\n"
YAML_QUINN = YAML.replace("ann", "quinn")
NOTE = 'ann,MEAS,2023-03-01,yes,,,,"Two\nlines, and a ""quote"""\n'
CASES = (
    passes("rows are added", HEAD + ANN, BOTH),
    passes("what was left empty is filled in", BOTH, HEAD + DONE + QUINN),
    passes("rows in another order", BOTH, HEAD + QUINN + ANN),
    passes(
        "a column more",
        BOTH,
        "person,competence,date,passed,provider\n"
        + "".join(
            f"{who},MEAS,2023-0{month}-01,yes,Us\n" for who, month in (("ann", 3), ("quinn", 4))
        ),
    ),
    passes("semicolons for commas", BOTH, BOTH.replace(",", ";")),
    passes("removed, and put back", BOTH, HEAD + QUINN, HEAD + QUINN + ANN),
    passes("removed after its time", HEAD + OLD + QUINN, HEAD + QUINN),
    passes("a value of two lines stays", HEAD + NOTE, HEAD + QUINN + NOTE),
    passes("a YAML list in another order", YAML + YAML_QUINN, YAML_QUINN + YAML, path=LIST),
    fails(
        "a row is removed",
        f"the training record ann MEAS 2023-03-01 was removed {WHO}",
        BOTH,
        HEAD + QUINN,
    ),
    fails(
        "a result is changed",
        "was changed: 'result' said 'effective' and says 'not-effective'",
        HEAD + DONE + QUINN,
        HEAD + DONE.replace("effective", "not-effective") + QUINN,
    ),
    fails("the file is removed", "was removed", BOTH, None),
    fails(
        "rows are removed and others added",
        "and so were 1 more row",
        BOTH,
        HEAD + "dora,MEAS,2024-01-05,yes,,,,\n",
    ),
    fails(
        "a value of two lines is changed",
        "'note' said",
        HEAD + NOTE + QUINN,
        HEAD + NOTE.replace("Two", "Three") + QUINN,
    ),
    fails(
        "an item of a YAML list is removed", "was removed", YAML + YAML_QUINN, YAML_QUINN, path=LIST
    ),
    fails(
        "a failed calibration passes afterwards",
        "the calibration G-1 2024-01-10 was changed: 'result' said 'failed' and says 'passed'",
        "equipment,calibrated,result\nG-1,2024-01-10,failed\n",
        "equipment,calibrated,result\nG-1,2024-01-10,passed\n",
        path="records/calibration.csv",
        also=frozenset({"REC006"}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
