"""Which standard a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing.known_standards import EDITIONS
from isodocs.parsing.standard_names import edition_said, named, yardstick

QUALITY = yardstick("iso-9001-2015", "ISO 9001:2015")
SECURITY = yardstick("iso-27001-2022", "ISO/IEC 27001:2022")
EARLIER = yardstick("iso-27001-2013", "ISO/IEC 27001:2013")
DEVICES = yardstick("iso-13485-2016", "ISO 13485:2016")
SERVICE = yardstick("iso-20000-1-2018", "ISO/IEC 20000-1:2018")
OWN = yardstick("cis-controls-2024", "CIS Controls v8.1")
IN_USE = (QUALITY, SECURITY, DEVICES)


def means(text: str, *in_use: object) -> list[str]:
    """The standards in use that a text names; `?` for any other that it names."""
    return [item.standard or "?" for item in named(text, in_use or IN_USE)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *("ISO 9001", "iso 9001", "ISO9001", "ISO-9001", "iso-9001-2015", "9001:2015", "9001"),
        *("ISO 9001:2015", "ISO 9001-2015", "ISO 9001 (2015)", "ISO 9001 2015", "ISO 9001:15"),
        *("ISO 9001, edition 2015", "Clause of ISO 9001:2015", "ISO 9001:2015-8.4", "ISO 9001-8.4"),
        *("DIN EN ISO 9001:2015-11", "BS EN ISO 9001:2015", "NF EN ISO 9001", "EN ISO 9001:2015"),
        *(
            "UNE-EN ISO 9001:2015",
            "UNI EN ISO 9001:2015",
            "NEN-EN-ISO 9001:2015",
            "JIS Q 9001:2015",
        ),
        *("AS/NZS ISO 9001:2016", "ANSI/ASQC Q9001", "GB/T 19001-2016", "ABNT NBR ISO 9001:2015"),
        *("ISO 9001:2015/Amd 1:2024", "ISO 9001:2015 Amd 1", "ISO 9001:2015/A1:2024"),
        *("ISO 9001:2015+A1:2024", "ISO\u00a09001:2015"),
    ],
)
def test_the_edition_in_use_by_any_name(text: str) -> None:
    assert means(text) == ["iso-9001-2015"]


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("DIN EN ISO 13485:2021", "iso-13485-2016"),
        ("EN ISO 13485:2016/A11:2021", "iso-13485-2016"),
        ("CAN/CSA-ISO 13485:16", "iso-13485-2016"),
        ("EN ISO/IEC 27001:2023", "iso-27001-2022"),
        ("DIN EN ISO/IEC 27001:2024-01", "iso-27001-2022"),
        ("JIS Q 27001:2023", "iso-27001-2022"),
        ("ISO/IEC 27001:2022/Amd 1:2024", "iso-27001-2022"),
        ("EN ISO 13485:2012", "?"),  # adopts the edition of 2003
        ("DIN EN ISO/IEC 27001:2017-06", "?"),  # adopts the edition of 2013
    ],
)
def test_a_national_adoption_is_the_edition_it_adopts(text: str, standard: str) -> None:
    assert means(text) == [standard]


@pytest.mark.parametrize(
    "text",
    [
        *("ISO 9001:2008", "ISO9001-2008", "9001:2008", "ISO 9001 (2008)", "ISO 9001 2008"),
        *("ISO 9001, edition 2008", "EN ISO 9001:2008", "ISO 9001:2016", "ISO/FDIS 9001"),
        *("ISO 14001:2015", "14001", "IEC 62304", "IEC 62304:2006/AMD1:2015", "ISO/TS 16949"),
        *("IATF 16949", "AS9100", "AS9100D", "EN 9100:2018", "OHSAS 18001", "ISO 13485:2018"),
        *(
            "ISO 27001:2013",
            "ISO/IEC 27001:2005",
            "CIS control",
            "NIST CSF",
            "NIST SP 800-53 Rev. 5",
        ),
        *(
            "BSI C5",
            "C5:2020",
            "TISAX",
            "VDA ISA",
            "SOC 2",
            "PCI DSS",
            "MDR",
            "(EU) 2017/745",
            "GDPR",
        ),
        *("DSGVO", "21 CFR 820", "VDA 6.3", "Annex SL", "NIS2", "DORA", "HIPAA", "IT-Grundschutz"),
    ],
)
def test_another_standard_or_edition_is_none_in_use(text: str) -> None:
    assert set(means(text)) == {"?"}


@pytest.mark.parametrize(
    "text",
    [
        *("clause", "form 19001", "SOP-9001", "FRM-27001", "8.4 Control", "A.5.1", "2024-05-01"),
        *(
            "Audit programme 2024/25",
            "Dora Director",
            "since 2008",
            "as of 2015",
            "Annex A",
            "10 %",
        ),
    ],
)
def test_what_names_no_standard(text: str) -> None:
    assert means(text) == []


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        *((text, "iso-20000-1-2018") for text in ("ISO/IEC 20000-1:2018", "20000-1", "ISO 20000")),
        *(
            (text, "iso-20000-1-2018")
            for text in ("iso-20000-1-2018", "ISO/IEC 20000-1:2018-8.6.1")
        ),
        ("BS ISO/IEC 20000-1:2018", "iso-20000-1-2018"),
        ("ISO/IEC 20000-1:2011", "?"),
        ("ISO/IEC 20000-2:2019", "?"),
    ],
)
def test_a_part_of_a_series_is_not_another_part(text: str, standard: str) -> None:
    assert means(text, *IN_USE, SERVICE) == [standard]


def test_several_in_one_text() -> None:
    assert means("ISO 9001/14001/13485") == ["iso-9001-2015", "?", "iso-13485-2016"]


def test_the_year_tells_two_editions_apart() -> None:
    assert means("ISO 27001:2013", SECURITY, EARLIER) == ["iso-27001-2013"]
    (found,) = named("ISO 27001", (SECURITY, EARLIER))
    assert (found.standard, found.vague) == ("", True)


def test_a_scheme_that_is_in_use_as_a_map_of_ones_own() -> None:
    assert means("CIS control", QUALITY, OWN) == ["cis-controls-2024"]
    assert means("CIS Controls v8.1", QUALITY, OWN) == ["cis-controls-2024"]


@pytest.mark.parametrize(
    ("text", "year", "alone"),
    [
        ("2008 edition", 2008, 2008),
        ("Ausgabe 2008", 2008, 2008),
        ("édition de 2008", 2008, 2008),
        ("Clause (2008)", 0, 2008),
        ("Audits 2024-05", 0, 0),
        ("Clause", 0, 0),
    ],
)
def test_an_edition_by_itself(text: str, year: int, alone: int) -> None:
    assert (edition_said(text), edition_said(text, alone=True)) == (year, alone)


_OTHERS = [
    (number, year)
    for number, years in EDITIONS.items()
    for year in years
    if (number, year) not in {("9001", 2015), ("27001", 2022), ("13485", 2016)}
]


@given(
    st.sampled_from(_OTHERS),
    st.sampled_from(["ISO ", "ISO", "ISO/IEC ", "DIN EN ISO ", "BS EN ISO ", "EN ISO ", "iso "]),
    st.sampled_from([":", "-", " (", " "]),
    st.sampled_from(["", " clause", " – 8.4", "/Amd 1:2030"]),
)
def test_no_other_edition_is_ever_taken_for_one_in_use(
    other: tuple[str, int], who: str, between: str, after: str
) -> None:
    assert means(f"{who}{other[0]}{between}{other[1]}{after}")[0] == "?"


@given(st.text(max_size=200))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    end = 0
    for item in named(text, IN_USE):
        assert end <= item.start < item.end <= len(text)
        assert item.text.strip() in text[item.start : item.end]
        end = item.end
