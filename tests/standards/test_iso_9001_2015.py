"""The requirement map of ISO 9001:2015 is complete, exact and in our own words."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from isodocs import resources
from isodocs.model.requirement import Requirement, RequirementMap
from isodocs.standards import load

SCHEMAS = resources.path("schemas")
MAP = load.load("iso-9001-2015")

# Sub-clauses of the edition by parent: "8.4": 3 says that 8.4.1, 8.4.2 and 8.4.3 are all there are.
STRUCTURE = {
    "4": 4, "4.4": 2,
    "5": 3, "5.1": 2, "5.2": 2,
    "6": 3, "6.1": 2, "6.2": 2,
    "7": 5, "7.1": 6, "7.1.5": 2, "7.5": 3, "7.5.3": 2,
    "8": 7, "8.2": 4, "8.2.3": 2, "8.3": 6, "8.4": 3, "8.5": 6, "8.7": 2,
    "9": 3, "9.1": 3, "9.2": 2, "9.3": 3,
    "10": 3, "10.2": 2,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "maintain"), ("4.3", "available"),
    ("4.4.2", "maintain"), ("4.4.2", "retain"),
    ("5.2.2", "maintain"), ("5.2.2", "available"),
    ("6.2.1", "maintain"),
    ("7.1.5.1", "retain"),
    ("7.1.5.2", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"), ("7.5.3.2", "retain"),
    ("8.1", "maintain"), ("8.1", "retain"),
    ("8.2.3.2", "retain"), ("8.2.3.2", "retain"),
    ("8.2.4", "maintain"),
    ("8.3.2", "retain"),
    ("8.3.3", "retain"),
    ("8.3.4", "retain"),
    ("8.3.5", "retain"),
    ("8.3.6", "retain"),
    ("8.4.1", "retain"),
    ("8.5.1", "available"), ("8.5.1", "available"),
    ("8.5.2", "retain"),
    ("8.5.3", "retain"),
    ("8.5.6", "retain"),
    ("8.6", "retain"), ("8.6", "retain"),
    ("8.7.2", "retain"),
    ("9.1.1", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3.3", "retain"),
    ("10.2.2", "retain"), ("10.2.2", "retain"),
]  # fmt: skip

MAY_BE_NOT_APPLICABLE = {
    "7.1.5", "7.1.5.1", "7.1.5.2",
    "8.3", "8.3.1", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6",
    "8.5.3",
}  # fmt: skip


def written() -> Any:
    """The map as a plain YAML reader sees it; the base loader makes strings only."""
    text = (SCHEMAS / "standards" / "iso-9001-2015.yaml").read_text(encoding="utf-8")
    return yaml.load(text, yaml.BaseLoader)


def requirements() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("clause", MAP.auditable, ids=lambda clause: clause.number)


def test_names_the_edition_and_its_amendment() -> None:
    assert (MAP.display_name, MAP.edition, MAP.amendments) == (
        "ISO 9001:2015",
        "2015",
        ("Amd 1:2024",),
    )


def test_has_the_form_of_its_schema() -> None:
    schema = json.loads((SCHEMAS / "requirement-map.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(written())


def test_every_key_of_the_schema_is_described() -> None:
    schema = json.loads((SCHEMAS / "requirement-map.schema.json").read_text(encoding="utf-8"))

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


def test_the_denominator_is_complete() -> None:
    assert [clause.number for clause in MAP if "." not in clause.number] == [*"456789", "10"]
    for clause in MAP:
        below = [child.number for child in MAP.children(clause.number)]
        count = STRUCTURE.get(clause.number, 0)
        assert below == [f"{clause.number}.{n}" for n in range(1, count + 1)]


def test_exactly_the_lowest_clauses_are_audited() -> None:
    assert [clause.number for clause in MAP.auditable] == [
        clause.number for clause in MAP if clause.number not in STRUCTURE
    ]
    assert len(MAP.auditable) == 65
    assert len(MAP.requirements) == 91


def test_clauses_stand_in_the_order_of_the_standard() -> None:
    order = [tuple(map(int, clause.number.split("."))) for clause in MAP]
    assert all(before < after for before, after in itertools.pairwise(order))


def test_documented_information_is_exactly_what_the_edition_asks() -> None:
    assert [(c.number, i.kind) for c in MAP for i in c.documented_information] == DOCUMENTED


def test_nothing_is_asked_for_twice_in_one_clause() -> None:
    for clause in MAP.auditable:
        pairs = [(item.kind, item.what) for item in clause.documented_information]
        assert len(pairs) == len(set(pairs)), clause.number


def test_what_may_be_declared_not_applicable() -> None:
    found = {clause.number for clause in MAP if clause.may_be_not_applicable}
    assert found == MAY_BE_NOT_APPLICABLE


def test_the_amendment_shows_where_it_changed_the_standard() -> None:
    amended = {clause.number for clause in MAP if "Amd 1:2024" in clause.note}
    assert amended == {"4.1", "4.2"}


def test_every_source_is_used_and_every_entry_cites_one() -> None:
    cited = {source for clause in MAP for source in clause.sources}
    assert cited == {source.id for source in MAP.sources}
    assert all(clause.sources for clause in MAP)


def test_documented_information_rests_on_two_sources_or_more() -> None:
    tables_of_clauses = {"S1", "S2"}
    for clause in MAP:
        if clause.documented_information:
            assert len(set(clause.sources) - tables_of_clauses) >= 2, clause.number


def test_an_open_question_is_explained() -> None:
    doubtful = [clause for clause in MAP.auditable if clause.status != "established"]
    assert [clause.number for clause in doubtful] == ["7.1.5.1"]
    assert all(clause.note for clause in doubtful)


@requirements()
def test_asks_is_one_short_sentence_of_our_own(clause: Requirement) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]*\.", clause.asks)
    assert 6 <= len(clause.asks.split()) <= 60
    # "shall" is how a standard speaks, not how a paraphrase does
    assert "shall" not in clause.asks.lower()


@requirements()
def test_says_what_an_auditor_looks_for(clause: Requirement) -> None:
    assert clause.evidence
    assert all(item.what.strip() for item in clause.evidence)


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


def test_the_page_shows_the_same_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "standards" / "iso-9001-2015.md"
    rows = re.findall(
        r"^\| ([0-9.]+) \| (maintain|retain|available) \| (.+) \|$",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert rows == [(c.number, i.kind, i.what) for c in MAP for i in c.documented_information]


def test_maps_are_values() -> None:
    assert isinstance(MAP, RequirementMap)
    assert load.load("iso-9001-2015") is MAP
