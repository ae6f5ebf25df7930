"""Whole folders: what is new or has changed is taken, and what people did since stays."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from isodocs.machine import soffice
from tests.helpers.command import invoke, published
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.word_files import PNG, docx, p, part, table


def document(number: int, text: str = "Everyone buys from approved suppliers.") -> bytes:
    head = table(
        [f"Document no.: SOP-{number:03}", "Revision: 2"], ["Owner: Ann", "Type: procedure"]
    )
    return docx(
        p(f"Procedure {number}", "berschrift1")
        + p(text)
        + '<w:p><w:hyperlink r:id="other"><w:r><w:t>the other</w:t></w:r></w:hyperlink></w:p>',
        parts={"header1.xml": part("hdr", head)},
        links={"other": "../More/SOP-002%20Sales.docx"},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Word files"
    (place / "More").mkdir(parents=True)
    (place / "SOP-001 Einkäufe.docx").write_bytes(document(1))
    (place / "More" / "SOP-002 Sales.docx").write_bytes(document(2))
    (place / "More" / "~$P-002 Sales.docx").write_bytes(b"lock")
    (place / "broken.docx").write_bytes(document(3)[:900])
    (place / "list.pdf").write_bytes(b"%PDF")
    os.symlink("/etc/passwd", place / "link.docx")
    return place


def outcomes(at: Path, folder: Path, *more: str, code: int = 1) -> dict[str, str]:
    result = invoke("import", str(folder), *more, "--format", "json", at=at)
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    published("imported").validate(found)
    return {Path(file["source"]).name: file["outcome"] for file in found["files"]}


def test_a_folder_is_imported_once_and_never_over_an_edit(tmp_path: Path, folder: Path) -> None:
    one, two = folder / "SOP-001 Einkäufe.docx", folder / "More" / "SOP-002 Sales.docx"
    assert outcomes(tmp_path, folder, "--dry-run")[one.name] == "imported"
    assert not (tmp_path / "documents").exists()
    assert outcomes(tmp_path, folder) == {
        two.name: "imported",
        one.name: "imported",
        "broken.docx": "not read",
    }
    mine = tmp_path / "documents" / "SOP-001-Einkäufe.md"
    text = mine.read_text("utf-8")
    assert text.startswith("---\nid: SOP-001\ntitle: Procedure 1\ntype: procedure\nrevision: 2\n")
    assert "[the other](More/SOP-002-Sales.md)" in text
    assert outcomes(tmp_path, folder)[one.name] == "as before"

    mine.write_text(f"{text}\nOne more rule.\n", "utf-8")
    assert outcomes(tmp_path, folder)[one.name] == "as before"
    one.write_bytes(document(1, "Changed in Word."))
    two.write_bytes(document(2, "Changed in Word."))
    assert outcomes(tmp_path, folder) == {
        two.name: "imported again",
        one.name: "edited here",
        "broken.docx": "not read",
    }
    assert mine.read_text("utf-8").endswith("One more rule.\n")
    assert "Changed in Word." in (tmp_path / "documents/More/SOP-002-Sales.md").read_text("utf-8")

    mine.unlink()
    assert outcomes(tmp_path, folder)[one.name] == "gone here"
    state = tmp_path / "documents" / ".isodocs-import.json"
    state.unlink()
    mine.write_text("Mine.\n", "utf-8")
    assert outcomes(tmp_path, folder)[one.name] == "name taken"
    assert mine.read_text("utf-8") == "Mine.\n"
    state.write_text('{"files": {"x": {"target": "../../x"}}}')
    with pytest.raises(Exception, match="does not say what was imported"):
        invoke("import", str(folder), at=tmp_path)


def test_nothing_that_is_there_is_written_over_by_a_picture(tmp_path: Path) -> None:
    def shown(end: bytes) -> bytes:
        blip = '<w:r><w:drawing><a:blip r:embed="a.png"/></w:drawing></w:r>'
        title = p('Title {clause="8.4"}', "berschrift1")
        return docx(title + p("x", more=blip), parts={"a.png": PNG + end})

    file, mine = tmp_path / "one.docx", tmp_path / "documents" / "one-1.png"
    file.write_bytes(shown(b""))
    mine.parent.mkdir()
    os.symlink(file, mine)
    assert outcomes(tmp_path, file) == {"one.docx": "name taken"}
    assert mine.is_symlink()
    mine.unlink()
    mine.write_bytes(b"mine")
    assert outcomes(tmp_path, file) == {"one.docx": "name taken"}
    assert mine.read_bytes() == b"mine"
    assert not (mine.parent / "one.md").exists()
    mine.unlink()
    assert outcomes(tmp_path, file, code=0) == {"one.docx": "imported"}
    assert '# Title &#123;clause="8.4"}' in (mine.parent / "one.md").read_text("utf-8")
    file.write_bytes(shown(b"1"))
    assert outcomes(tmp_path, file, code=0) == {"one.docx": "imported again"}
    mine.write_bytes(b"mine")
    file.write_bytes(shown(b"2"))
    assert outcomes(tmp_path, file) == {"one.docx": "name taken"}
    assert mine.read_bytes() == b"mine"


def test_what_is_imported_can_be_adopted_and_checked(tmp_path: Path, folder: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "company")
    (folder / "broken.docx").unlink()
    said = invoke("import", str(folder), at=repo.path)
    assert said.exit_code == 0, said.output
    assert "2 files: 2 imported." in said.stdout
    assert "Left out: 1 .pdf.\nRead" in said.stdout
    (folder / "VA-05.md").write_text("# VA-05\n", "utf-8")
    said = invoke("import", str(folder), at=repo.path)
    assert "Markdown needs no import: copy what is a document to documents." in said.stdout
    begun = invoke("init", "--commit", at=repo.path)
    assert begun.exit_code == 0, begun.output
    found = json.loads(invoke("check", "--format", "json", at=repo.path).stdout)
    assert found["documents"]["draft"] == 2
    wrong = {gap["code"] for gap in found["gaps"] if gap["code"].startswith(("DOC", "REF", "CFG"))}
    assert wrong <= {"DOC011"}  # the owner, Ann, need not be among the people of the register


def test_what_needs_libreoffice_says_so(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "program", lambda: "")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    result = invoke("import", str(folder / "old.doc"), at=tmp_path)
    assert result.exit_code == 1
    assert "LibreOffice, which reads such files, is not installed" in result.stdout


def test_a_document_gets_the_type_that_its_number_or_title_speaks_of(tmp_path: Path) -> None:
    folder = tmp_path / "Word files"
    folder.mkdir()
    for name, title in (("VA-7 Einkauf", "Einkauf"), ("Pass", "Passwortrichtlinie"), ("X", "X")):
        (folder / f"{name}.docx").write_bytes(docx(p(title, "berschrift1") + p("Text.")))
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    outcomes(fresh, folder, code=0)
    assert "\ntype: procedure\n" in (fresh / "documents/VA-7-Einkauf.md").read_text()
    assert "\ntype: policy\n" in (fresh / "documents/Pass.md").read_text()
    assert "type:" not in (fresh / "documents/X.md").read_text()
    begun = RepositoryBuilder(tmp_path / "begun")
    begun.commit("Begin", {"isodocs.yaml": "standards: []\ntypes:\n  Verfahren: {prefix: VA}\n"})
    outcomes(begun.path, folder, code=0)
    assert "\ntype: Verfahren\n" in (begun.path / "documents/VA-7-Einkauf.md").read_text()
    assert "type:" not in (begun.path / "documents/Pass.md").read_text()


def test_a_status_is_written_with_our_word(tmp_path: Path) -> None:
    folder = tmp_path / "Word files"
    folder.mkdir()
    words = {
        "de": "Freigegeben",
        "fr": "En vigueur",
        "es": "Borrador",
        "nl": "Vervallen",
        "x": "Ok",
    }
    for name, word in words.items():
        (folder / f"{name}.docx").write_bytes(
            docx(p("Titel", "berschrift1") + p(f"Status: {word}"))
        )
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    outcomes(fresh, folder, code=0)
    said = {
        name: (fresh / f"documents/{name}.md").read_text("utf-8").partition("\nstatus: ")[2]
        for name in words
    }
    assert {name: text.split("\n")[0] for name, text in said.items()} == {
        "de": "approved",
        "fr": "approved",
        "es": "draft",
        "nl": "obsolete",
        "x": "Ok",
    }
    begun = RepositoryBuilder(tmp_path / "begun")
    begun.commit("Begin", {"isodocs.yaml": "status-words: {Freigegeben: approved}\n"})
    outcomes(begun.path, folder, code=0)
    assert "\nstatus: Freigegeben\n" in (begun.path / "documents/de.md").read_text("utf-8")
