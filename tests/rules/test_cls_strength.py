"""CLS012 and CLS013: whether claims, and words that there is nothing, can be believed."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected

NINE = '{iso-9001-2015: ["4.1", "4.2", "4.3", "5.3", "6.1", "6.3", "7.3", "7.4", "10.3"]}'
LONG = f"# All\n\n{'We plan, do and check what customers need of us. ' * 9}\n"
SECTIONS = "# All\n\n" + "".join(
    f'## Part {{clause="{number}"}}\n\nWe do it.\n\n'
    for number in ("4.1", "4.2", "4.3", "5.3", "6.1", "6.3", "7.3", "7.4", "10.3")
)
NUMBERS = (
    "4.1 4.2 4.3 4.4.1 5.1.1 5.1.2 5.3 6.1.1 6.1.2 6.3 7.3 7.4 9.1.1 9.1.2 9.1.3 10.1 10.3".split()
)
THE_SAME = "# All\n\n" + "".join(
    f'## Part {number} {{clause="{number}"}}\n\nWe do what it asks for.\n\n' for number in NUMBERS
)
EACH_OTHERWISE = "# All\n\n" + "".join(
    f'## Part {number} {{clause="{number}"}}\n\nSee SOP-{at:03}.\n\n'
    for at, number in enumerate(NUMBERS, 2)
)
KEPT = (
    "id,what,where,clauses,owner,looked-at,looked-at-by,seen\n"
    "EVI-1,{},quality-manager,2024-01-09,quinn,{}\n"
)
EQUIPMENT = "id,description,status\nCAL-001,Calliper,retired\n"


def told(claimed: str) -> tuple[Expected]:
    return (Expected(f"{path()}:10:27", claimed, "Name each clause", level="warning"),)


CASES = (
    Case(
        "CLS012",
        "nine clauses on one sentence",
        told("claims 10 clauses as a whole, with 6 words of text"),
        work=approved(clauses=NINE, body="# All\n\nWe do what it asks for.\n"),
    ),
    Case(
        "CLS012",
        "chapters are the clauses that they reach",
        told("claims 10 clauses as a whole, with 6 words of text"),
        work=approved(
            clauses='{iso-9001-2015: ["4", "5", "6", "7", "8"]}',
            body="# All\n\nWe do what it asks for.\n",
        ),
    ),
    Case(
        "CLS012",
        "two editions are asked once",
        work=approved(
            clauses='{iso-9001-2015: ["4.1", "4.2", "4.3", "7.3"], '
            'iso-9001-2026: ["4.1", "4.2", "4.3", "7.3", "7.4"]}',
            body="# All\n\nWe do what it asks for.\n",
        ),
        config=CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-9001-2026]"),
    ),
    Case("CLS012", "nine clauses on a page", work=approved(clauses=NINE, body=LONG)),
    Case("CLS012", "a section for each", work=approved(clauses=NINE, body=SECTIONS)),
    Case(
        "CLS012",
        "the same sentence below each heading",
        (
            Expected(
                path(),
                "claims 17 clauses on sections that say the same, with 6 words",
                "Write in",
                level="warning",
            ),
        ),
        work=approved(body=THE_SAME),
    ),
    Case("CLS012", "another sentence below each", work=approved(body=EACH_OTHERWISE)),
    Case(
        "CLS012",
        "one row for everything",
        (
            Expected(
                "records/evidence.csv:2:4",
                "EVI-1: names 47 clauses in 4 words",
                "Enter a row",
                "warning",
                "",
            ),
        ),
        work={
            **approved(),
            "records/evidence.csv": KEPT.format("All,Server,4; 7; 8; 10", "All fine"),
        },
    ),
    Case(
        "CLS012",
        "a row for a few clauses",
        work={
            **approved(),
            "records/evidence.csv": KEPT.format("Jobs,Server,8.1; 8.5.1; 8.6", "Ten"),
        },
    ),
    Case("CLS012", "an outline of few clauses", work=approved(clauses='["4.1", "4.2"]')),
    Case(
        "CLS012",
        "one that is obsolete",
        work={path(): document(status="obsolete", clauses=NINE, body="# All\n\nNothing.\n")},
        also={"APR001"},
    ),
    Case(
        "CLS013",
        "measured all the same",
        (Expected("isodocs.yaml:9:1", "records has 1 of it", "Remove it", "warning", ""),),
        config=CONFIG + "none-of: {equipment: Nothing is measured.}\n",
        work={**approved(), "records/equipment.csv": EQUIPMENT},
    ),
    Case(
        "CLS013",
        "no reason",
        (Expected("isodocs.yaml:9:1", "'equipment', and not why", "the reason", "warning", ""),),
        config=CONFIG + "none-of: {equipment: x}\n",
        work=approved(),
    ),
    Case(
        "CLS013",
        "no such kind",
        (Expected("isodocs.yaml:9:1", "not a kind of record", "'equipment'", "warning", ""),),
        config=CONFIG + "none-of: {equipmnt: Nothing is measured.}\n",
        work=approved(),
    ),
    Case(
        "CLS013",
        "nothing is measured",
        config=CONFIG + "none-of: {equipment: Nothing is measured.}\n",
        work=approved(),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
