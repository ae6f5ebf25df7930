"""What is particular to the requirement map of ISO 9001:2015, and to looking things up in maps."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from isodocs import resources
from isodocs.model.requirement import RequirementMap
from isodocs.standards import load

SCHEMAS = resources.path("schemas")
MAP = load.load("iso-9001-2015")


def test_names_the_edition_and_its_amendment() -> None:
    assert (MAP.display_name, MAP.edition, MAP.amendments) == (
        "ISO 9001:2015",
        "2015",
        ("Amd 1:2024",),
    )


def test_every_key_of_the_schema_is_described() -> None:
    schema = json.loads((SCHEMAS / "requirement-map.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    def bare(node: Any, path: str) -> list[str]:
        if not isinstance(node, dict):
            return []
        found = []
        for key, value in node.get("properties", {}).items():
            target = schema["$defs"].get(str(value.get("$ref", "")).rpartition("/")[2], {})
            if "const" not in value and "description" not in {**target, **value}:
                found.append(f"{path}/{key}")
        for key, value in node.items():
            found += bare(value, f"{path}/{key}")
        return found

    assert bare(schema, "") == []


def test_the_amendment_shows_where_it_changed_the_standard() -> None:
    amended = {clause.number for clause in MAP if "Amd 1:2024" in clause.note}
    assert amended == {"4.1", "4.2"}


@pytest.mark.parametrize(
    ("number", "parent", "children"),
    [
        ("8.4", "8", ("8.4.1", "8.4.2", "8.4.3")),
        ("8.2.3.2", "8.2.3", ()),
        ("10", None, ("10.1", "10.2", "10.3")),
        ("8.10", None, ()),
        ("", None, ()),
    ],
)
def test_looks_up_parents_and_children(
    number: str, parent: str | None, children: tuple[str, ...]
) -> None:
    above = MAP.parent(number)
    assert (above.number if above else None) == parent
    assert tuple(clause.number for clause in MAP.children(number)) == children


def test_looks_up_by_the_exact_number() -> None:
    found = MAP.get("8.1")
    assert found is not None
    assert str(found.reference) == "iso-9001-2015:8.1"
    assert MAP.get("8.10") is None


def test_maps_are_values() -> None:
    assert isinstance(MAP, RequirementMap)
    assert load.load("iso-9001-2015") == MAP
