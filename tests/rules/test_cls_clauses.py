"""CLS001 to CLS003: claims on clauses that do not exist, or without text."""

from __future__ import annotations

import pytest

from isodocs.standards.load import load
from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected

SOP = path("SOP-001")
ISO = load("iso-9001-2015")
EVERY = "clauses: [" + ", ".join(f'"{clause.number}"' for clause in ISO.auditable) + "]"
NO_STANDARD = CONFIG.replace("standards: [iso-9001-2015]\n", "")


def draft(clauses: str = "", body: str = "# Purchasing\n\nBuy.\n") -> dict[str, str]:
    text = document(status="draft", body=body)
    return {SOP: text.replace("change:", f"{clauses}\nchange:") if clauses else text}


LONG = f"# All\n\n{'We plan, do and check what our customers need of us. ' * 60}\n"


def claiming(line: str, **options: str) -> dict[str, str | bytes]:
    """An approved document with such a line of front matter, on line 10."""
    key, _, value = line.partition(": ")
    return approved(**{key: value, "body": LONG, **options})


def unknown(what: str, text: str, says: str, column: int) -> Case:
    expected = Expected(f"{SOP}:8:{column}", says, "`isodocs standards iso-9001-2015` lists")
    return Case("CLS001", what, (expected,), work=draft(text))


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
        "a word for several standards: the number says not of which it is",
        (
            Expected(
                f"{SOP}:8:18",
                "'both' does not say of which standard 8.4.1 and 8.4.2 are, so no claim counts",
                "If you mean ISO 9001:2015, write '{iso-9001-2015: [\"8.4.1\"]}'",
                "warning",
            ),
        ),
        work=draft('clauses: {both: ["8.4.1", "8.4.2"]}'),
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
        also={"DOC021"},
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
        also={"DOC021"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
