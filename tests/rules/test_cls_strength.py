"""CLS012 and CLS013: whether claims, and words that there is nothing, can be believed."""

from __future__ import annotations

import pytest

from isodocs.standards.load import load
from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected

NINE = '{iso-9001-2015: ["4.1", "4.2", "4.3", "5.3", "6.1", "6.3", "7.3", "7.4", "10.3"]}'
LONG = f"# All\n\n{'We plan, do and check what customers need of us. ' * 9}\n"
WHO = "Finance Sales Stores Works Buying Design Service Owners Clerks".split()


def nine_times(*said: str) -> str:
    """A section for each of nine clauses, and what each says."""
    numbers = ("4.1", "4.2", "4.3", "5.3", "6.1", "6.3", "7.3", "7.4", "10.3")
    return "# All\n\n" + "".join(
        f'## Part {{clause="{number}"}}\n\n{text}\n\n'
        for number, text in zip(numbers, said, strict=True)
    )


SECTIONS = nine_times(*(f"{who} decide once a year, and write it down." for who in WHO))
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
ROLES = "purchasing sales quality production".split()
EIGHT = {f"SOP-{at:03}": number for at, number in enumerate(NUMBERS[:8], 1)}


def each_section(text: str) -> str:
    """A section for each clause that says `text`, with what it has in braces filled in."""
    titles = {clause.number: clause.title for clause in load("iso-9001-2015").auditable}
    sections = []
    for at, number in enumerate(NUMBERS):
        title = titles.get(number, "Planning")
        said = text.format(title=title, number=number, role=ROLES[at % len(ROLES)])
        sections.append(f'## {title} {{clause="{number}"}}\n\n{said}\n\n')
    return "# All\n\n" + "".join(sections)


KEPT = (
    "id,what,where,clauses,owner,looked-at,looked-at-by,seen\n"
    "EVI-1,{},quality-manager,2024-01-09,quinn,{}\n"
)
EQUIPMENT = "id,description,status\nCAL-001,Calliper,retired\n"


def told(claimed: str) -> tuple[Expected]:
    return (Expected(f"{path()}:10:27", claimed, "Name each clause", level="warning"),)


def located(claimed: str) -> Expected:
    return Expected(path(), claimed, "Write in", level="warning")


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
            body=f"# All\n\n{'We plan, do and check what customers need of us. ' * 3}\n",
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
    Case(
        "CLS012",
        "few words for each of several clauses",
        told("claims 6 clauses as a whole, with 6 words of text"),
        work=approved(
            clauses='{iso-9001-2015: ["4.1", "4.2", "4.3", "5.3", "6.3", "7.3"]}',
            body="# All\n\nWe do what it asks for.\n",
        ),
    ),
    Case(
        "CLS012",
        "the same three words in nine sections",
        (located("claims 9 clauses on sections that say the same, with 3 words"),),
        work=approved(body=nine_times(*["We do it."] * 9)),
    ),
    *(
        Case(
            "CLS012",
            name,
            (located(f"claims 17 clauses on sections that say the same, with {words} words"),),
            work=approved(body=each_section(text)),
        )
        for name, text, words in (
            ("its heading below each", "{title}.", 0),
            ("its heading in a sentence", "How we do {title}, and who does.", 11),
            ("its number in a sentence", "We do what {number} asks for.", 5),
            ("another role in each", "{role} sees to it.", 19),
        )
    ),
    Case(
        "CLS012",
        "the same sentence in a document for each clause",
        tuple(
            Expected(
                f"{path(id)}:10:11",
                "claims 8 clauses together with other documents that say the same, with 6 words",
                "Write in",
                level="warning",
                document=id,
            )
            for id in EIGHT
        ),
        work={
            name: text
            for id, number in EIGHT.items()
            for name, text in approved(
                id, clauses=f'["{number}"]', body=f"# Part {id}\n\nWe do what it asks for.\n"
            ).items()
        },
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
