"""CLS: whether every clause of the standard rests on something, and every claim on a clause."""

from __future__ import annotations

import pytest

from isodocs.standards.load import load
from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected, run

SOP = path("SOP-001")
ISO = load("iso-9001-2015")
EVERY = "clauses: [" + ", ".join(f'"{clause.number}"' for clause in ISO.auditable) + "]"
ALL_BUT_ONE = EVERY.replace('"7.1.6", ', "")
NO_STANDARD = CONFIG.replace("standards: [iso-9001-2015]\n", "")


def draft(clauses: str = "", body: str = "# Purchasing\n\nBuy.\n") -> dict[str, str]:
    text = document(status="draft", body=body)
    return {SOP: text.replace("change:", f"{clauses}\nchange:") if clauses else text}


LONG = f"# All\n\n{'We plan, do and check what our customers need of us. ' * 60}\n"


def claiming(line: str, **options: str) -> dict[str, str | bytes]:
    """An approved document with such a line of front matter, on line 10."""
    key, _, value = line.partition(": ")
    return approved(**{key: value, "body": LONG, **options})


def left_out(
    clause: str, because: str = "Made to drawings of customers", document: str = "SOP-001"
) -> str:
    entry = f"{{justification: {because}, document: {document}}}"
    return f'{CONFIG}not-applicable:\n  iso-9001-2015:\n    "{clause}": {entry}\n'


def unknown(what: str, text: str, says: str, column: int) -> Case:
    expected = Expected(f"{SOP}:8:{column}", says, "`isodocs standards iso-9001-2015` lists")
    return Case("CLS001", what, (expected,), work=draft(text))


def unfounded(what: str, config: str, says: str, **work: str) -> Case:
    return Case(
        "CLS007",
        what,
        (
            Expected(
                "isodocs.yaml:11:5",
                says,
                "Remove it from 'not-applicable:', or write '\"8.3\": {justification:",
                document="",
            ),
        ),
        work=approved(),
        config=config,
    )


