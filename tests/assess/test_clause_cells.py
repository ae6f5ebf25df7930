"""The clause numbers in the cells of a matrix."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.clause_cells import clause_numbers
from isodocs.model.requirement import Requirement
from isodocs.parsing.standard_names import yardstick
from isodocs.standards.load import load

MAPS = {id: load(id) for id in ("iso-9001-2015", "iso-27001-2022")}
IN_USE = tuple(yardstick(known.id, known.display_name) for known in MAPS.values())


def numbers(cell: str) -> str:
    return " ".join(n for found in clause_numbers(cell, MAPS, IN_USE) for n in found.numbers)


@pytest.mark.parametrize(
    ("cell", "expected"),
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
        ("8.4 (a), 8.5", "8.4 8.5"),
        ("10 % of orders", ""),
        ("Two-person check", ""),
        ("2024-05-01", ""),
        ("05.01.2024", ""),
        ("CC6.1", ""),
        ("❌ 8.4", ""),
        ("", ""),
        # what numbers are called, and what stands around them
        ("Section 8.4", "8.4"),
        ("clause no. 8.4", "8.4"),
        ("ISO9001 8.4", "8.4"),
        ("ISO 9001:2015 - 8.4", "8.4"),
        ("ISO 9001:2015, sections 8.4 and 8.5", "8.4 8.5"),
        ("(8.4)", "8.4"),
        ("[8.4]", "8.4"),
        ("✅ 8.4", "8.4"),
        ("• 8.4", "8.4"),
        ("8.4., 8.6.", "8.4 8.6"),
        ("8.4[^1], 8.6", "8.4 8.6"),
        ("8.4¹, 8.6", "8.4 8.6"),
        ("8.4\n8.6 Release\n§8.7", "8.4 8.6 8.7"),
        ("A5.1", "A.5.1"),
        ("Annex A 5.1", "A.5.1"),
        # ranges in words, in six languages
        ("8.4 bis 8.6", "8.4 8.5 8.6"),
        ("von 8.4 bis 8.6", "8.4 8.5 8.6"),
        ("Kapitel 8.4 und 8.6", "8.4 8.6"),
        ("8.4 à 8.6", "8.4 8.5 8.6"),
        ("8.4 a 8.6", "8.4 8.5 8.6"),
        ("8.4 hasta 8.6", "8.4 8.5 8.6"),
        ("8.4 t/m 8.6", "8.4 8.5 8.6"),
        ("8.4 tot 8.6", "8.4 8.5 8.6"),
        ("8.4 até 8.6", "8.4 8.5 8.6"),
        ("8.4 e 8.6", "8.4 8.6"),
        ("8.4 through 8.6", "8.4 8.5 8.6"),
        # what may be read in two ways is not a clause; never a whole chapter by accident
        ("8,4", "8.4"),
        ("4,5", "4,5"),
        ("8.4,8.5", "8.4 8.5"),
        ("8.4,5", "8.4,5"),
        ("8.4/5", "8.4/5"),
        ("8.4-6", "8.4 8.5 8.6"),
        ("8.4-9", "8.4-9"),
        ("B.1-2", "B.1-2"),
        ("A.5.1-5.99", "A.5.1-5.99"),
        ("B.5.1-5.3", "B.5.1-5.3"),
        ("A.5.15-5.18", "A.5.15 A.5.16 A.5.17 A.5.18"),
        ("A.5.15-18", "A.5.15 A.5.16 A.5.17 A.5.18"),
    ],
)
def test_a_cell_begins_with_numbers(cell: str, expected: str) -> None:
    assert numbers(cell) == expected


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("ISO 14001:2015 8.1", [("8.1", "ISO 14001:2015")]),
        ("ISO 45001, 8.1", [("8.1", "ISO 45001")]),
        ("ISO 9001 8.4; ISO 14001 8.1", [("8.4", "ISO 9001"), ("8.1", "ISO 14001")]),
        ("ISO 9001 8.4\nISO 14001 8.1", [("8.4", "ISO 9001"), ("8.1", "ISO 14001")]),
        ("8.4, ISO 14001 8.1", [("8.4", ""), ("8.1", "ISO 14001")]),
        ("8.1 (ISO 14001)", [("8.1", "ISO 14001")]),
        ("8.1 (ISO 14001), 8.4 (ISO 9001)", [("8.1", "ISO 14001"), ("8.4", "ISO 9001")]),
        ("8.4 ISO 9001, 8.1 ISO 14001", [("8.4", "ISO 9001"), ("8.1", "ISO 14001")]),
        ("ISO 9001 8.4 (ISO 14001 8.1)", [("8.4", "ISO 9001"), ("8.1", "ISO 14001")]),
        ("(EU) 2017/745 8.1", [("8.1", "(EU) 2017/745")]),
        ("9001:2008 7.4", [("7.4", "9001:2008")]),
    ],
)
def test_a_standard_goes_with_its_numbers(cell: str, groups: list[tuple[str, str]]) -> None:
    found = clause_numbers(cell, MAPS, IN_USE)
    assert [(" ".join(f.numbers), f.naming) for f in found] == groups


def test_a_title_behind_a_number_may_mention_a_standard() -> None:
    (found,) = clause_numbers("8.1 Planning, as in ISO 14001", MAPS, IN_USE)
    assert (found.numbers, found.naming, found.mention) == (("8.1",), "", "ISO 14001")


@given(st.one_of(st.text(max_size=80), st.text("ABx0189.,-–/ ()§:\n", max_size=40)))
def test_reading_a_cell_never_fails_and_finds_only_what_is_there(cell: str) -> None:
    """Each number is a clause, or its parts, down to the letter, are there one after the other."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in cell).upper()
    for number in numbers(cell).split():
        clause = any(number in known for known in MAPS.values())
        for end in [] if clause else number.split("-"):
            there = r"\W*".join(re.findall(r"[A-Z]+|[0-9]+", end))
            assert re.search(rf"(?<![0-9]){there}(?![0-9])", plain)


@pytest.mark.parametrize("between", ["-", "–", " to ", " bis ", "..."])
@given(
    st.sampled_from(["", "A.", "B.", "C."]),
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
)
def test_a_range_never_makes_up_a_clause(
    between: str, annex: str, first: list[int], last: list[int]
) -> None:
    one, other = (".".join(map(str, parts)) for parts in (first, last))
    for number in numbers(f"{annex}{one}{between}{other}").split():
        written = number in (f"{annex}{one}", other, f"{annex}{one}-{other}")
        assert written or any(number in known for known in MAPS.values())


@given(st.sampled_from(MAPS["iso-9001-2015"].auditable), st.text("abc –,", max_size=8))
def test_every_clause_is_found_at_the_start_of_a_cell(clause: Requirement, rest: str) -> None:
    assert numbers(f"{clause.number} {rest}").split()[0] == clause.number


@given(
    st.lists(st.sampled_from(MAPS["iso-9001-2015"].auditable), min_size=1, max_size=6),
    st.sampled_from([", ", "; ", "\n", " and ", " und ", " & ", ", §", "., ", " / "]),
    st.sampled_from(["", "Clause ", "Section ", "Kapitel ", "ISO 9001:2015 ", "(", "✓ "]),
)
def test_a_list_is_read_back_however_it_is_written(
    clauses: list[Requirement], between: str, before: str
) -> None:
    wanted = [clause.number for clause in clauses]
    assert numbers(before + between.join(wanted)).split() == wanted
