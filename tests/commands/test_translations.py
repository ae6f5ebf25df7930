"""Commands on a document in several languages: each names the text, and counts the document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from isodocs.lifecycle.translate import place
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import approval, base, document
from tests.helpers.repository import RepositoryBuilder

ON = "2024-06-01"
EN, DE = "documents/SOP-001.en.md", "documents/SOP-001.de.md"


def texts(revision: int = 1, *, german: bool = True, **fields: str) -> dict[str, str | bytes]:
    """A revision of the procedure, and its translation, both approved."""
    claims = {"clauses": '{iso-9001-2015: ["8.4.1"]}'}
    english = document(revision=revision, language="en", **claims, **fields)
    files: dict[str, str | bytes] = {EN: english, **approval("SOP-001", revision, english)}
    if german:
        other = document(
            revision=revision,
            language="de",
            title="Beschaffung",
            body="# Beschaffung\n\nNur bei zugelassenen Lieferanten.\n",
            **claims,
            **fields,
        )
        files |= {DE: other, **approval("SOP-001@de", revision, other)}
    return files


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German text is at revision 1, the original at revision 2."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("translations") / "repo")
    reading = "- {id: READ, title: Reading, everybody: yes, documents: [SOP-001]}\n"
    records = {
        "records/competence.yaml": reading,
        "records/people.csv": "id,name\nann,Ann Author\nquinn,Quinn Quality\n",
        "records/confirmation.csv": "person,document,revision,date\nann,SOP-001@de,1,2024-02-02\n",
    }
    repo.commit("Begin", {**base(), **texts(), **records}, date="2024-01-20T12:00:00+00:00")
    second = texts(2, german=False, effective="2024-03-01")
    repo.commit("Revise", second, date="2024-02-20T12:00:00+00:00")
    return repo.path


def test_a_document_is_one_line_and_each_text_is_named(company: Path) -> None:
    (listed,) = run_json("register", "register", "--on", ON, at=company)["documents"]
    (other,) = listed["translations"]
    assert (listed["id"], listed["revision"]["number"], listed["language"]) == (
        "SOP-001",
        "2",
        "en",
    )
    assert (other["id"], other["translates"]) == ("SOP-001@de", "1")
    assert other["agreement"] == "behind the original"
    assert other["revision"]["approvals"][0]["name"] == "Quinn Quality"
    shown = run("register", "--on", ON, at=company)
    assert "1 document: 1 effective" in shown
    assert "de rev 1, effective, behind" in " ".join(shown.split())
    found = run_json("check", "check", "--on", ON, "--select", "DOC028", "--exit-zero", at=company)
    assert found["documents"] == {"effective": 1}
    (gap,) = found["gaps"]
    assert (gap["document"], gap["path"]) == ("SOP-001@de", DE)


def test_what_is_to_be_translated_is_due_on_the_day_of_the_original(company: Path) -> None:
    for on, overdue in (("2024-02-25", False), (ON, True)):
        duties = run_json("due", "due", "--on", on, at=company)["duties"]
        (duty,) = (each for each in duties if each["kind"] == "translation")
        assert (duty["subject"], duty["day"]) == ("SOP-001@de", "2024-03-01")
        assert duty["what"] == "translate revision 2 of Purchasing"
        assert duty["overdue"] is overdue


@pytest.mark.parametrize("name", ["SOP-001@de", "sop-001@DE", "SOP-001@German", DE])
def test_a_text_is_called_by_its_language_or_its_path(company: Path, name: str) -> None:
    if name != DE:
        shown = run("show", name, "--on", ON, at=company)
        assert "SOP-001@de Beschaffung" in shown
        assert re.search(r"translation of +SOP-001 \(revision 1\)", shown)
    said = run_json("history", "history", name, "--on", ON, at=company)["document"]
    assert (said["id"], said["language"], said["translation_of"]) == ("SOP-001@de", "de", "SOP-001")


def test_the_original_has_its_language_too_and_another_is_refused(company: Path) -> None:
    assert "SOP-001 Purchasing" in run("show", "SOP-001@en", "--on", ON, at=company)
    assert "translations: SOP-001@de" in run("history", "SOP-001", "--on", ON, at=company)
    said = refused("diff", "SOP-001@fr", "--on", ON, at=company)
    assert "no text of SOP-001 in the language 'fr'" in said
    assert "It is here in en and de." in said


def test_who_read_a_translation_of_the_revision_has_read_it(company: Path) -> None:
    at = run_json("competence-matrix", "competence", "--on", "2024-02-10", at=company)
    now = run_json("competence-matrix", "competence", "--on", ON, at=company)
    read = [
        {(each["person"], each["revision"]): each["confirmed"] for each in one["readings"]}
        for one in (at, now)
    ]
    assert read[0]["ann", "1"] == "2024-02-02"
    assert read[1]["ann", "2"] is None


def test_copies_and_pages_say_the_language_and_what_it_is_behind(
    company: Path, tmp_path: Path
) -> None:
    run("publish", str(tmp_path / "copies"), "--html", "--on", ON, at=company)
    assert (tmp_path / "copies/SOP-001@de.html").is_file()
    index = (tmp_path / "copies/index.html").read_text("utf-8")
    assert '<th scope="rowgroup" rowspan="2">SOP-001</th>' in index
    assert '<td lang="de" dir="auto">Beschaffung (Deutsch)</td>' in index
    copy = (tmp_path / "copies/SOP-001@de.html").read_text("utf-8")
    assert '<html lang="de"' in copy
    assert "Diese Übersetzung ist von Revision 1. In Kraft ist Revision 2." in copy
    said = run("verify-copy", str(tmp_path / "copies/SOP-001@de.html"), "--on", ON, at=company)
    assert "it translates revision 1 of SOP-001, which is at revision 2" in " ".join(said.split())
    written = run("site", str(tmp_path / "site"), "--on", ON, at=company)
    assert "1 document in 2 texts" in written
    listed = (tmp_path / "site/documents.html").read_text("utf-8")
    assert re.findall(r'class="id">(.*?)<', listed) == ["SOP-001"]
    assert 'lang="de" hreflang="de"' in listed
    page = (tmp_path / "site/documents/SOP-001@de.html").read_text("utf-8")
    assert '<h1 dir="auto" lang="de">Beschaffung</h1>' in page
    assert re.search(r'<a href="SOP-001.html" lang="en" hreflang="en"[^>]*>English</a>', page)


def test_the_next_revision_has_the_number_of_the_original(repo: RepositoryBuilder) -> None:
    repo.commit("Begin", {**base(), **texts()}, date="2024-01-20T12:00:00+00:00")
    for revision in (2, 3):
        files = texts(revision, german=False, effective="2024-03-01")
        repo.commit("Revise", files, date=f"2024-02-2{revision}T12:00:00+00:00")
    said = run("revise", "SOP-001@de", "--change", "Like the original", at=repo.path)
    assert "SOP-001@de revision 3 begins as a draft; revision 1 stays in force" in said
    drafts = {
        f"documents/{language}.md": document("SOP-002", status="draft", language=language)
        for language in ("en", "de")
    }
    repo.commit("Draft", drafts)
    assert "texts in several languages, which share" in refused("renumber", "SOP-002", at=repo.path)


def test_a_translation_is_handed_on_no_further_than_its_original(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    files = {**texts(classification="confidential"), **base()}
    german = str(files[DE]).replace("confidential", "public")
    files |= {DE: german, **approval("SOP-001@de", 1, german)}
    repo.commit("Begin", files, date="2024-01-20T12:00:00+00:00")
    said = run("site", str(tmp_path / "site"), "--up-to", "internal", "--on", ON, at=repo.path)
    assert "0 documents" in said
    assert not list((tmp_path / "site").rglob("SOP-001*"))


@pytest.mark.parametrize(
    ("path", "own", "expected"),
    [
        ("documents/SOP-1.md", "en", "documents/SOP-1.de.md"),
        ("documents/SOP-1.en.md", "en", "documents/SOP-1.de.md"),
        ("documents/SOP-1_EN.md", "en", "documents/SOP-1_DE.md"),
        ("documents/en/SOP-1.md", "en", "documents/de/SOP-1.md"),
        ("en/SOP-1.md", "en-GB", "de/SOP-1.md"),
        ("SOP-1/en.md", "en", "SOP-1/de.md"),
        ("it/SOP-1.md", "en", "it/SOP-1.de.md"),
        ("en/SOP-1.md", "", "en/SOP-1.de.md"),
    ],
)
def test_a_translation_belongs_beside_its_original(path: str, own: str, expected: str) -> None:
    assert place(path, "de", own) == expected


def test_a_translation_is_begun_of_the_revision_that_people_read(company: Path) -> None:
    made = run("translate", "SOP-001", "--language", "fr", "--title", "Achats", at=company)
    assert "SOP-001@fr: the translation of revision 2 begins as a draft." in made
    text = (company / "documents/SOP-001.fr.md").read_text()
    for line in ("id: SOP-001", "title: Achats", "revision: 2", "status: draft", "language: fr"):
        assert f"\n{line}\n" in text
    assert "effective" not in text.partition("\n---\n")[0]
    found = run_json("check", "check", "--on", ON, "--exit-zero", at=company)
    assert not [gap for gap in found["gaps"] if gap["document"] == "SOP-001@fr"]
    (listed,) = run_json("register", "register", "--on", ON, at=company)["documents"]
    assert [each["id"] for each in listed["translations"]] == ["SOP-001@de", "SOP-001@fr"]
    again = refused("translate", "SOP-001", "--language", "French", at=company)
    assert "SOP-001 is there in the language 'fr' already" in again
    assert "a translation itself" in refused(
        "translate", "SOP-001@de", "--language", "es", at=company
    )
    assert "no language has the tag 'uk-de-x-'" in refused(
        "translate", "SOP-001", "--language", "uk-de-x-", at=company
    )
