"""APR: whether what is declared approved is approved, by the right people, for these bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isodocs.authority import authority_register, statement
from isodocs.model.approval import Decision, Meaning
from tests.helpers.company import (
    AUTHORITY,
    approval,
    approved,
    authority,
    document,
    path,
)
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

SOP, POL = path("SOP-001"), path("POL-001")
GOOD = approved()
FINAL = document()
POLICY = document("POL-001")
RECORDS = ".isodocs/approvals"
QUINN = "Quinn Quality <quinn@example.com>"
RETIRED = document(status="obsolete", change="No longer bought.")
PICTURE = document(body="# Purchasing\n\n![flow](flow.svg)\n")
FLOW = "documents/flow.svg"


def record(text: str = FINAL, id: str = "SOP-001", **options: object) -> dict[str, bytes]:
    return approval(id, 1, text, **options)  # type: ignore[arg-type]


def where(files: dict[str, bytes]) -> str:
    (name,) = files
    return name


def director(text: str = POLICY, **options: object) -> dict[str, bytes]:
    return record(text, "POL-001", role="director", person="dora", **options)


def refused(
    code: str, what: str, files: dict[str, bytes], says: str, hint: str, **more: object
) -> Case:
    """An approval of SOP-001 that does not count, beside the approval that is missing."""
    options: dict[str, object] = {"work": {SOP: FINAL, **files}, "also": {"APR001"}, **more}
    return Case(code, what, (Expected(where(files), says, hint),), **options)  # type: ignore[arg-type]


def unsigned() -> dict[str, bytes]:
    """An approval that names a key, as a signed one does."""
    ((_, data),) = record().items()
    content = replace(statement.parse(data), key=f"SHA256:{'A' * 43}")
    written = statement.write(content)
    return {statement.path_of(content, written): written}


STRICT = replace(AUTHORITY, rules=tuple(replace(r, assurance="signed") for r in AUTHORITY.rules))
SIGNED = authority_register.parse(authority_register.write(STRICT))
BAD_PROJECT = record(project="0" * 64)
NO_RULE = replace(AUTHORITY, rules=(replace(AUTHORITY.rules[0]),))
BOTH_ROLES = authority(director="quinn")
ELSEWHERE = record(by=BOTH_ROLES)
IN_TWO_ROLES: dict[str, Content] = {
    authority_register.path_of(1): authority_register.write(BOTH_ROLES),
    POL: POLICY,
    **record(POLICY, "POL-001", by=BOTH_ROLES, project=BOTH_ROLES.sha256),
    **record(
        POLICY, "POL-001", by=BOTH_ROLES, project=BOTH_ROLES.sha256, role="director", person="quinn"
    ),
}
DRAFT = document(status="draft")

CASES = (
    Case("APR001", "approved", work=GOOD),
    Case("APR001", "a draft needs none", work={SOP: DRAFT}),
    Case(
        "APR001",
        "a policy approved by both",
        work={POL: POLICY, **record(POLICY, "POL-001"), **director()},
    ),
    Case(
        "APR001",
        "nobody has approved",
        (
            Expected(
                f"{SOP}:6:1",
                "declared approved, but not yet approved by Quality Manager (Quinn Quality)",
                "`isodocs approve SOP-001`",
            ),
        ),
        work={SOP: FINAL},
    ),
    Case(
        "APR001",
        "one of two roles",
        (
            Expected(
                f"{POL}:6:1",
                "not yet approved by Director (Dora Director)",
                "isodocs approve",
                document="POL-001",
            ),
        ),
        work={POL: POLICY, **record(POLICY, "POL-001")},
    ),
    Case(
        "APR001",
        "one person in both roles where two are needed",
        (
            Expected(
                f"{POL}:6:1",
                "not yet approved by 1 more person, and nobody else may",
                "The owners of the authority register",
                document="POL-001",
            ),
        ),
        work=IN_TWO_ROLES,
    ),
    Case(
        "APR001",
        "an approval that does not count is mentioned",
        (
            Expected(
                f"{SOP}:6:1",
                "Quality Manager (Quinn Quality); one approval does not count (APR005)",
                "isodocs approve",
            ),
        ),
        work={SOP: FINAL, **BAD_PROJECT},
        also={"APR005"},
    ),
    Case(
        "APR001",
        "a type that nobody may approve",
        (Expected(f"{SOP}:6:1", "nobody may approve a procedure", "authority register"),),
        work={SOP: FINAL, authority_register.path_of(1): authority_register.write(NO_RULE)},
    ),
    Case(
        "APR001",
        "taken out of use without approval",
        (
            Expected(
                f"{SOP}:6:1",
                "declared obsolete, but taking it out of use is not yet approved by Quality",
                "isodocs approve SOP-001",
            ),
        ),
        history=[Commit(GOOD)],
        work={SOP: RETIRED},
    ),
    Case(
        "APR001",
        "taken out of use with approval",
        history=[Commit(GOOD)],
        work={SOP: RETIRED, **record(RETIRED, at="2024-03-01T10:00:00+00:00")},
    ),
    Case("APR002", "these bytes", work=GOOD),
    refused(
        "APR002",
        "one byte more",
        record(FINAL + "!"),
        "Quinn Quality (quality-manager, 2024-01-20) approved other bytes",
        "approve what stands there now: `isodocs approve SOP-001`",
    ),
    Case(
        "APR002",
        "changed after the first of two approvals",
        (
            Expected(
                where(record(POLICY, "POL-001")),
                "approved other bytes",
                "Put the approved content back",
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
        "this role does not approve a procedure; needed: quality-manager",
        "Somebody who holds the role",
    ),
    refused(
        "APR003",
        "a role that the person does not hold",
        record(person="dora"),
        "did not hold the role 'quality-manager'",
        "isodocs approve SOP-001",
    ),
    Case("APR004", "written by Ann, approved by Quinn", history=[Commit(GOOD)]),
    Case(
        "APR004",
        "written and approved by Quinn",
        (
            Expected(
                where(record()),
                "Quinn Quality (quality-manager, 2024-01-20) wrote this revision",
                "Somebody else who holds the role",
            ),
        ),
        history=[Commit(GOOD, author=QUINN)],
        also={"APR001"},
    ),
    Case("APR005", "this repository's own register", work=GOOD),
    refused(
        "APR005",
        "another repository",
        BAD_PROJECT,
        "approved in another repository",
        "Approve again in this repository",
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
                f"approved other bytes of {FLOW} than the document shows now",
                "Put the approved image",
            ),
        ),
        work={SOP: PICTURE, FLOW: "<svg>other</svg>", **record(PICTURE, shown={FLOW: b"<svg/>"})},
        also={"APR001"},
    ),
    Case("APR008", "a record as written", work=GOOD),
    Case(
        "APR008",
        "a record that is no record",
        (Expected(f"{RECORDS}/SOP-001/1/a.json:1", "not in canonical form", "Restore the file"),),
        work={**GOOD, f"{RECORDS}/SOP-001/1/a.json": "{}"},
    ),
    Case(
        "APR008",
        "a record moved to another document",
        (
            Expected(
                where(record()).replace("SOP-001", "SOP-002") + ":1",
                "moved or edited",
                "Restore the file",
                document="SOP-002",
            ),
        ),
        work={**GOOD, where(record()).replace("SOP-001", "SOP-002"): record()[where(record())]},
    ),
    Case("APR009", "records stay", history=[Commit(GOOD), Commit(approved("SOP-002"))]),
    Case(
        "APR009",
        "a record removed",
        (
            Expected(
                where(record()),
                "an approval record was removed by Ann Author on 2024-03-01",
                "Put it back: `git checkout ",
            ),
        ),
        history=[Commit(GOOD), Commit({where(record()): None}, date="2024-03-01T10:00Z")],
        also={"APR001"},
    ),
    Case(
        "APR009",
        "a record edited is told once",
        (
            Expected(
                where(record()), "an approval record was changed by Ann Author", "git checkout"
            ),
        ),
        history=[Commit(GOOD), Commit({where(record()): record()[where(record())] + b" "})],
        also={"APR001"},
    ),
    Case(
        "APR009",
        "a record put back",
        history=[Commit(GOOD), Commit({where(record()): b"x"}), Commit(record())],
    ),
    Case(
        "APR009",
        "a record of nothing may go",
        history=[
            Commit({**GOOD, **record(id="SOP-009")}),
            Commit({where(record(id="SOP-009")): None}),
        ],
    ),
    Case("APR010", "a record of a revision that is here", work=GOOD),
    Case(
        "APR010",
        "a record of a document that never was here",
        (
            Expected(
                where(record(id="SOP-009")),
                "this approves SOP-009 revision 1, which is not in",
                "Bring that revision",
                "warning",
                "SOP-009",
            ),
        ),
        work={**GOOD, **record(id="SOP-009")},
    ),
    Case(
        "APR001",
        "a name in the file proves nothing",
        (
            Expected(
                f"{SOP}:6:1",
                "Quality Manager (Quinn Quality); that the file names Quinn proves nothing",
                "isodocs approve",
            ),
        ),
        work={SOP: document(approved_by="Quinn")},
    ),
    Case("APR011", "a name beside a recorded approval", work=approved(approved_by="Quinn")),
    Case(
        "APR011",
        "a name and nothing else",
        (
            Expected(
                f"{SOP}:8:1",
                "names Quinn as approver; nothing proves it",
                "`isodocs approve SOP-001`",
                "warning",
            ),
        ),
        work={SOP: document(status="", effective="", approved_by="Quinn")},
        also={"DOC006"},
    ),
    Case(
        "APR012",
        "rejected, then approved",
        work={
            SOP: FINAL,
            **record(decision=Decision.REJECT, at="2024-01-19T10:00:00+00:00", reason="Too long."),
            **record(),
        },
    ),
    Case(
        "APR012",
        "rejected",
        (
            Expected(
                f"{SOP}:6:1",
                "rejected by Quinn Quality (quality-manager) on 2024-01-20: Too long.",
                "`isodocs submit SOP-001`",
            ),
        ),
        work={SOP: FINAL, **record(decision=Decision.REJECT, reason="Too long.")},
        also={"APR001"},
    ),
    Case(
        "APR012",
        "a rejection of an earlier form is past",
        history=[Commit({SOP: FINAL, **record(decision=Decision.REJECT, reason="Too long.")})],
        work={SOP: FINAL + "!"},
        also={"APR001"},
    ),
    Case(
        "APR001",
        "withdrawn",
        (Expected(f"{SOP}:6:1", "not yet approved by Quality Manager", "isodocs approve"),),
        work={
            **GOOD,
            **record(
                decision=Decision.WITHDRAW,
                meaning=Meaning.WITHDRAWAL,
                at="2024-01-21T10:00:00+00:00",
            ),
        },
    ),
    Case("APR013", "a record that names no key needs no signature", work=GOOD),
    refused(
        "APR013",
        "a record that names a key, without its signature",
        unsigned(),
        "AAA, is missing",
        "isodocs approve SOP-001",
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
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
