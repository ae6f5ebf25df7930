"""Reading correspondences, and what they say of two standards."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import StandardError
from isodocs.model.correspondence import ClausePair, PairOfStandards, Relation
from isodocs.standards import compiled_correspondence as compiled
from isodocs.standards import correspondence, load
from isodocs.standards.parse import parse_map
from isodocs.standards.parse_correspondence import check_clauses, parse_correspondence

PAIR = "one-2020--two-2021.yaml"
SMALL = """\
from: one-2020
to: two-2021
kind: next-edition
pairs:
  - {from: "1.1", to: "2.1", relation: equal}
  - {from: "1.2", to: "2.1", relation: intersects-with, note: the second is about time}
  - {from: "1.3", to: "2.2", relation: superset-of}
anew:
  - {clause: "2.3"}
dropped:
  - {clause: "1.4", note: no one asks for it any more}
"""


def house(id: str, *clauses: str) -> str:
    lines = [
        f"id: {id}",
        f"display-name: {id}",
        "title: T",
        "publisher: P",
        f"edition: '{id[-4:]}'",
        "clauses:",
    ]
    for clause in clauses:
        kind = "heading" if clause.endswith("!") else "requirement"
        lines.append(f"  - {{number: '{clause.strip('!')}', title: T, kind: {kind}}}")
    return "\n".join(lines)


ONE = parse_map(house("one-2020", "1!", "1.1", "1.2", "1.3", "1.4"), "one-2020.yaml", own=True)
TWO = parse_map(house("two-2021", "2!", "2.1", "2.2", "2.3"), "two-2021.yaml", own=True)


def relations(links: tuple[ClausePair, ...]) -> dict[tuple[str, str], str]:
    return {(link.source.number, link.target.number): str(link.relation) for link in links}


def test_two_standards_are_compared_from_either_side() -> None:
    own = [parse_correspondence(SMALL, PAIR, own=True)]
    links, found = correspondence.between(ONE, TWO, own)
    assert isinstance(found, PairOfStandards)
    assert relations(links) == {
        ("1.1", "2.1"): "equal",
        ("1.2", "2.1"): "intersects-with",
        ("1.3", "2.2"): "superset-of",
    }
    back, _ = correspondence.between(TWO, ONE, own)
    assert relations(back) == {
        ("2.1", "1.1"): "equal",
        ("2.1", "1.2"): "intersects-with",
        ("2.2", "1.3"): "subset-of",
    }


def test_only_what_is_equal_is_exact() -> None:
    links, _ = correspondence.between(ONE, TWO, [parse_correspondence(SMALL, PAIR, own=True)])
    assert [link.source.number for link in links if link.exact] == ["1.1"]


def test_what_is_to_be_confirmed_is_never_exact() -> None:
    doubtful = SMALL.replace(
        "relation: equal}", "relation: equal, status: to be confirmed, note: sources disagree}"
    )
    links, _ = correspondence.between(ONE, TWO, [parse_correspondence(doubtful, PAIR, own=True)])
    assert not any(link.exact for link in links)


def test_nothing_known_is_told_apart_from_nothing_in_common() -> None:
    links, found = correspondence.between(ONE, TWO)
    assert (links, found) == ((), None)


def between(one: str, other: str) -> dict[tuple[str, str], ClausePair]:
    links, _ = correspondence.between(load.load(one), load.load(other))
    return {(link.source.number, link.target.number): link for link in links}


def test_a_heading_stands_for_the_clauses_below_it() -> None:
    """ISO 9001 has in two clauses what ISO 14001 has in one."""
    links = between("iso-9001-2015", "iso-14001-2015")
    part = links["7.5.3.1", "7.5.3"]
    assert part.relation is Relation.SUBSET_OF
    assert part.whole == ("7.5.3.1", "7.5.3.2")
    assert not part.exact
    whole = between("iso-14001-2015", "iso-9001-2015")["7.5.3", "7.5.3.1"]
    assert whole.relation is Relation.SUPERSET_OF
    assert whole.exact


def test_where_both_have_several_clauses_the_matching_ones_are_linked() -> None:
    links = between("iso-9001-2015", "iso-22301-2019")
    assert links["7.5.3.1", "7.5.3.1"].relation is Relation.EQUAL
    assert ("7.5.3.1", "7.5.3.2") not in links
    assert ("10.2.2", "10.1.2") not in links


def test_numbers_that_were_swapped_are_followed() -> None:
    links = between("iso-42001-2023", "iso-22301-2019")
    assert ("10.1", "10.2") in links
    assert ("10.1", "10.1.2") not in links


FAULTS = [
    ("relation: equal", "relation: same", "'relation' is 'same'"),
    ("relation: equal", "relation: intersects-with", "lack a 'note'"),
    ('to: "2.1", relation: equal', 'to: "2.2", relation: equal, colour: red', "colour"),
    ('from: "1.2"', 'from: "1.1"', "paired twice"),
    ('clause: "2.3"', 'clause: "2.1"', "is under 'anew', and in a pair"),
    ('clause: "1.4"', 'clause: "1.1"', "is under 'dropped', and in a pair"),
    ("kind: next-edition", "kind: friend", "'kind' is 'friend'"),
    ("from: one-2020", "from: other-2020", "the file is called"),
    ("relation: equal", "relation: equal, sources: [S9]", "not listed"),
    ("relation: equal", "relation: equal, status: sure", "'status' is 'sure'"),
    ("pairs:", "pairs: &a", "anchor"),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS)
def test_a_fault_is_told_with_its_place(old: str, new: str, says: str) -> None:
    with pytest.raises(StandardError) as raised:
        parse_correspondence(SMALL.replace(old, new, 1), PAIR, own=True)
    assert says in raised.value.message
    assert raised.value.path == PAIR
    assert raised.value.line
    assert raised.value.hint


def test_faults_of_several_pairs_are_told_together() -> None:
    bad = SMALL.replace("relation: equal", "relation: same").replace("superset-of", "over")
    with pytest.raises(StandardError) as raised:
        parse_correspondence(bad, PAIR, own=True)
    assert [fault.line for fault in raised.value.all] == [5, 7]


def test_a_clause_that_no_map_has_is_told_with_its_place() -> None:
    maps = {"one-2020": ONE, "two-2021": TWO}
    faults = [*check_clauses(SMALL.replace('"1.3"', '"1.9"'), PAIR, maps)]
    assert [(fault.line, fault.message) for fault in faults] == [
        (7, "'1.9' is not a clause of one-2020")
    ]
    assert (
        "no requirement map 'two-2021'"
        in next(check_clauses(SMALL, PAIR, {"one-2020": ONE})).message
    )


def test_ours_must_say_where_it_comes_from() -> None:
    with pytest.raises(StandardError, match="lacks 'sources'"):
        parse_correspondence(SMALL, PAIR)


SHARED = """\
title: What both houses ask
groups:
  - topic: Doors
    equal: {one-2020: ["1.1"], two-2021: ["2.1"]}
  - topic: Windows
    partly: {one-2020: ["1.2"], two-2021: ["2.2"]}
    note: other windows
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (', two-2021: ["2.1"]', "", "needs clauses of two standards"),
        ('equal: {one-2020: ["1.1"],', 'partly: {one-2020: ["1.1"]}\n    equal: {', "nothing is"),
        ("    note: other windows\n", "", "lacks a 'note'"),
        ('["1.1"]', "[]", "at least one"),
        ('["1.1"]', '["1.1", "1.1"]', "each once"),
        ("topic: Doors", "topic:", "lacks 'topic'"),
    ],
)
def test_faults_of_a_shared_structure(old: str, new: str, says: str) -> None:
    with pytest.raises(StandardError, match=says):
        parse_correspondence(SHARED.replace(old, new, 1), "houses.yaml", own=True)


