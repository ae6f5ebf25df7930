"""The generated reference pages are current and complete, and pages name only what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from isodocs.model.config import FIELDS
from isodocs.parsing import config, waiver
from isodocs.reference import commands_page, schema_pages

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = {
    "configuration.md": schema_pages.configuration,
    "document.md": schema_pages.document,
    "cli.md": commands_page.render,
}
SCHEMAS = ("config", "document", "waiver")
COMMANDS = {path: command for path, command, _ in commands_page.commands()}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def schema(name: str) -> dict[str, object]:
    text = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    content: dict[str, object] = json.loads(text)
    return content


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_current(name: str) -> None:
    assert page(name) == PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_description_and_every_example_is_valid(name: str) -> None:
    found = list(schema_pages.keys(schema(name)))
    assert len(found) >= 7
    for path, node in found:
        assert node.get("description"), f"{name}: {path} has no description"
        for value in (*node.get("examples", ()), *([node["default"]] if "default" in node else ())):
            Draft202012Validator(node).validate(value)


def test_every_key_of_the_configuration_is_on_its_page() -> None:
    for key in config.KEYS:
        assert f"\n## {key}\n" in page("configuration.md")
    for path, node in schema_pages.keys(schema("config")):
        assert node["description"] in page("configuration.md"), path
    for key in waiver.KEYS:
        assert f"`{key}`" in page("configuration.md").partition("\n## Waivers\n")[2]


def test_every_example_of_the_configuration_is_read_without_a_problem() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", page("configuration.md"), re.DOTALL)
    assert len(blocks) == len(config.KEYS) + 1
    *examples, a_waiver = blocks
    for example in examples:
        assert not config.parse(example.encode()).problems, example
        Draft202012Validator(schema("config")).validate(yaml.load(example, yaml.BaseLoader))
    assert not waiver.parse("w.yaml", a_waiver.encode()).problems


def test_a_default_on_the_page_is_the_default_in_the_code() -> None:
    defaults = {
        key: node["default"]
        for key, node in schema_pages.keys(schema("config"))
        if "default" in node
    }
    silent = config.parse(b"")
    assert defaults == {
        "identifier.from": silent.identifier_from,
        "field-names": silent.field_names,
        "revision-scheme": silent.scheme.name,
        "required": list(silent.required),
        "review-due-within": str(silent.review_due_within),
        "protected-branches": list(silent.protected_branches),
        "late-entry-after": str(silent.late_entry_after),
        "classification.levels": list(silent.classification.levels),
    }


def test_every_field_of_a_document_is_on_its_page() -> None:
    for field in FIELDS:
        assert re.search(rf"^\| (\*\*)?`{field}`", page("document.md"), re.MULTILINE), field
    for mark in ('{clause="', "shown-files.md"):
        assert mark in page("document.md")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_on_its_page(path: str) -> None:
    _, heading, rest = page("cli.md").partition(f"# isodocs {path}\n")
    assert heading
    section = re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{path} {parameter.opts} has no help"
            assert parameter.opts[-1] in section


def named_files(text: str) -> Iterator[str]:
    """Files of the project that a page names: targets of links, and paths within backquotes."""
    prose = re.sub(r"`[^`\n]*`", "", text)  # what stands in backquotes is an example of a link
    yield from re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", prose)
    roots = "isodocs|tests|docs|schemas|sample-repo|benchmarks|fuzz"
    yield from (f"/{path}" for path in re.findall(rf"`((?:{roots})/[\w./-]*\w)`", text))


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *sorted(DOCS.rglob("*.md")), ROOT / "tests/threats/README.md"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_a_page_names_no_file_that_does_not_exist(path: Path) -> None:
    fences = re.findall(r"^ *```", path.read_text("utf-8"), re.MULTILINE)
    assert len(fences) % 2 == 0, f"{path.name} has a block of code without an end"
    text = re.sub(r"^ *```.*?^ *```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for name in named_files(text):
        target = ROOT / name[1:] if name.startswith("/") else path.parent / name
        assert target.exists(), f"{path.name} names {name}"
