"""REC015: what a row of trainings, calibrations or confirmations says stays as it was written."""

from __future__ import annotations

import pytest

from tests.helpers.company import approved
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

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


def fails(what: str, says: str, *tables: str | None, path: str = TABLE, **more: object) -> Case:
    expected = Expected(path, says, "`git show ", document="")
    return Case("REC015", what, (expected,), history=story(*tables, path=path), **more)  # type: ignore[arg-type]


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
        "the training record ann MEAS 2023-03-01 was changed ('result' from "
        "'effective' to 'not-effective') by Ann Author on 2024-02-20",
        HEAD + DONE + QUINN,
        HEAD + DONE.replace("effective", "not-effective") + QUINN,
    ),
    fails("the file is removed", "was removed", BOTH, None),
    fails(
        "rows are removed and others added",
        "the training record ann MEAS 2023-03-01 was removed by Ann Author on 2024-02-20",
        BOTH,
        HEAD + "dora,MEAS,2024-01-05,yes,,,,\n",
    ),
    fails(
        "a value of two lines is changed",
        "the training record ann MEAS 2023-03-01 was changed ('note' from "
        "'Two\\nlines, and a \"quote\"' to 'Three\\nlines, and a \"quote\"') by Ann "
        "Author on",
        HEAD + NOTE + QUINN,
        HEAD + NOTE.replace("Two", "Three") + QUINN,
    ),
    fails(
        "an item of a YAML list is removed", "was removed", YAML + YAML_QUINN, YAML_QUINN, path=LIST
    ),
    fails(
        "a failed calibration passes afterwards",
        "the calibration G-1 2024-01-10 was changed ('result' from 'failed' to "
        "'passed') by Ann Author on 2024-02-20",
        "equipment,calibrated,result\nG-1,2024-01-10,failed\n",
        "equipment,calibrated,result\nG-1,2024-01-10,passed\n",
        path="records/calibration.csv",
        also=frozenset({"REC006"}),
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


QUOTED = '"date";"person";"competence";"passed"\r\n"2023-03-01";"ann";"MEAS";"yes"\r\n'
CHANGED = HEAD + ANN.replace("MEAS,2023-03-01,yes", "MEAS,2023-03-01,no") + QUINN
SAVED = (
    BOTH.replace(",", ";"),
    BOTH.replace("\n", "\r\n"),
    "\ufeffsep=;\r\n" + BOTH.replace(",", ";").replace("\n", "\r\n"),
    "date,competence,person,passed\n2023-04-01,MEAS,quinn,yes\n2023-03-01,MEAS,ann,yes\n",
    '"person","competence","date","passed"\n"ann","MEAS","2023-03-01","yes"\n'
    '"quinn","MEAS","2023-04-01","yes"\n',
)
BEN, CORA = "Ben Innocent <ben@example.com>", "Cora Changer <cora@example.com>"


def steps(*files: dict[str, str | None]) -> list[Commit]:
    """Ann begins, Ben saves, Cora changes, Dan puts back; each a month later."""
    who = ("Ann Author <ann@example.com>", BEN, CORA, "Dan <dan@example.com>")
    return [
        Commit({**(START if not n else {}), **file}, who[n], f"2024-0{n + 1}-20T12:00:00+00:00")
        for n, file in enumerate(files)
    ]


@pytest.mark.parametrize("saved", SAVED)
def test_only_who_changed_a_row_is_named(saved: str, repo: RepositoryBuilder) -> None:
    history = steps({TABLE: BOTH}, {TABLE: saved}, {TABLE: CHANGED})
    said = "'passed' from 'yes' to 'no') by Cora Changer"
    Case("REC015", "x", (Expected(TABLE, said, "`git show ", document=""),), history=history).prove(
        repo
    )


OTHER = "records/training-2023.csv"
MOVED = HEAD + ANN.replace("yes", "no")


@pytest.mark.parametrize(
    "between",
    [
        {TABLE: None, OTHER: BOTH},
        {TABLE: HEAD + QUINN, OTHER: HEAD + ANN},
        {TABLE: None, LIST: YAML + YAML_QUINN.replace("03-01", "04-01")},
        {TABLE: "<<<<<<< HEAD\n" + BOTH},
        {TABLE: BOTH.replace("2023-03-01", "01.03.2023").replace("2023-04-01", "1.4.2023")},
    ],
)
def test_who_moved_rows_or_left_a_table_unreadable_is_not_named(
    between: dict[str, str | None], repo: RepositoryBuilder
) -> None:
    gone = {path: None for path in between if path != TABLE}
    history = steps({TABLE: BOTH}, between, {**gone, TABLE: CHANGED})
    place = LIST if LIST in between else OTHER if OTHER in between else TABLE
    Case(
        "REC015",
        "x",
        (Expected(place, "to 'no') by Cora Changer", "`git show ", document=""),),
        history=history,
    ).prove(repo)


def test_whoever_puts_a_row_back_is_not_named(repo: RepositoryBuilder) -> None:
    worse = CHANGED.replace("2023-03-01,no", "2023-03-02,no")
    history = steps({TABLE: BOTH}, {TABLE: CHANGED}, {TABLE: worse}, {TABLE: BOTH})
    Case("REC015", "put back", history=history).prove(repo)


def test_what_was_filled_in_and_then_changed_names_the_second_alone(
    repo: RepositoryBuilder,
) -> None:
    wrong = HEAD + DONE.replace("effective", "not-effective") + QUINN
    history = steps({TABLE: BOTH}, {TABLE: HEAD + DONE + QUINN}, {TABLE: wrong})
    said = Expected(TABLE, "to 'not-effective') by Cora Changer", "`git show ", document="")
    Case("REC015", "x", (said,), history=history).prove(repo)


def test_a_row_that_a_merge_drops_is_found_and_one_it_keeps_is_nobodys(
    repo: RepositoryBuilder,
) -> None:
    Case("REC015", "x", history=steps({TABLE: BOTH})).build(repo)
    repo.branch("side")
    dora = "dora,MEAS,2023-06-01,yes,,,,\n"
    repo.commit("Side", {TABLE: BOTH + dora}, author=BEN)
    repo.checkout("main")
    repo.commit("Main", {TABLE: BOTH + ANN.replace("03-01", "05-01")}, author=CORA)
    whole = BOTH + dora + ANN.replace("03-01", "05-01")
    repo.merge("side", files={TABLE: whole})
    assert [g.code for g in run(repo).gaps if g.code == "REC015"] == []
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.merge("side", files={TABLE: BOTH + ANN.replace("03-01", "05-01")})
    (gap,) = (g for g in run(repo).gaps if g.code == "REC015")
    assert "was removed in a merge after it was written by Ben" in gap.finding.message
