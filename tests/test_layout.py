"""The house's own rules, as far as import-linter does not keep them."""

from __future__ import annotations

import configparser
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "isodocs"


def test_every_package_is_in_the_wheel() -> None:
    """setup.cfg lists packages by hand; a folder that is not listed would be missing."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    listed = set(parser["options"]["packages"].split())
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    assert listed - {"isodocs._schemas", "isodocs._sample_repo"} == found


def test_the_top_level_is_what_the_readme_says() -> None:
    for name in ("isodocs", "schemas", "sample-repo", "tests", "setup.cfg", "README.md"):
        assert (ROOT / name).exists(), name


def contract(name: str) -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (found,) = (each for each in contracts if each["name"].startswith(name))
    return found  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def modules() -> set[str]:
    """The modules and packages at the top of the product."""
    return {
        f"isodocs.{path.stem}"
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem[0] != "_") or (path / "__init__.py").exists()
    }


def test_every_module_is_in_exactly_one_layer(modules: set[str]) -> None:
    layers = contract("Data flows one way")["layers"]
    places = Counter(name for layer in layers for name in layer.split(" | "))
    assert places == Counter(modules)


@pytest.mark.parametrize(
    ("law", "side", "allowed"),
    [
        ("The model imports nothing", "forbidden_modules", {"isodocs.model"}),
        (
            "Only the repository package knows Git",
            "source_modules",
            {"isodocs.repository", "isodocs.signing"},
        ),
        (
            "Only the command line knows click",
            "source_modules",
            {"isodocs.cli", "isodocs.command_reference", "isodocs.commands"},
        ),
    ],
)
def test_no_module_is_left_out_of_a_law(
    law: str, side: str, allowed: set[str], modules: set[str]
) -> None:
    assert set(contract(law)[side]) == modules - allowed


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    for path in files:
        assert path.read_text("utf-8").startswith(f"# {path.name[:4]} "), path.name


@pytest.mark.parametrize("module", ["isodocs.cli", "isodocs.commands.check"])
def test_starting_up_imports_only_what_the_command_needs(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for heavy in ("git", "yaml", "markdown_it", "subprocess", "jsonschema", "isodocs.workspace"):
        assert heavy not in loaded
