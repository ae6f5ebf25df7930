"""Editions of standards: what is known of them, and what is said of one, or of a wrong name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.certification import Edition, EditionState
from isodocs.parsing.known_standards import EDITIONS
from isodocs.reference import editions_page
from isodocs.standards.edition_words import draft_of, nearest, replaced_how, unknown, way
from isodocs.standards.editions import (
    editions,
    in_force,
    other_editions,
    predecessors,
    sources,
    to_begin_with,
)
from isodocs.standards.load import available

PAGE = Path(__file__).parents[2] / "docs" / "standards" / "editions.md"
ON = date(2026, 11, 29)
MAPS = (
    "iso-14001-2015",
    "iso-22000-2018",
    "iso-27001-2013",
    "iso-27001-2022",
    "iso-42001-2023",
    "iso-45001-2018",
    "iso-9001-2015",
)
"""Maps without any of an edition of 2026, whichever come with isodocs."""
MAPS_2026 = (*MAPS, "iso-14001-2026", "iso-9001-2026")
EVERY = list(editions().values())


@pytest.mark.parametrize("edition", EVERY, ids=lambda edition: edition.id)
def test_an_edition_is_described_in_full(edition: Edition) -> None:
    assert edition.name
    assert edition.sources
    assert set(edition.sources) <= sources().keys()
    assert (edition.published is None) == bool(edition.drafted)
    assert not edition.successor or edition.successor in editions()
    unsure = [day for day in (edition.only_new_from, edition.ends) if day and not day.sure]
    assert edition.note or not unsure, "what is to be confirmed says why"
    for day in (edition.only_new_from, edition.ends):
        if day:
            assert edition.replaced
            assert edition.replaced.first <= day.last
    if edition.published:
        assert edition.published.text[:4] == edition.id[-4:]


def test_no_source_is_there_for_nothing() -> None:
    named = {id for edition in EVERY for id in edition.sources}
    assert sources().keys() - named <= {"E31"}, "E31 is named on the page"


def test_every_map_is_an_edition_that_is_known() -> None:
    assert set(available()) <= editions().keys()


def test_the_editions_are_those_that_texts_are_read_with() -> None:
    for edition in EVERY:
        number = edition.family.removeprefix("iso-").removesuffix("-1")
        if edition.published and number in EDITIONS and edition.family.startswith("iso-"):
            assert int(edition.id[-4:]) in EDITIONS[number]


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert editions_page.filled(page) == page, "run `make docs`"
    for target in re.findall(r"\]\(([a-z0-9./-]+)\)", page):
        assert (PAGE.parent / target).resolve().is_file(), target


@pytest.mark.parametrize(
    ("id", "day", "state", "left"),
    [
        ("iso-27001-2013", date(2013, 9, 30), EditionState.DRAFT, None),
        ("iso-27001-2013", date(2022, 10, 24), EditionState.IN_FORCE, None),
        ("iso-27001-2013", date(2022, 10, 25), EditionState.SUPERSEDED, 1102),
        ("iso-27001-2013", date(2025, 10, 31), EditionState.SUPERSEDED, 0),
        ("iso-27001-2013", date(2025, 11, 1), EditionState.WITHDRAWN, -1),
        ("iso-9001-2015", date(2026, 9, 15), EditionState.IN_FORCE, None),
        ("iso-9001-2015", date(2026, 9, 16), EditionState.SUPERSEDED, 1110),
        # to be confirmed: no certificate is said to have ended
        ("iso-9001-2015", date(2031, 1, 1), EditionState.SUPERSEDED, -458),
        ("iso-27701-2019", date(2028, 10, 1), EditionState.SUPERSEDED, 30),
        ("iso-19011-2018", date(2026, 5, 27), EditionState.WITHDRAWN, None),
        ("iso-45001-2018", ON, EditionState.IN_FORCE, None),
        ("iso-45001-dis", ON, EditionState.DRAFT, None),
        ("iso-37001-2016", ON, EditionState.SUPERSEDED, None),
    ],
)
def test_the_state_follows_from_the_days(
    id: str, day: date, state: EditionState, left: int | None
) -> None:
    edition = editions()[id]
    assert (edition.state(day), edition.days_left(day)) == (state, left)
    assert bool(replaced_how(edition, day)) == (left is not None or id == "iso-37001-2016") or (
        id == "iso-19011-2018"
    )


def test_what_is_said_of_one_that_was_replaced() -> None:
    known = editions()
    assert replaced_how(known["iso-9001-2015"], ON) == (
        "replaced by ISO 9001:2026 (2026-09-16); certificates to it end on 2029-09-30 (to be "
        "confirmed), in 1036 days"
    )
    assert replaced_how(known["iso-27001-2013"], ON).endswith(
        "certificates to it ended on 2025-10-31"
    )
    assert "2 days ago" in replaced_how(known["iso-9001-2015"], date(2029, 10, 2))
    assert "is not known here" in replaced_how(known["iso-37001-2016"], ON)
    assert replaced_how(known["iso-27001-2022"], ON) == ""
    assert "2026-06-16; the edition is expected in 2027" in draft_of(known["iso-45001-2018"], ON)
    assert draft_of(known["iso-9001-2015"], ON) == ""


@pytest.mark.parametrize(
    ("edition", "when"),
    [
        ("iso-27001-2013", "ended on 2025-10-31"),
        ("iso-9001-2008", "ended in September 2018"),
    ],
)
def test_a_day_a_month_and_a_year_are_said_as_people_do(edition: str, when: str) -> None:
    assert replaced_how(editions()[edition], ON).endswith(f"certificates to it {when}")


def test_the_last_day_of_an_edition_is_today() -> None:
    assert replaced_how(editions()["iso-27001-2013"], date(2025, 10, 31)).endswith(", today")


@pytest.mark.parametrize("name", ["TISAX", "gdpr", "NIST CSF", "nis2-2022"])
def test_a_framework_with_a_recipe_is_sent_to_it(name: str) -> None:
    assert "docs/standards/recipes.md" in unknown(name, MAPS, ON).hint
    assert not unknown("acme quality", MAPS, ON).hint


def test_the_way_needs_both_maps() -> None:
    old = editions()["iso-9001-2015"]
    assert "`isodocs standards transition iso-9001-2015 iso-9001-2026`" in way(old, MAPS_2026)
    assert "There is no requirement map of ISO 9001:2026 yet" in way(old, MAPS)


def test_where_only_the_new_edition_has_a_map_the_old_one_is_said_to_have_none() -> None:
    older, latest = editions()["iso-9001-2008"], editions()["iso-9001-2026"]
    assert in_force(older, ON) == latest
    assert "no requirement map of ISO 9001:2008 to compare" in way(older, MAPS_2026)
    assert "`isodocs standards iso-9001-2015` lists" in way(older, MAPS_2026)
    assert "`isodocs standards iso-9001-2026` lists" in way(older, MAPS_2026, latest)


def test_editions_of_one_standard_belong_together() -> None:
    assert [e.id for e in predecessors("iso-9001-2026")] == ["iso-9001-2015", "iso-9001-2008"]
    assert other_editions(["iso-27001-2022"]) == {"iso-27001-2013", "iso-27001-2022"}
    assert other_editions(["acme-quality-2026"]) == set()


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("27001", MAPS, "iso-27001-2022"),
        ("iso9001", MAPS, "iso-9001-2015"),
        ("ISO 9001:2015", MAPS, "iso-9001-2015"),
        ("iso-9001", MAPS, "iso-9001-2015"),
        ("iso-9001", MAPS_2026, "iso-9001-2026"),
        ("9001:2026", MAPS_2026, "iso-9001-2026"),
        ("iso-9001:2015", MAPS_2026, "iso-9001-2015"),
        ("DIN EN ISO 9001:2015-11", MAPS_2026, "iso-9001-2015"),
        ("iso-9001-2105", MAPS_2026, "iso-9001-2015"),
        ("iso-14001-2105", MAPS_2026, "iso-14001-2015"),
        ("ISO 14001", MAPS, "iso-14001-2015"),
        ("14001", MAPS, "iso-14001-2015"),
        ("iso-901-2015", MAPS, "iso-9001-2015"),
        ("is0-9001-2015", MAPS, "iso-9001-2015"),
        ("iso-27001-2025", MAPS, "iso-27001-2022"),
        ("22000", MAPS, "iso-22000-2018"),
        ("our-iso-9001-2027", (*MAPS, "our-iso-9001-2026"), "our-iso-9001-2026"),
        ("iso-9001", (*MAPS, "our-iso-9001-2026"), "iso-9001-2015"),
        ("acme-qualty-2026", (*MAPS_2026, "acme-quality-2026"), "acme-quality-2026"),
        # another standard is never meant
        ("iso-14001-2026", MAPS, ""),
        ("fssc-22000", MAPS, ""),
        ("iatf16949", MAPS, ""),
        ("iso-50001-2018", MAPS, ""),
        ("iso-26262", MAPS, ""),
        ("iso-27701", MAPS, ""),
        ("acme-2026", MAPS_2026, ""),
        ("", MAPS, ""),
    ],
)
def test_a_wrong_name_is_sent_to_the_same_standard(
    typed: str, known: tuple[str, ...], meant: str
) -> None:
    assert nearest(typed, known, ON) == meant
    said = unknown(typed, known, ON).message
    assert ("Did you mean" in said) == bool(meant)
    assert repr(meant or typed) in said


@pytest.mark.parametrize(
    ("typed", "says", "do"),
    [
        (
            "iso-9001-2026",
            "ISO 9001:2026 was published on 2026-09-16",
            "Work on with iso-9001-2015",
        ),
        ("ISO 14001:2026", "was published on 2026-04-15 and is not", "`isodocs standards new our-"),
        ("9001:2026", "is not mapped here", "end on 2029-09-30 (to be confirmed)"),
        ("iso-45001-2027", "a draft since 2026-06-16", "work on with iso-45001-2018"),
        ("iso-9001-2008", "replaced by ISO 9001:2015", "standards new"),
        ("fssc 22000 v7", "FSSC 22000 version 7 was published", "standards new"),
        ("27701", "ISO/IEC 27701:2019 and ISO/IEC 27701:2025 are known", "standards new"),
        ("iso-20000", "ISO/IEC 20000-1:2018 is known, and not mapped", "standards new"),
    ],
)
def test_an_edition_without_a_map_is_said_to_be_one(typed: str, says: str, do: str) -> None:
    said = unknown(typed, MAPS, ON)
    assert says in said.message
    assert do in said.hint


@given(st.text(max_size=40), st.sampled_from([MAPS, MAPS_2026, ()]))
def test_any_name_gets_an_answer(typed: str, known: tuple[str, ...]) -> None:
    assert nearest(typed, known, ON) in ("", *known)
    assert unknown(typed, known, ON).message.startswith("there is no requirement map")


def test_a_beginner_begins_with_an_edition_that_has_settled() -> None:
    maps = available()
    assert to_begin_with("iso-9001", maps, date(2027, 9, 15)) == "iso-9001-2015"
    assert to_begin_with("iso-9001", maps, date(2027, 9, 16)) == "iso-9001-2026"
    assert to_begin_with("iso-9001", ("iso-9001-2015",), date(2028, 1, 1)) == "iso-9001-2015"
    assert to_begin_with("iso-9001", maps, date(2010, 1, 1)) == "iso-9001-2015"
