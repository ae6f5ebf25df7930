"""What is particular to the requirement maps of ISO/IEC 27001, in its editions of 2013 and 2022."""

from __future__ import annotations

from collections import Counter

import pytest

from isodocs.model.requirement import RequirementMap
from isodocs.reports import requirement as told
from isodocs.standards import load

OLD = load.load("iso-27001-2013")
NEW = load.load("iso-27001-2022")

both = pytest.mark.parametrize("known", [OLD, NEW], ids=lambda known: known.edition)


def test_the_controls_of_2022_stand_in_four_themes() -> None:
    themes = Counter(clause.number.rpartition(".")[0] for clause in NEW if clause.control)
    assert themes == {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}


def test_the_controls_of_2013_stand_in_fourteen_domains() -> None:
    domains = Counter(int(clause.number.split(".")[1]) for clause in OLD if clause.control)
    published = [2, 7, 6, 10, 14, 2, 15, 14, 7, 13, 5, 7, 4, 8]
    assert domains == dict(enumerate(published, start=5))


def test_eleven_controls_are_new_in_2022() -> None:
    new = [clause.number for clause in NEW if clause.control and "New in 2022" in clause.note]
    assert new == [
        "A.5.7", "A.5.23", "A.5.30", "A.7.4", "A.8.9", "A.8.10", "A.8.11", "A.8.12", "A.8.16",
        "A.8.23", "A.8.28",
    ]  # fmt: skip


@both
def test_the_statement_of_applicability_is_produced_at_6_1_3(known: RequirementMap) -> None:
    produced = [
        (clause.number, item.what.partition(":")[0])
        for clause in known
        for item in clause.documented_information
        if item.kind == "produce"
    ]
    assert produced == [("6.1.3", "Statement of Applicability"), ("6.1.3", "risk treatment plan")]


@both
def test_exactly_the_annex_is_made_of_controls(known: RequirementMap) -> None:
    assert all(clause.control == clause.number.startswith("A.") for clause in known.auditable)


def test_the_climate_amendment_belongs_to_2022_only() -> None:
    assert {clause.number for clause in NEW if "Amd 1:2024" in clause.note} == {"4.1", "4.2"}
    assert OLD.amendments == ("Cor 1:2014", "Cor 2:2015")


@both
def test_every_clause_can_be_told(known: RequirementMap) -> None:
    for clause in known.auditable:
        text = " ".join(" ".join(told.lines(clause, known, 80)).split())
        assert all(item.kind in text for item in clause.documented_information)
        assert ("in the Statement of Applicability: `isodocs soa" in text) == clause.control
