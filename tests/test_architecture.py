"""docs/architecture.md says where things are: what it names is there, and its walks are short."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

from tests.helpers import syntax
from tests.helpers.command import run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
WALKS = {
    "Where is an approval judged?": 4,
    "Follow a path's bytes to a printed gap": 12,
    "Add a rule": 2,
    "Add a report format": 1,
    "Add a standard": 2,
    "Add a command": 2,
    "Add a kind of record": 1,
}
"""The most files that each may take."""

_NAME = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*)")


class Step(NamedTuple):
    """One file of a walk, and the names to look for in it."""

    path: str
    names: tuple[str, ...]


def steps(page: str, walk: str) -> list[Step]:
    """The numbered items of a walk."""
    section = re.split(r"^##", page.partition(f"\n### {walk} (")[2], maxsplit=1, flags=re.M)[0]
    items = re.findall(r"^\d+\. (.*(?:\n   .*)*)", section, re.M)
    return [_step(re.findall(r"`([^`]+)`", item)) for item in items]


def _step(quoted: list[str]) -> Step:
    path, *others = quoted
    return Step(path, tuple(m[1] for text in others if (m := _NAME.fullmatch(text))))


@cache
def defined(path: Path) -> frozenset[str]:
    """Everything that a file defines at its top and in its classes: `take`, `Judge.judge`."""

    def names(body: list[ast.stmt], before: str = "") -> Iterator[str]:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield before + node.name
            if isinstance(node, ast.ClassDef):
                yield from names(node.body, f"{before}{node.name}.")
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            yield from (before + target.id for target in targets if isinstance(target, ast.Name))

    return frozenset(names(syntax.tree(path).body))


@cache
def everywhere() -> frozenset[str]:
    """Every file and name of the package, by its class and by its module."""
    found: set[str] = set()
    for path in (ROOT / "isodocs").rglob("*.py"):
        found |= {path.name, *defined(path), *(f"{path.stem}.{name}" for name in defined(path))}
    return frozenset(found)


def test_every_walk_is_on_the_page() -> None:
    assert re.findall(r"^### (.*) \(at most \d+ files?\)$", PAGE, re.M) == [*WALKS]


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_names_what_is_there_and_is_no_longer_than_it_says(walk: str) -> None:
    said = re.search(rf"^### {re.escape(walk)} \(at most (\d+) files?\)$", PAGE, re.M)
    assert said
    assert int(said[1]) == WALKS[walk]
    found = steps(PAGE, walk)
    paths = [step.path for step in found]
    assert 0 < len(paths) == len({*paths}) <= WALKS[walk]
    for step in found:
        assert (ROOT / step.path).is_file(), step.path
        if step.path.endswith(".py"):
            known = defined(ROOT / step.path)
            assert {*step.names} <= known, f"{step.path} has no {[*{*step.names} - known]}"


def test_the_first_file_of_each_question_says_so_in_its_name() -> None:
    assert Path(steps(PAGE, "Where is an approval judged?")[0].path).stem == "judge"


def test_the_page_names_no_file_and_no_function_that_is_gone() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.S)
    named = {m[1] for m in re.finditer(r"`([A-Za-z]\w*\.\w+)(?:\(\))?`", prose)}
    named = {name for name in named if not name.endswith((".yaml", ".md", ".json"))}
    assert len(named) > 5
    assert named - everywhere() == set()


def test_the_way_of_a_gap_is_the_one_that_the_page_shows(repo: RepositoryBuilder) -> None:
    """`check` calls the functions of the walk, each for the first time in that order."""
    files = {**base(), **approved()}
    bare = {k: v.replace("owner: ", "was: ") for k, v in files.items() if k.startswith("doc")}
    repo.commit("Start", {**files, **bare})
    way = steps(PAGE, "Follow a path's bytes to a printed gap")
    wanted = {(str(ROOT / step.path), step.names[0]) for step in way}
    called: list[tuple[str, str]] = []

    def seen(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and (call := (code.co_filename, code.co_qualname)) in wanted:
            called.append(call)

    sys.setprofile(seen)
    try:
        printed = run("check", "--exit-zero", at=repo.path)
    finally:
        sys.setprofile(None)
    assert "DOC006" in printed
    order = [Path(path).relative_to(ROOT).as_posix() for path, _ in dict.fromkeys(called)]
    assert order == [step.path for step in way]
