"""The standard that a name stands for, as people write it."""

from __future__ import annotations

import pytest

from isodocs.standards import load
from isodocs.standards.called import called
from isodocs.standards.editions import editions

KNOWN = {id: load.load(id).display_name for id in load.available()}
BOTH_9001 = ("iso-9001-2015", "iso-9001-2026")


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("ISO 9001:2026", "iso-9001-2026"),
        ("9001:2026", "iso-9001-2026"),
        ("iso 9001 2015", "iso-9001-2015"),
        ("ISO 9001 (2015)", "iso-9001-2015"),
        ("DIN EN ISO 9001:2015-11", "iso-9001-2015"),
        ("EN ISO 13485:2016+A11:2021", "iso-13485-2016"),
        ("ISO/IEC 27001:2022", "iso-27001-2022"),
        ("iso-iec-27001-2022", "iso-27001-2022"),
        ("ISO 20000", "iso-20000-1-2018"),
        ("IATF 16949", "iatf-16949-2016"),
        ("iatf", "iatf-16949-2016"),
        ("AS9100D", "as9100d-2016"),
        ("AS 9100 Rev D", "as9100d-2016"),
        ("9100", "as9100d-2016"),
        ("FSSC 22000", "fssc-22000-2026"),
        ("22000", "iso-22000-2018"),
    ],
)
def test_a_name_that_is_sure(written: str, id: str) -> None:
    assert called(written, KNOWN, ()) == (id,)


def test_a_name_without_an_edition_means_the_one_that_is_listed() -> None:
    assert called("iso 9001", KNOWN, ()) == BOTH_9001
    assert called("iso 9001", KNOWN, ("iso-9001-2015", "iso-27001-2022")) == BOTH_9001[:1]
    assert called("iso 9001", KNOWN, BOTH_9001) == BOTH_9001


@pytest.mark.parametrize(
    "written", ["", "iso", "as", "1", "8.4", "9001:2008", "iso-9001-2014", "ISO 900", "9002:2015"]
)
def test_what_names_none_is_never_taken_for_one(written: str) -> None:
    assert called(written, KNOWN, ()) == ()


def test_every_map_is_found_by_its_id_and_its_names() -> None:
    for id, name in KNOWN.items():
        edition = editions().get(id)
        for written in (id, name, id.upper(), *((edition.name, *edition.also) if edition else ())):
            assert called(written, KNOWN, ()) == (id,), written
