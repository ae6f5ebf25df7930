"""`isodocs publish`: what readers are handed is exactly what was approved, and says so."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from pypdf import PdfReader

from isodocs.copies import side_by_side
from tests.helpers.command import invoke, refused, run
from tests.helpers.company import CONFIG, approval, base, document, path
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.repository import RepositoryBuilder

MAP = "documents/map.png"
OLD, NEW = PICTURE, png(20, 30)
BODY = "# Purchasing\n\n![The map](map.png) See [welding](SOP-002.md#joints) and <b>sign</b>.\n"
FIRST = document(body=BODY)
SECOND = document(revision=2, body=f"{BODY}\nNone but approved ones.\n", effective="2024-06-01")
DRAFT = document(revision=3, status="draft", body=f"{BODY}\nPlanted words of a draft.\n")
OTHER = document("SOP-002", title="Welding", body="# Welding\n\n## Joints\n\nWeld.\n")
FINAL = document("SOP-003", title="Packing")
DAY = "2025-02-01"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Two revisions with a picture each and a draft; a second document; one not yet approved.

    The draft of another was given up.
    """
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    sop, other = path("SOP-001"), path("SOP-002")
    files = {**base(), sop: FIRST, MAP: OLD, other: OTHER, **approval("SOP-002", 1, OTHER)}
    files |= {**approval("SOP-001", 1, FIRST, shown={MAP: OLD}), path("SOP-003"): FINAL}
    gone = path("SOP-004")
    repo.commit("Try", {gone: DRAFT.replace("SOP-001", "SOP-004")}, date="2024-01-19T11:00:00Z")
    files |= {gone: None}
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    at = "2024-05-20T10:00:00+00:00"
    files = {sop: SECOND, MAP: NEW, **approval("SOP-001", 2, SECOND, shown={MAP: NEW}, at=at)}
    repo.commit("Revise", files, date="2024-05-20T11:00:00+00:00")
    repo.commit("Begin", {sop: DRAFT, MAP: OLD}, date="2025-01-10T09:00:00+00:00")
    return repo


