"""Every threat of the list has a test, and README.md in this folder tells which."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parent
_NAMED = re.compile(r"test_(\d+|also)_\w+")
_ROW = re.compile(r"^\| (\d+|also) \|.*$", re.MULTILINE)


def named() -> dict[str, set[str]]:
    """The tests of each threat, as `module::name`."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in FOLDER.glob("test_*.py"):
        for node in ast.parse(file.read_bytes()).body:
            if isinstance(node, ast.FunctionDef) and (match := _NAMED.fullmatch(node.name)):
                found[match[1]].add(f"{file.stem}::{node.name}")
    return found


def index() -> dict[str, set[str]]:
    """The same as the README tells it."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return {row[1]: set(re.findall(r"`(test_\w+::\w+)`", row[0])) for row in _ROW.finditer(text)}


def test_every_number_has_a_test() -> None:
    numbers = named().keys() - {"also"}
    assert numbers >= {*map(str, range(1, 35))}
    assert numbers == {*map(str, range(1, len(numbers) + 1))}, "no number is left out"


def test_the_index_names_every_test_and_no_other() -> None:
    assert index() == named()
