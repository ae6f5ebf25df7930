"""The laws of what may import what, computed from the tree.

import-linter keeps the layers (pyproject.toml); what is kept here is what may be reached at all, in
one step or in many, by all modules but those that are allowed it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph

from isodocs.rules.rule import FAMILIES
from tests.helpers import syntax

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "isodocs"

READERS = ("rules", "assess", "readiness", "dossier", "copies", "reports", "formats", "model")
"""They look at what others have read: no file, no process, no clock."""


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return grimp.build_graph("isodocs", include_external_packages=True, cache_dir=None)


def room(module: str) -> str:
    """`repository` of `isodocs.repository.git`."""
    return module.split(".")[1] if "." in module else module


def breaches(graph: ImportGraph, forbidden: str, allowed: set[str]) -> list[str]:
    """The modules outside `allowed` that import `forbidden` themselves."""
    if forbidden not in graph.modules:
        return []
    importers = graph.find_modules_that_directly_import(forbidden)
    return sorted(name for name in importers if room(name) not in allowed)


def roads(graph: ImportGraph, start: str, end: str) -> list[str]:
    """The shortest ways by which anything in package `start` reaches `end`, in one step or many."""
    if end not in graph.modules:
        return []
    chains = graph.find_shortest_chains(f"isodocs.{start}", end)
    return sorted(" > ".join(chain) for chain in chains)


LAWS = [
    ("git", {"repository"}),
    ("subprocess", {"repository", "machine"}),
    ("click", {"cli", "commands", "reference"}),
    ("markdown_it", {"parsing", "rendering"}),
    ("nh3", {"rendering"}),
    ("jinja2", {"formats"}),
    ("typst", {"rendering"}),
    ("segno", {"rendering"}),
    ("yaml", {"parsing", "standards"}),
    ("babel", {"copies", "parsing", "reference"}),
    ("xlsxwriter", {"formats"}),
    ("starlette", {"portal"}),
    ("sse_starlette", {"portal"}),
    ("uvicorn", {"portal"}),
    ("watchdog", {"live"}),
    ("docx", {"office"}),
    ("lxml", {"office"}),
]


@pytest.mark.parametrize(("library", "allowed"), LAWS, ids=[law[0] for law in LAWS])
def test_a_library_is_known_to_few_rooms(
    graph: ImportGraph, library: str, allowed: set[str]
) -> None:
    assert breaches(graph, library, allowed) == []


OF_MODEL = ("model", "dataclass", "named_tuple", "expressions")


@pytest.mark.parametrize("start", READERS)
@pytest.mark.parametrize("end", ["isodocs.repository", "subprocess", "time", "click", "git"])
def test_what_only_looks_reaches_nothing_that_acts(
    graph: ImportGraph, start: str, end: str
) -> None:
    assert roads(graph, start, end) == []


def test_the_model_imports_nothing_of_ours(graph: ImportGraph) -> None:
    """But for what defines its classes and its expressions, which is below everything."""
    imported = {
        name
        for module in graph.find_descendants("isodocs.model")
        for name in graph.find_modules_directly_imported_by(module)
    }
    assert sorted(n for n in imported if room(n) not in OF_MODEL and n.startswith("isodocs")) == []


def test_the_laws_notice_a_breach() -> None:
    """Each law is shown to fail: on a tree in which the fault has been made."""
    graph = grimp.build_graph("isodocs", include_external_packages=True, cache_dir=None)
    for module, imported in [
        ("isodocs.machine.pins", "click"),
        ("isodocs.words", "subprocess"),
        ("isodocs.assess.soa", "isodocs.records.row_append"),
        ("isodocs.records.row_append", "isodocs.repository.git"),
    ]:
        graph.add_import(importer=module, imported=imported)
    assert breaches(graph, "click", {"cli", "commands", "reference"}) == ["isodocs.machine.pins"]
    assert breaches(graph, "subprocess", {"repository", "machine"}) == ["isodocs.words"]
    assert roads(graph, "assess", "isodocs.repository")


RULE = re.compile(rf"\b(?:{'|'.join(FAMILIES)})[0-9]+\b")
REVISION = {"reports/register.py": {"REV"}, "commands/_options.py": {"REV"}}
"""Where the letters stand for a revision."""


def named_rules(path: str, source: str) -> list[str]:
    """Codes of rules anywhere in a file, and strings that are a family or the start of a code."""
    found = RULE.findall(source)
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and value in FAMILIES.keys() - REVISION.get(path, set()):
            found.append(value)
    return found


def test_only_rules_know_codes_of_rules() -> None:
    """What others need to know of a rule, such as what it stops, is said where it is registered."""
    paths = {path: path.relative_to(PACKAGE).as_posix() for path in syntax.modules()}
    found = {
        name: codes
        for path, name in paths.items()
        if not name.startswith("rules/") and (codes := named_rules(name, path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = gap.code == 'APR001'", ["APR001"]),
        ("x = gap.code.startswith(('CLS', 'DOC02'))", ["DOC02", "CLS"]),
        ("pass  # TRN008 reports it", ["TRN008"]),
        ('"""As REF002 says."""', ["REF002"]),
        ("x = f'{y} (NCR002)'", ["NCR002"]),
        ("x = 'SOP-001, a RECORD of DOCS'", []),
    ],
)
def test_a_code_is_noticed_wherever_it_is(source: str, found: list[str]) -> None:
    assert named_rules("assess/soa.py", source) == found


def test_no_module_is_imported_under_the_name_of_a_package() -> None:
    packages = {path.parent.name for path in PACKAGE.rglob("__init__.py")}
    renamed = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {alias.name} as {alias.asname}"
        for path in syntax.modules()
        for node in syntax.nodes(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname in packages
    ]
    assert renamed == []


def test_no_class_has_the_name_of_another() -> None:
    places: dict[str, list[str]] = {}
    for path in syntax.modules():
        for node in syntax.nodes(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
