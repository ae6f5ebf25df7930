"""What is seen of folders from outside, and what need not be looked at for that."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from isodocs.machine import answers
from isodocs.repository import footprint, tree_names
from isodocs.repository.footprint import Footprint
from isodocs.repository.tree_names import NOT_KEPT, TreeNames
from tests.helpers.calls import TICK


@pytest.fixture(autouse=True)
def short_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footprint, "MARGIN", int(TICK * 1e9))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which nothing has happened for a while."""
    (tmp_path / "here/below").mkdir(parents=True)
    (tmp_path / "here/below/one").write_text("1")
    (tmp_path / "here/two").write_text("2")
    time.sleep(2 * TICK)
    return tmp_path / "here"


def looked(folder: Path, before: Footprint | None = None, skipped: str = "") -> Footprint:
    found = Footprint(time.time_ns(), before=before)
    found.add(str(folder), skipped=skipped)
    return found


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file comes": lambda here: (here / "below/three").write_text("3"),
    "a file goes": lambda here: (here / "below/one").unlink(),
    "a file is written": lambda here: (here / "below/one").write_text("x"),
    "a file is touched": lambda here: os.utime(here / "two"),
    "a file is replaced": lambda here: (here / "below/one").rename(here / "two"),
    "a folder comes": lambda here: (here / "below/deep").mkdir(),
    "a folder takes the place of a file": lambda here: (
        (here / "two").unlink(),
        (here / "two").mkdir(),
    ),
    "a folder takes the place of a folder": lambda here: (
        (here / "below").rename(here / "away"),
        (here / "below").mkdir(),
    ),
    "a link takes the place of a folder": lambda here: (
        (here / "below").rename(here.parent / "away"),
        (here / "below").symlink_to(here.parent / "away"),
    ),
}


def kept_of(folder: Path) -> Footprint:
    """What is seen by what an earlier call has kept."""
    kept = dict(looked(folder, looked(folder)).kept())
    return Footprint(time.time_ns(), kept.__getitem__)


@pytest.mark.parametrize("change", CHANGES)
def test_what_an_earlier_call_has_kept_hides_no_change(folder: Path, change: str) -> None:
    now, same = kept_of(folder), looked(folder).digest
    CHANGES[change](folder)
    now.add(str(folder))
    fresh = looked(folder)
    assert (now.digest, now.seen, now.links) == (fresh.digest, fresh.seen, fresh.links)
    assert now.digest != same


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_known_of_a_folder_hides_no_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    before = looked(folder)
    with monkeypatch.context() as patch:  # nothing is listed again
        patch.setattr(footprint, "names_in", None)
        patch.setattr(tree_names, "names_in", None)
        assert looked(folder, before).digest == before.digest
    CHANGES[change](folder)
    after = looked(folder, before)
    assert after.digest == looked(folder).digest != before.digest
    assert after.links == looked(folder).links


@pytest.mark.parametrize("number", [1, 20])
def test_folders_whose_times_alone_changed_are_as_they_were(folder: Path, number: int) -> None:
    """Git makes and removes its locks; whether a few folders look otherwise, or many."""
    for at in range(20):
        (folder / f"many{at}").mkdir()
    time.sleep(2 * TICK)
    now, same = kept_of(folder), looked(folder).digest
    for at in range(number):
        (folder / f"many{at}/lock").touch()
        (folder / f"many{at}/lock").unlink()
    now.add(str(folder))
    assert now.digest == same
    assert now.times().recent


def test_what_is_fetched_counts_by_what_it_says_and_pointers_are_known(folder: Path) -> None:
    (folder / "FETCH_HEAD").write_text("one")
    (folder / "below/.git").write_text("gitdir: elsewhere")
    time.sleep(2 * TICK)
    now, before = kept_of(folder), looked(folder)
    (folder / "FETCH_HEAD").write_text("one")
    now.add(str(folder))
    assert now.digest == before.digest
    assert now.pointers == before.pointers == [str(folder / "below/.git")]
    assert not now.times().recent
    (folder / "FETCH_HEAD").write_text("two")
    assert looked(folder, now).digest != before.digest


def test_a_folder_that_was_changed_a_moment_ago_is_listed_again(folder: Path) -> None:
    """Whatever comes to it within the same tick leaves its times as they are."""
    (folder / "three").write_text("3")
    before = looked(folder)
    kept = dict(looked(folder, before).kept())
    names = TreeNames.unpacked(kept[f"{folder}\0"])
    assert names.folders == [str(folder), str(folder / "below")]
    assert [looks == NOT_KEPT for looks in names.looks] == [True, False]


def test_compiled_code_that_comes_changes_nothing(folder: Path) -> None:
    """Whoever loads a module for the first time makes a folder for it, at any moment."""
    before = looked(folder, skipped="__pycache__")
    now = Footprint(time.time_ns())
    around = answers._installed(str(folder))
    (folder / "__pycache__").mkdir()
    (folder / "below/__pycache__").mkdir()
    now.add(str(folder), skipped="__pycache__")
    assert now.digest == before.digest
    assert not now.times().recent
    assert answers._installed(str(folder)) == around
    (folder / "module").write_text("x")
    now.add(str(folder), skipped="__pycache__")
    assert now.times().recent
    assert answers._installed(str(folder)) != around
