"""Maps that include another edition: what is written is only what they add."""

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
from isodocs.errors import StandardError
from isodocs.model.correspondence import Relation
from isodocs.model.requirement import RequirementMap
from isodocs.standards import compiled, load
from isodocs.standards.comparison import compare
from isodocs.standards.parse import parse_map

ROOT = Path(__file__).parents[2]
SUPPLEMENTS = [id for id in load.available() if load.load(id).includes]

every_one = pytest.mark.parametrize("standard", SUPPLEMENTS)


def reading(standard: str) -> ModuleType:
    """What the sources say it adds."""
    return import_module(f"tests.standards.readings.{standard.replace('-', '_')}")


def written(standard: str) -> RequirementMap:
    """What its file holds, before it is put together with the edition that it includes."""
    file = load.folder() / f"{standard}.yaml"
    return parse_map(file.read_bytes(), str(file))


@every_one
def test_it_has_the_form_of_its_schema(standard: str) -> None:
    schema = json.loads((resources.path("schemas") / "requirement-map.schema.json").read_text())
    text = (load.folder() / f"{standard}.yaml").read_text(encoding="utf-8")
    content: Any = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    jsonschema.Draft202012Validator(schema).validate(content)


@every_one
def test_it_adds_exactly_what_the_sources_say(standard: str) -> None:
    found, expected = written(standard), reading(standard)
    assert found.includes == expected.INCLUDES
    assert [clause.number for clause in found if not clause.more] == expected.ADDED
    assert [clause.number for clause in found if not clause.auditable] == expected.HEADINGS
    assert [clause.number for clause in found if clause.more] == expected.MORE
    assert [(c.number, i.kind) for c in found for i in c.documented_information] == (
        expected.DOCUMENTED
    )
    assert [
        c.number for c in found.auditable if c.may_be_not_applicable and not c.more
    ] == expected.MAY_BE_NOT_APPLICABLE
    doubtful = [c for c in found if c.status == "to be confirmed"]
    assert [clause.number for clause in doubtful] == expected.DOUBTFUL
    assert all(clause.note for clause in doubtful)


@every_one
def test_every_source_is_used_and_two_establish_what_is_documented(standard: str) -> None:
    found = written(standard)
    cited = {source for clause in found for source in clause.sources}
    assert cited == {source.id for source in found.sources}
    for clause in found.auditable:
        assert clause.sources, clause.number
        if clause.status == "established":
            assert len(clause.sources) >= 2, clause.number


@every_one
def test_it_is_in_our_own_words_and_says_what_an_auditor_looks_for(standard: str) -> None:
    found = written(standard)
    sentences = [clause.asks or clause.more for clause in found.auditable]
    sentences += [clause.asks for clause in load.load(found.includes).auditable]
    assert len(sentences) == len(set(sentences))
    for clause in found.auditable:
        said = clause.asks or clause.more
        assert re.fullmatch(r"[A-Z][^.!?]*\.", said), clause.number
        assert 6 <= len(said.split()) <= 60, clause.number
        assert "shall" not in said.lower(), clause.number
        assert clause.evidence, clause.number


@every_one
def test_the_page_shows_the_same_table(standard: str) -> None:
    page = (ROOT / "docs" / "standards" / f"{standard}.md").read_text(encoding="utf-8")
    row = r"^\| ([A-Z0-9.]+) \| (maintain|retain|available|produce) \| (.+) \|$"
    rows = re.findall(row, page, re.MULTILINE)
    found = written(standard)
    assert rows == [(c.number, i.kind, i.what) for c in found for i in c.documented_information]


@every_one
def test_loaded_it_is_whole(standard: str) -> None:
    """Each clause of the edition is there under the supplement's id, and asks at least as much."""
    found = load.load(standard)
    base, own = found.base, written(standard)
    assert base is not None
    assert {clause.standard for clause in found} == {standard}
    assert len(found.requirements) == len(base.requirements) + len(
        [clause for clause in own if not clause.more]
    )
    for clause in base:
        mine = found.get(clause.number)
        assert mine is not None
        assert mine.asks.startswith(clause.asks)
        assert mine.documented_information[: len(clause.documented_information)] == (
            clause.documented_information
        )
        assert clause.may_be_not_applicable or not mine.may_be_not_applicable
    sources = {source.id for source in found.sources}
    assert all(set(clause.sources) <= sources for clause in found)


