"""APR, continued: approvals that were given and do not count, and why."""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import Decision, Meaning
from tests.helpers.repository import RepositoryBuilder
from tests.rules.approvals import (
    BAD_PROJECT,
    DRAFT,
    ELSEWHERE,
    FINAL,
    FLOW,
    GOOD,
    PICTURE,
    POL,
    POLICY,
    QUINN,
    SIGNED,
    SOP,
    record,
    refused,
    unsigned,
    where,
)
from tests.rules.case import Case, Commit, Expected

_WITHDRAWN_BY_DORA = record(person="dora", decision=Decision.WITHDRAW, meaning=Meaning.WITHDRAWAL)

CASES = (
    Case("APR002", "these bytes", work=GOOD),
    refused(
        "APR002",
        "one byte more",
        record(FINAL + "!"),
        "Quinn Quality (quality-manager, 2024-01-20) approved a different version of this file",
        "Restore the approved content, or have the current content approved:",
        example=True,
    ),
    Case(
        "APR002",
        "changed after the first of two approvals",
        (
            Expected(
                where(record(POLICY, "POL-001")),
                "approved a different version of this file",
                "Restore the approved content, or have the current content approved:",
                document="POL-001",
            ),
        ),
        history=[Commit({POL: POLICY, **record(POLICY, "POL-001")})],
        work={POL: POLICY + "\nA typo mended.\n"},
        also={"APR001"},
    ),
    Case(
        "APR002",
        "approved again after the change",
        history=[Commit({POL: POLICY, **record(POLICY, "POL-001")})],
        work={POL: POLICY + "!", **record(POLICY + "!", "POL-001")},
        also={"APR001"},
    ),
    Case("APR003", "the right role", work=GOOD),
    refused(
        "APR003",
        "a role that approves nothing here",
        record(role="author", person="ann"),
        "this role cannot approve procedures; quality-manager is required",
        "A holder of the required role: run `isodocs approve SOP-001`.",
    ),
    refused(
        "APR003",
        "a role that the person does not hold",
        record(person="dora"),
        "did not hold the role 'quality-manager'",
        "isodocs approve SOP-001",
        example=True,
    ),
    Case("APR004", "written by Ann, approved by Quinn", history=[Commit(GOOD)]),
    Case(
        "APR004",
        "written and approved by Quinn",
        (
            Expected(
                where(record()),
                "Quinn Quality (quality-manager, 2024-01-20) wrote this revision",
                "Another holder of the role: run `isodocs approve SOP-001`. If a forge",
            ),
        ),
        history=[Commit(GOOD, author=QUINN)],
        also={"APR001"},
        example=True,
    ),
    Case("APR005", "this repository's own register", work=GOOD),
    refused(
        "APR005",
        "another repository",
        BAD_PROJECT,
        "given in another repository",
        "Approve again in this repository",
        example=True,
    ),
    refused(
        "APR005",
        "a register unknown here",
        ELSEWHERE,
        "names version 1 of the authority register, which this",
        "isodocs approve",
    ),
    Case("APR006", "approved after it was there", history=[Commit({SOP: FINAL}), Commit(record())]),
    Case(
        "APR006",
        "approved before it was there",
        (Expected(where(record()), "approved before this final form existed", "Approve again"),),
        history=[Commit({SOP: DRAFT, **record()}), Commit({SOP: FINAL})],
        also={"APR001"},
        example=True,
    ),
    Case(
        "APR007",
        "the image was listed",
        work={SOP: PICTURE, FLOW: "<svg/>", **record(PICTURE, shown={FLOW: b"<svg/>"})},
    ),
    Case(
        "APR007",
        "the image was not listed",
        (
            Expected(
                where(record(PICTURE)),
                f"approved without {FLOW}, which the document shows",
                "isodocs revise SOP-001",
            ),
        ),
        work={SOP: PICTURE, FLOW: "<svg/>", **record(PICTURE)},
        also={"APR001"},
    ),
    Case(
        "APR007",
        "the image was replaced",
        (
            Expected(
                where(record(PICTURE, shown={FLOW: b"<svg/>"})),
                f"approved a different version of {FLOW} from the one the document shows now",
                "Restore the approved image or include, or make the change in the next",
            ),
        ),
        work={SOP: PICTURE, FLOW: "<svg>other</svg>", **record(PICTURE, shown={FLOW: b"<svg/>"})},
        also={"APR001"},
        example=True,
    ),
    Case("APR013", "a record that names no key needs no signature", work=GOOD),
    refused(
        "APR013",
        "a record that names a key, without its signature",
        unsigned(),
        "AAA, is missing",
        "isodocs approve SOP-001",
        example=True,
    ),
    Case("APR014", "recorded, where that is enough", work=GOOD),
    Case(
        "APR014",
        "recorded, where a signature is asked for",
        (
            Expected(
                where(record(by=SIGNED, project=SIGNED.sha256)),
                "is only recorded; a procedure needs an approval that is signed",
                "isodocs approve",
            ),
        ),
        work={
            SOP: FINAL,
            authority_register.path_of(1): authority_register.write(SIGNED),
            **record(by=SIGNED, project=SIGNED.sha256),
        },
        also={"APR001"},
        example=True,
    ),
    Case(
        "APR015",
        "a rejection that counts",
        work={SOP: FINAL, **record(decision=Decision.REJECT, reason="Too long.")},
        also={"APR001", "APR012"},
    ),
    Case(
        "APR015",
        "a rejection of an earlier text, by somebody without the role",
        work={**GOOD, **record(FINAL + "!", person="dora", decision=Decision.REJECT)},
    ),
    Case(
        "APR015",
        "a withdrawal by somebody without the role",
        (
            Expected(
                where(_WITHDRAWN_BY_DORA),
                (
                    "this decision (withdraw) does not count: Dora Director "
                    "(quality-manager, 2024-01-20) did not hold the role 'quality-manager' "
                    "(authority register,"
                ),
                "Ask the person named",
                "warning",
            ),
        ),
        work={**GOOD, **_WITHDRAWN_BY_DORA},
        example=True,
    ),
    Case(
        "APR015",
        "a forged approval that nobody needs",
        (
            Expected(
                where(unsigned()),
                (
                    "this decision (approve) does not count: Quinn Quality "
                    "(quality-manager, 2024-01-20): its signature, by the key"
                ),
                "Ask the person named",
                "warning",
            ),
        ),
        work={**GOOD, **unsigned()},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
