"""DOC: the texts of one document in several languages."""

from __future__ import annotations

import pytest

from isodocs.assess.coverage import coverage
from isodocs.assess.translations import Agreement, translations
from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import State
from tests.helpers.company import CONFIG, approval, document
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected, run

EN, DE = "documents/SOP-001.en.md", "documents/SOP-001.de.md"
GERMAN = "# Beschaffung\n\nNur bei zugelassenen Lieferanten kaufen.\n"
BOTH = CONFIG + "language: en\n"


def english(revision: int = 1, **fields: str) -> str:
    return document(revision=revision, **{"language": "en", **fields})


def german(revision: int = 1, **fields: str) -> str:
    return document(
        revision=revision, body=GERMAN, **{"title": "Beschaffung", "language": "de", **fields}
    )


def original(revision: int = 1, **fields: str) -> dict[str, str | bytes]:
    text = english(revision, **fields)
    return {EN: text, **approval("SOP-001", revision, text)}


def translation(revision: int = 1, **fields: str) -> dict[str, str | bytes]:
    text = german(revision, **fields)
    return {DE: text, **approval("SOP-001@de", revision, text)}


FIRST = Commit({**original(), **translation()})
SECOND = Commit(original(2, effective="2024-03-01"), date="2024-02-20T12:00:00+00:00")
OBSOLETE = english(2, status="obsolete", effective="2024-03-01")
WITHDRAWN = Commit(
    {EN: OBSOLETE, **approval("SOP-001", 2, OBSOLETE)}, date="2024-02-20T12:00:00+00:00"
)

