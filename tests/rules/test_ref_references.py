"""REF001, REF004, REF005: references to documents that no one may rely on."""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from tests.helpers.company import approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

SOP = path("SOP-001")
OTHER = approved("SOP-002", title="Storage", body="# Storage\n\n## Dry goods\n\nKeep them dry.\n")
OLD = document("SOP-002", status="obsolete", superseded_by="SOP-003", effective="2024-03-01")
OBSOLETE = {
    path("SOP-002"): OLD,
    **approval("SOP-002", 1, OLD),
    **approved("SOP-003", title="Storage"),
}
NO_AUTHORITY = {authority_register.path_of(1): None}


def draft(text: str = "", **fields: str) -> dict[str, str]:
    return {SOP: document(status="draft", body=f"# Purchasing\n\n{text or 'Buy.'}\n", **fields)}


def final(text: str = "Buy.", **fields: str) -> dict[str, str | bytes]:
    return approved(body=f"# Purchasing\n\n{text}\n", **fields)


CASES = (
    Case("REF001", "a document that is there", work={**OTHER, **draft(references="[SOP-002]")}),
    Case("REF001", "issues of a forge", work=draft(references="['#12', 'us/qms#7']")),
    Case(
        "REF001",
        "a name in words that no document here has",
        (
            Expected(
                f"{SOP}:9:14",
                "'references' names Grower Association Guidelines, which is not a document here",
                "add it to records/external-document.csv",
                "note",
            ),
        ),
        work=draft(references="[Grower Association Guidelines]"),
    ),
    Case(
        "REF001",
        "a name in words of a registered document of external origin",
        work={
            **draft(references="[Grower Association Guidelines]"),
            "records/external-document.csv": "id,title,edition,status\n"
            "EXT-001,Grower association guidelines,2024,current\n",
        },
    ),
    Case(
        "REF001",
        "the title of a document in place of its identifier",
        (
            Expected(
                f"{SOP}:9:14",
                "'references' names Cold storage, which is the title of SOP-002",
                "Write the identifier SOP-002.",
            ),
        ),
        work={**approved("SOP-002", title="Cold storage"), **draft(references="[Cold storage]")},
    ),
    Case(
        "REF001",
        "the title of a document misspelled",
        (Expected(f"{SOP}:9:14", "names Cold storege, which does not exist", "Correct"),),
        work={**approved("SOP-002", title="Cold storage"), **draft(references="[Cold storege]")},
    ),
    Case(
        "REF001",
        "a number misread",
        (
            Expected(
                f"{SOP}:9:14",
                "'references' names SOP-020, which does not exist. Did you mean 'SOP-002'?",
                "isodocs register",
            ),
        ),
        work={**OTHER, **draft(references="[SOP-020]")},
    ),
    Case(
        "REF001",
        "replaced by something that is not there",
        (
            Expected(
                "documents/SOP-002.md:10:1",
                "'superseded-by' names SOP-003",
                "Correct",
                document="SOP-002",
            ),
        ),
        work={path("SOP-002"): OLD, **approval("SOP-002", 1, OLD), **approved()},
    ),
    Case("REF004", "one that is in force", work={**OTHER, **final(references="[SOP-002]")}),
    Case(
        "REF004",
        "an obsolete one in the front matter",
        (
            Expected(
                f"{SOP}:10:14",
                "refers to SOP-002, which is obsolete and replaced by SOP-003",
                "Refer to SOP-003 instead. This text is approved",
            ),
        ),
        work={**OBSOLETE, **final(references="[SOP-002]")},
        example=True,
    ),
    Case(
        "REF004",
        "an obsolete one by a link, and told once",
        (Expected(f"{SOP}:13:5", "refers to SOP-002, which is obsolete", "SOP-003"),),
        work={**OBSOLETE, **final("[a](SOP-002.md) and [again](SOP-002.md)")},
    ),
    Case(
        "REF004",
        "one that is declared obsolete where no approvals are kept",
        (Expected(f"{SOP}:10:14", "refers to SOP-002, which is obsolete", "SOP-003"),),
        history=[
            Commit(
                {
                    **NO_AUTHORITY,
                    path("SOP-002"): OLD,
                    path("SOP-003"): document("SOP-003"),
                    SOP: document(references="[SOP-002]"),
                }
            )
        ],
        also={"CFG003"},
    ),
    Case(
        "REF005",
        "a draft may refer to a draft",
        work={
            **draft(references="[SOP-002]"),
            path("SOP-002"): document("SOP-002", status="draft"),
        },
    ),
    Case(
        "REF005",
        "an approved one whose next revision is a draft",
        history=[Commit({**OTHER, **final(references="[SOP-002]")})],
        work={path("SOP-002"): document("SOP-002", 2, status="draft")},
    ),
    Case(
        "REF005",
        "an approved one refers to a draft",
        (
            Expected(
                f"{SOP}:10:14",
                "refers to SOP-002, which is only a draft",
                "`isodocs submit SOP-002`",
                "warning",
            ),
        ),
        work={
            **final(references="[SOP-002]"),
            path("SOP-002"): document("SOP-002", status="draft"),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