CASES = (
    Case(
        "CLS001",
        "clauses of the standard",
        work=draft('clauses: ["8.4.1"]', "# A {clause=8.4.2}\n\nBuy.\n"),
    ),
    unknown(
        "8.10 is not 8.1",
        "clauses: [8.10]",
        "8.10 is not in ISO 9001:2015: clause 8 runs from 8.1 to 8.7. Did you mean 8.1?",
        11,
    ),
    unknown(
        "past the last",
        'clauses: {iso-9001-2015: ["8.5.7"]}',
        "8.5.7 is not in ISO 9001:2015: clause 8.5 runs from 8.5.1 to 8.5.6. Did you mean",
        27,
    ),
    Case(
        "CLS001",
        "on a heading",
        (Expected(f"{SOP}:11:20", "8.41", "isodocs standards iso-9001-2015"),),
        work=draft(body='# Purchasing\n## Buying {clause="8.41"}\n\nBuy.\n'),
    ),
    Case(
        "CLS002", "the standard of isodocs.yaml", work=draft('clauses: {iso-9001-2015: ["8.4.1"]}')
    ),
    Case(
        "CLS002",
        "a standard without its edition, told once for a document",
        (
            Expected(
                f"{SOP}:8:22",
                "'iso-9001', which isodocs.yaml does not name. Did you mean 'iso-9001-2015'?",
                "Correct the name",
            ),
        ),
        work=draft('clauses: {iso-9001: ["8.4.1", "8.4.2"]}'),
    ),
    Case(
        "CLS002",
        "no standard at all, told once for the repository",
        (
            Expected(
                "isodocs.yaml",
                "2 documents claim clauses of iso-9001-2015, but no standard is configured",
                "standards: [iso-9001-2015]",
                document="",
            ),
        ),
        work={
            **draft('clauses: {iso-9001-2015: ["8.4.1"]}'),
            **approved("SOP-002", clauses='{iso-9001-2015: ["8.4.2"]}'),
        },
        config=NO_STANDARD,
    ),
    Case("CLS003", "text behind the claim", work=draft('clauses: ["8.4.1"]')),
    Case("CLS003", "text without any heading", work=draft('clauses: ["8.4.1"]', "Buy.\n")),
    Case(
        "CLS003", "text in a section below", work=draft(body="# A {clause=8.4.1}\n\n## B\n\nBuy.\n")
    ),
    Case(
        "CLS003",
        "a heading and nothing else",
        (
            Expected(
                f"{SOP}:14:19",
                "claims 8.4.1, but the section 'Buying' has no text",
                "Write the text, or remove the claim.",
                "warning",
            ),
        ),
        work=draft(body="# Purchasing\n\nBuy.\n\n## Buying {clause=8.4.1}\n"),
    ),
    Case(
        "CLS003",
        "a document of nothing but headings",
        (
            Expected(
                f"{SOP}:8:11",
                "claims 8.4.1, but the document has no text",
                "Write the text, or remove the claim.",
                "warning",
            ),
        ),
        work=draft('clauses: ["8.4.1"]', "# Purchasing\n"),
    ),
    Case("CLS004", "every clause", work=claiming(EVERY)),
    Case(
        "CLS004",
        "one clause that nobody names",
        (
            Expected(
                "isodocs.yaml:2:1",
                "7.1.6 Organizational knowledge: no document names this clause",
                "Name it in the document that covers it, or write one. The",
                "warning",
                "",
            ),
        ),
        work=claiming(ALL_BUT_ONE),
    ),
    Case(
        "CLS004",
        "no clause named anywhere, told once",
        (
            Expected(
                "isodocs.yaml:2:1",
                f"no document names a clause of ISO 9001:2015: none of the {len(ISO.auditable)}",
                "`isodocs coverage` lists",
                "warning",
                "",
            ),
        ),
        work=approved(),
    ),
    Case("CLS005", "a document in force", work=claiming(EVERY)),
    Case(
        "CLS005",
        "a document that awaits approval",
        (
            Expected(
                path("SOP-002"),
                "7.1.6 Organizational knowledge relies only on this document: still "
                "awaiting approval",
                "isodocs coverage --explain 7.1.6",
                "note",
                "SOP-002",
            ),
        ),
        work={**claiming(ALL_BUT_ONE), path("SOP-002"): document("SOP-002", clauses='["7.1.6"]')},
        also={"APR001"},
    ),
    Case(
        "CLS005",
        "a draft",
        (
            Expected(
                path("SOP-002"),
                "7.1.6 Organizational knowledge relies only on this document: still a draft",
                "isodocs coverage --explain 7.1.6",
                "note",
                "SOP-002",
            ),
        ),
        work={
            **claiming(ALL_BUT_ONE),
            path("SOP-002"): document("SOP-002", status="draft", clauses='["7.1.6"]'),
        },
    ),
    Case(
        "CLS006",
        "a claim on what applies",
        work=claiming('clauses: ["8.4.1"]'),
        config=left_out("8.3"),
    ),
    Case(
        "CLS006",
        "a claim on the clause above",
        work=claiming('clauses: ["8"]'),
        config=left_out("8.3"),
    ),
    Case(
        "CLS006",
        "a claim on what was left out",
        (
            Expected(
                f"{SOP}:10:11",
                "claims 8.3.4, which is declared not applicable",
                "Remove the claim, or remove the declaration from isodocs.yaml. This",
                "warning",
            ),
        ),
        work=claiming('clauses: ["8.3.4"]'),
        config=left_out("8.3"),
        example=True,
    ),
    Case("CLS007", "a justification in force", work=approved(), config=left_out("8.3")),
    unfounded(
        "a clause that applies to all", left_out("5.1"), "clause 5.1 applies to every organisation"
    ),
    unfounded("a clause that does not exist", left_out("8.9"), "8.9 is not in ISO 9001:2015"),
    unfounded("no reason", left_out("8.3", "''"), "clause 8.3 is left out without a justification"),
    unfounded(
        "no document",
        left_out("8.3", document="''"),
        "no controlled document holds the justification",
    ),
    unfounded(
        "a document that is not there",
        left_out("8.3", document="MAN-001"),
        "MAN-001, which justifies leaving out 8.3, does not exist",
    ),
    Case(
        "CLS007",
        "a document that is a draft",
        (
            Expected(
                "isodocs.yaml:11:5",
                "SOP-001, which justifies leaving out 8.3, is still a draft",
                "in force",
                document="",
            ),
        ),
        work=draft(),
        config=left_out("8.3"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_what_is_left_out_without_ground_is_told_once(repo: RepositoryBuilder) -> None:
    without = EVERY.replace('"5.1.1", "5.1.2", ', "")
    Case("", "", config=left_out("5.1"), work=claiming(without)).build(repo)
    result = run(repo)
    assert [gap.code for gap in result.gaps] == ["CLS007"]
    rows = {row.requirement.number: row for row in result.coverages["iso-9001-2015"].rows}
    assert "declared not applicable without sufficient ground" in rows["5.1.1"].reason