CASES = (
    Case("DOC027", "tags and names", work={**original(), **translation(language="Deutsch")}),
    Case(
        "DOC027",
        "a country for a language",
        (
            Expected(
                "documents/SOP-001.md:9:11",
                "no language has the tag 'jp'",
                "The language is 'ja'",
                "warning",
            ),
        ),
        work={"documents/SOP-001.md": document(status="draft", language="jp")},
    ),
    Case(
        "DOC027",
        "the name of the file says another",
        (
            Expected(
                f"{DE}:9:11",
                "'language' is 'en', and the name of the file says 'de'",
                "Correct",
                "warning",
            ),
        ),
        work={DE: english(status="draft")},
    ),
    Case("DOC028", "both at one revision", work={**original(), **translation()}),
    Case(
        "DOC028",
        "the original went on, and when",
        (
            Expected(
                f"{DE}:5:1",
                "translates revision 1 of SOP-001, which is at revision 2 since 2024-03-01 "
                "(92 days)",
                "`isodocs diff SOP-001 1 2`",
                document="SOP-001@de",
            ),
        ),
        history=(FIRST, SECOND),
        config=BOTH,
    ),
    Case(
        "DOC028",
        "a translation that says which revision it is of",
        history=(
            Commit(original(), date="2024-01-18T12:00:00+00:00"),
            SECOND,
            Commit(
                translation(translates="2", effective="2024-03-01"),
                date="2024-02-21T12:00:00+00:00",
            ),
        ),
        config=BOTH,
    ),
    Case(
        "DOC028",
        "a translation that waits for its approval",
        (
            Expected(
                f"{DE}:5:1", "1 of SOP-001", "`isodocs approve SOP-001@de`", document="SOP-001@de"
            ),
        ),
        history=(FIRST, SECOND),
        work={DE: german(2)},
        config=BOTH,
        also={"APR001"},
    ),
    Case("DOC029", "with an identifier of its own", work={**original(), **translation()}),
    Case(
        "DOC029",
        "of what is withdrawn",
        (
            Expected(
                f"{DE}:5:1",
                "is in force, and its original SOP-001 is obsolete",
                "`isodocs retire SOP-001@de`",
                document="SOP-001@de",
            ),
        ),
        history=(FIRST, WITHDRAWN),
        config=BOTH,
    ),
    Case(
        "DOC029",
        "of a revision that never was",
        (
            Expected(
                f"{DE}:11:1",
                "translates revision 7, which SOP-001 never had",
                "Write with 'translates' which of its revisions it is of: 1.",
                document="SOP-001@de",
            ),
        ),
        work={**original(), **translation(translates="7")},
    ),
    Case(
        "DOC029",
        "of what is not in force yet",
        (
            Expected(
                f"{DE}:5:1", "of SOP-001, which is not", "submit SOP-001", document="SOP-001@de"
            ),
        ),
        work={EN: english(status="draft"), **translation()},
    ),
    Case(
        "DOC029",
        "of a document that is not here",
        (
            Expected(
                "documents/SOP-002.md:5:1",
                "is a translation of SOP-009, which does not exist",
                "'translation-of'",
                document="SOP-002",
            ),
        ),
        work={
            "documents/SOP-002.md": document(
                "SOP-002", status="draft", language="de", translation_of="SOP-009"
            )
        },
    ),
    Case(
        "DOC029",
        "of itself",
        (Expected("documents/SOP-001.md:9:1", "no other text has that identifier", "'language'"),),
        work={"documents/SOP-001.md": document(status="draft", translation_of="SOP-001")},
    ),
    Case("DOC030", "the same facts", work={**original(), **translation(effective="2024-02-10")}),
    Case(
        "DOC030",
        "an owner in the words of each language, whom no register knows",
        work={**original(owner="Quality Officer"), **translation(owner="QM-Beauftragte")},
        also={"DOC011"},
    ),
    Case(
        "DOC030",
        "an owner in the words of another language, whom the original names",
        work={**original(), **translation(owner="QM-Beauftragte")},
    ),
    Case(
        "DOC030",
        "owner, effective date and clauses",
        (
            Expected(f"{DE}:7:1", "'owner' is author", "Say the same", "warning", "SOP-001@de"),
            Expected(
                f"{DE}:8:1", "'effective' is 2024-01-25", "Say the same", "warning", "SOP-001@de"
            ),
            Expected(
                f"{DE}:11:1", "'clauses' is also 8.4.1", "Say the same", "warning", "SOP-001@de"
            ),
        ),
        work={
            **original(),
            **translation(
                owner="author", effective="2024-01-25", clauses='{iso-9001-2015: ["8.4.1"]}'
            ),
        },
    ),
    Case(
        "DOC031",
        "the language of isodocs.yaml",
        work={EN: english(status="draft"), DE: german(status="draft")},
        config=CONFIG + "language: de\n",
    ),
    Case(
        "DOC031",
        "neither is in it, and both came together",
        (Expected(f"{DE}:9:1", "together with the text in fr", "translation-of", "warning"),),
        work={
            DE: german(status="draft"),
            "documents/SOP-001.fr.md": english(status="draft", language="fr"),
        },
    ),
    Case(
        "DOC031",
        "one says that it is the translation",
        work={
            DE: german(status="draft"),
            "documents/SOP-001.fr.md": english(
                status="draft", language="fr", translation_of="SOP-001"
            ),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_each_text_has_its_approvals_and_a_clause_counts_once(repo: RepositoryBuilder) -> None:
    """Neither text lends the other its approval, its revisions or its clauses."""
    body = english(clauses='{iso-9001-2015: ["8.4.1"]}')
    claims = {EN: body, **approval("SOP-001", 1, body)}
    more = german(clauses='{iso-9001-2015: ["8.4.2"]}')
    repo_case = Case(
        "DOC028",
        "x",
        history=(Commit({**claims, DE: more}),),
        config=BOTH,
    )
    repo_case.build(repo)
    register = run(repo).register
    assert [entry.id for entry in register.originals] == ["SOP-001"]
    assert {entry.id: entry.state for entry in register} == {
        "SOP-001": State.EFFECTIVE,
        "SOP-001@de": State.AWAITING,
    }
    assert [each.agreement for each in translations(register)] == [Agreement.SAME]
    rows = {row.requirement.number: row for row in coverage(register, "iso-9001-2015").rows}
    assert [item.document for item in rows["8.4.1"].evidence] == ["SOP-001"]
    assert rows["8.4.2"].status is CoverageStatus.GAP


@pytest.mark.parametrize("of", ["SOP-009", "SOP-001", "SOP-002"])
def test_a_translation_without_an_original_covers_nothing(repo: RepositoryBuilder, of: str) -> None:
    """No one decided on it: neither what it claims itself counts, nor what a table says of it."""
    text = document(
        body=f'{GERMAN}\n## Einkauf {{clause="iso-9001-2015:8.4.2"}}\n\nWir kaufen ein.\n',
        clauses='{iso-9001-2015: ["8.4.1"]}',
        **{"translation-of": of, "language": "de"},
    )
    back = document("SOP-002", **{"translation-of": "SOP-001"})
    table = document(
        "MAN-001",
        body="# Manual\n\n| ISO 9001 clause | Document |\n|---|---|\n| 8.4.3 | SOP-001 |\n",
    )
    files = {"documents/SOP-001.md": text, **approval("SOP-001", 1, text)}
    files |= {"documents/MAN-001.md": table, **approval("MAN-001", 1, table)}
    if of == "SOP-002":
        files |= {"documents/SOP-002.md": back, **approval("SOP-002", 1, back)}
    Case("DOC029", "x", history=(Commit(files),), config=BOTH).build(repo)
    register = run(repo).register
    assert {entry.id for entry in register.listed} == set(register.entries)
    assert register.entries["SOP-001"].state is State.EFFECTIVE
    rows = {row.requirement.number: row for row in coverage(register, "iso-9001-2015").rows}
    for number in ("8.4.1", "8.4.2", "8.4.3"):
        assert rows[number].status is CoverageStatus.GAP, number
        assert [item.why_not for item in rows[number].evidence if item.document == "SOP-001"]


def test_the_master_list_has_a_document_of_which_only_a_translation_is_left(
    repo: RepositoryBuilder,
) -> None:
    both = Commit({EN: english(status="draft"), **translation()})
    Case("DOC029", "x", history=(both,), config=BOTH).build(repo)
    repo.git("rm", "-q", EN)
    repo.commit("The original is gone", {})
    assert [entry.id for entry in run(repo).register.listed] == ["SOP-001"]
