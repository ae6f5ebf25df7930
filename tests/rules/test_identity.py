"""DOC: what identifies a document, and whether its file says it properly."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected, run

SOP = path("SOP-001")
GOOD = approved()
BODY = "# Purchasing\n\nBuy from approved suppliers only.\n"


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", BODY])


def draft(**fields: str) -> str:
    return document(status="draft", **fields)


def unreadable(place: str, says: str, hint: str) -> tuple[Expected, ...]:
    return (Expected(place, says, hint, document=""),)


CASES = (
    Case("DOC001", "an identifier", work=GOOD),
    Case(
        "DOC001",
        "no id line",
        (Expected(f"{SOP}:1", "no identifier", "Add 'id: ...'", document=""),),
        work={SOP: draft(id="")},
    ),
    Case(
        "DOC001",
        "an empty id line",
        (Expected(f"{SOP}:2:1", "no identifier", "exclude", document=""),),
        work={SOP: draft(id="").replace("---\n", "---\nid:\n", 1)},
    ),
    Case(
        "DOC001",
        "no front matter at all, said once",
        (Expected(f"{SOP}:1", "no front matter", "Begin the file with", document=""),),
        work={SOP: BODY},
    ),
    Case(
        "DOC001",
        "a readme that isodocs.yaml leaves out",
        work={**GOOD, "documents/README.md": BODY},
        config=CONFIG.replace("documents:\n", 'documents:\n  exclude: ["**/README.md"]\n'),
    ),
    Case("DOC002", "letters, digits, dots and dashes", work=approved("SOP-001.a_B-2")),
    Case(
        "DOC002",
        "a blank and a slash",
        (Expected(f"{SOP}:2:1", "'SOP 014/2' is malformed", "SOP-014", document=""),),
        work={SOP: draft(id="SOP 014/2")},
    ),
    Case("DOC003", "two documents", work={**GOOD, **approved("SOP-002")}),
    Case(
        "DOC003",
        "a copy with its id line",
        (
            Expected(
                "documents/b.md:2:1", "also the identifier of documents/SOP", "never used twice"
            ),
        ),
        work={**GOOD, "documents/b.md": document(body="# Copy\n\nBuy anywhere.\n")},
    ),
    Case("DOC004", "clearly different names", work={**GOOD, **approved("SOP-010")}),
    Case(
        "DOC004",
        "identifiers in other capitals",
        (
            Expected(
                "documents/b.md:2:1",
                "identifier 'sop-001' looks like 'SOP-001'",
                "Rename",
                "warning",
                "sop-001",
            ),
        ),
        work={**GOOD, "documents/b.md": document("sop-001", status="draft", type="form")},
        config=CONFIG.replace("FRM", "sop"),
    ),
    Case(
        "DOC004",
        "paths that a file system without capitals merges",
        (Expected("documents/sop-001.md:1", "path", "Rename", "warning", "SOP-002"),),
        work={**GOOD, "documents/sop-001.md": document("SOP-002", status="draft")},
    ),
    Case("DOC005", "the prefix of its type", work=GOOD),
    Case(
        "DOC005",
        "the prefix of another type",
        (
            Expected(
                f"{SOP}:4:1", "a form is numbered FRM…, not SOP-001", "Correct the type", "warning"
            ),
        ),
        work={SOP: draft(type="form")},
    ),
    Case(
        "DOC005",
        "a longer word that begins like the prefix",
        (Expected(f"{SOP}:2:1", "not SOPRANO-1", "Correct", "warning", "SOPRANO-1"),),
        work={SOP: draft(id="SOPRANO-1")},
    ),
    Case("DOC006", "every field", work=GOOD),
    Case(
        "DOC006",
        "a draft without an owner",
        (Expected(f"{SOP}:1", "the field 'owner' is missing", "Add 'owner: ...' to the front"),),
        work={SOP: draft(owner="")},
    ),
    Case(
        "DOC006",
        "an approved text cannot be mended in place",
        (Expected(f"{SOP}:1", "'title'", "This text is approved: `isodocs revise SOP-001` first"),),
        work=approved(title=""),
    ),
    Case(
        "DOC006",
        "approved without an effective date",
        (Expected(f"{SOP}:1", "'effective'", "effective"),),
        work=approved(effective=""),
    ),
    Case(
        "DOC006",
        "a name of this repository's own",
        (Expected(f"{SOP}:1", "'doc_owner'", "Add 'doc_owner: ...'"),),
        work={SOP: draft(owner="")},
        config=CONFIG + "fields: {owner: doc_owner}\n",
    ),
    Case(
        "DOC006",
        "no front matter where files are named by identifier, said once",
        (Expected(f"{SOP}:1", "title, type, revision, status, owner", "Begin the file with"),),
        work={SOP: BODY},
        config=CONFIG + "identifier: {from: file-name}\n",
    ),
    Case(
        "DOC006",
        "a field that no document has, told once",
        (
            Expected(
                "isodocs.yaml", "no document has the field 'owner'", "{owner: NAME}", document=""
            ),
        ),
        work={path(f"SOP-00{n}"): document(f"SOP-00{n}", status="draft", owner="") for n in "123"},
    ),
    Case("DOC007", "fields of the right form", work=GOOD),
    Case(
        "DOC007",
        "a date in words, a status misspelt, a span in words",
        (
            Expected(
                f"{SOP}:6:9", "status 'aproved' is not known. Did you mean 'approved'?", "draft"
            ),
            Expected(f"{SOP}:8:12", "'1 May 2026', which is not a calendar date", "year-month-day"),
            Expected(f"{SOP}:10:15", "'soon', which is not a span", "'12 months'"),
        ),
        work={SOP: document(status="aproved", effective="1 May 2026", review_every="soon")},
    ),
    Case(
        "DOC007",
        "the thirtieth of February",
        (Expected(f"{SOP}:8:12", "'2026-02-30'", "2026-12-01"),),
        work={SOP: document(effective="2026-02-30")},
        also={"APR001"},
    ),
    Case(
        "DOC008",
        "a field listed as extra",
        work={SOP: draft(colour="red")},
        config=CONFIG + "extra-fields: [colour]\n",
    ),
    Case(
        "DOC008",
        "a field misspelt",
        (
            Expected(
                f"{SOP}:9:1",
                "'efective' in the front matter. Did you mean 'effective'?",
                "Known",
                "warning",
            ),
        ),
        work={SOP: draft(efective="2024-02-01")},
    ),
    Case(
        "DOC008",
        "a field of the house, told once",
        (
            Expected(
                "isodocs.yaml",
                "unknown field 'colour' in the front matter. It stands in 3 documents, such as",
                "'extra-fields:'",
                "warning",
                "",
            ),
        ),
        work={
            path(f"SOP-00{n}"): document(f"SOP-00{n}", status="draft", colour="red") for n in "123"
        },
    ),
    Case("DOC009", "plain text", work=GOOD),
    Case(
        "DOC009",
        "an alias bomb",
        unreadable(f"{SOP}:2:4", "anchor or alias", "Write the value out"),
        work={SOP: front("a: &a [x]", "id: [*a, *a]")},
    ),
    Case(
        "DOC009",
        "a key twice",
        unreadable(f"{SOP}:3:1", "'id' a second time", "Keep one of the two"),
        work={SOP: front("id: SOP-001", "id: SOP-002")},
    ),
    Case(
        "DOC009",
        "front matter that never ends",
        unreadable(f"{SOP}:1:1", "never ends", "Close it"),
        work={SOP: "---\nid: SOP-001\n"},
    ),
    Case(
        "DOC009",
        "a NUL character",
        (Expected(f"{SOP}:12:7", "a NUL character", "UTF-8 text"),),
        work={SOP: draft().replace("Buy from", "Buy fr\0m")},
    ),
    Case(
        "DOC009",
        "UTF-16",
        unreadable(f"{SOP}:1:1", "UTF-16", "Save it as UTF-8"),
        work={SOP: draft().encode("utf-16")},
    ),
    Case(
        "DOC009",
        "endless front matter",
        unreadable(f"{SOP}:2:1", "larger than 256 KiB", "Keep it to facts"),
        work={SOP: front("id: SOP-001", *(f"k{number}: x" for number in range(60_000)))},
    ),
    Case(
        "DOC009",
        "a list where facts belong",
        unreadable(f"{SOP}:2:1", "no 'key: value' lines", "id: SOP-014"),
        work={SOP: front("- a list")},
    ),
    Case("DOC010", "a type of isodocs.yaml", work=GOOD),
    Case(
        "DOC010",
        "a type misspelt",
        (Expected(f"{SOP}:4:1", "'proceedure' is not known. Did you mean 'procedure'?", "policy"),),
        work={SOP: draft(type="proceedure")},
    ),
    Case("DOC011", "a role or a person", work={**GOOD, **approved("SOP-002", owner="quinn")}),
    Case(
        "DOC011",
        "a role misspelt",
        (
            Expected(
                f"{SOP}:7:1",
                "'quality-manger' is not known. Did you mean 'quality-manager'?",
                "director",
                "warning",
            ),
        ),
        work={SOP: draft(owner="quality-manger")},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


@pytest.mark.parametrize("kind", ["a symbolic link", "a submodule"])
def test_a_controlled_path_that_is_no_plain_file(kind: str, repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"isodocs.yaml": CONFIG, "secret.txt": "x", **GOOD})
    if kind == "a symbolic link":
        (repo.path / "documents/SOP-002.md").symlink_to("../secret.txt")
        where = "documents/SOP-002.md"
    else:
        where = "documents/shared"
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},{where}")
        (repo.path / where).mkdir()
    (gap,) = (gap for gap in run(repo).gaps if gap.code == "DOC009")
    assert gap.finding.place.path == where
    assert kind in gap.finding.message
    assert "Put the file itself there" in gap.finding.hint


def test_a_document_replaced_by_a_link_is_told_once(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"isodocs.yaml": CONFIG, "secret.txt": "x", **GOOD})
    (repo.path / SOP).unlink()
    (repo.path / SOP).symlink_to("../secret.txt")
    codes = {gap.code for gap in run(repo).gaps}
    assert "DOC009" in codes
    assert "DOC022" not in codes


def test_a_broken_approved_file_has_not_vanished(repo: RepositoryBuilder) -> None:
    text = document()
    repo.commit("Start", {"isodocs.yaml": CONFIG, SOP: text, **approval("SOP-001", 1, text)})
    repo.write(SOP, front("id: *nothing"))
    codes = {gap.code for gap in run(repo).gaps}
    assert "DOC009" in codes
    assert "DOC022" not in codes
