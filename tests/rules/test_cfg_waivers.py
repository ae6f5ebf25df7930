"""CFG, continued: whether waivers can be relied on, and last no longer than they may."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.inventory import baseline_files
from isodocs.model.waiver import RECORDED, RecordedGap
from tests.helpers.company import approved, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

SOP = path("SOP-001")
GOOD = approved()
WAIVER = ".isodocs/waivers/w.yaml"
FIELDS = {
    "rule": "DOC011",
    "document": "SOP-001",
    "reason": "The role is being filled.",
    "granted-by": "dora",
    "granted": "2024-05-01",
    "until": "2024-12-31",
}


def waiver(**changes: str) -> dict[str, Content]:
    """A waiver file; an empty value leaves the line out, a blank one leaves it empty."""
    fields = {**FIELDS, **{key.replace("_", "-"): value for key, value in changes.items()}}
    lines = (f"{key}: {value}".rstrip() for key, value in fields.items() if value)
    return {WAIVER: "\n".join(lines) + "\n"}


def invalid(
    what: str, line: int, says: str, hint: str = "", column: int = 1, **changes: str
) -> Case:
    expected = Expected(f"{WAIVER}:{line}:{column}", says, hint, document="")
    return Case("CFG005", what, (expected,), work={**GOOD, **waiver(**changes)})


def baseline(*codes: str) -> bytes:
    gaps = (RecordedGap(code, "error", "0123456789abcdef") for code in codes)
    return baseline_files.recorded(date(2024, 5, 1), gaps, ["SOP-001"])


FIRST_DAY = {RECORDED: baseline("DOC011")}
CASES = (
    Case("CFG005", "a whole waiver", work={**GOOD, **waiver()}),
    Case(
        "CFG005",
        "a waiver for a path and a rule by its name",
        work={**GOOD, **waiver(document=SOP, rule="owner-unknown")},
    ),
    invalid("no end", 1, "a waiver must say 'until'", "last day on which it holds", until=""),
    invalid("an empty reason", 3, "a waiver must say 'reason'", reason=" "),
    invalid(
        "an end before its beginning",
        6,
        "ends before it was granted",
        "last day",
        8,
        until="2024-04-30",
    ),
    invalid("a date in words", 6, "not a calendar date", "2026-12-01", 8, until="next year"),
    invalid(
        "a rule that does not exist",
        1,
        "'rule' names an unknown rule 'DOC999'.",
        "Correct it",
        rule="DOC999",
    ),
    invalid(
        "a document that does not exist",
        2,
        "'document' names an unknown document or file 'SOP-100'. Did you mean 'SOP-001'?",
        document="SOP-100",
    ),
    invalid(
        "granted by nobody known",
        4,
        "'granted-by' names an unknown person 'bob'.",
        granted_by="bob",
    ),
    invalid("an unknown key", 7, "'colour'", colour="red"),
    Case("CFG006", "its last day", work={**GOOD, **waiver()}, on="2024-12-31"),
    Case(
        "CFG006",
        "the day after",
        (
            Expected(
                f"{WAIVER}:6:1",
                "the waiver for DOC011 on SOP-001 ended on 2024-12-31",
                "Close the gap and end the waiver: `isodocs waive DOC011 SOP-001 --end`. Or renew",
            ),
        ),
        work={**GOOD, **waiver()},
        on="2025-01-01",
    ),
    Case("CFG017", "twelve months", work={**GOOD, **waiver(until="2025-05-01")}),
    Case(
        "CFG017",
        "a day more",
        (
            Expected(
                f"{WAIVER}:6:1",
                "is to hold until 2025-05-02, more than 12 months after 2024-05-01",
                "Set 'until' to 2025-05-01 at the latest",
                "warning",
            ),
        ),
        work={**GOOD, **waiver(until="2025-05-02")},
    ),
    Case(
        "CFG017",
        "one that is not valid has a gap of its own",
        work={**GOOD, **waiver(until="2099-12-31", granted="")},
        also={"CFG005"},
    ),
    Case(
        "CFG018", "a baseline as it was written", history=[Commit({**GOOD, **FIRST_DAY})], work=GOOD
    ),
    Case(
        "CFG018",
        "a line was added",
        (
            Expected(
                RECORDED,
                "the baseline was changed in a change that is not yet committed, so it records",
                "git checkout",
                document="",
            ),
        ),
        history=[Commit({**GOOD, **FIRST_DAY})],
        work={**GOOD, RECORDED: baseline("DOC011", "REF002")},
        example=True,
    ),
    Case(
        "CFG018",
        "it cannot be read",
        (
            Expected(
                f"{RECORDED}:1", "the baseline cannot be read: not readable", "Restore", document=""
            ),
        ),
        work={**GOOD, RECORDED: "nonsense"},
    ),
    Case(
        "CFG018",
        "approvals are in it",
        (
            Expected(
                RECORDED,
                "the baseline names APR001, which no baseline can record",
                "count as new",
                document="",
            ),
        ),
        work={**GOOD, RECORDED: baseline("APR001")},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
