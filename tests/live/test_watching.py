"""What is told of a folder that is watched is what a check finds there, whatever is done to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date

import pytest

from isodocs.errors import RepositoryError
from tests.checking.test_again import DRAFT, FIRST, company, edited
from tests.helpers.company import ANN, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.watched import Watched

ON = date(2024, 6, 1)


@pytest.fixture
def system(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    return repo


@pytest.fixture
def watched(system: RepositoryBuilder) -> Iterator[Watched]:
    with Watched(system.path, ON) as found:
        yield found


def test_a_save_is_told_however_it_is_written(system: RepositoryBuilder, watched: Watched) -> None:
    text = system.path / FIRST
    before = text.read_bytes()
    edited("Nothing else.", "Nothing else. TBD")(system)
    watched.until_told()
    assert any(gap.code == "DOC021" for gap in watched.told)

    # by another file that takes its place, and beside what editors keep there
    (text.parent / ".SOP-001.md.swp").write_bytes(b"b0VIM")
    new = text.with_name("4913")
    new.write_bytes(before)
    os.replace(text, text.with_name("SOP-001.md~"))
    os.replace(new, text)
    watched.until_told()
    assert not any(gap.code == "DOC021" for gap in watched.told)

    # a folder that goes and comes back, with another text in it
    moved = system.path / "elsewhere"
    text.parent.rename(moved)
    watched.until_told()
    moved.rename(text.parent)
    edited("To be written", "TODO", DRAFT)(system)
    watched.until_told()
    shutil.rmtree(text.parent)
    system.git("checkout", "-q", "--", ".")
    watched.until_told()

    system.git("checkout", "-q", "-b", "other")
    system.commit("One more", {path("SOP-009"): document("SOP-009")}, author=ANN)
    watched.until_told()
    system.git("checkout", "-q", "main")
    watched.until_told()
    assert watched.notices == []


def test_what_cannot_be_checked_is_said_and_checked_once_it_can_be(
    system: RepositoryBuilder, watched: Watched
) -> None:
    config = system.path / "isodocs.yaml"
    good = config.read_text("utf-8")
    config.write_text(f"{good}standards: [\n", encoding="utf-8")
    watched.until_told()
    assert any(gap.code == "CFG001" for gap in watched.told)
    config.unlink()
    watched.until_told()

    git = system.path / ".git"
    git.rename(system.path / "git")
    watched.until(lambda: watched.fault is not None)
    config.write_text(good, encoding="utf-8")
    (system.path / "git").rename(git)
    watched.until_told()


def test_a_folder_that_is_gone_ends_it(system: RepositoryBuilder, watched: Watched) -> None:
    system.path.rename(system.path.with_name("moved"))
    watched.until(lambda: watched.ended is not None)
    assert isinstance(watched.ended, RepositoryError)
    assert str(system.path) in str(watched.ended)