@every_one
def test_how_it_relates_to_its_edition_follows(standard: str) -> None:
    found = load.load(standard)
    base = found.base
    assert base is not None
    there, back = compare(base, found), compare(found, base)
    assert there.supplement
    assert not there.only_source
    assert not back.only_target
    added = [clause.number for clause in found.auditable if clause.number not in base]
    assert [clause.number for clause in there.only_target] == added
    for link in there.links:
        more = found.get(link.target.number)
        assert more is not None
        assert link.relation is (Relation.SUBSET_OF if more.more else Relation.EQUAL)
    assert all(link.exact for link in back.links)


SMALL = """\
id: acme-supply-2026
display-name: Acme supply 2026
title: What Acme asks of its suppliers
publisher: Acme
edition: "2026"
includes: iso-9001-2015
left-out-only-in: ["8.3"]
clauses:
  - {number: "8.4.2", kind: more, asks: "Ask Acme before changing a supplier."}
  - {number: "8.4.2.1", title: Approved suppliers, kind: requirement}
"""


def small(text: str = SMALL) -> RequirementMap:
    return parse_map(text, ".isodocs/standards/acme-supply-2026.yaml", own=True)


def test_a_map_of_your_own_may_be_a_supplement() -> None:
    found = small()
    assert len(found.auditable) == len(load.load("iso-9001-2015").auditable) + 1
    control, added = found.get("8.4.2"), found.get("8.4.2.1")
    assert control is not None
    assert control.asks.endswith("Ask Acme before changing a supplier.")
    assert added is not None
    assert found.parent("8.4.2.1") is control


def test_it_narrows_what_may_be_left_out() -> None:
    found = small()
    assert [c.number for c in found.auditable if c.may_be_not_applicable] == [
        c.number
        for c in load.load("iso-9001-2015").auditable
        if c.may_be_not_applicable and c.number.startswith("8.3")
    ]


def test_two_supplements_of_one_edition_share_its_clauses() -> None:
    one, other = small(), load.load("iatf-16949-2016")
    found = compare(one, other)
    assert found.supplement
    relations = {link.target.number: link.relation for link in found.links}
    assert relations["8.4.2"] is Relation.SUPERSET_OF
    assert relations["8.4.1"] is Relation.EQUAL
    assert [clause.number for clause in found.only_source] == ["8.4.2.1"]


def test_what_is_known_of_the_edition_is_known_of_the_supplement() -> None:
    environment, base = load.load("iso-14001-2015"), load.load("iso-9001-2015")
    plain = {(x.source.number, x.target.number): x for x in compare(base, environment).links}
    mine = {(x.source.number, x.target.number): x for x in compare(small(), environment).links}
    assert mine.keys() == plain.keys()
    assert {x.relation for x in mine.values()} == {x.relation for x in plain.values()}
    assert {x.source.standard for x in mine.values()} == {"acme-supply-2026"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("iso-9001-2015", "iso-9001-2014", "'includes' names 'iso-9001-2014'"),
        ("includes: iso-9001-2015", "includes: iatf-16949-2016", "is a supplement itself"),
        ('number: "8.4.2", kind: more', 'number: "8.9", kind: more', "8.9 is not a clause that"),
        ('number: "8.4.2", kind: more', 'number: "8.4", kind: more', "8.4 is not a clause that"),
        ('number: "8.4.2.1"', 'number: "8.4.3"', "clause 8.4.3 is one of iso-9001-2015"),
        ("includes: iso-9001-2015\n", "", "'kind' is 'more'"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(StandardError) as caught:
        small(SMALL.replace(old, new))
    assert said in " ".join(fault.message for fault in caught.value.all)


@every_one
def test_only_what_is_written_is_compiled(standard: str) -> None:
    file = load.folder() / f"{standard}.yaml"
    data = file.read_bytes()
    beside = (file.parent / compiled.FOLDER / f"{standard}.json").read_bytes()
    assert compiled.read(beside, data) == written(standard)
