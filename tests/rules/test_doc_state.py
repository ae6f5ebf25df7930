"""DOC, continued: whether what a document declares agrees with the facts."""

from __future__ import annotations

import pytest

from isodocs.model.approval import Meaning
from tests.helpers.company import CONFIG, approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

SOP = path("SOP-001")
GOOD = approved()
TWO = document(revision=2, body="# Purchasing\n\nBuy better.\n")
BOTH = (Commit(GOOD), Commit({SOP: TWO, **approval("SOP-001", 2, TWO)}))
REVIEW = approval("SOP-001", 1, document(), meaning=Meaning.PERIODIC_REVIEW, at="2025-12-01T10:00Z")
RETIRED = document(status="obsolete", change="No longer bought.")
TAKEN_OUT = {SOP: RETIRED, **approval("SOP-001", 1, RETIRED, at="2024-03-01T10:00:00+00:00")}

TABLE = "| A | B |\n|---|---|\n"


def draft(body: str) -> str:
    return document(status="draft", body=body)


CASES = (
    Case("DOC020", "the approved file", history=[Commit(GOOD)]),
    Case(
        "DOC020",
        "the next revision as a draft",
        history=[Commit(GOOD)],
        work={SOP: document(revision=2, status="draft")},
    ),
    Case(
        "DOC020",
        "called a draft again",
        (
            Expected(
                f"{SOP}:6:1",
                "the file is marked draft, but revision 1 is approved and in force",
                "`isodocs revise SOP-001`",
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: document(status="draft")},
        example=True,
    ),
    Case(
        "DOC020",
        "an older revision on a line of its own",
        (
            Expected(
                f"{SOP}:6:1",
                "the file contains revision 1, but revision 2 is approved and in force",
                "`git checkout ",
            ),
        ),
        history=[*BOTH, Commit({SOP: None})],
        work={SOP: document()},
    ),
    Case(
        "DOC026",
        "rows as wide as the header, narrower ones, and empty cells behind",
        work={
            SOP: draft(TABLE + "| 1 | 2 |\n| 1 |\n| 1 | 2 |  | |\n1 | 2 |\n| a \\| b | `c\\|d` |\n")
        },
    ),
    Case(
        "DOC026",
        "cells behind the last column",
        (
            Expected(
                f"{SOP}:12",
                "the table has 2 columns, so no reader sees 'lost'",
                "Add the",
                "warning",
            ),
            Expected(f"{SOP}:13", "so no reader sees 'b`' and 'c'", "write \\|", "warning"),
        ),
        work={SOP: draft(TABLE + "| 1 | 2 | lost |\n 1 | `a|b` | c\n")},
    ),
    Case(
        "DOC026",
        "in a list and in a quotation",
        (
            Expected(f"{SOP}:14", "so no reader sees 'lost'", "Add the", "warning"),
            Expected(f"{SOP}:18", "so no reader sees 'gone'", "Add the", "warning"),
        ),
        work={
            SOP: draft(
                "# T\n\n- | A |\n  |---|\n  | 1 | lost |\n\n> | A |\n> |---|\n> | 1 | gone |\n"
            )
        },
    ),
    Case(
        "DOC026",
        "what is no table",
        work={SOP: draft("# T\n\n```\n" + TABLE + "| 1 | 2 | 3 |\n```\n\na | b | c\n")},
    ),
    Case(
        "DOC026",
        "in a text that is approved",
        (
            Expected(
                f"{SOP}:15", "so no reader sees 'x'", "`isodocs revise SOP-001` first", "warning"
            ),
        ),
        history=[Commit(approved(body=f"# T\n\n{TABLE}| 1 | 2 | x |\n"))],
    ),
    Case(
        "DOC021",
        "a draft may still be filled in, which is a note",
        (Expected(f"{SOP}:12:1", "still to be written: TBD", "Replace the placeholder", "note"),),
        work={SOP: document(status="draft", body="# A\n\nTBD\n")},
    ),
    Case("DOC021", "finished text", work=GOOD),
    Case(
        "DOC021",
        "text that was never filled in",
        (
            Expected(f"{SOP}:13:14", "placeholder text: TBD", "`isodocs revise SOP-001` first"),
            Expected(
                f"{SOP}:15:1",
                "empty section 'Storing'",
                "Replace the placeholder, or remove it. This text is approved:",
            ),
        ),
        work=approved(body="# Purchasing\n\nThe limit is TBD.\n\n## Storing\n"),
    ),
    Case(
        "DOC021",
        "the word for all in a Spanish text",
        work=approved(body="# Alcance\n\nEste procedimiento aplica a **TODO** el personal.\n"),
    ),
    Case(
        "DOC021",
        "the word for all in a heading of a text whose language is said",
        work=approved(body="# ALCANCE: TODO PERSONAL\n\nTexto.\n", language="es-MX"),
    ),
    Case(
        "DOC021",
        "the word for all where the organisation writes Portuguese",
        config=f"{CONFIG}language: pt-BR\n",
        work=approved(body="# Registro\n\nPreenchido TODO dia.\n"),
    ),
    Case(
        "DOC021",
        "something to do, in Spanish",
        (
            Expected(
                f"{SOP}:13:1",
                "placeholder text: TODO (also on line 15)",
                "`isodocs revise SOP-001` first",
            ),
        ),
        work=approved(body="# Alcance\n\nTODO: definir el alcance.\n\nEl límite es de TODO.\n"),
    ),
    Case(
        "DOC021",
        "something to do, in an English text and in one that says it is",
        (
            Expected(f"{SOP}:13:1", "placeholder text: TODO", "`isodocs revise SOP-001` first"),
            Expected("documents/SOP-002.md:14:1", "TODO", "revise", document="SOP-002"),
        ),
        work={
            **approved(body="# Scope\n\nTODO write the scope.\n"),
            **approved("SOP-002", body="# Alcance\n\nTODO el personal.\n", language="en"),
        },
    ),
    Case(
        "DOC021",
        "fields of a form",
        work=approved("FRM-001", body="# Report\n\n[insert date] <your name>\n"),
    ),
    Case(
        "DOC021",
        "what is to be filled in once, in a form",
        (
            Expected("documents/FRM-001.md:13:1", "[company name]", "revise", document="FRM-001"),
            Expected(
                "documents/FRM-001.md:13:16",
                "[insert company name]",
                "revise",
                document="FRM-001",
            ),
            Expected("documents/FRM-001.md:13:38", "TBD", "revise", document="FRM-001"),
        ),
        work=approved("FRM-001", body="# Report\n\n[company name] [insert company name] TBD\n"),
    ),
    Case(
        "DOC021",
        "a word that the organisation uses otherwise",
        (Expected(f"{SOP}:13:14", "TBC", "revise"),),
        config=f"{CONFIG}not-placeholders: [XXX]\n",
        work=approved(body="# Codes\n\nXXX is free, TBC.\n"),
    ),
    Case(
        "DOC022",
        "a document on another path",
        history=[Commit(GOOD), Commit({SOP: None, "documents/b.md": document()})],
    ),
    Case(
        "DOC022",
        "a draft given up",
        history=[Commit({SOP: document(status="draft")}), Commit({SOP: None})],
        work=approved("SOP-002"),
    ),
    Case(
        "DOC022",
        "an obsolete document",
        history=[Commit({**GOOD, **approved("SOP-002")}), Commit(TAKEN_OUT), Commit({SOP: None})],
    ),
    Case(
        "DOC022",
        "deleted and committed",
        (
            Expected(
                SOP,
                (
                    "SOP-001 rev 1 (Purchasing) is missing: it was removed by Ann Author on"
                    " 2024-01-20"
                ),
                "Restore it (`git checkout ",
            ),
        ),
        history=[Commit({**GOOD, **approved("SOP-002")}), Commit({SOP: None})],
        example=True,
    ),
    Case(
        "DOC022",
        "deleted in the work tree",
        (Expected(SOP, "removed in a change that is not yet committed", "`git checkout "),),
        history=[Commit({**GOOD, **approved("SOP-002")})],
        work={SOP: None},
    ),
    Case(
        "DOC022",
        "its file given another number",
        (
            Expected(
                SOP,
                (
                    "SOP-001 rev 1 (Purchasing) is missing: its identifier was changed to "
                    "SOP-009 in a change that is not yet committed"
                ),
                "isodocs retire SOP-001",
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: document("SOP-009", status="draft")},
    ),
    Case("DOC023", "the day itself", work=GOOD, on="2026-01-20", also={"DOC024"}),
    Case("DOC023", "reviewed without change", work={**GOOD, **REVIEW}, on="2026-06-01"),
    Case(
        "DOC023",
        "the day after",
        (
            Expected(
                f"{SOP}:1",
                "review overdue by 1 day (due on 2026-01-20)",
                "Run `isodocs review SOP-001` if it needs no change; otherwise, run",
            ),
        ),
        work=GOOD,
        on="2026-01-21",
        example=True,
    ),
    Case(
        "DOC023",
        "an interval of its own",
        (
            Expected(
                f"{SOP}:10:1",
                "review overdue by 42 days (due on 2024-04-20)",
                "`isodocs revise SOP-001`",
            ),
        ),
        work=approved(review_every="3 months"),
    ),
    Case("DOC024", "far away", work=GOOD),
    Case(
        "DOC024",
        "within the days that isodocs.yaml names",
        (Expected(f"{SOP}:1", "review due on 2026-01-20", "`isodocs review SOP-001`", "note"),),
        work=GOOD,
        on="2025-10-22",
        config=CONFIG + "review-due-within: 90 days\n",
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
