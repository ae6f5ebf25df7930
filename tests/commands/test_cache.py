"""`isodocs cache`: what is remembered can be seen and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.machine import store
from tests.helpers.command import run
from tests.helpers.repository import RepositoryBuilder


def test_what_is_remembered_can_be_seen_and_removed(company: RepositoryBuilder) -> None:
    place = store.folder()
    assert place
    assert run("cache", "info", at=company.path) == f"0 repositories in {place}\n"
    run("register", at=company.path)
    (Path(place) / "notes.txt").write_text("not ours")
    damaged = Path(place) / f"{'0' * 32}.sqlite"
    damaged.write_text("no database")
    seen = run("cache", "info", at=company.path)
    assert f"KiB  {company.path / '.git'}\n" in seen
    assert f"KiB  {damaged}\n" in seen
    assert seen.endswith(f"2 repositories in {place}\n")
    assert "of 1 repository: " in run("cache", "clear", at=company.path)
    assert [file.name for file in Path(place).iterdir()] == ["notes.txt"]


def test_the_files_of_another_name_do_not_pass_for_it(company: RepositoryBuilder) -> None:
    run("register", at=company.path)
    (file,) = Path(store.folder() or "").glob("*.sqlite")
    file.rename(file.with_name("0" * 32 + ".sqlite"))
    assert str(company.path) not in run("cache", "info", at=company.path)


def test_where_nothing_is_remembered(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert run("cache", "info", at=company.path).startswith("Nothing is remembered: ")
    assert "of 0 repositories" in run("cache", "clear", at=company.path)
