"""CLS004, CLS005: clauses without a document in force."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected
from tests.rules.test_cls_clauses import EVERY, ISO, claiming

ALL_BUT_ONE = EVERY.replace('"7.1.6", ', "")


def _rows(cell: str) -> str:
    """A table that leads from 7.1.6 to a cell, on line 15."""
    return f"# Knowing\n\n| Clause | Document |\n|---|---|\n| 7.1.6 | {cell} |\n"


CASES = (
    Case("CLS004", "every clause", work=claiming(EVERY)),
    Case(
        "CLS004",
        "one clause that nobody names",
        (
            Expected(
                "isodocs.yaml:2:1",
                "7.1.6 Organizational knowledge: no document names this clause",
                "Name it in the document that covers it, or write one. Details: ",
                "warning",
                "",
            ),
        ),
        work=claiming(ALL_BUT_ONE),
    ),
    Case(
        "CLS004",
        "a clause that a text only mentions",
        (
            Expected(
                "isodocs.yaml:2:1",
                "7.1.6 Organizational knowledge: SOP-002 mentions it (line 13), but does not claim",
                "If it covers the clause, claim it: `isodocs adopt --claims SOP-002`.",
                "warning",
                "",
            ),
        ),
        work={
            **claiming(ALL_BUT_ONE),
            **approved("SOP-002", body="# Knowing\n\nBasis: ISO 9001:2015 section 7.1.6\n"),
        },
    ),
    Case(
        "CLS004",
        "a clause that a sentence mentions in passing",
        (
            Expected(
                "isodocs.yaml:2:1",
                "SOP-002 mentions it (line 13), but does not claim it; so does 1 more document",
                "If it covers the clause, name it in its front matter.",
                "warning",
                "",
            ),
        ),
        work={
            **claiming(ALL_BUT_ONE),
            **approved("SOP-002", body="# Knowing\n\nWe know, as ISO 9001 7.1.6 asks.\n"),
            **approved("SOP-003", body="# More\n\nWe learn, as ISO 9001 7.1.6 asks.\n"),
        },
    ),
    Case(
        "CLS004",
        "a clause for which a table leads to what is not here",
        (
            Expected(
                "isodocs.yaml:2:1",
                "SOP-002 leads to 'the intranet' for it (line 15), which is not here",
                "Correct the row. Details:",
                "warning",
                "",
            ),
        ),
        also=frozenset({"CLS008"}),
        work={**claiming(ALL_BUT_ONE), **approved("SOP-002", body=_rows("the intranet"))},
    ),
    Case(
        "CLS004",
        "a clause that a table leaves out without a justification",
        (
            Expected(
                "isodocs.yaml:2:1",
                "SOP-002 says that it is not applicable (line 15), without a justification",
                "Declare it under 'not-applicable:' in isodocs.yaml, with the reason. Details:",
                "warning",
                "",
            ),
        ),
        work={**claiming(ALL_BUT_ONE), **approved("SOP-002", body=_rows("*- not applicable -*"))},
    ),
    Case(
        "CLS004",
        "the next edition, whose clauses rest on those of the one before",
        (
            Expected(
                "isodocs.yaml:2:1",
                "no document claims a clause of ISO 9001:2026: 43 of the 65 that apply rest",
                "`isodocs standards transition iso-9001-2015 iso-9001-2026` says which go into",
                "warning",
                "",
            ),
        ),
        work=claiming(EVERY.replace("[", "{iso-9001-2015: [") + "}"),
        config=CONFIG.replace("iso-9001-2015", "iso-9001-2015, iso-9001-2026"),
    ),
    Case(
        "CLS004",
        "no clause named anywhere, told once",
        (
            Expected(
                "isodocs.yaml:2:1",
                f"no document claims a clause of ISO 9001:2015: none of the {len(ISO.auditable)}",
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
        "a draft that is still to be written",
        (
            Expected(
                path("SOP-002"),
                "7.1.6 Organizational knowledge relies only on this document: still a draft, with "
                "2 places to fill in",
                "isodocs coverage --explain 7.1.6",
                "warning",
                "SOP-002",
            ),
        ),
        work={
            **claiming(ALL_BUT_ONE),
            path("SOP-002"): document(
                "SOP-002",
                status="draft",
                clauses='["7.1.6"]',
                body="# Know-how\n\n[insert what only we know], [insert who knows it]\n",
            ),
        },
        also={"DOC021"},
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
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