@pytest.fixture(scope="module")
def copies(repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copies of that company."""
    folder = tmp_path_factory.mktemp("published") / "copies"
    said = run("publish", str(folder), "--on", DAY, at=repo.path, width=300)
    assert "Published 2 documents in force" in said
    assert "4 files made, 0 as before" in said
    assert "1 document is not in force and is left out." in said
    return folder


def text_of(pdf: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages]


def manifest(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "manifest.json").read_text())
    return found


def test_a_copy_is_of_the_revision_in_force_with_its_own_picture(copies: Path) -> None:
    page = (copies / "SOP-001.html").read_text()
    assert "None but approved ones." in page
    assert "Planted" not in page
    assert f"data:image/png;base64,{_base64(NEW)}" in page
    assert _base64(OLD) not in page
    assert 'href="SOP-002.html#t-joints"' in page
    assert sorted(p.name for p in copies.iterdir()) == [
        *("SHA256SUMS", "SOP-001.html", "SOP-001.pdf", "SOP-002.html", "SOP-002.pdf"),
        *("index.html", "manifest.json"),
    ]


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


def test_every_page_of_a_print_says_what_it_is(copies: Path) -> None:
    for page in text_of(copies / "SOP-001.pdf"):
        for said in (
            *("Test Works Ltd", "SOP-001", "Revision 2", "Page 1 of 1", "Quinn Quality"),
            *("Quality Manager", "Uncontrolled when printed", "SOP-001/2/", "sign"),
        ):
            assert said in page, said
    reader = PdfReader(io.BytesIO((copies / "SOP-001.pdf").read_bytes()))
    links = [
        annotation.get_object()["/A"]["/URI"]
        for annotation in reader.pages[0].get("/Annots", [])
        if "/A" in annotation.get_object()
    ]
    assert links == ["SOP-002.pdf#t-joints"]


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_a_copy_can_be_asked_whether_it_counts(
    repo: RepositoryBuilder, copies: Path, ending: str
) -> None:
    copy = str(copies / f"SOP-001.{ending}")
    assert "IN FORCE since 2024-06-01" in run("verify-copy", copy, "--on", DAY, at=repo.path)


def test_the_list_leads_to_every_copy(copies: Path) -> None:
    page = (copies / "index.html").read_text()
    for name in ("SOP-001.html", "SOP-001.pdf", "SOP-002.html", "SOP-002.pdf"):
        assert f'href="{name}"' in page
    assert "Planted" not in page


def test_the_sums_and_the_manifest_are_of_every_file(copies: Path) -> None:
    lines = (copies / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    assert sums.keys() == {p.name for p in copies.iterdir()} - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((copies / name).read_bytes()).hexdigest() == digest
    (first, _) = manifest(copies)["copies"]  # type: ignore[misc]
    assert first["document"] == "SOP-001"
    assert first["code"] == f"SOP-001/2/{hashlib.sha256(SECOND.encode()).hexdigest()[:12]}"


def test_the_same_day_and_the_next_make_the_same_bytes(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    run("publish", str(tmp_path / "again"), "--on", "2025-02-02", at=repo.path)
    for name in ("SOP-001.html", "SOP-001.pdf", "SOP-002.pdf"):
        assert (tmp_path / "again" / name).read_bytes() == (copies / name).read_bytes()


def test_what_is_as_before_is_taken_over_and_what_was_tampered_with_is_not(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    shutil.copytree(copies, folder)
    (folder / "SOP-001.html").write_text("tampered")
    said = run("publish", str(folder), "--on", DAY, at=repo.path, width=300)
    assert "1 file made, 3 as before" in said
    assert (folder / "SOP-001.html").read_bytes() == (copies / "SOP-001.html").read_bytes()
    said = run("publish", str(folder), "--html", "SOP-002", "--on", DAY, at=repo.path, width=300)
    assert "Published 1 document in force" in said
    assert "left out" not in said
    assert not (folder / "SOP-001.html").exists()
    assert not list(tmp_path.glob(".copies*"))


def test_a_file_as_it_is_says_on_each_page_that_it_is_a_draft(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    run("publish", str(folder), "--current-file", "SOP-001", "--on", DAY, at=repo.path)
    page = (folder / "SOP-001.html").read_text()
    assert "Planted words of a draft." in page
    assert 'class="across"' in page
    assert ">DRAFT</text>" in page
    assert "Not in force: draft." in page
    assert _base64(OLD) in page
    assert all("DRAFT" in said for said in text_of(folder / "SOP-001.pdf"))
    assert "Not approved" in text_of(folder / "SOP-001.pdf")[0]


def test_a_copy_of_a_past_day_is_of_the_text_then(repo: RepositoryBuilder, tmp_path: Path) -> None:
    run("publish", str(tmp_path / "then"), "--html", "--on", "2024-03-01", at=repo.path)
    page = (tmp_path / "then" / "SOP-001.html").read_text()
    assert "None but approved ones." not in page
    assert _base64(OLD) in page


def test_a_part_of_history_does_not_take_the_place_of_what_was_published(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    """In a clone that is cut off, the revision in force is out of sight, and a draft is not."""
    clone, there = tmp_path / "clone", tmp_path / "there"
    repo.git("clone", "--quiet", "--depth", "1", repo.path.as_uri(), str(clone))
    shutil.copytree(copies, there)
    for command in ("publish", "site"):
        said = refused(command, str(there), "--on", DAY, at=clone)
        assert "a shallow clone" in said
        assert "git fetch --unshallow" in said
    assert (there / "SOP-001.pdf").is_file()
    answer = invoke("verify-copy", str(there / "SOP-001.html"), "--on", DAY, at=clone)
    assert "work tree of a shallow clone" in answer.stdout
    assert "ask again after" in answer.stdout
    assert answer.exit_code == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (".isodocs/authority/0001.json", "it cannot be seen which approvals count"),
        ("isodocs.yaml", "it cannot be seen which files are documents"),
    ],
)
def test_a_file_that_is_broken_does_not_empty_what_was_published(
    repo: RepositoryBuilder, tmp_path: Path, file: str, said: str
) -> None:
    own = tmp_path / "repo"
    shutil.copytree(repo.path, own)
    with (own / file).open("a") as text:
        text.write("\nx: [")
    for command in ("publish", "site"):
        assert said in refused(command, str(tmp_path / "x"), "--on", DAY, at=own)
    if "authority" in file:
        answer = invoke(
            "verify-copy",
            f"SOP-002/1/{hashlib.sha256(OTHER.encode()).hexdigest()}",
            at=own,
            width=300,
        ).stdout
        assert "AWAITING APPROVAL" in answer
        assert "with an unreadable authority register" in answer
        assert "The authority register cannot be read" in answer
    mine = RepositoryBuilder(own, object_format=None)
    mine.configure("user", name="Ann Author", email="ann@example.com")
    mine.commit("Broken", {file: (own / file).read_bytes()})
    assert said in refused("pack", str(tmp_path / "x.zip"), "--for", "internal", at=own)


def test_what_is_not_in_force_is_not_published_by_name(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    said = refused("publish", str(tmp_path / "x"), "SOP-003", "--on", DAY, at=repo.path)
    assert "no revision of SOP-003 is in force: it is awaiting approval" in said
    assert "--current-file" in said
    assert not (tmp_path / "x").exists()


def test_a_text_that_would_take_minutes_to_print_is_not_begun(
    repo: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isodocs.copies.print._MOST", 9)
    said = refused("publish", str(tmp_path / "x"), "SOP-002", "--on", DAY, at=repo.path)
    assert "SOP-002.pdf: it has over 9 characters" in said
    assert not (tmp_path / "x").exists()


def test_a_folder_with_anything_else_is_left_as_it_is(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    said = refused("publish", str(tmp_path), "--html", "--on", DAY, at=repo.path)
    assert "holds something other than 'isodocs controlled copies'" in said
    assert "something other" in refused(
        "publish", str(repo.path), "--html", "--on", DAY, at=repo.path
    )
    folder = tmp_path / "copies"
    shutil.copytree(copies, folder)
    (folder / "notes.txt").write_text("mine")
    said = refused("publish", str(folder), "--html", "--on", DAY, at=repo.path)
    assert "holds files that were not published: notes.txt" in said
    assert (folder / "notes.txt").read_text() == "mine"
    (folder / "notes.txt").unlink()
    (folder / "SOP-001.html").unlink()
    (folder / "SOP-001.html").mkdir()
    said = refused("publish", str(folder), "--html", "--on", DAY, at=repo.path)
    assert "holds files that were not published: SOP-001.html" in said
    form = '{"form": "isodocs controlled copies 1"'
    for manifest in (
        f"{form}}}",
        f'{form}, "files": [1]}}',
        f'{form}, "files": [{{}}]}}',
        "[" * 9999,
    ):
        (folder / "manifest.json").write_text(manifest)
        assert "something other" in refused("publish", str(folder), at=repo.path)
    (folder / "notes.txt").write_text("mine")
    assert "not a folder" in refused("publish", str(folder / "notes.txt"), at=repo.path)


def test_odd_front_matter_is_published_too(tmp_path: Path) -> None:
    """Identifiers lead nowhere outside, and Typst takes any language and any character."""
    odd = {
        "../../out": "zh-Hant-TW",
        "n" * 300: "es-419",
        "SOP-1": "nonsense",
        "a/b": "tlh",
    }
    files: dict[str, str | bytes] = {**base(), "documents/p.png": PICTURE[:20]}
    for number, (id, language) in enumerate(odd.items()):
        files[f"documents/{number}.md"] = document(
            id, title="Private \ue000", language=language, body="![x](p.png)\n"
        )
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    folder = tmp_path / "published" / "copies"
    run("publish", str(folder), "--current-file", "--on", DAY, at=repo.path)
    names = {"__.._out", "n" * 60, "SOP-1", "a_b"}
    assert {p.stem for p in folder.glob("*.pdf")} == names
    assert [p.name for p in folder.parent.iterdir()] == ["copies"]
    said = text_of(folder / "SOP-1.pdf")[0]
    assert "U+E000" in said
    assert "not shown in this copy" in said  # no program can draw the picture
    assert "documents/p.png" in said


def test_a_picture_that_was_approved_and_is_gone_is_not_left_out(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    gone = tmp_path / "repo"
    shutil.copytree(repo.path, gone)
    blob = repo.git("rev-parse", f"HEAD~1:{MAP}").strip()
    loose = gone / ".git" / "objects" / blob[:2] / blob[2:]
    os.chmod(loose, 0o600)
    loose.unlink()
    said = refused("publish", str(tmp_path / "x"), "--html", "--on", DAY, at=gone)
    assert "was approved with this file" in said
    assert not (tmp_path / "x").exists()


def test_a_theme_frames_the_text(repo: RepositoryBuilder, tmp_path: Path) -> None:
    own = tmp_path / "repo"
    shutil.copytree(repo.path, own)
    theme = own / "branding"
    theme.mkdir()
    config = own / "isodocs.yaml"
    config.write_text(f"{CONFIG}theme: branding\n")
    at = {"at": own}
    assert "there is no folder 'branding'" in refused("publish", str(tmp_path / "x"), **at)
    for text, said in (
        ("paper: A4\ncolour: blue\n", "theme.yaml:2: 'blue' is not a colour"),
        (
            "colour: #aa2200\n",
            "theme.yaml:1: '' is not a colour",
        ),
        ("- colour\n", "theme.yaml:1: a theme holds keys"),
        ("colour: [\n", "branding/theme.yaml:2:1: not readable as YAML"),
    ):
        (theme / "theme.yaml").write_text(text)
        assert said in refused("publish", str(tmp_path / "x"), **at)
    (theme / "theme.yaml").write_text(
        'colour: "#aa2200"\npaper: letter\nfooter: ISO 9001 certified\n'
    )
    (theme / "logo.svg").write_text("<html>")
    assert "the logo is not a picture" in refused("publish", str(tmp_path / "x"), **at)
    (theme / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    run("publish", str(tmp_path / "x"), "SOP-002", "--on", DAY, **at)
    page = PdfReader(io.BytesIO((tmp_path / "x" / "SOP-002.pdf").read_bytes())).pages[0]
    assert [round(float(size)) for size in page.mediabox[2:]] == [612, 792]
    assert "ISO 9001 certified" in page.extract_text()
    assert "ISO 9001 certified" in (tmp_path / "x" / "SOP-002.html").read_text()


def test_reports_are_pages_that_one_page_leads_to(repo: RepositoryBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    said = run("report", str(folder), "--for", "stage-2", "--on", DAY, at=repo.path, width=300)
    assert said == f"Wrote 5 reports to {folder}: open index.html.\n"
    names = ["SHA256SUMS", "audit-trail.html", "coverage.html", "index.html"]
    names += ["management-review.html", "manifest.json", "readiness.html", "register.html"]
    assert sorted(p.name for p in folder.iterdir()) == names
    index = (folder / "index.html").read_text()
    assert 'href="readiness.html">Readiness for stage 2' in index
    assert "Not ready" in index
    run("report", str(folder), "--on", DAY, at=repo.path)
    assert "Readiness for the internal audit" in (folder / "index.html").read_text()
    mixed = refused("publish", str(folder), "--html", "--on", DAY, at=repo.path)
    assert "holds something other than 'isodocs controlled copies'" in mixed


def test_what_is_classified_above_a_level_stays_out(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    """A word that is no level is above them all, and what says nothing has the default."""
    words = {"SOP-004": "PUBLIC", "SOP-005": "confidential", "SOP-006": "confidental"}
    own = tmp_path / "repo"
    shutil.copytree(repo.path, own)
    for id, word in words.items():
        (own / path(id)).write_text(document(id, classification=word))
    at = {"at": own, "width": 300}
    options = ("--html", "--current-file", "--on", DAY)

    def published(*up_to: str) -> str:
        said = run("publish", str(tmp_path / "x"), *options, *up_to, **at)
        names = {p.stem for p in (tmp_path / "x").glob("S*.html")}
        assert "SOP-004" in names
        assert ("SOP-005" in names) == (not up_to or "Confidential" in up_to)
        return said

    assert "2 documents are classified above internal, and are not left out" in published()
    said = published("--up-to", "public")
    assert "2 documents are classified above public and are left out." in said
    published("--up-to", "Confidential")
    raised = DRAFT.replace("revision: 3\n", "revision: 3\nclassification: confidential\n")
    (own / path("SOP-001")).write_text(raised)
    for command in ("publish", "site"):
        folder = str(tmp_path / f"soon-{command}")
        said = run(command, folder, "--up-to", "internal", "--on", DAY, **at)
        assert "SOP-001 is to be classified above internal" in said
    assert (tmp_path / "soon-publish" / "SOP-001.html").is_file()
    (own / "isodocs.yaml").write_text(f"{CONFIG}classification: {{default: confidential}}\n")
    assert "5 documents are classified above public" in published("--up-to", "public")
    wrong = refused("publish", str(tmp_path / "x"), "--up-to", "publik", at=own)
    assert "no level of classification is called 'publik'. Did you mean 'public'?" in wrong


@pytest.mark.parametrize(
    "line",
    [
        "classification: {default: confidental}",
        "clasification: {default: confidential}",
    ],
)
def test_a_level_that_was_meant_and_is_misspelt_opens_nothing(
    repo: RepositoryBuilder, tmp_path: Path, line: str
) -> None:
    """What is not understood of a configuration may be what classifies all documents."""
    own = tmp_path / "repo"
    shutil.copytree(repo.path, own)
    (own / path("SOP-004")).write_text(document("SOP-004", clasification="confidential"))
    to = str(tmp_path / "x")
    options = ("SOP-004", "--html", "--current-file", "--up-to", "internal", "--on", DAY)
    said = run("publish", to, *options, at=own, width=300)
    assert "1 document is classified above internal and is left out." in said
    mine = RepositoryBuilder(own, object_format=None)
    mine.configure("user", name="Ann Author", email="ann@example.com")
    mine.commit("Misspelt", {"isodocs.yaml": f"{CONFIG}{line}\n"})
    for call in (
        ("publish", to, "--up-to", "internal"),
        ("site", to, "--up-to", "internal"),
        ("pack", f"{to}.zip", "--for", "internal"),
    ):
        assert "it is not known what may be handed on" in refused(*call, at=own)
    (own / "isodocs.yaml").unlink()
    said = refused("site", to, "--up-to", "internal", at=own)
    assert "it is not known what may be handed on" in said
    assert "git checkout HEAD -- isodocs.yaml" in said


@pytest.mark.parametrize("words", [("publish", "--html"), ("site",)])
def test_many_copies_are_made_side_by_side(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spread = Mock(wraps=side_by_side._spread)
    monkeypatch.setattr(side_by_side, "_spread", spread)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    repo = RepositoryBuilder(tmp_path / "repo")
    files: dict[str, str | bytes] = dict(base())
    for number in range(1, 41):
        text = document(f"SOP-{number:03}", title=f"Work {number}")
        files |= {path(f"SOP-{number:03}"): text, **approval(f"SOP-{number:03}", 1, text)}
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    run(*words, str(tmp_path / "x"), "--on", DAY, at=repo.path)
    for number in range(1, 41):
        (page,) = (tmp_path / "x").rglob(f"SOP-{number:03}.html")
        assert f"Work {number}" in page.read_text("utf-8")
    assert [call.args[-1] for call in spread.call_args_list] == [2]


def test_a_drawing_that_links_a_picture_is_printed_without_it_and_says_so(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    link = '<image href="https://example.org/map.png" width="9" height="9"/>'
    size = 'xmlns="http://www.w3.org/2000/svg" width="90" height="90"'
    drawing = f'<svg {size}>{link}<text x="9" y="50">Arrow</text></svg>'
    text = document(body="# Purchasing\n\n![The flow](flow.svg)\n")
    repo.commit("Start", {**base(), path("SOP-001"): text, "documents/flow.svg": drawing})
    options = ("--pdf", "--current-file", "--on", DAY)
    said = run("publish", str(tmp_path / "copies"), *options, at=repo.path, width=400)
    assert "SOP-001.pdf: warning: this copy cannot show documents/flow.svg: https://exa" in said
    (page,) = PdfReader(tmp_path / "copies/SOP-001.pdf").pages
    assert "https://example.org/map.png" in page.extract_text()
    assert "[The flow]" not in page.extract_text()
