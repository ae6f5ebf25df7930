"""The clause numbers in the cells of a matrix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.clause_cells import clause_numbers, standard_named
from isodocs.model.requirement import Requirement
from isodocs.standards.load import load

MAPS = {id: load(id) for id in ("iso-9001-2015", "iso-27001-2022")}
NAMES = tuple((known.id, known.display_name) for known in MAPS.values())


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("8.4.1", "8.4.1"),
        ("8.10", "8.10"),
        ("§ 8.4.1, 8.4.2 and 8.4.3", "8.4.1 8.4.2 8.4.3"),
        ("Clause 8.4 Control of 3 external providers", "8.4"),
        ("8.4.1–8.4.3", "8.4.1 8.4.2 8.4.3"),
        ("A.5.19 to A.5.21; A.8.1", "A.5.19 A.5.20 A.5.21 A.8.1"),
        ("A.5.15-5.18, A.8.2-8.3", "A.5.15 A.5.16 A.5.17 A.5.18 A.8.2 A.8.3"),
        ("ISO 9001:2015 8.4.1", "8.4.1"),
        ("iso-9001-2015:8.4.1", "8.4.1"),
        ("6.1.3 d)", "6.1.3"),
        ("10 % of orders", ""),
        ("Two-person check", ""),
        ("2024-05-01", ""),
        ("", ""),
    ],
)
def test_a_cell_begins_with_numbers(cell: str, numbers: str) -> None:
    assert " ".join(clause_numbers(cell, MAPS)) == numbers


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("iso 9001", "iso-9001-2015"),
        ("clause of iso/iec 27001:2022", "iso-27001-2022"),
        ("iso 9001 and iso 27001", ""),
        ("form 19001", ""),
        ("clause", ""),
    ],
)
def test_a_heading_names_a_standard(text: str, standard: str) -> None:
    assert standard_named(text, NAMES) == standard


def test_the_year_tells_two_editions_apart() -> None:
    names = (*NAMES, ("iso-27001-2013", "ISO/IEC 27001:2013"))
    assert standard_named("iso/iec 27001:2013", names) == "iso-27001-2013"
    assert standard_named("iso 27001", names) == ""


@given(st.text(max_size=80))
def test_reading_a_cell_never_fails_and_a_number_is_in_it(cell: str) -> None:
    for number in clause_numbers(cell, MAPS):
        assert number in cell or any(number in known for known in MAPS.values())


@given(st.sampled_from(MAPS["iso-9001-2015"].auditable), st.text("abc –,", max_size=8))
def test_every_clause_is_found_at_the_start_of_a_cell(clause: Requirement, rest: str) -> None:
    assert clause_numbers(f"{clause.number} {rest}", MAPS)[0] == clause.number
