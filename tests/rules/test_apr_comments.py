"""APR: comments without an answer on what awaits approval, and comments that say nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from isodocs.model.comment import CommentAct, Passage, Remark
from isodocs.statements import comment_files
from tests.helpers.company import approved, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

WAITING = document()
SOP = path()
NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)
ASKED = Remark(
    CommentAct.COMMENT,
    "SOP-001",
    "Which ones?",
    "quinn",
    "Quinn Quality",
    NOON,
    rev="1",
    sha256=hashlib.sha256(WAITING.encode()).hexdigest(),
    passage=Passage("approved suppliers", "Purchasing"),
)
PLACE, FILE = comment_files.file_of(ASKED)
ANSWERED = Remark(
    CommentAct.ANSWER,
    "SOP-001",
    "Those of the list.",
    "ann",
    "Ann Author",
    NOON,
    comment=hashlib.sha256(FILE).hexdigest(),
    turn=1,
)
LOST = comment_files.file_of(ANSWERED._replace(comment="0" * 64))
HOMELESS = comment_files.file_of(ASKED._replace(doc="SOP-009", sha256="0" * 64))
DRAFT: dict[str, Content] = {SOP: document(status="draft")}
ANEW = document("SOP-002", status="draft", title="Buying", body="# Buying\n\nBuy well.\n")
OWN = comment_files.file_of(ASKED._replace(person="ann", name="Ann Author"))
AWAITS: dict[str, Content] = {SOP: WAITING}
ALSO, EMPTY = frozenset({"APR001"}), frozenset({"CFG008"})


def warning(code: str, place: str, says: str, hint: str, document: str = "") -> Expected:
    return Expected(place, says, hint, "warning", document)


CASES = (
    Case(
        "APR020",
        "a question that no one answered",
        (
            warning(
                "APR020",
                f"{SOP}:6:1",
                "1 comment has no answer; the first is by Quinn Quality, on “approved suppliers”",
                "isodocs comment SOP-001 TEXT --answer",
                "SOP-001",
            ),
        ),
        work={**AWAITS, PLACE: FILE},
        also=ALSO,
        example=True,
    ),
    Case(
        "APR020",
        "a question with an answer",
        work={**AWAITS, **dict([(PLACE, FILE), comment_files.file_of(ANSWERED)])},
        also=ALSO,
    ),
    Case("APR020", "a question about a draft", work={**DRAFT, PLACE: FILE}),
    Case(
        "APR020",
        "a question about the revision before, which is in force",
        history=[Commit({**approved(), PLACE: FILE}), Commit({SOP: document(revision=2)})],
        also=ALSO,
    ),
    Case(
        "APR020",
        "a question about a revision that was never approved, of which the number went on",
        (
            warning(
                "APR020",
                f"{SOP}:6:1",
                "1 comment has no answer; the first is by Quinn Quality, on “approved suppliers”",
                "isodocs comment SOP-001 TEXT --answer",
                "SOP-001",
            ),
        ),
        work={SOP: document(revision=2), PLACE: FILE},
        also=ALSO,
    ),
    Case(
        "APR023",
        "a question about a draft that is gone",
        (
            warning(
                "APR023",
                PLACE,
                "SOP-001 is gone and was never approved, and 1 comment on it has no answer; the "
                "first is by Quinn Quality",
                "isodocs comment SOP-001 TEXT --answer",
                "SOP-001",
            ),
        ),
        history=(Commit({**DRAFT, PLACE: FILE}), Commit({SOP: None})),
        also=EMPTY,
        example=True,
    ),
    Case(
        "APR023",
        "a question about a draft that was written again under other names",
        (warning("APR023", PLACE, "SOP-001 is gone", "--answer", "SOP-001"),),
        history=(Commit({**DRAFT, PLACE: FILE}), Commit({SOP: None, path("SOP-002"): ANEW})),
    ),
    Case(
        "APR023",
        "a question about a draft that has another number, which goes along",
        history=(
            Commit({**DRAFT, PLACE: FILE}),
            Commit({SOP: None, path("SOP-002"): document("SOP-002", status="draft")}),
        ),
    ),
    Case(
        "APR023",
        "a question about a draft that is gone, with an answer",
        history=(
            Commit({**DRAFT, **dict([(PLACE, FILE), comment_files.file_of(ANSWERED)])}),
            Commit({SOP: None}),
        ),
        also=EMPTY,
    ),
    Case(
        "APR023",
        "what the author noted about a draft that is gone",
        history=(Commit({**DRAFT, **dict([OWN])}), Commit({SOP: None})),
        also=EMPTY,
    ),
    Case("APR023", "a question about a draft that is there", work={**DRAFT, PLACE: FILE}),
    Case("APR021", "comments that are as they were written", work={**DRAFT, PLACE: FILE}),
    Case(
        "APR021",
        "an answer to a comment that is not here",
        (warning("APR021", LOST[0], "it follows one that is not here", "Restore"),),
        work={**DRAFT, LOST[0]: LOST[1]},
    ),
    Case(
        "APR021",
        "a comment on a document that is not here",
        (warning("APR021", HOMELESS[0], "about a document that is not here", "Add the document"),),
        work={**DRAFT, HOMELESS[0]: HOMELESS[1]},
    ),
    Case(
        "APR021",
        "a comment that was edited",
        (warning("APR021", PLACE, "a comment was changed by Ann Author", "git checkout"),),
        history=(
            Commit({**DRAFT, PLACE: FILE}),
            Commit({PLACE: FILE.replace(b"Which", b"What")}, date="2024-01-21T12:00:00+00:00"),
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
