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
                f"{SOP}:6:1", "says draft, but revision 1 is approved", "`isodocs revise SOP-001`"
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: document(status="draft")},
    ),
    Case(
        "DOC020",
        "an older revision on a line of its own",
        (Expected(f"{SOP}:6:1", "holds revision 1, but revision 2 is approved", "`git checkout "),),
        history=[*BOTH, Commit({SOP: None})],
        work={SOP: document()},
    ),
    Case(
        "DOC021",
        "a draft may still be filled in",
        work={SOP: document(status="draft", body="# A\n\nTBD\n")},
    ),
    Case("DOC021", "finished text", work=GOOD),
    Case(
        "DOC021",
        "text that was never filled in",
        (
            Expected(
                f"{SOP}:13:14", "still to be filled in: TBD", "`isodocs revise SOP-001` first"
            ),
            Expected(f"{SOP}:15:1", "empty section 'Storing'", "Write what is missing"),
        ),
        work=approved(body="# Purchasing\n\nThe limit is TBD.\n\n## Storing\n"),
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
                "SOP-001 rev 1 (Purchasing) is gone: removed by Ann Author on 2024-01-20",
                "~1 -- documents/SOP-001.md`), then `isodocs retire SOP-001`",
            ),
        ),
        history=[Commit({**GOOD, **approved("SOP-002")}), Commit({SOP: None})],
    ),
    Case(
        "DOC022",
        "deleted in the work tree",
        (Expected(SOP, "removed in a change that is not yet committed", "`git checkout HEAD -- "),),
        history=[Commit({**GOOD, **approved("SOP-002")})],
        work={SOP: None},
    ),
    Case(
        "DOC022",
        "its file given another number",
        (Expected(SOP, "was given the identifier SOP-009", "isodocs retire SOP-001"),),
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
                "was due on 2026-01-20, 1 day ago",
                "`isodocs review SOP-001` if nothing",
            ),
        ),
        work=GOOD,
        on="2026-01-21",
    ),
    Case(
        "DOC023",
        "an interval of its own",
        (
            Expected(
                f"{SOP}:10:1", "was due on 2024-04-20, 42 days ago", "`isodocs revise SOP-001`"
            ),
        ),
        work=approved(review_every="3 months"),
    ),
    Case("DOC024", "far away", work=GOOD),
    Case(
        "DOC024",
        "within the days that isodocs.yaml names",
        (
            Expected(
                f"{SOP}:1", "the review is due on 2026-01-20", "`isodocs review SOP-001`", "note"
            ),
        ),
        work=GOOD,
        on="2025-10-22",
        config=CONFIG + "review-due-within: 90 days\n",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
