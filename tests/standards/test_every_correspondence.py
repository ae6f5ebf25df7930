"""Every correspondence is sound: its clauses exist, and what compares two standards is complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import permutations
from typing import Any

import jsonschema
import pytest
import yaml

from isodocs import resources
from isodocs.model.correspondence import Pair, PairOfStandards, Relation, SharedStructure
from isodocs.model.requirement import RequirementMap
from isodocs.standards import compiled_correspondence as compiled
from isodocs.standards import correspondence, load
from isodocs.standards.compiled import FOLDER
from isodocs.standards.parse_correspondence import check_clauses, parse_correspondence

NAMES = correspondence.available()
PAIRS = [name for name in NAMES if "--" in name]
SHARED = [name for name in NAMES if "--" not in name]
MAPS = {id: load.load(id) for id in load.available()}
ANEW = "run `make docs` (python -m isodocs.standards.compiled_correspondence)"

every_one = pytest.mark.parametrize("name", NAMES)
every_pair = pytest.mark.parametrize("name", PAIRS)
every_structure = pytest.mark.parametrize("name", SHARED)


def written(name: str) -> bytes:
    return (correspondence.folder() / f"{name}.yaml").read_bytes()


def pair_of(name: str) -> PairOfStandards:
    found = correspondence.load(name)
    assert isinstance(found, PairOfStandards)
    return found


def structure_of(name: str) -> SharedStructure:
    found = correspondence.load(name)
    assert isinstance(found, SharedStructure)
    return found


def below(requirements: RequirementMap, numbers: list[str]) -> list[str]:
    """The auditable clauses that numbers stand for, headings for those below them."""
    return [one for number in numbers for one in correspondence.audited(requirements, number)]


@every_one
def test_it_has_the_form_of_its_schema(name: str) -> None:
    schema = json.loads((resources.path("schemas") / "correspondence.schema.json").read_text())
    content: Any = yaml.load(written(name), getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    jsonschema.Draft202012Validator(schema).validate(content)


@every_one
def test_every_clause_that_it_names_is_one(name: str) -> None:
    faults = check_clauses(written(name), f"{name}.yaml", MAPS)
    assert [f"{fault.line}: {fault.message}" for fault in faults] == []


@every_one
def test_every_source_is_cited(name: str) -> None:
    found = correspondence.load(name)
    items = (
        found.groups
        if isinstance(found, SharedStructure)
        else (*found.pairs, *found.anew, *found.dropped)
    )
    assert {id for item in items for id in item.sources} == {source.id for source in found.sources}
    assert all(item.sources for item in items)


@every_one
def test_its_compiled_form_is_current_and_holds_the_same(name: str) -> None:
    data = written(name)
    found = parse_correspondence(data, f"{name}.yaml")
    beside = correspondence.folder() / FOLDER / f"{name}.json"
    assert beside.read_text("utf-8") == compiled.write(found, data), ANEW
    assert compiled.read(beside.read_bytes(), data) == found


def test_nothing_else_is_compiled() -> None:
    folder = correspondence.folder() / FOLDER
    assert {file.stem for file in folder.iterdir()} == set(NAMES), ANEW


@every_pair
def test_a_comparison_leaves_no_clause_out(name: str) -> None:
    """Each auditable clause of either standard is paired, or said to have nothing beside it."""
    found = pair_of(name)
    source, target = MAPS[found.source], MAPS[found.target]
    for known, paired, alone in (
        (source, [pair.source for pair in found.pairs], [one.clause for one in found.dropped]),
        (target, [pair.target for pair in found.pairs], [one.clause for one in found.anew]),
    ):
        said, single = set(below(known, paired)), below(known, alone)
        missing = [c.number for c in known.auditable if c.number not in {*said, *single}]
        assert missing == []
        assert not said.intersection(single)
        assert len(single) == len(set(single))


@every_pair
def test_what_is_equal_has_one_equal_and_nothing_else(name: str) -> None:
    """A clause equal to another cannot be equal to a third, or be only a part of what is there."""
    found = pair_of(name)

    def related(side: str, other: str) -> dict[str, list[Pair]]:
        by_clause: dict[str, list[Pair]] = {}
        for pair in found.pairs:
            by_clause.setdefault(getattr(pair, side), []).append(pair)
        return by_clause

    for side, other in (("source", "target"), ("target", "source")):
        for clause, pairs in related(side, other).items():
            equal = [getattr(pair, other) for pair in pairs if pair.relation is Relation.EQUAL]
            assert len(equal) <= 1, f"{clause} equals {equal}"


@every_structure
def test_a_topic_is_told_once(name: str) -> None:
    topics = [group.topic for group in structure_of(name).groups]
    assert len(topics) == len(set(topics))


@every_structure
def test_a_note_of_all_names_none(name: str) -> None:
    """What one standard does is under `notes`, so that a comparison speaks of its two only."""
    named = re.compile(r"\b(?:ISO|IEC|[0-9]{4,5})\b")
    for group in structure_of(name).groups:
        said = [group.note, *(each for notes in group.notes.values() for each in notes)]
        assert not [note for note in said if named.search(note)], group.topic
        assert not [note for note in said if note.endswith(".")], group.topic


@every_structure
def test_a_comparison_says_of_what_is_alike_in_part_how_it_differs(name: str) -> None:
    """Whichever two are compared, and in the words of these two only."""
    number = re.compile(r"\b[0-9]{4,5}\b")
    known = [
        id for id in MAPS if any(id in {**g.equal, **g.partly} for g in structure_of(name).groups)
    ]
    compared = {frozenset(pair.split("--")) for pair in correspondence.available()}
    for one, other in permutations(known, 2):
        if {one, other} in compared:
            continue  # they have a comparison of their own, which is the one that counts
        theirs = {
            *number.findall(MAPS[one].display_name),
            *number.findall(MAPS[other].display_name),
        }
        for link in correspondence.of_structure(structure_of(name), MAPS[one], MAPS[other]):
            assert link.note or link.is_part or link.relation is Relation.EQUAL, link
            assert theirs.issuperset(number.findall(link.note)), link


@every_structure
def test_no_clause_is_equal_and_partly_in_one_topic(name: str) -> None:
    for group in structure_of(name).groups:
        for standard, known in MAPS.items():
            equal = below(known, [*group.equal.get(standard, ())])
            partly = below(known, [*group.partly.get(standard, ())])
            assert not {*equal}.intersection(partly), (group.topic, standard)


@every_structure
def test_equality_agrees_with_itself(name: str) -> None:
    """Equal to an equal is equal: no detour over a third standard says more than the direct way."""
    standards = sorted({id for group in structure_of(name).groups for id in group.equal})
    equal = {
        (str(link.source), str(link.target))
        for one in standards
        for other in standards
        if one != other
        for link in correspondence.of_structure(structure_of(name), MAPS[one], MAPS[other])
        if link.relation is Relation.EQUAL
    }
    assert all((there, here) in equal for here, there in equal)
    missing = {
        (one, other)
        for one, middle in equal
        for start, other in equal
        if start == middle and one.partition(":")[0] != other.partition(":")[0]
    } - equal
    assert not missing


def _duties(standard: str, numbers: Iterable[str]) -> frozenset[str]:
    """What a standard asks to have in writing in these clauses and those below them."""
    known = load.load(standard)
    return frozenset(
        information.what
        for number in numbers
        for clause in known.auditable
        if known.within(clause.number, number)
        for information in clause.documented_information
    )


@pytest.mark.parametrize("name", correspondence.available())
def test_clauses_whose_documented_information_differs_are_never_equal(name: str) -> None:
    """Unless the group says which clauses ask for more: then the others have what is left."""
    found = correspondence.load(name)
    for pair in found.pairs if isinstance(found, PairOfStandards) else ():
        if pair.relation is Relation.EQUAL:
            # Two editions name the same thing in their own words.
            here, there = _duties(found.source, [pair.source]), _duties(found.target, [pair.target])
            assert len(here) == len(there), pair
    for group in found.groups if isinstance(found, SharedStructure) else ():
        beyond = {id: _duties(id, numbers) for id, numbers in group.more.items()}
        plain = {_duties(id, n) for id, n in group.equal.items() if id not in group.more}
        full = {_duties(id, group.equal[id]) for id in group.more}
        assert len(plain) <= 1, group.topic
        assert len(full) <= 1, group.topic
        for id in group.more:
            extra = _duties(id, group.equal[id]) - next(iter(plain), frozenset())
            assert extra, (group.topic, id)
            assert extra <= beyond[id], (group.topic, id)


def test_what_answers_more_answers_less_and_not_the_other_way() -> None:
    """27001 has no word on the alteration of records, which ISO 9001 asks about in 7.5.3.2."""
    quality, security = load.load("iso-9001-2015"), load.load("iso-27001-2022")
    there, _ = correspondence.between(security, quality)
    exact = {link.target.number: link.exact for link in there if link.source.number == "7.5.3"}
    assert exact == {"7.5.3.1": True, "7.5.3.2": False}
    back, _ = correspondence.between(quality, security)
    parts = [link for link in back if link.target.number == "7.5.3"]
    assert {link.source.number for link in parts} == set(parts[0].whole)
    continuity = load.load("iso-22301-2019")
    for one, other, exact_one in ((quality, continuity, True), (continuity, quality, False)):
        links, _ = correspondence.between(one, other)
        (link,) = (link for link in links if link.source.number == link.target.number == "7.5.3.2")
        assert link.exact is exact_one
