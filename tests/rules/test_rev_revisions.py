"""REV: whether revisions follow one another, and stay what was approved."""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import Meaning
from tests.helpers.company import CONFIG, approval, approval_list, approved, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

SOP = path("SOP-001")
OTHER = "# Purchasing\n\nBuy from anybody.\n"
GOOD = approved()


def final(revision: int, body: str = "", **fields: str) -> dict[str, Content]:
    """A revision with a text of its own, and its approval."""
    text = document(revision=revision, body=body or f"# Purchasing\n\nWay {revision}.\n", **fields)
    return {SOP: text, **approval("SOP-001", revision, text)}


def draft(revision: int, body: str = OTHER) -> dict[str, Content]:
    return {SOP: document(revision=revision, status="draft", body=body)}


NO_AUTHORITY = {authority_register.path_of(1): None}

SEVENTH = document(revision=7, change="")
ADOPTED = {
    SOP: SEVENTH,
    **approval_list({"SOP-001": SEVENTH}, revision=7, meaning=Meaning.ADOPTION),
}

CASES = (
    Case("REV001", "a whole number", work=GOOD),
    Case(
        "REV001",
        "letters where they are the scheme",
        work=approved(revision="A"),
        config=CONFIG + "revision-scheme: letter\n",
    ),
    Case(
        "REV001",
        "a number with a letter",
        (Expected(f"{SOP}:5:1", "revision '4b' does not follow the scheme 'integer'", "1, 2, 3"),),
        work={SOP: document(revision="4b", status="draft")},
    ),
    Case(
        "REV001",
        "a number with more behind it",
        (Expected(f"{SOP}:5:1", "revision '3 (draft of May)' does not follow", "Write '3' alone"),),
        work={SOP: document(revision="3 (draft of May)", status="draft")},
    ),
    Case("REV002", "one after the other", history=[Commit(final(1)), Commit(final(2))]),
    Case(
        "REV002",
        "an older approved text put in the place of the newer",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 2 was replaced by the older revision 1 by Ann Author on 2024-01-20",
                "Restore revision 2 (`",
            ),
        ),
        history=[Commit(final(1)), Commit(final(2)), Commit({SOP: final(1)[SOP]})],
        example=True,
    ),
    Case(
        "REV002",
        "put right again",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 2 was replaced by the older revision 1 by Ann Author on 2024-01-20",
                "isodocs revise",
                "note",
            ),
        ),
        history=[Commit(final(1)), Commit(final(2)), Commit({SOP: final(1)[SOP]})],
        work={SOP: final(2)[SOP]},
    ),
    Case(
        "REV002",
        "a draft given up for the approved text",
        history=[Commit(GOOD), Commit(draft(2))],
        work={SOP: GOOD[SOP]},
    ),
    Case("REV002", "a draft renumbered", history=[Commit(GOOD), Commit(draft(3))], work=draft(2)),
    Case("REV003", "the next number", history=[Commit(GOOD)], work=draft(2)),
    Case(
        "REV003",
        "a number left out",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 1 was followed by 3 in a change that is not yet committed; 2 is missing",
                "Change the number to 2 while it is a draft. Once it is approved,",
                "warning",
            ),
        ),
        history=[Commit(GOOD)],
        work=draft(3),
        example=True,
    ),
    Case(
        "REV003",
        "a number left out long ago",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 1 was followed by 3 by Ann Author on 2024-01-20",
                "'change:'",
                "note",
            ),
        ),
        history=[Commit(final(1)), Commit(final(3))],
        work=final(4),
    ),
    Case("REV004", "a text for each number", history=[Commit(final(1)), Commit(final(2))]),
    Case(
        "REV004",
        "a number comes back with another text",
        (
            Expected(
                f"{SOP}:5:1",
                "the number 1 was used again for another text by Ann Author on 2024-01-20",
                "`isodocs revise SOP-001`",
            ),
        ),
        history=[Commit({SOP: document(status="draft")}), Commit(final(2)), Commit(draft(1))],
    ),
    Case(
        "REV004",
        "approved a second time with another text",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 1 was approved with two texts, on 2024-01-20 and on 2024-01-20",
                "as the next revision",
            ),
        ),
        history=[Commit(final(1)), Commit(final(1, OTHER))],
        example=True,
    ),
    Case("REV005", "left alone", history=[Commit(GOOD)]),
    Case("REV005", "changed as the next revision", history=[Commit(GOOD)], work=draft(2)),
    Case(
        "REV005",
        "a text changed under its number",
        (
            Expected(
                f"{SOP}:5:1",
                "approved on 2024-01-20, then its text was changed by Ann Author on 2024-03-01 (",
                "Restore the approved file (`",
            ),
        ),
        history=[Commit(GOOD), Commit({SOP: document(body=OTHER)}, date="2024-03-01T10:00Z")],
        example=True,
    ),
    Case(
        "REV005",
        "front matter changed under its number",
        (
            Expected(
                f"{SOP}:5:1",
                "then its front matter was changed in a change that is not yet",
                "isodocs revise",
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: document(title="Buying")},
    ),
    Case(
        "REV005",
        "called a draft and changed is told once",
        (Expected(f"{SOP}:5:1", "then its text was changed", "isodocs revise"),),
        history=[Commit(GOOD)],
        work=draft(1),
    ),
    Case(
        "REV005",
        "put back",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 1 was approved on 2024-01-20, then its text was changed by "
                "Ann Author on 2024-01-20",
                "The approved text has been restored. If you want the change, make it",
                "note",
            ),
        ),
        history=[Commit(GOOD), Commit({SOP: document(body=OTHER)}), Commit({SOP: GOOD[SOP]})],
    ),
    Case(
        "REV005",
        "healed by the next revision",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 1 was approved",
                "A later text has replaced it, so there is nothing to restore. Find",
                "note",
            ),
        ),
        history=[Commit(GOOD), Commit({SOP: document(body=OTHER)})],
        work=final(2),
    ),
    Case(
        "REV005",
        "an earlier form of the same number comes back",
        (Expected(f"{SOP}:5:1", "then its text was changed in a change that", "isodocs revise"),),
        history=[Commit({SOP: document(body=OTHER)}), Commit(GOOD)],
        work={SOP: document(body=OTHER)},
    ),
    Case(
        "REV006",
        "changed before it became effective",
        history=[Commit({SOP: document(), **NO_AUTHORITY}), Commit({SOP: document(body=OTHER)})],
        also={"CFG003"},
    ),
    Case(
        "REV006",
        "changed after it had become effective",
        (
            Expected(
                f"{SOP}:5:1",
                "the text of revision 1 changed by Ann Author on 2024-03-01",
                "`isodocs revise SOP-001`",
                "warning",
            ),
        ),
        history=[
            Commit({SOP: document(), **NO_AUTHORITY}),
            Commit({SOP: document(body=OTHER)}, date="2024-03-01T10:00Z"),
        ],
        also={"CFG003"},
        example=True,
    ),
    Case("REV007", "effective on the day of its approval", work=approved(effective="2024-01-20")),
    Case(
        "REV007",
        "effective before its approval",
        (
            Expected(
                f"{SOP}:8:1",
                "revision 1 is marked effective from 2024-01-19, but it was approved on 2024-01-20",
                "`isodocs revise SOP-001`",
            ),
        ),
        work=approved(effective="2024-01-19"),
        example=True,
    ),
    Case("REV008", "the first revision needs none", work=approved(change="")),
    Case("REV008", "a later one says it", history=[Commit(GOOD)], work=final(2)),
    Case(
        "REV008",
        "a later one does not",
        (
            Expected(
                f"{SOP}:5:1",
                "revision 2 does not describe its changes",
                "after 'change:'",
                "warning",
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: document(revision=2, change="")},
        also={"APR001"},
    ),
    Case("REV008", "one that was adopted changed nothing", work=ADOPTED),
    Case(
        "REV008",
        "adopted where one was approved before",
        (Expected(f"{SOP}:5:1", "revision 2 does not describe its changes", "change:", "warning"),),
        history=[Commit(GOOD)],
        work={
            SOP: (second := document(revision=2, change="")),
            **approval_list({"SOP-001": second}, revision=2, meaning=Meaning.ADOPTION),
        },
    ),
    Case(
        "REV008",
        "no document ever does, told once",
        (
            Expected(
                "",
                "no document describes the changes of its revision; 3 should, such as "
                "SOP-001 rev 2",
                "NAME}",
                "warning",
                "",
            ),
        ),
        work={path(f"SOP-00{n}"): document(f"SOP-00{n}", revision=2, change="") for n in "123"},
        also={"APR001"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_two_files_with_one_identifier_are_told_once(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **GOOD})
    repo.write("documents/copy.md", document(body=OTHER))
    codes = {gap.code for gap in run(repo).gaps}
    assert "DOC003" in codes
    assert not [code for code in codes if code.startswith(("REV", "APR"))]


def test_a_draft_on_another_branch_changes_nothing(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **final(1)})
    repo.branch("work").commit("Mine", draft(2, "# P\n\nMine.\n"), date="2024-03-01T10:00Z")
    repo.checkout("main").commit("Theirs", final(2), date="2024-02-01T10:00Z")
    repo.merge("work", files={**draft(3, "# P\n\nMine.\n")}, date="2024-03-02T10:00Z")
    assert not [gap for gap in run(repo).gaps if gap.code.startswith(("REV", "DOC"))]


def test_a_merge_that_drops_the_approved_text_is_seen(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **final(1)})
    mine = {SOP: document(revision=2, body="# P\n\nMine.\n")}
    repo.branch("work").commit("Mine", mine, date="2024-03-01T10:00Z")
    repo.checkout("main").commit("Theirs", final(2), date="2024-02-01T10:00Z")
    files = {**final(2), **mine}
    repo.checkout("work").merge("main", files=files, date="2024-03-02T10:00Z")
    (gap,) = (gap for gap in run(repo).gaps if gap.code == "REV005")
    assert "then its text was changed by Ann Author on 2024-03-01" in gap.finding.message
