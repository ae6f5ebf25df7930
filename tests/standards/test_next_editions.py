"""From the editions of 2015 to those of 2026: the tables of the pages follow from the rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from isodocs.model.correspondence import PairOfStandards, Relation
from isodocs.standards import correspondence, load
from isodocs.standards.comparison import Comparison, change, compare

DOCS = Path(__file__).resolve().parents[2] / "docs/standards"
WAYS = [("iso-14001-2015", "iso-14001-2026"), ("iso-9001-2015", "iso-9001-2026")]

each_way = pytest.mark.parametrize(("old", "new"), WAYS)


def comparison(old: str, new: str) -> Comparison:
    return compare(load.load(old), load.load(new))


def pairs_of(old: str, new: str) -> PairOfStandards:
    found = correspondence.load(f"{old}--{new}")
    assert isinstance(found, PairOfStandards)
    return found


def page(old: str, new: str) -> str:
    name = f"from-{old.removeprefix('iso-')}-to-{new[-4:]}.md"
    return (DOCS / name).read_text("utf-8")


def listed(row: str, text: str) -> list[str]:
    """The clauses that the first table of a page lists in a row."""
    found = re.search(rf"^\| {re.escape(row)} \| (.+) \|$", text, re.MULTILINE)
    assert found is not None, row
    return re.findall(r"(?<![\d.])\d+(?:\.\d+)+", found[1].partition(" (")[0])


@each_way
def test_the_page_lists_what_is_the_same_and_what_is_more(old: str, new: str) -> None:
    found, text = comparison(old, new), page(old, new)
    leading = {
        clause.number: [link for link in found.links if link.target.number == clause.number]
        for clause in found.target.auditable
    }
    merged = {number for number, links in leading.items() if len(links) > 1}
    same = [
        number
        for number, links in leading.items()
        if any(x.exact and x.relation is Relation.EQUAL for x in links)
    ]
    unchanged = [number for number in same if change(leading[number], complete=True) == "unchanged"]
    assert listed("The same", text) == unchanged
    unsure = [n for n, links in leading.items() if change(links, complete=True) == "unsure"]
    assert listed("The same as far as is known, to be confirmed", text) == unsure
    more = [
        number
        for number, links in leading.items()
        if any(x.relation is Relation.SUBSET_OF for x in links) and number not in (*merged, *same)
    ]
    changed = {*more, *merged} - {number for number in merged if number.startswith("10")}
    assert {*listed("More is asked", text)} <= changed
    assert {*more} <= {*listed("More is asked", text)}
    assert listed("New", text) == [number for number, links in leading.items() if not links]


@each_way
def test_what_is_not_equal_rests_on_two_sources_and_says_what_differs(old: str, new: str) -> None:
    for pair in pairs_of(old, new).pairs:
        assert len(pair.sources) >= 2, pair
        assert bool(pair.note) is (pair.relation is not Relation.EQUAL or "be" in pair.status), pair


@each_way
def test_what_was_a_record_is_available_as_evidence(old: str, new: str) -> None:
    """No record of the old edition ends in the new one, as far as clauses are the same."""
    before, after = load.load(old), load.load(new)
    for link in comparison(old, new).links:
        one, other = before.get(link.source.number), after.get(link.target.number)
        assert one is not None
        assert other is not None
        if link.exact and link.relation is Relation.EQUAL:
            assert len(one.retained) == len(other.retained), link


def test_what_a_map_leaves_open_is_said_with_its_reason() -> None:
    links = comparison("iso-9001-2015", "iso-9001-2026").links
    (note,) = (link.note for link in links if link.source.number == "7.1.5.1")
    assert "the map of ISO 9001:2026 leaves 7.1.5.1 open: " in note
    assert "disputed" in note


def test_the_review_that_was_one_clause_answers_all_three_parts() -> None:
    found = comparison("iso-14001-2015", "iso-14001-2026")
    review = {link.target.number: link.exact for link in found.links if link.source.number == "9.3"}
    assert review == {"9.3.1": True, "9.3.2": True, "9.3.3": True}


def test_what_61_asked_in_one_clause_does_not_answer_its_parts_by_itself() -> None:
    found = comparison("iso-14001-2015", "iso-14001-2026")
    parts = {link.target.number: link for link in found.links if link.source.number == "6.1.1"}
    assert set(parts) == {"6.1.1", "6.1.2", "6.1.4"}
    assert not any(link.exact for link in parts.values())
