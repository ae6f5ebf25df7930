"""DOC: what identifies a document, and whether its file says it properly."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

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
        (
            Expected(
                f"{SOP}:2:1",
                "invalid identifier 'SOP 014/2': it contains ' ' (U+0020 SPACE)",
                "SOP-014",
                document="",
            ),
        ),
        work={SOP: draft(id="SOP 014/2")},
    ),
    Case("DOC003", "two documents", work={**GOOD, **approved("SOP-002")}),
    Case(
        "DOC003",
        "a copy with its id line",
        (
            Expected(
                "documents/b.md:2:1", "also the identifier of documents/SOP", "renumber SOP-001"
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
                f"{SOP}:4:1",
                "SOP-001 lacks the prefix of a form, FRM. That is the number of a procedure.",
                "Correct the type",
                "warning",
            ),
        ),
        work={SOP: draft(type="form")},
    ),
    Case(
        "DOC005",
        "a longer word that begins like the prefix",
        (
            Expected(
                f"{SOP}:2:1",
                "SOPRANO-1 lacks the prefix of a procedure, SOP.",
                "Correct",
                "warning",
                "SOPRANO-1",
            ),
        ),
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
        work=approved(title="", body="Buy from approved suppliers only.\n"),
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
        (
            Expected(
                f"{SOP}:1",
                (
                    "the document has no front matter, so these fields are missing: type, "
                    "revision, status, owner"
                ),
                "Begin the file with",
            ),
        ),
        work={SOP: BODY},
        config=CONFIG + "identifier: {from: file-name}\n",
    ),
    Case(
        "DOC006",
        "a field that no document has, told once",
        (
            Expected(
                "isodocs.yaml",
                "no document has the required field 'owner'",
                "{owner: NAME}",
                document="",
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
        "reviews that no one will hold",
        (
            Expected(
                f"{SOP}:10:15", "'review-every' is '300 months', which is longer than 10", "12 mon"
            ),
            Expected(
                f"{SOP}:11:14",
                "'next-review' is 2090-02-01, more than 10 years after 2024-02-01",
                "looks again",
            ),
        ),
        work={SOP: document(review_every="300 months", next_review="2090-02-01")},
        also={"APR001"},
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
                (
                    "unknown field 'colour' in the front matter. 3 documents have it, such "
                    "as documents/SOP-001.md"
                ),
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
        (Expected(f"{SOP}:4:1", "unknown type 'proceedure'. Did you mean 'procedure'?", "policy"),),
        work={SOP: draft(type="proceedure")},
    ),
    Case(
        "DOC025", "a level, in any case", work={SOP: draft(classification="Strictly Confidential")}
    ),
    Case(
        "DOC025",
        "a level misspelt",
        (
            Expected(
                f"{SOP}:9:1",
                "unknown classification 'confidental'. Did you mean 'confidential'?",
                "public, internal, confidential",
                "warning",
            ),
        ),
        work={SOP: draft(classification="confidental")},
    ),
    Case(
        "DOC025",
        "not one of the organisation's own levels",
        (Expected(f"{SOP}:9:1", "'internal'", "offen, intern", "warning"),),
        work={SOP: draft(classification="internal")},
        config=f"{CONFIG}classification: {{levels: [offen, intern], default: intern}}\n",
    ),
    Case(
        "DOC025",
        "a field of the organisation's own",
        work={SOP: draft(classification="TLP:GREEN")},
        config=f"{CONFIG}extra-fields: [classification]\n",
    ),
    Case("DOC011", "a role or a person", work={**GOOD, **approved("SOP-002", owner="quinn")}),
    Case(
        "DOC011",
        "a role misspelt",
        (
            Expected(
                f"{SOP}:7:1",
                "unknown owner 'quality-manger'. Did you mean 'quality-manager'?",
                "director",
                "warning",
            ),
        ),
        work={SOP: draft(owner="quality-manger")},
    ),
    Case(
        "DOC011",
        "a role by its title, a person by name",
        work={
            **approved(owner="Quality Manager"),
            **approved("SOP-002", owner="quality_manager"),
            **approved("SOP-003", owner="Dora Director"),
            **approved("SOP-004", owner="Quality Manager (Quinn Quality)"),
        },
    ),
    Case(
        "DOC011",
        "one owner of many documents, told once",
        (
            Expected(
                "isodocs.yaml",
                "4 documents name the owner 'QMO', which is not a role or a person here, such as "
                "SOP-001 rev 1 and SOP-004 rev 1",
                "isodocs authority propose",
                "warning",
                document="",
            ),
        ),
        work={
            path: text
            for number in range(1, 5)
            for path, text in approved(f"SOP-00{number}", owner="QMO").items()
        },
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


FILE_NAMES = CONFIG + "identifier: {from: file-name}\n"
MATTER = "id: SOP-001\ntitle: Purchasing\nowner: quality-manager\n"


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (f"\n---\n{MATTER}---\n# A\n", "begins in line 2, below an empty line", 2),
        (f"<!--\nMIT\n-->\n\n---\n{MATTER}---\n# A\n", "begins in line 5, below a comment", 5),
        (f"\ufeff\n---\n{MATTER}---\n# A\n", "below an empty line", 2),
        (f"{MATTER}---\n# A\n", "lacks its first line '---'", 1),
        (f"{MATTER}\n# A\n", "lacks the lines '---' around it", 1),
        ('\n+++\nid = "SOP-001"\n+++\n# A\n', "begins in line 2, below an empty line", 2),
        (f" ---\n{MATTER}---\n# A\n", "begins with blanks", 1),
        (f"----\n{MATTER}----\n# A\n", "begins with more than three hyphens", 1),
        (f"\u2014-\n{MATTER}---\n# A\n", "begins with dashes", 1),
        (f"```yaml\n{MATTER}```\n# A\n", "is in a block of code", 1),
        (f"---\r\n{MATTER}".replace("---", "", 1) + "---\r\n# A\r\n", "below an empty line", 1),
    ][:-1],
)
@pytest.mark.parametrize("config", [CONFIG, "standards: [iso-9001-2015]\n"])
def test_what_stands_for_front_matter_is_called_what_it_is(
    text: str, says: str, line: int, config: str, repo: RepositoryBuilder
) -> None:
    Case("DOC001", "x", work={SOP: text}, config=config).build(repo)
    (gap,) = (gap for gap in run(repo).gaps if gap.finding.place.path == SOP)
    assert (gap.code, gap.finding.place.line) == ("DOC001", line)
    assert says in gap.finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Note: read this.\n---\n\nText.\n",
        "# A\n\n---\nid: SOP-001\n---\n",
        "Text.\n\n---\n\nid: x\n",
        "```yaml\nname: x\n```\n",
        "+++\nText\n",
        "\n---\n\n# A\n\n---\n",
    ],
)
def test_other_texts_are_no_front_matter(text: str, repo: RepositoryBuilder) -> None:
    work = {SOP: text, **approved("SOP-002")}
    Case("DOC001", "x", work=work, config="standards: [iso-9001-2015]\n").build(repo)
    assert not [gap for gap in run(repo).gaps if gap.finding.place.path == SOP]
    repo.write("isodocs.yaml", CONFIG)
    (gap,) = (gap for gap in run(repo).gaps if gap.finding.place.path == SOP)
    assert gap.finding.message == "the document has no front matter"


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("SOP\u2011014", "contains '\u2011' (U+2011 NON-BREAKING HYPHEN)"),
        ("SOP\u00a0014", "contains U+00A0 NO-BREAK SPACE"),
        ("-SOP", "begins with '-'"),
        ("Pr\u00fcfung", "(U+00FC LATIN SMALL LETTER U WITH DIAERESIS)"),
        ("S" * 65, "has 65 characters (maximum: 64)"),
    ],
)
def test_a_malformed_identifier_names_the_character_or_the_limit(
    id: str, says: str, repo: RepositoryBuilder
) -> None:
    Case("DOC002", "x", work={SOP: draft(id=f"'{id}'")}).build(repo)
    (gap,) = (gap for gap in run(repo).gaps if gap.code == "DOC002")
    assert says in gap.finding.message


def test_two_languages_of_one_name_are_one_document(repo: RepositoryBuilder) -> None:
    text = draft().replace("id: SOP-001\n", "")
    work = {f"documents/SOP-014.{language}.md": text for language in ("de", "en")}
    Case("DOC003", "x", work=work, config=FILE_NAMES).build(repo)
    result = run(repo)
    assert "DOC003" not in {gap.code for gap in result.gaps}
    assert [entry.id for entry in result.register.originals] == ["SOP-014"]


@pytest.mark.parametrize("name", ["SOP-9.MD", "SOP-9.markdown", "SOP-9.Md", "sub/SOP-9.mdown"])
def test_a_document_that_only_its_ending_keeps_out_is_reported(
    name: str, repo: RepositoryBuilder
) -> None:
    path = f"documents/{name}"
    Case("DOC009", "x", work={path: draft(), "notes/a.MD": draft()}).build(repo)
    (gap,) = (gap for gap in run(repo).gaps if gap.code == "DOC009")
    assert gap.finding.place.path == path
    repo.write("isodocs.yaml", CONFIG.replace('"]', f'"]\n  exclude: ["{path}"]'))
    assert [gap.code for gap in run(repo).gaps if gap.code == "DOC009"] == []
    repo.write("isodocs.yaml", CONFIG.replace('md"]', f'md", "{path}"]'))
    assert [d.id for d in run(repo).register.documents] == ["SOP-001"]


def test_without_a_list_of_folders_other_endings_are_read(repo: RepositoryBuilder) -> None:
    work = {"a.MD": draft(id="A-1"), "b.markdown": draft(id="B-1"), "c.txt": draft(id="C-1")}
    Case("DOC009", "x", work=work, config="standards: [iso-9001-2015]\n").build(repo)
    assert [d.id for d in run(repo).register.documents] == ["A-1", "B-1"]


MARKS = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n"


@pytest.mark.parametrize(
    "text",
    [
        draft() + MARKS.format("We buy.", "[We sell](gone.md)."),
        draft().replace("revision: 1\n", MARKS.format("revision: 1", "revision: 2")),
        MARKS.format(draft(), draft(id="SOP-002")),
    ],
)
def test_conflict_marks_are_one_gap_of_a_document(text: str, repo: RepositoryBuilder) -> None:
    Case("DOC009", "x", history=[Commit({SOP: draft()}), Commit({SOP: text})]).build(repo)
    (gap,) = (gap for gap in run(repo).gaps if gap.finding.place.path == SOP)
    assert (gap.code, gap.finding.message) == ("DOC009", "unresolved Git conflict marks")


def test_an_approved_document_in_conflict_is_not_taken_for_removed(
    repo: RepositoryBuilder,
) -> None:
    text = approved()[SOP]
    assert isinstance(text, str)
    text = text.replace("revision: 1\n", MARKS.format("revision: 1", "revision: 2"))
    Case("DOC009", "x", history=[Commit(approved()), Commit({SOP: text})]).build(repo)
    codes = {gap.code for gap in run(repo).gaps}
    assert "DOC009" in codes
    assert "DOC022" not in codes


@pytest.mark.parametrize(
    ("code", "file", "text", "subject"),
    [
        ("DOC007", SOP, draft().replace("draft", "aproved"), "status: aproved"),
        ("DOC008", SOP, draft(efective="2024-02-01"), "efective"),
        (
            "REC002",
            "records/action.csv",
            "id,what,owner,due\nA-1,x,quinn,\n",
            "A-1|due",
        ),
        (
            "REC003",
            "records/action.csv",
            "id,what,owner,due\nA-1,x,quinn,2024-02-31\n",
            "A-1|due: 2024-02-31",
        ),
        (
            "REC004",
            "records/action.csv",
            "id,what,owner,due,evidense\nA-1,x,quinn,2024-09-01,y\n",
            "|evidense",
        ),
    ],
)
def test_the_subject_of_a_problem_is_its_field_and_value(
    code: str, file: str, text: str, subject: str, repo: RepositoryBuilder
) -> None:
    """Not its wording: a better message leaves fingerprints, and so waivers, as they are."""
    Case(code, "x", work={**GOOD, file: text}).build(repo)
    (gap,) = (gap for gap in run(repo).gaps if gap.code == code)
    assert gap.finding.subject == subject
