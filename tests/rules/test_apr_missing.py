"""APR: whether what is declared approved is approved, and what became of the records."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import Decision, Meaning
from tests.helpers.company import ANN, QUINN, approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.approvals import (
    BAD_PROJECT,
    DRAFT,
    FINAL,
    GOOD,
    IN_TWO_ROLES,
    NO_RULE,
    POL,
    POLICY,
    RECORDS,
    RETIRED,
    SOP,
    director,
    record,
    where,
)
from tests.rules.case import Case, Commit, Expected

STEPS = "Buy from approved suppliers only, and look at each of them once a year.\n"
PARTS = ("checks", "steps")


def included(
    author: str, id: str = "SOP-001", own: str = "", names: Sequence[str] = ("steps",), **given: str
) -> list[Commit]:
    """Texts of one author, and a document of another that includes them and was approved."""
    includes = "\n\n".join(f"{{{{#include {name}.md}}}}" for name in names)
    text = document(id, body=f"# Purchasing\n\n{own}\n\n{includes}\n")
    shown = {f"documents/{name}.md": f"{STEPS}{name}\n".encode() for name in names}
    return [
        Commit({**base(), **shown}, author=author),
        Commit({path(id): text}, author=ANN),
        Commit(approval(id, 1, text, shown=shown, **given), author=ANN),
    ]


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
                "marked approved, but not yet approved by Quality Manager (Quinn Quality)",
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
                "not yet approved by 1 more person, and no one else may",
                "Owners of the authority register: assign the role to someone who can",
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
        (Expected(f"{SOP}:6:1", "no rule says who approves a procedure", "authority register"),),
        work={SOP: FINAL, authority_register.path_of(1): authority_register.write(NO_RULE)},
    ),
    Case(
        "APR001",
        "taken out of use without approval",
        (
            Expected(
                f"{SOP}:6:1",
                (
                    "marked obsolete, but the retirement is not yet approved by Quality "
                    "Manager (Quinn Quality)"
                ),
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
    Case("APR008", "a record as written", work=GOOD),
    Case(
        "APR008",
        "a record that is no record",
        (Expected(f"{RECORDS}/SOP-001/1/a.json:1", "not in canonical form", "Restore the file"),),
        work={**GOOD, f"{RECORDS}/SOP-001/1/a.json": "{}"},
        example=True,
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
                "the record of an approval was removed by Ann Author on 2024-03-01",
                "git checkout 6538e2fcbd --",
            ),
        ),
        history=[Commit(GOOD), Commit({where(record()): None}, date="2024-03-01T10:00Z")],
        also={"APR001"},
        example=True,
    ),
    Case(
        "APR009",
        "a record edited is told once",
        (
            Expected(
                where(record()), "the record of an approval was changed by Ann", "git checkout"
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
    Case(
        "APR017",
        "an author known to nobody, of another name",
        history=[Commit(GOOD, author="Eve Elsewhere <eve@example.org>")],
    ),
    Case(
        "APR017",
        "an author known to nobody, of the approver's name",
        (
            Expected(
                f"{SOP}:5:1",
                (
                    "Quinn Quality wrote revision 1 as <7+quinn@users.noreply.example.org>,"
                    " an address that is not in the authority register, and Quinn Quality "
                    "approved it"
                ),
                "isodocs authority propose",
                level="warning",
            ),
        ),
        history=[Commit(GOOD, author="Quinn Quality <7+quinn@users.noreply.example.org>")],
        example=True,
    ),
    Case(
        "APR017",
        "an author at an address of the approver in the table of people",
        (
            Expected(
                f"{SOP}:5:1",
                (
                    "Q wrote revision 1 as <q@home.example>, an address of Quinn Quality in "
                    "records/people, and Quinn Quality approved it"
                ),
                "isodocs authority propose",
                level="warning",
            ),
        ),
        history=[
            Commit(GOOD, author="Q <q@home.example>"),
            Commit({"records/people.csv": "id,name,email\nqq,Quality Quinn,Q@home.example\n"}),
        ],
    ),
    Case(
        "APR017",
        "an author whose address the table of people gives to someone else",
        history=[
            Commit(GOOD, author="Q <q@home.example>"),
            Commit({"records/people.csv": "id,name,email\nquentin,Q,q@home.example\n"}),
        ],
    ),
    Case("APR022", "an included text by the author", history=included(ANN)),
    Case(
        "APR022",
        "an included text by the approver",
        (
            Expected(
                "documents/steps.md",
                "Quinn Quality wrote this text and approved it as a part of SOP-001; no one else",
                "`isodocs approve SOP-001`",
            ),
        ),
        history=included(QUINN),
        example=True,
    ),
    Case(
        "APR022",
        "a small part of what the document says",
        (
            Expected(
                "documents/steps.md",
                "Quinn Quality wrote this text and approved it as a part of SOP-001; no one else",
                "`isodocs approve SOP-001`",
                level="warning",
            ),
        ),
        history=included(QUINN, own="Buy from those who deliver what was asked for. " * 9),
    ),
    Case(
        "APR022",
        "small parts that are together more than the document says",
        tuple(
            Expected(
                f"documents/{name}.md",
                "Quinn Quality wrote this text and approved it as a part of SOP-001; no one else",
                "`isodocs approve SOP-001`",
            )
            for name in PARTS
        ),
        history=included(
            QUINN, own="Buy from those who deliver it, and then ask again. " * 2, names=PARTS
        ),
    ),
    Case(
        "APR022",
        "an included text by an approver, approved by another in another document",
        history=[*included(QUINN), *included(QUINN, id="POL-001", role="director", person="dora")],
        also={"APR001"},
    ),
    Case("APR010", "a record of a revision that is here", work=GOOD),
    Case(
        "APR010",
        "a record of a document that never was here",
        (
            Expected(
                where(record(id="SOP-009")),
                "approval of SOP-009 revision 1, which is not in this repository",
                "Add that revision, or remove the record if it was made by mistake.",
                "warning",
                "SOP-009",
            ),
        ),
        work={**GOOD, **record(id="SOP-009")},
        example=True,
    ),
    Case(
        "APR001",
        "a name in the file proves nothing",
        (
            Expected(
                f"{SOP}:6:1",
                (
                    "marked approved, but not yet approved by Quality Manager (Quinn "
                    "Quality); 'approved-by' names Quinn, which proves nothing"
                ),
                "isodocs approve",
            ),
        ),
        work={SOP: document(approved_by="Quinn")},
    ),
    Case("APR011", "a name beside a recorded approval", work=approved(approved_by="Quinn")),
    Case(
        "APR011",
        "an approved text that names someone else",
        (
            Expected(
                "isodocs.yaml",
                "names an approver who did not approve it here, such as SOP-001 rev 1 (Bob)",
                "a claim of the time before",
                "note",
                document="",
            ),
        ),
        work=approved(approved_by="Bob"),
    ),
    Case(
        "APR011",
        "a name and nothing else",
        (
            Expected(
                f"{SOP}:8:1",
                "the file names Quinn as approver without proof",
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
        example=True,
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
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
