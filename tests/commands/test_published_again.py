"""A folder that is filled again where nothing has changed is left, and nothing else is printed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from isodocs.machine import written_folder
from tests.helpers.calls import Answer, afresh, call
from tests.helpers.company import approval, base, document
from tests.helpers.repository import RepositoryBuilder

CALLS = {"publish": ("publish", "../out", "--html"), "report": ("report", "../out")}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def out(company: RepositoryBuilder) -> Path:
    return company.path.parent / "out"


def told(company: RepositoryBuilder, *words: str, at: Path | None = None) -> Answer:
    """The answer, which is the one from scratch, and leaves the folder as that does."""
    at, folder = at or company.path, out(company)
    with TemporaryDirectory(dir=company.path.parent.parent) as place:
        before = Path(place, "before")
        if folder.exists():
            shutil.copytree(folder, before, symlinks=True)
        found = call(*words, at=at)
        mine = contents(folder)
        kept = Path(place, "kept")
        folder.rename(kept)  # as it is, with its times
        if before.exists():
            shutil.copytree(before, folder, symlinks=True)
        right = afresh(*words, at=at)
        assert found[:3] == right[:3]
        assert mine == contents(folder)
        shutil.rmtree(folder)
        kept.rename(folder)
    return found


@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_the_second_time_it_is_remembered(
    company: RepositoryBuilder, words: tuple[str, ...]
) -> None:
    assert not told(company, *words).remembered
    before = contents(out(company))
    call(*words, at=company.path)
    looks = out(company).stat()
    again = call(*words, at=company.path)
    assert again.remembered
    assert again.code == 0
    assert (out(company).stat().st_ino, contents(out(company))) == (looks.st_ino, before)
    assert told(company, *words).out == again.out


def at_once(company: RepositoryBuilder) -> None:
    """Publish, twice."""
    call(*CALLS["publish"], at=company.path)
    assert call(*CALLS["publish"], at=company.path).remembered


def altered(company: RepositoryBuilder) -> None:
    """Another text of the same size and age in the copy."""
    path = out(company) / "SOP-001.html"
    before, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"a", b"e", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def moved(company: RepositoryBuilder) -> None:
    """A link in its place, and something else where it leads."""
    out(company).rename(out(company).with_name("elsewhere"))
    out(company).symlink_to("elsewhere")


CHANGES: dict[str, Callable[[RepositoryBuilder], object]] = {
    "a copy": altered,
    "a copy that went": lambda c: (out(c) / "SOP-001.html").unlink(),
    "the sums": lambda c: (out(c) / "SHA256SUMS").write_text(""),
    "the folder": lambda c: shutil.rmtree(out(c)),
    "a copy of the folder": lambda c: (
        shutil.copytree(out(c), out(c).with_name("x"), copy_function=shutil.copy),
        shutil.rmtree(out(c)),
        out(c).with_name("x").rename(out(c)),
    ),
    "a link": moved,
    "rights around it": lambda c: out(c).parent.chmod(0o711),
    "a document": lambda c: c.commit("Draft", {"documents/SOP-009.md": document("SOP-009")}),
    "another call": lambda c: call("publish", "../out", "--html", "--on", "2024-02-01", at=c.path),
    "another user's call": lambda c: afresh("publish", "../out", "--html", at=c.path),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_it_is_filled_again(
    company: RepositoryBuilder, change: Callable[[RepositoryBuilder], object]
) -> None:
    at_once(company)
    change(company)
    assert not told(company, *CALLS["publish"]).remembered


REVISED = document("SOP-001", 2, body="# Purchasing\n\nSee [the other](SOP-002.md), if any.\n")
OTHER = {"documents/SOP-002.md": document("SOP-002"), **approval("SOP-002", 1, document("SOP-002"))}
STORY: dict[str, Callable[[RepositoryBuilder], object]] = {
    "a word of the file": lambda c: c.write("documents/SOP-001.md", document(body="Other.\n")),
    "a revision": lambda c: c.write("documents/SOP-001.md", REVISED),
    "its approval": lambda c: c.commit(
        "Approve", {"documents/SOP-001.md": REVISED, **approval("SOP-001", 2, REVISED)}
    ),
    "a document that is led to": lambda c: c.commit("Another", OTHER),
    "a copy that went": lambda c: (
        (out(c) / "SOP-001.html").unlink(),
        c.write("documents/SOP-002.md", document("SOP-002", 2, status="draft")),
    ),
    "a copy that was altered": lambda c: (
        altered(c),
        c.write("documents/SOP-002.md", document("SOP-002", 4, status="draft")),
    ),
    "a copy in a backup": lambda c: (
        os.link(out(c) / "SOP-001.html", c.path.parent / "backup.html"),
        c.write("documents/SOP-002.md", document("SOP-002", 3, status="draft")),
    ),
    "a person": lambda c: c.write("records/people.csv", "id,name\nquality-manager,Quincy\n"),
    "the configuration": lambda c: c.write(
        "isodocs.yaml", f"{base()['isodocs.yaml']}language: de\n"
    ),
}


def test_what_is_published_after_changes_is_what_is_published_from_scratch(
    company: RepositoryBuilder,
) -> None:
    told(company, *CALLS["publish"])
    for change in STORY.values():
        change(company)
        assert not told(company, *CALLS["publish"]).remembered
    (backup,) = company.path.parent.glob("backup.html")
    assert backup.stat().st_nlink == 1  # who writes to it writes to no copy


def test_a_folder_that_went_is_filled_and_remembered(company: RepositoryBuilder) -> None:
    at_once(company)
    shutil.rmtree(out(company))
    at_once(company)


def test_what_others_put_there_is_refused_as_before(company: RepositoryBuilder) -> None:
    at_once(company)
    (out(company) / "notes.txt").write_text("mine")
    assert call(*CALLS["publish"], at=company.path).code == 2
    assert contents(out(company))["notes.txt"] == b"mine"


def test_what_is_put_there_meanwhile_is_not_taken_for_ours(company: RepositoryBuilder) -> None:
    """After the folder was replaced, and before anyone has looked at it."""
    look, altering = written_folder._seen_in, [altered]

    def changing(named: str, moment: int) -> tuple[bytes, bool]:
        while altering:
            altering.pop()(company)
        return look(named, moment)

    def busy() -> None:
        written_folder._seen_in = changing

    call(*CALLS["publish"], at=company.path, prepare=busy)
    assert not told(company, *CALLS["publish"]).remembered


def test_a_folder_in_the_repository_is_filled_each_time(company: RepositoryBuilder) -> None:
    for _ in range(3):
        assert not call("publish", "out", "--html", at=company.path).remembered


def test_the_same_words_elsewhere_are_another_folder(company: RepositoryBuilder) -> None:
    at_once(company)
    assert not call(*CALLS["publish"], at=company.path / "documents").remembered
    assert not call("-C", "documents", *CALLS["publish"], at=company.path).remembered
