"""`diff` and `approve` show what changed in shown files, and since a rejection."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from isodocs.model.approval import Decision
from isodocs.parsing.picture_size import pixels
from tests.helpers.command import run, run_json
from tests.helpers.company import ANN, approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

SOP = path("SOP-001")
BODY = "# Deburring\n\nDeburr.\n\n![Map](map.png)\n\n{{#include part.md}}\n\n## End\n\nSweep.\n"


def png(width: int, height: int, more: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + more


FIRST = {"documents/map.png": png(640, 480), "documents/part.md": b"Wear gloves.\n\nAlways.\n"}
OTHER = {
    "documents/map.png": png(800, 600, b"x"),
    "documents/part.md": b"Gloves are not needed any more.\n\nAlways.\n",
}
ROWS = {"documents/rows.csv": b"a,1\nb,2\nc,3\n"}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Revision 2 changes nothing but what it shows."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("shown"))
    old = document(body=BODY)
    files = {**base(), SOP: old, **FIRST, **approval("SOP-001", 1, old, shown=FIRST)}
    repo.commit("Start", files, author=ANN, date="2024-01-02T09:00:00+00:00")
    new = document(body=BODY, revision=2, change="As found in use.")
    repo.commit("Change", {SOP: new, **OTHER}, author=ANN, date="2024-02-02T09:00:00+00:00")
    return repo


def test_the_redline_shows_pictures_and_included_texts(repo: RepositoryBuilder) -> None:
    said = run("diff", "SOP-001", at=repo.path, width=160)
    assert "1 picture changed, 1 included text changed." in said
    assert "documents/map.png (picture, changed)\n    old: 24 bytes, 640 × 480 pixels, SHA" in said
    assert "\n    new: 25 bytes, 800 × 600 pixels, SHA-256 " in said
    assert "documents/part.md (included text, changed)" in said
    assert "{+Gloves are not needed any more+}" in said
    assert "[-Wear gloves-]" in said
    assert said.index("Shown with the text") < said.index("unchanged: ")


def test_the_redline_for_programs_has_them_too(repo: RepositoryBuilder) -> None:
    shown = run_json("redline", "diff", "SOP-001", at=repo.path)["shown"]
    picture, text = shown
    assert (picture["path"], picture["kind"], picture["status"]) == (
        "documents/map.png",
        "picture",
        "changed",
    )
    assert (picture["old"]["width"], picture["new"]["width"]) == (640, 800)
    assert picture["sections"] is None
    assert (text["path"], text["kind"]) == ("documents/part.md", "included text")
    assert text["sections"][0]["status"] == "changed"


def test_the_approver_is_asked_about_them(repo: RepositoryBuilder) -> None:
    said = run("approve", "SOP-001", "--as", "quinn", "--dry-run", at=repo.path, width=160)
    assert "1 picture changed, 1 included text changed." in said
    assert "{+Gloves are not needed any more+}" in said


def test_a_revision_shows_what_was_decided_on(repo: RepositoryBuilder) -> None:
    """Also where the files of today are others, and nothing else of that time is left."""
    said = run("diff", "SOP-001", "1", "1", at=repo.path)
    assert "No differences." in said


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("![a](map.png)", "Text.", "documents/map.png (picture, removed)"),
        ("Text.", "{{#include part.md}}", "documents/part.md (included text, added)"),
        ("Text.", "{{#include rows.csv}}", "{+b,2+}"),
    ],
)
def test_what_comes_and_goes(tmp_path: Path, before: str, after: str, says: str) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    files = {**base(), SOP: document(status="draft", body=f"# A\n\n{before}\n"), **FIRST, **ROWS}
    repo.commit("Start", files, author=ANN)
    repo.commit("Change", {SOP: document(status="draft", body=f"# A\n\n{after}\n")}, author=ANN)
    said = run("diff", "SOP-001", at=repo.path, width=160)
    assert says in said
    assert "1 section changed" in said


def test_a_picture_changed_after_the_approval(tmp_path: Path) -> None:
    """The text is the same to the byte; the redline says what the approval does not cover."""
    repo = RepositoryBuilder(tmp_path / "repo")
    text = document(body=BODY)
    files = {**base(), SOP: text, **FIRST, **approval("SOP-001", 1, text, shown=FIRST)}
    repo.commit("Start", files, author=ANN)
    repo.commit("Swap", {"documents/map.png": png(1, 1)}, author=ANN)
    for command in (("diff", "SOP-001"), ("approve", "SOP-001", "--as", "quinn", "--dry-run")):
        said = run(*command, at=repo.path, width=160)
        assert "1 picture changed." in said, command
        assert "documents/map.png (picture, changed)" in said


@pytest.fixture(scope="module")
def rejected(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("rejected"))
    old = document(body="# A\n\nThe buyer buys from anybody.\n\n{{#include part.md}}\n")
    part = {"documents/part.md": b"Wear gloves.\n"}
    no = approval(
        "SOP-001", 1, old, shown=part, decision=Decision.REJECT, reason="From the list only."
    )
    files = {**base(), SOP: old, **part, **no}
    repo.commit("Start", files, author=ANN, date="2024-01-02T09:00:00+00:00")
    new = document(body="# A\n\nThe buyer buys from the list.\n\n{{#include part.md}}\n")
    repo.commit(
        "As asked",
        {SOP: new, "documents/part.md": "Wear glasses.\n"},
        author=ANN,
        date="2024-02-02T09:00:00+00:00",
    )
    return repo


class TestAfterARejection:
    def test_the_approver_sees_what_changed_since(self, rejected: RepositoryBuilder) -> None:
        said = run("approve", "SOP-001", "--as", "quinn", "--dry-run", at=rejected.path, width=160)
        assert (
            "What changed since Quinn Quality rejected it on 2024-01-20 (From the list only.)"
            in said
        )
        assert "[-anybody-] {+the list+}" in said
        assert "Wear [-gloves-] {+glasses+}" in said
        assert "read all of it" in said
        assert "and the included text it shows: documents/part.md" in said

    def test_so_does_the_redline(self, rejected: RepositoryBuilder) -> None:
        said = run("diff", "SOP-001", at=rejected.path, width=160)
        assert "old: revision 1 as Quinn Quality rejected it on 2024-01-20" in said
        assert "[-anybody-] {+the list+}" in said
        assert "1 included text changed" in said


def test_the_approver_is_told_of_what_comes_from_the_web(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    text = document(body="# A\n\n![a](https://example.com/x.png)\n")
    repo.commit("Start", {**base(), SOP: text}, author=ANN)
    said = run("approve", "SOP-001", "--as", "quinn", "--dry-run", at=repo.path, width=160)
    assert "The content of https://example.com/x.png on the web can change at any time" in said


def test_the_forms_of_a_first_draft_are_compared(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit(
        "Start", {**base(), SOP: document(status="draft", body="# A\n\nOne.\n")}, author=ANN
    )
    repo.commit("More", {SOP: document(status="draft", body="# A\n\nTwo.\n")}, author=ANN)
    assert "[-One-] {+Two+}" in run("diff", "SOP-001", at=repo.path)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(3, 4), (3, 4)),
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08" + struct.pack(">HH", 4, 3) + b"\0", (3, 4)),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 3, None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture(data: bytes, size: tuple[int, int] | None) -> None:
    assert pixels(data) == size
