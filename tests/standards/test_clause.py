"""A reference resolves to the clause that is written, or to none, with help."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isodocs.model.requirement import ClauseReference
from isodocs.standards import load
from isodocs.standards.clause import UnknownClause, resolve
from isodocs.standards.parse import parse_map
from tests.standards.test_load import PATH, SMALL

ISO = load.load("iso-9001-2015")
ONE = {ISO.id: ISO}
HOUSE = parse_map(SMALL, PATH)
TWO = {ISO.id: ISO, HOUSE.id: HOUSE}
NUMBERS = st.sampled_from([clause.number for clause in ISO])


def unknown(text: str, default: str = "") -> UnknownClause:
    found = resolve(text, ONE, default)
    assert isinstance(found, UnknownClause)
    assert found.text == text
    return found


@pytest.mark.parametrize(
    "text",
    [
        "8.4.1",
        " 8.4.1 ",
        "§8.4.1",
        "§ 8.4.1",
        "clause 8.4.1",
        "Clause 8.4.1",
        "cl. 8.4.1",
        "section 8.4.1",
        "iso-9001-2015:8.4.1",
        "iso-9001-2015: 8.4.1",
        "ISO-9001-2015:8.4.1",
        "ISO 9001:2015 8.4.1",
        "ISO 9001:2015:8.4.1",
        "ISO 9001:2015, clause 8.4.1",
        "ISO 9001:2015 §8.4.1",
    ],
)
def test_as_people_write_it(text: str) -> None:
    assert resolve(text, ONE) == ClauseReference("iso-9001-2015", "8.4.1")


def test_a_reference_reads_back() -> None:
    for clause in ISO:
        assert resolve(str(clause.reference), TWO) == clause.reference


@pytest.mark.parametrize(
    ("text", "suggestions", "why"),
    [
        ("8.10", ["8.1"], "8.10 is not in ISO 9001:2015: clause 8 runs from 8.1 to 8.7"),
        ("8.1.0", ["8.1"], "clause 8.1 has no sub-clauses"),
        ("10.30", ["10.3"], "clause 10 runs from 10.1 to 10.3"),
        ("8.8", ["8.7", "8.6", "8.5"], "clause 8 runs from 8.1 to 8.7"),
        ("8.4.9", ["8.4.3", "8.4.2", "8.4.1"], "clause 8.4 runs from 8.4.1 to 8.4.3"),
        ("8.9.2", ["8.7", "8.6", "8.5"], "clause 8 runs from 8.1 to 8.7"),
        ("7.5.3.3", ["7.5.3.2", "7.5.3.1"], "clause 7.5.3 runs from 7.5.3.1 to 7.5.3.2"),
        ("8.4.1.2", ["8.4.1"], "clause 8.4.1 has no sub-clauses"),
        ("841", ["8.4.1"], "its clauses run from 4 to 10"),
        ("8,4,1", ["8.4.1"], "clause 8 runs from 8.1 to 8.7"),
        ("8.4.1.", ["8.4.1"], "clause 8.4.1 has no sub-clauses"),
        ("08.4", [], "its clauses run from 4 to 10"),
        ("3.1", [], "its clauses run from 4 to 10"),
        ("8.5.1 f", ["8.5.1"], "an item within clause 8.5.1"),
        ("8.5.1(f)", ["8.5.1"], "an item within clause 8.5.1"),
        ("9.2.2 f)", ["9.2.2"], "an item within clause 9.2.2"),
        ("purchasing", [], "its clauses run from 4 to 10"),
        ("", [], "its clauses run from 4 to 10"),
    ],
)
def test_helps_with_an_unknown_number(text: str, suggestions: list[str], why: str) -> None:
    found = unknown(text)
    assert [near.number for near in found.suggestions] == suggestions
    assert why in found.why


def test_the_message_reads_like_a_colleague() -> None:
    assert unknown("8.10").message == (
        "8.10 is not in ISO 9001:2015: clause 8 runs from 8.1 to 8.7. Did you mean 8.1?"
    )
    assert unknown("12").message == "12 is not in ISO 9001:2015: its clauses run from 4 to 10."


@pytest.mark.parametrize(
    "text", ["iso-9001:8.4.1", "ISO 9001 8.4.1", "ISO9001:2008, 8.4.1", "iso-9001-2008:8.4.1"]
)
def test_another_edition_suggests_the_one_in_use(text: str) -> None:
    found = unknown(text)
    assert found.suggestions == (ClauseReference("iso-9001-2015", "8.4.1"),)
    assert "is not among the standards in use (iso-9001-2015)" in found.why
    assert found.message.endswith("Did you mean iso-9001-2015:8.4.1?")


def test_another_standard_is_not_a_slip_of_the_pen() -> None:
    assert unknown("iso-14001-2015:6.1").suggestions == ()


def test_the_default_is_for_references_without_a_standard() -> None:
    assert resolve("8.2", TWO, HOUSE.id) == ClauseReference(HOUSE.id, "8.2")
    assert resolve(f"{ISO.id}:8.2", TWO, HOUSE.id) == ClauseReference(ISO.id, "8.2")


def test_without_a_default_every_candidate_is_named() -> None:
    found = resolve("8.2", TWO)
    assert isinstance(found, UnknownClause)
    assert found.suggestions == (ClauseReference(ISO.id, "8.2"), ClauseReference(HOUSE.id, "8.2"))
    assert found.why == "8.2 does not say of which standard"


def test_a_number_that_only_another_standard_has_suggests_that_standard() -> None:
    found = resolve("8.10", TWO, ISO.id)
    assert isinstance(found, UnknownClause)
    assert found.message.endswith("Did you mean house-rules-2024:8.10?")


def test_without_a_standard_in_use_nothing_resolves() -> None:
    found = resolve("8.4.1", {})
    assert isinstance(found, UnknownClause)
    assert found.message == "no standard is in use, so 8.4.1 names no clause."


def test_what_is_shown_cannot_command_a_terminal() -> None:
    message = unknown("8.4\x1b[2J" + "9" * 5000).message
    assert "\x1b" not in message
    assert len(message) < 200


TEXTS = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"(iso-9001-2015:|§|clause )?[0-9.]{1,8}[a-z0. ]{0,3}", fullmatch=True),
    st.builds(lambda number, tail: number + tail, NUMBERS, st.text(max_size=3)),
    st.builds(lambda head, number: head + number, st.text(max_size=3), NUMBERS),
)


@given(TEXTS, st.sampled_from(["", ISO.id, "iso-1-1999"]))
@example("8.10", ISO.id)
@example("٨.٤", ISO.id)
@example("9" * 5000, ISO.id)
def test_never_raises_and_never_resolves_to_another_number(text: str, default: str) -> None:
    for maps in (ONE, TWO, {}):
        found = resolve(text, maps, default)
        if isinstance(found, UnknownClause):
            assert found.why
            assert all(near.number in maps[near.standard] for near in found.suggestions)
        else:
            assert found.number in maps[found.standard]
            head, _, _ = text.rstrip().rpartition(found.number)
            assert text.rstrip() == head + found.number
            assert not re.search(r"[0-9.]$", head.rstrip(".") if head.endswith("cl.") else head)
