"""The compiled maps are the maps: never other content, whatever stands in the YAML or beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from isodocs import resources
from isodocs.model.requirement import RequirementMap
from isodocs.standards import compiled, load
from isodocs.standards.parse import parse_map
from tests.standards.test_load import PATH, SMALL

ANEW = "run `make docs` (python -m isodocs.standards.compiled)"


@pytest.mark.parametrize("standard", load.available())
def test_it_is_current_and_holds_what_the_yaml_says(standard: str) -> None:
    file = load.folder() / f"{standard}.yaml"
    found = parse_map(file.read_bytes(), str(file))
    beside = load.folder() / compiled.FOLDER / f"{standard}.json"
    assert beside.read_text("utf-8") == compiled.write(found, file.read_bytes()), ANEW
    assert compiled.read(beside.read_bytes(), file.read_bytes()) == found


def test_nothing_else_is_compiled() -> None:
    names = {file.stem for file in (load.folder() / compiled.FOLDER).iterdir()}
    assert names == set(load.available()), ANEW


def test_it_is_taken_for_no_other_yaml_and_no_other_form() -> None:
    data = SMALL.encode()
    text = compiled.write(parse_map(SMALL, PATH), data)
    assert compiled.read(text.encode(), data) is not None
    assert compiled.read(text.encode(), data + b"\n") is None
    assert compiled.read(text.replace('"evidence"', '"proof"').encode(), data) is None
    assert compiled.read(text.encode()[:-9], data) is None


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The installed standards, with one more."""
    shutil.copytree(load.folder(), tmp_path / "standards")
    (tmp_path / "standards" / "house-rules-2024.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda name: tmp_path)
    load.load.cache_clear()
    yield tmp_path / "standards"
    load.load.cache_clear()


def house() -> RequirementMap:
    load.load.cache_clear()
    return load.load("house-rules-2024")


def test_a_map_that_changed_is_read_as_it_is_now(elsewhere: Path) -> None:
    assert house().title == "Rules of the house"  # not compiled at all
    compiled.main(elsewhere)
    assert house().title == "Rules of the house"
    file = elsewhere / "house-rules-2024.yaml"
    file.write_text(SMALL.replace("Rules of the house", "Other rules"), encoding="utf-8")
    assert house().title == "Other rules"


def test_what_no_map_stands_behind_is_dropped(elsewhere: Path) -> None:
    compiled.main(elsewhere)
    (elsewhere / "house-rules-2024.yaml").unlink()
    compiled.main(elsewhere)
    assert not (elsewhere / compiled.FOLDER / "house-rules-2024.json").exists()
