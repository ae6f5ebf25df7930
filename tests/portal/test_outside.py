"""Nothing outside of the folder is read or written: links, submodules, swapped folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from isodocs.repository import files
from tests.helpers.company import ANN, approved, base, path
from tests.helpers.portal import OWN, Portal, form, of_ann
from tests.helpers.repository import RepositoryBuilder

DAY, EDIT = "2024-06-01", "/edit/documents/SOP-001"
SECRET = "Of no one's business.\n"


@pytest.fixture
def portal(repo: RepositoryBuilder) -> Iterator[Portal]:
    """Ann's portal of a document with a draft of its second revision."""
    repo.commit("Start", {**base(), **approved()}, author=ANN, date="2024-01-02T09:00:00Z")
    with of_ann(repo, DAY) as found:
        sent = form(found, f"{EDIT}/revise") | {"f.change": "Twice a year."}
        assert save(found, f"{EDIT}/revise", sent) == 303
        found.next_version(found.alarm.ring)
        yield found


def save(portal: Portal, to: str, sent: dict[str, str]) -> int:
    answer = portal.browser().post(to, data=sent, headers=OWN, follow_redirects=False)
    return answer.status_code


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of someone else, with a file of each name that is written."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / Path(path()).name).write_text(SECRET)
    return folder


def by_a_link(repo: RepositoryBuilder, outside: Path) -> None:
    file = repo.path / path()
    file.unlink()
    file.symlink_to(outside / file.name)


def by_the_folder(repo: RepositoryBuilder, outside: Path) -> None:
    folder = (repo.path / path()).parent
    folder.rename(folder.with_name("gone"))
    folder.symlink_to(outside, target_is_directory=True)


@pytest.mark.parametrize("swapped", [by_a_link, by_the_folder])
def test_a_link_in_the_place_of_what_is_edited_is_not_followed(
    portal: Portal,
    repo: RepositoryBuilder,
    outside: Path,
    swapped: Callable[[RepositoryBuilder, Path], None],
) -> None:
    sent = form(portal, EDIT)
    sent["text"] = sent["text"].replace("suppliers", "friends")
    head = repo.git("rev-parse", "HEAD")
    swapped(repo, outside)
    assert save(portal, EDIT, sent) in (404, 409, 422)
    assert [each.read_text() for each in outside.iterdir()] == [SECRET]
    assert repo.git("rev-parse", "HEAD") == head
    portal.next_version(portal.alarm.ring)
    for address in ("/documents", "/documents/SOP-001", EDIT):
        assert SECRET.strip() not in portal.browser().get(address, headers=OWN).text


@pytest.mark.parametrize("swapped", [by_a_link, by_the_folder])
def test_nor_is_one_that_comes_while_it_is_written(
    portal: Portal,
    repo: RepositoryBuilder,
    outside: Path,
    monkeypatch: pytest.MonkeyPatch,
    swapped: Callable[[RepositoryBuilder, Path], None],
) -> None:
    """Between the moment at which the content is written beside the file, and its new name."""
    sent = form(portal, EDIT)
    sent["text"] = sent["text"].replace("suppliers", "friends")
    replace, done = os.replace, list[str]()

    def late(old: str, new: str, **folders: int) -> None:
        if new == Path(path()).name and not done:
            done.append(new)
            swapped(repo, outside)
        replace(old, new, **folders)

    monkeypatch.setattr(files.os, "replace", late)
    save(portal, EDIT, sent)
    assert done
    assert [each.read_text() for each in outside.iterdir()] == [SECRET]


def test_a_submodule_is_not_a_document(portal: Portal, repo: RepositoryBuilder) -> None:
    commit = repo.git("rev-parse", "HEAD")
    for place in (path("SOP-050"), "documents/other"):
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{place}")
    repo.git("commit", "-q", "-m", "Submodules")
    for place in (path("SOP-050"), "documents/other"):
        (repo.path / place).mkdir()
    (repo.path / "documents/other/SOP-051.md").write_text(f"---\nid: SOP-051\n---\n{SECRET}")
    portal.next_version(portal.alarm.ring)
    browser = portal.browser()
    assert not portal.current.trouble
    for id in ("SOP-050", "SOP-051"):
        assert browser.get(f"/documents/{id}", headers=OWN).status_code == 404
    assert "SOP-051" not in browser.get("/search?q=business", headers=OWN).text
    sent = form(portal, EDIT)
    sent["text"] = sent["text"].replace("suppliers", "friends")
    assert save(portal, EDIT, sent) == 303, "what is beside it is written as ever"
    assert repo.git("ls-tree", "HEAD", path("SOP-050")).startswith("160000")