def test_a_shared_structure_of_ones_own_is_used_where_nothing_else_is_known() -> None:
    own = [parse_correspondence(SHARED, "houses.yaml", own=True)]
    links, found = correspondence.between(ONE, TWO, own)
    assert found == own[0]
    assert relations(links) == {("1.1", "2.1"): "equal", ("1.2", "2.2"): "intersects-with"}


def test_a_compiled_form_is_taken_for_no_other_yaml() -> None:
    data = SHARED.encode()
    text = compiled.write(parse_correspondence(data, "houses.yaml", own=True), data).encode()
    assert compiled.read(text, data) is not None
    assert compiled.read(text, data + b"\n") is None
    assert compiled.read(text[:-9], data) is None
    assert compiled.read(text.replace(b'"topic"', b'"theme"'), data) is None


@given(st.text(alphabet=string.printable, max_size=300))
def test_whatever_a_file_holds_is_read_or_refused(text: str) -> None:
    for path in (PAIR, "houses.yaml"):
        try:
            parse_correspondence(text, path, own=True)
        except StandardError:
            continue


@given(st.integers(0, len(SMALL) - 1), st.integers(0, len(SMALL) - 1), st.sampled_from("{}[]:,-\n"))
def test_a_damaged_file_is_read_or_refused(start: int, end: int, sign: str) -> None:
    text = SMALL[: min(start, end)] + sign + SMALL[max(start, end) :]
    try:
        parse_correspondence(text, PAIR, own=True)
    except StandardError:
        return
