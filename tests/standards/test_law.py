"""What holds of every map and correspondence there is or will be, derived from them alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations
from pathlib import Path

import pytest

from isodocs.model.correspondence import ESTABLISHED, ClausePair, PairOfStandards, Relation
from isodocs.model.requirement import Requirement
from isodocs.standards import correspondence, load
from isodocs.standards.comparison import Comparison, change, compare
from isodocs.standards.editions import editions

ROOT = Path(__file__).resolve().parents[2]
MAPS = {id: load.load(id) for id in load.available()}
PAIRS = [*permutations(MAPS, 2)]

OURS = 10
"""No run of so many words stands twice in what our maps ask, but where two ask the same thing."""
OTHERS = 6
"""No run of so many words of ours is in a text that others wrote."""

Clause = tuple[str, str]


@cache
def compared(one: str, other: str) -> Comparison:
    return compare(MAPS[one], MAPS[other])


def clause(link: ClausePair, side: str) -> Requirement:
    reference = getattr(link, side)
    found = MAPS[reference.standard].get(reference.number)
    assert found is not None
    return found


# -- what is called equal ------------------------------------------------------------------------


def test_no_two_clauses_called_equal_differ_in_what_has_to_be_in_writing() -> None:
    """In how many things, and in documents or records; `available` leaves open which it is."""
    for one, other in PAIRS:
        for link in compared(one, other).links:
            if link.relation is Relation.EQUAL and link.status == ESTABLISHED:
                here, there = (verbs(clause(link, side)) for side in ("source", "target"))
                assert here.total() == there.total(), link
                assert here["record"] == there["record"], link
                left = {*(here - there)}, {*(there - here)}
                assert not all(left) or {"available"} in left, link


def test_what_asks_the_same_as_a_third_asks_the_same() -> None:
    """Two clauses that equal the same clause, past doubt, are not less than equal to each other."""
    equal: dict[Clause, set[Clause]] = defaultdict(set)
    for one, other in PAIRS:
        for link in compared(one, other).links:
            if link.relation is Relation.EQUAL and link.exact:
                here, there = link.source, link.target
                equal[here.standard, here.number].add((there.standard, there.number))
    for here, others in equal.items():
        for one, other in combinations(others, 2):
            if one[0] != other[0] and compared(one[0], other[0]).via is not None:
                assert other in equal[one], (here, one, other)


def test_what_may_be_left_out_of_one_edition_may_be_so_of_the_next() -> None:
    for old, new in ((old, e.successor) for old, e in editions().items()):
        for link in compared(old, new).links if {old, new} <= {*MAPS} else ():
            here, there = (clause(link, side) for side in ("source", "target"))
            if link.exact or link.relation is Relation.SUBSET_OF:
                assert here.may_be_left_out == there.may_be_left_out, link


def test_what_a_map_of_two_editions_marks_to_be_confirmed_the_way_between_them_does() -> None:
    ways = [(old, e.successor) for old, e in editions().items() if {old, e.successor} <= {*MAPS}]
    assert ways
    for link in (link for old, new in ways for link in compared(old, new).links):
        if any(clause(link, side).status != ESTABLISHED for side in ("source", "target")):
            assert link.status != ESTABLISHED, link
            assert link.note, link


def verbs(one: Requirement) -> Counter[str]:
    """How often a clause asks for what, by the verb; a record may be asked for in two ways."""
    documented = one.documented_information
    return Counter("record" if item.is_record else str(item.kind) for item in documented)


def test_what_is_a_whole_together_asks_for_no_less_in_writing() -> None:
    """Several clauses that are a whole ask for as many things in writing as the one, or more."""
    for one, other in PAIRS:
        for link in compared(one, other).links:
            if link.is_part and link.status == ESTABLISHED:
                parts = [MAPS[one].get(number) for number in link.whole]
                asked = sum(len(part.documented_information) for part in parts if part)
                assert asked >= len(clause(link, "target").documented_information), link


def test_a_claim_is_carried_both_ways_alike() -> None:
    """What is equal, a part or more is so seen from either side."""
    for one, other in combinations(MAPS, 2):
        there = {(k.source.number, k.target.number): k for k in compared(one, other).links}
        back = {(k.target.number, k.source.number): k for k in compared(other, one).links}
        assert there.keys() == back.keys()
        for key, link in there.items():
            assert back[key].relation is link.relation.reverse, key


# -- transitions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_transition_is_total(one: str, other: str) -> None:
    """Each old clause goes somewhere or is said to end, each new one comes from one or is new."""
    found = compared(one, other)
    goes = {link.source.number for link in found.links}
    comes = {link.target.number for link in found.links}
    alone = {c.number for c in found.only_target}
    assert comes | alone == {c.number for c in found.target.auditable}
    assert goes | {c.number for c in found.only_source} == {
        c.number for c in found.source.auditable
    }
    assert not (comes & alone)
    became = {
        c.number: change(
            [link for link in found.links if link.target.number == c.number],
            complete=found.complete,
        )
        for c in found.target.auditable
    }
    kind = "anew" if found.complete else "not compared"
    assert {number for number, how in became.items() if how in ("anew", "not compared")} == alone
    assert all(became[number] == kind for number in alone)
    if isinstance(found.via, PairOfStandards):  # and what is alone is said to be so
        listed = {each.clause for each in (*found.via.anew, *found.via.dropped)}
        for known, left in (
            (found.source, found.only_source),
            (found.target, found.only_target),
        ):
            assert all(
                listed & {c.number, *(a.number for a in known.ancestors(c.number))} for c in left
            )


def test_the_way_to_the_next_edition_is_known_clause_by_clause() -> None:
    """Where both editions are mapped, they are compared completely."""
    for old, edition in editions().items():
        if old in MAPS and edition.successor in MAPS:
            assert compared(old, edition.successor).complete, (old, edition.successor)


# -- our own words -------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.casefold())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    each = words(text)
    return (tuple(each[at : at + length]) for at in range(len(each) - length + 1))


def same_topic(one: Clause, other: Clause) -> bool:
    """Whether two clauses ask the same thing at least in part, as far as anyone has compared."""
    if one[0] == other[0]:  # asked of two, as of who decides on personal data and who processes it
        titles = {each.title for each in MAPS[one[0]] if each.number in (one[1], other[1])}
        return len(titles) == 1
    found = compared(one[0], other[0])
    if found.via is None:
        return one[1] == other[1] or bool(related(one) & related(other))
    return other in related(one)


@cache
def related(one: Clause) -> frozenset[Clause]:
    """The clauses of all other standards that have something in common with a clause."""
    links = (link for id in MAPS if id != one[0] for link in compared(one[0], id).links)
    return frozenset(
        (k.target.standard, k.target.number) for k in links if k.source.number == one[1]
    )


def test_two_clauses_are_told_in_the_same_words_only_where_they_ask_the_same_thing() -> None:
    """A sentence that was copied from another clause says of this one what is not so."""
    where: dict[tuple[str, ...], set[Clause]] = defaultdict(set)
    for known in MAPS.values():
        for each in known.auditable:
            for run in runs(each.asks, OURS):
                where[run].add((known.id, each.number))
    twice = {
        (one, other): " ".join(run)
        for run, clauses in where.items()
        for one, other in combinations(sorted(clauses), 2)
    }
    assert not [(pair, run) for pair, run in twice.items() if not same_topic(*pair)]


def test_the_same_sentence_in_two_standards_is_of_clauses_that_are_equal() -> None:
    sentences: dict[str, list[Clause]] = defaultdict(list)
    for known in MAPS.values():
        for each in known.auditable:
            sentences[each.asks].append((known.id, each.number))
    for asks, clauses in sentences.items():
        for one, other in combinations(clauses, 2):
            found = compared(one[0], other[0])
            equal = {
                (k.source.number, k.target.number)
                for k in found.links
                if k.relation is Relation.EQUAL
            }
            assert found.via is None or (one[1], other[1]) in equal, (asks, one, other)


def foreign() -> Iterator[Path]:
    """The texts in reach of the tests that are not ours: catalogues of other publishers."""
    yield from (ROOT / "tests/standards/catalogues").iterdir()


def test_no_text_of_others_shares_a_run_of_words_with_ours() -> None:
    ours = {
        run
        for known in MAPS.values()
        for each in known
        for text in (
            each.asks,
            each.note,
            *(item.what for item in each.documented_information),
            *(item.what for item in each.evidence),
        )
        for run in runs(text, OTHERS)
    }
    for name in correspondence.available():
        found = correspondence.load(name)
        items = found.pairs if isinstance(found, PairOfStandards) else found.groups
        ours.update(run for item in items for run in runs(item.note, OTHERS))
    texts = [*foreign()]
    assert len(texts) >= 3
    for path in texts:
        shared = ours.intersection(runs(path.read_text("utf-8"), OTHERS))
        assert not shared, (path.name, " ".join(min(shared, default=())))


# -- what the pages count ------------------------------------------------------------------------


@pytest.mark.parametrize("standard", MAPS)
def test_the_page_counts_what_the_map_holds(standard: str) -> None:
    known = MAPS[standard]
    page = (ROOT / "docs/standards" / f"{standard}.md").read_text("utf-8")
    (sentence,) = re.findall(
        r"\b\d+ clauses\b[^.]*\bheadings above",
        page,
    )[:1]
    numbers = [
        int(number) for number in re.findall(r"\b(\d+)\s+(?:clauses|controls|headings)", sentence)
    ]
    controls = sum(each.control for each in known.auditable)
    clauses = len(known.auditable) - controls
    headings = len(known.requirements) - len(known.auditable)
    assert numbers == [clauses, *([controls] if controls else []), headings]


def test_no_page_counts_the_maps_by_hand() -> None:
    """The table of docs/standards/README.md does, and is written from the maps."""
    by_hand = re.compile(
        r"\b(?:nine|ten|eleven|twelve|\d+) maps\b|\ball (?:nine|ten|eleven|twelve)\b"
    )
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        if "decisions" not in path.parts:
            assert not by_hand.search(path.read_text("utf-8")), path
