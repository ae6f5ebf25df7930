"""The house's own rules, as far as import-linter does not keep them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "isodocs"
LONGEST = 400


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    for path in files:
        assert path.read_text("utf-8").startswith(f"# {path.name[:4]} "), path.name


def test_what_the_source_cites_is_in_the_project() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"\bdesign, section", text), f"{path} cites what is not here"
        for number in re.findall(r"\bdecisions? ([0-9]{4})\b", text):
            assert list((ROOT / "docs/decisions").glob(f"{number}-*.md")), f"{path}: {number}"


def test_every_file_can_be_read_in_one_go() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in PACKAGE.rglob("*.py")}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST}


def test_the_changelog_says_each_thing_once() -> None:
    """It is merged by union, which repeats a line that was moved meanwhile."""
    entries = re.findall(r"^- .*(?:\n  .*)*", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert [entry for entry in set(entries) if entries.count(entry) > 1] == []
