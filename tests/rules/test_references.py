"""REF: whether everything a document points at is there and may be relied on."""

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


def link(code: str, what: str, text: str, says: str, hint: str, level: str = "error") -> Case:
    """A draft whose text, on line 12, points at something: the first thing in brackets."""
    target = text.partition("](")[2].removesuffix(")")
    column = f":{text.index(target) + 1}" if target else ""
    gap = Expected(f"{SOP}:12{column}", says, hint, level)
    return Case(code, what, (gap,), work={**OTHER, **draft(text)})


CASES = (
    Case("REF001", "a document that is there", work={**OTHER, **draft(references="[SOP-002]")}),
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
    Case(
        "REF002",
        "a file, a folder and a page of the web",
        work={
            **OTHER,
            **draft("[a](SOP-002.md) [b](../documents/) [c](https://example.com/x?y#z)"),
        },
    ),
    link(
        "REF002",
        "a file that is not there",
        "[form](FRM-001.md)",
        "link to FRM-001.md, which is not there",
        "counts from the document's own folder",
    ),
    link(
        "REF002",
        "a file that moved",
        "[store](../old/SOP-002.md)",
        "link to ../old/SOP-002.md",
        "Did it move? Write SOP-002.md.",
    ),
    link(
        "REF002",
        "a file in other capitals",
        "[store](sop-002.md)",
        "link to sop-002.md",
        "Capitals matter: the file is documents/SOP-002.md",
    ),
    Case(
        "REF002",
        "addresses of the site that is built from here",
        work={
            **OTHER,
            **draft("[a](/SOP-002.html) [b](/documents/SOP-002.md) [c](/terms) [d](/about.html)"),
        },
    ),
    link(
        "REF002",
        "a file counted from the top that is not there",
        "![logo](/images/logo.png)",
        "image to /images/logo.png",
        "Correct the path",
    ),
    link(
        "REF002",
        "a path that leaves the repository",
        "![x](../../etc/passwd)",
        "image to ../../etc/passwd",
        "Correct the path",
    ),
    Case(
        "REF003",
        "a section that is there",
        work={**OTHER, **draft("[a](SOP-002.md#dry-goods) [b](#purchasing)")},
    ),
    Case(
        "REF003",
        "a section as a site builder writes it, and the title",
        work={**OTHER, **draft("[a](/SOP-002.html#Dry_goods) [b](SOP-002.md#storage)")},
    ),
    link(
        "REF003",
        "a section that was renamed",
        "[dry](SOP-002.md#dry-good)",
        "no section '#dry-good' in documents/SOP-002.md. Did you mean 'dry-goods'?",
        "hyphens for blanks",
    ),
    link(
        "REF003",
        "a section of the document itself",
        "[x](#selling)",
        "no section '#selling'",
        "heading",
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
    Case(
        "REF006",
        "whole addresses",
        work=draft(
            "[a](https://example.com/a_(b)) [b](mailto:a@example.com) [c](tel:+4912345) <http://[::1]/>"
        ),
    ),
    link(
        "REF006",
        "one slash",
        "[a](http:/example.com)",
        "http:/example.com is no proper web",
        "whole address",
        "warning",
    ),
    link(
        "REF006",
        "a scheme misspelt",
        "[a](htps://example.com)",
        "htps://example.com is no proper web",
        "whole address",
        "warning",
    ),
    link(
        "REF006",
        "no scheme",
        "[a](www.example.com)",
        "www.example.com is no proper web",
        "whole address",
        "warning",
    ),
    link(
        "REF006",
        "mail to nobody",
        "[a](mailto:sales)",
        "mailto:sales is no proper",
        "whole address",
        "warning",
    ),
    link(
        "REF006",
        "a program",
        "[a](javascript:alert(1))",
        "could run or reveal something",
        "whole address",
        "warning",
    ),
    link("REF006", "nothing", "[a]()", "a link without a target", "whole address", "warning"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
