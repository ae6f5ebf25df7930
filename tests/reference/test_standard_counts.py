"""The page on requirement maps counts what the maps hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from isodocs.reference import standard_counts
from isodocs.standards import load

FOLDER = Path(__file__).parents[2] / "docs" / "standards"
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_counts_are_current() -> None:
    assert standard_counts.filled(PAGE) == PAGE, "run `make docs`"


def test_the_counts_add_up() -> None:
    rows = re.findall(r"^\| \[.+\]\((.+)\.md\).*?((?: \| [0-9]+)+) \|$", PAGE, re.MULTILINE)
    assert [id for id, _ in rows] == [*load.available()]
    for id, counts in rows:
        auditable, controls, headings, *_ = map(int, re.findall("[0-9]+", counts))
        assert auditable + headings == len(load.load(id).requirements)
        assert controls <= auditable


def test_every_page_it_names_is_there() -> None:
    for target in re.findall(r"\]\(([a-z0-9./-]+)\)", PAGE):
        assert (FOLDER / target).resolve().is_file(), target


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold"):
        standard_counts.filled("# Another page\n")
