"""Options A and B of ISO/IEC 17025:2017, 8.1: one is followed, whole, and on what it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.assess.alternatives import unsound_choices
from isodocs.assess.record_references import broken_in
from isodocs.model.config import Config, NotApplicable
from isodocs.model.record import Record
from isodocs.model.requirement import Alternative
from isodocs.standards.load import load
from tests.helpers.certification import certificate, register

LAB, QUALITY, CARS = "iso-17025-2017", "iso-9001-2015", "iatf-16949-2016"
A, B = ["8.1.2", *(f"8.{n}" for n in range(2, 10))], ["8.1.3"]
HELD = certificate(decided="2024-06-15", expires="2027-06-14")


def unsound(
    *numbers: str,
    standards: tuple[str, ...] = (LAB,),
    prepared: tuple[str, ...] = (),
    records: tuple[Record, ...] = (),
    on: str = "2025-03-01",
) -> list[tuple[str, str, list[str]]]:
    """What is wrong where a laboratory leaves out these clauses."""
    declared = tuple(NotApplicable(LAB, n, "why", "MAN-1", 1, 1) for n in numbers)
    known = register(date.fromisoformat(on), *records)
    config = Config(standards=standards, in_preparation=prepared, not_applicable=declared)
    maps = {id: load(id) for id in (*standards, *prepared)}
    known = replace(known, maps=maps, inventory=replace(known.inventory, config=config))
    choices = unsound_choices(known, maps[LAB])
    return [(c.message, c.hint, [each.clause for each in c.declared]) for c in choices]


def test_the_map_says_which_alternatives_there_are() -> None:
    known = load(LAB)
    assert known.alternatives == (
        Alternative("option A", "8.1.2", tuple(A[1:])),
        Alternative("option B", "8.1.3", (), "iso-9001"),
    )
    for clause in known.auditable:
        own = known.alternative_of(clause.number)
        assert bool(own) is (clause.number[0] == "8" and clause.number != "8.1.1")
        assert not own or clause.may_be_not_applicable
    assert not any(load(id).alternatives for id in (QUALITY, CARS))


@pytest.mark.parametrize(
    ("numbers", "more"),
    [
        ((), {}),  # nothing is chosen yet, or both are followed
        (B, {}),  # option A
        (A, {"standards": (LAB, QUALITY)}),  # option B
        (["8.1.2"], {"standards": (LAB, "iso-9001-2026")}),  # and answers 8.2 to 8.9 as well
        (["8.1.2", "8.5"], {"standards": (LAB, QUALITY)}),
        (["8.1.2", "8.5.2"], {"standards": (LAB, QUALITY)}),
        (A, {"standards": (LAB, CARS)}),  # a supplement to ISO 9001 is a system to it
        (A, {"records": (HELD,)}),
        (A, {"standards": (), "prepared": (LAB, QUALITY)}),
        (["7.3"], {}),  # of no alternative
    ],
    ids=str,
)
def test_a_sound_choice(numbers: list[str], more: dict[str, tuple[str, ...]]) -> None:
    assert unsound(*numbers, **more) == []  # type: ignore[arg-type]


def test_all_are_left_out() -> None:
    for more in ((LAB,), (LAB, QUALITY)):
        ((message, hint, declared),) = unsound(*A, *B, "7.3", standards=more)
        assert message == (
            "8.1.2 and 8.1.3 are both left out, and one of them applies: ISO/IEC 17025:2017 lets "
            "you choose between option A (8.1.2) and option B (8.1.3)"
        )
        assert hint.startswith("Remove the one that you follow")
        assert declared == [*A, *B]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"records": (certificate(standard="iso-14001-2015", decided="2024-06-15"),)},
        {"records": (HELD,), "on": "2027-06-15"},  # expired
        {"records": (certificate(decided="2024-06-15", withdrawn="2025-01-10"),)},
        {"records": (certificate(decided="2024-06-15", suspended="2025-01-10"),)},
        {"records": (certificate(),)},  # applied for
        {"standards": (LAB, "iso-13485-2016")},
        {"prepared": (QUALITY,)},  # the laboratory is there, and its system is to come
    ],
    ids=str,
)
def test_option_b_without_what_it_rests_on(more: dict[str, tuple[str, ...]]) -> None:
    ((message, hint, declared),) = unsound(*A, **more)  # type: ignore[arg-type]
    assert message == (
        "option A (8.1.2) is left out for option B (8.1.3), which rests on a management system to "
        "ISO 9001, and none is shown"
    )
    assert "List the edition of ISO 9001 that you work to under 'standards:'" in hint
    assert declared == A


def test_a_part_of_the_option_that_is_followed() -> None:
    """Whether it was chosen by leaving out the other, or no choice was made."""
    ((message, hint, declared),) = unsound("8.1.3", "8.5", "8.9.2", standards=(LAB, QUALITY))
    assert message == (
        "8.5 and 8.9.2 go with option A (8.1.2), which is not left out: they may be left out only "
        "where option B (8.1.3) is followed"
    )
    assert hint == "Remove them from 'not-applicable:'."
    assert declared == ["8.5", "8.9.2"]
    ((message, hint, declared),) = unsound("8.5", standards=(LAB, QUALITY))
    assert message.startswith("8.5 goes with option A (8.1.2), which is not left out: it may be")
    assert hint == (
        "Remove it from 'not-applicable:', or where you follow option B (8.1.3), declare 8.1.2 "
        "there as well."
    )
    assert [c for _, _, c in unsound(*A[1:], standards=(LAB, QUALITY))] == [A[1:]]


@pytest.mark.parametrize(("standards", "refused"), [((LAB,), []), (("iso-14001-2015",), [QUALITY])])
def test_a_certificate_names_what_an_alternative_rests_on(
    standards: tuple[str, ...], refused: list[str]
) -> None:
    """A laboratory of option B records its certificate to ISO 9001, which need not be in use."""
    known = register("2025-03-01", HELD)
    config = Config(standards=standards)
    maps = {id: load(id) for id in standards}
    known = replace(known, maps=maps, inventory=replace(known.inventory, config=config))
    assert [found.value for found in broken_in(known, HELD)] == refused
