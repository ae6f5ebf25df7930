"""Every requirement map is complete, exact and in our own words."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import yaml

from isodocs import resources
from isodocs.model.requirement import RequirementMap
from isodocs.standards import load

SCHEMAS = resources.path("schemas")
ROOT = Path(__file__).parents[2]
STANDARDS = [id for id in load.available() if not load.load(id).includes]

every_map = pytest.mark.parametrize("standard", STANDARDS)


def the_map(standard: str) -> RequirementMap:
    return load.load(standard)


def reading(standard: str) -> ModuleType:
    """What the sources say the edition holds."""
    return import_module(f"tests.standards.readings.{standard.replace('-', '_')}")


def written(standard: str) -> Any:
    """The map as a plain YAML reader sees it; the base loader makes strings only."""
    text = (SCHEMAS / "standards" / f"{standard}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@every_map
def test_it_has_the_form_of_its_schema(standard: str) -> None:
    schema = json.loads((SCHEMAS / "requirement-map.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(written(standard))


@every_map
def test_the_denominator_is_complete(standard: str) -> None:
    found, expected = the_map(standard), reading(standard)
    assert [clause.number for clause in found if "." not in clause.number] == expected.TOP
    for clause in found:
        below = [child.number for child in found.children(clause.number)]
        numbering = expected.STRUCTURE.get(clause.number, 0)
        last = range(1, numbering + 1) if isinstance(numbering, int) else numbering
        assert below == [f"{clause.number}.{n}" for n in last]


@every_map
def test_exactly_the_lowest_clauses_are_audited(standard: str) -> None:
    found, expected = the_map(standard), reading(standard)
    assert [clause.number for clause in found.auditable] == [
        clause.number for clause in found if clause.number not in expected.STRUCTURE
    ]
    assert len(found.auditable) == expected.AUDITABLE
    assert len(found.requirements) == expected.CLAUSES
    assert sum(clause.control for clause in found) == expected.CONTROLS


@every_map
def test_documented_information_is_exactly_what_the_edition_asks(standard: str) -> None:
    found = [(c.number, i.verb) for c in the_map(standard) for i in c.documented_information]
    assert found == reading(standard).DOCUMENTED


@every_map
def test_nothing_is_asked_for_twice_in_one_clause(standard: str) -> None:
    for clause in the_map(standard).auditable:
        pairs = [(item.kind, item.what) for item in clause.documented_information]
        assert len(pairs) == len(set(pairs)), clause.number


@every_map
def test_what_may_be_declared_not_applicable(standard: str) -> None:
    clauses = [c for c in the_map(standard) if not c.number[0].isalpha()]
    said = {
        word: {clause.number for clause in clauses if clause.may_be_left_out == word}
        for word in ("yes", "rarely")
    }
    assert said["yes"] == reading(standard).MAY_BE_NOT_APPLICABLE
    assert said["rarely"] == getattr(reading(standard), "RARELY_LEFT_OUT", set())
    assert all(c.may_be_not_applicable for c in the_map(standard) if c.control)


@every_map
def test_every_source_is_used_and_every_entry_cites_one(standard: str) -> None:
    found = the_map(standard)
    cited = {source for clause in found for source in clause.sources}
    assert cited == {source.id for source in found.sources}
    assert all(clause.sources for clause in found)


@every_map
def test_documented_information_rests_on_two_sources_or_more(standard: str) -> None:
    tables = reading(standard).TABLES_OF_CLAUSES
    for clause in the_map(standard):
        if clause.documented_information and clause.status == "established":
            assert len(set(clause.sources) - tables) >= 2, clause.number


@every_map
def test_an_open_question_is_explained(standard: str) -> None:
    doubtful = [c for c in the_map(standard).auditable if c.status != "established"]
    assert [clause.number for clause in doubtful] == reading(standard).DOUBTFUL
    assert all(clause.note for clause in doubtful)


@every_map
def test_asks_is_one_short_sentence_of_our_own(standard: str) -> None:
    for clause in the_map(standard).auditable:
        assert re.fullmatch(r"[A-Z][^.!?]*\.", clause.asks), clause.number
        assert 6 <= len(clause.asks.split()) <= 60, clause.number
        # "shall" is how a standard speaks, not how a paraphrase does
        assert "shall" not in clause.asks.lower(), clause.number


@every_map
def test_no_two_clauses_are_paraphrased_alike(standard: str) -> None:
    sentences = [clause.asks for clause in the_map(standard).auditable]
    assert len(sentences) == len(set(sentences))


@every_map
def test_it_says_what_an_auditor_looks_for(standard: str) -> None:
    for clause in the_map(standard).auditable:
        assert clause.evidence, clause.number
        assert all(item.what.strip() for item in clause.evidence), clause.number


@every_map
def test_the_page_shows_the_same_table(standard: str) -> None:
    page = (ROOT / "docs" / "standards" / f"{standard}.md").read_text(encoding="utf-8")
    verb = "maintain|retain|available(?: as evidence)?|produce"
    row = rf"^\| ([A-Z0-9.]+) \| ({verb}) \| (.+) \|$"
    rows = re.findall(row, page, re.MULTILINE)
    found = the_map(standard)
    assert rows == [(c.number, i.verb, i.what) for c in found for i in c.documented_information]
