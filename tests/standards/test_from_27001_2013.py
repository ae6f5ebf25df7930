"""From ISO/IEC 27001:2013 to 2022: the published counts follow from the rows."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from isodocs.model.correspondence import PairOfStandards, Relation
from isodocs.standards import correspondence, load

OLD = load.load("iso-27001-2013")
NEW = load.load("iso-27001-2022")
PAGE = Path(__file__).resolve().parents[2] / "docs/standards/from-27001-2013-to-2022.md"


def comparison() -> PairOfStandards:
    found = correspondence.load("iso-27001-2013--iso-27001-2022")
    assert isinstance(found, PairOfStandards)
    return found


FOUND = comparison()
NEW_CONTROLS = {clause.number for clause in NEW.auditable if clause.control}
OLD_CONTROLS = {clause.number for clause in OLD.auditable if clause.control}
OLD_TITLES = {clause.number: clause.title for clause in OLD}
NEW_TITLES = {clause.number: clause.title for clause in NEW}


def predecessors() -> dict[str, list[str]]:
    """The controls of 2013 behind each control of 2022 that has any."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in FOUND.pairs:
        if pair.target in NEW_CONTROLS:
            found[pair.target].append(pair.source)
    return found


MERGED = {new: old for new, old in predecessors().items() if len(old) > 1}
CARRIED = {new: old[0] for new, old in predecessors().items() if len(old) == 1}


def same_title(old: str, new: str) -> bool:
    return plain(OLD_TITLES[old]) == plain(NEW_TITLES[new])


def plain(title: str) -> str:
    """A title without what is only spelling, as synchronisation, re-use and perimeters."""
    return title.lower().replace("-", "").replace("isation", "ization").replace("eters", "eter")


def test_eleven_controls_are_new_and_the_map_says_so() -> None:
    anew = {alone.clause for alone in FOUND.anew if alone.clause in NEW_CONTROLS}
    assert len(anew) == 11
    assert anew == {clause.number for clause in NEW if "New in 2022" in clause.note}


def test_twenty_four_controls_were_merged_from_fifty_seven() -> None:
    assert len(MERGED) == 24
    assert sum(len(old) for old in MERGED.values()) == 57


def test_fifty_eight_controls_were_carried_over() -> None:
    """Of these, 35 kept their title, and 23 got another."""
    kept = [new for new, old in CARRIED.items() if same_title(old, new)]
    assert len(CARRIED) == 58
    assert len(kept) == 35


def test_one_control_was_split_and_none_was_dropped() -> None:
    successors: dict[str, list[str]] = defaultdict(list)
    for pair in FOUND.pairs:
        successors[pair.source].append(pair.target)
    split = {old: new for old, new in successors.items() if old in OLD_CONTROLS and len(new) > 1}
    assert split == {"A.18.2.3": ["A.5.36", "A.8.8"]}
    assert set(successors) >= OLD_CONTROLS
    assert FOUND.dropped == ()


def test_no_control_became_a_clause() -> None:
    for pair in FOUND.pairs:
        assert (pair.source in OLD_CONTROLS) == (pair.target in NEW_CONTROLS)


def test_a_renamed_control_is_called_renamed() -> None:
    for pair in FOUND.pairs:
        if pair.target in CARRIED:
            renamed = pair.note.startswith("Renamed.")
            assert renamed == (not same_title(pair.source, pair.target)), pair


# What was split, what was said of any asset and is of media now, what were written processes and
# their tests and is a plan now.
OTHERWISE = {"A.18.2.3", "A.11.2.5", "A.17.1.2", "A.17.1.3"}


def test_what_was_merged_is_a_part_and_never_the_whole() -> None:
    for pair in FOUND.pairs:
        if pair.target in MERGED:
            part = Relation.INTERSECTS_WITH if pair.source in OTHERWISE else Relation.SUBSET_OF
            assert pair.relation is part, pair


def test_what_asks_nothing_new_is_covered_by_all_that_was_merged_into_it() -> None:
    """The others say in a note what more there is."""
    whole = {each.target[0]: {*each.source} for each in FOUND.together}
    assert whole.keys() < MERGED.keys()
    assert all(numbers == {*MERGED[new]} for new, numbers in whole.items())
    more = MERGED.keys() - whole.keys()
    assert all(any(p.note for p in FOUND.pairs if p.target == new) for new in more)
    told = re.search(r"Of the 24 controls that were merged, (\d+) ask nothing", PAGE.read_text())
    assert told is not None
    assert int(told[1]) == len(whole)


def test_a_note_does_not_say_what_the_row_shows() -> None:
    """That a control was merged is seen: it comes from several."""
    assert not [pair for pair in FOUND.pairs if pair.note.startswith("Merged")]


def test_the_clauses_moved_as_the_transition_guides_tell() -> None:
    went = {(pair.source, pair.target): pair.relation for pair in FOUND.pairs}
    assert went["10.1", "10.2"] is went["10.2", "10.1"] is Relation.EQUAL
    assert {new: how for (old, new), how in went.items() if old == "9.2"} == {"9.2": Relation.EQUAL}
    assert {new for old, new in went if old == "9.3"} == {"9.3.1", "9.3.2", "9.3.3"}
    assert {new for new in (alone.clause for alone in FOUND.anew) if new[0] != "A"} == {"6.3"}
    more = {old for (old, _), how in went.items() if how is Relation.SUBSET_OF and old[0] != "A"}
    assert more == {"4.1", "4.2", "4.4", "6.2", "8.1"}


def test_what_audits_rested_on_covers_both_halves_of_the_split_clause() -> None:
    links, _ = correspondence.between(OLD, NEW)
    audits = {link.target.number: link.exact for link in links if link.source.number == "9.2"}
    assert audits == {"9.2.1": True, "9.2.2": True}
    review = {link.target.number: link.exact for link in links if link.source.number == "9.3"}
    assert review == {"9.3.1": False, "9.3.2": False, "9.3.3": False}


def test_a_statement_of_applicability_does_not_carry_over() -> None:
    """It is held against another Annex A: a transition must never call it done."""
    (pair,) = (pair for pair in FOUND.pairs if pair.source == "6.1.3")
    assert pair.relation is Relation.INTERSECTS_WITH


def test_each_control_rests_on_three_sources_and_each_clause_on_two() -> None:
    for pair in FOUND.pairs:
        assert len(pair.sources) >= (3 if pair.target in NEW_CONTROLS else 2), pair


def test_the_page_tells_how_many_of_the_controls_carried_over_are_equal() -> None:
    how = [pair.relation for pair in FOUND.pairs if pair.target in CARRIED]
    told = re.search(
        r"Of the (\d+), the file calls (\d+) equal,\s(\d+) a part of [^,]+, and (\d+) overlapping",
        PAGE.read_text("utf-8"),
    )
    assert told is not None
    assert [int(number) for number in told.groups()] == [
        len(how),
        how.count(Relation.EQUAL),
        how.count(Relation.SUBSET_OF),
        how.count(Relation.INTERSECTS_WITH),
    ]
