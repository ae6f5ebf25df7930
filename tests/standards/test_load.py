"""A requirement map that does not fit is refused with path, line and remedy."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs import resources
from isodocs.errors import ConfigurationError, StandardError
from isodocs.model.requirement import Alternative
from isodocs.standards import load
from isodocs.standards.parse import parse_map
from isodocs.standards.write import as_yaml

SMALL = """\
id: house-rules-2024
display-name: House rules 2024
title: Rules of the house
publisher: Us
edition: "2024"
sources:
  S1: {what: The notice board, where: entrance, read: 2024-05-01}
clauses:
  - {number: "8", title: Doors, kind: heading, source: [S1]}
  - number: "8.2"
    title: Front door
    kind: requirement
    asks: Lock it.
    documented-information:
      - {kind: retain, what: who locked it}
    evidence:
      - {what: Key register, fresh: 12 months}
    may-be-not-applicable: "yes"
    status: established
    source: [S1]
  - {number: "8.10", title: Windows, kind: requirement, asks: Shut them., evidence: [{what: Look}],
     may-be-not-applicable: "no", status: to be confirmed, source: [S1], note: Which?}
"""
PATH = "maps/house-rules-2024.yaml"


def test_reads_a_map() -> None:
    house = parse_map(SMALL, PATH)
    assert [clause.number for clause in house] == ["8", "8.2", "8.10"]
    door, windows = house.auditable
    assert (door.documented_information[0].kind, door.evidence[0].fresh) == ("retain", "12 months")
    assert (windows.status, windows.evidence[0].fresh, windows.note) == (
        "to be confirmed",
        None,
        "Which?",
    )


def test_what_is_available_as_evidence_is_a_record_and_is_written_as_it_is_read() -> None:
    evidence = SMALL.replace("kind: retain,", 'kind: available, as-evidence: "yes",')
    at_hand = SMALL.replace("kind: retain,", "kind: available,")
    for text, records, verb in (
        (SMALL, 1, "retain"),
        (evidence, 1, "available as evidence"),
        (at_hand, 0, "available"),
    ):
        house = parse_map(text, PATH)
        door = house.auditable[0]
        assert (len(door.retained), door.documented_information[0].verb) == (records, verb)
        again = parse_map(as_yaml(house), PATH, own=True).auditable[0]
        assert again.documented_information == door.documented_information


ALTERNATIVES = """\
alternatives:
  - name: guests
    clause: "8.2"
    rests-on: rules-of-guests
  - {name: hosts, clause: "8.10"}
sources:
"""


def test_alternatives_are_written_as_they_are_read() -> None:
    text = SMALL.replace('"no"', '"yes"').replace("sources:\n", ALTERNATIVES)
    house = parse_map(text, PATH)
    assert house.alternatives == (
        Alternative("guests", "8.2", (), "rules-of-guests"),
        Alternative("hosts", "8.10"),
    )
    assert parse_map(as_yaml(house), PATH, own=True).alternatives == house.alternatives


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"8.10"}', '"8.11"}', "clause 8.11 is of hosts, and is not in the map"),
        ('"8.10"}', '"8.2"}', "clause 8.2 is named by two alternatives"),
        ('"8.10"}', '"8.10", clauses: ["8"]}', "clause 8 is named by two alternatives"),
        ('  - {name: hosts, clause: "8.10"}\n', "", "'alternatives' has a single one"),
        ("rules-of-guests", "Rules 2024", "which is not a standard without its edition"),
        ("clause: ", "paragraph: ", "an alternative"),
    ],
)
def test_refuses_alternatives_that_do_not_fit(old: str, new: str, says: str) -> None:
    text = SMALL.replace('"no"', '"yes"').replace("sources:\n", ALTERNATIVES)
    assert old in text
    with pytest.raises(StandardError) as raised:
        parse_map(text.replace(old, new), PATH)
    assert says in raised.value.message
    with pytest.raises(StandardError, match=r"clause 8.10 is of hosts, and may not be declared"):
        parse_map(SMALL.replace("sources:\n", ALTERNATIVES), PATH)


def test_a_heading_may_be_left_out_only_when_all_below_it_may() -> None:
    assert [c.may_be_not_applicable for c in parse_map(SMALL, PATH)] == [False, True, False]
    all_may = parse_map(SMALL.replace('"no"', '"yes"'), PATH)
    assert [c.may_be_not_applicable for c in all_may] == [True, True, True]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('number: "8.10"', 'number: "8.2"', 21, "clause 8.2 is listed twice"),
        ('number: "8.10"', 'number: "8.1"', 21, "clause 8.1 comes after 8.2"),
        ('number: "8.10"', 'number: "9.1"', 21, "clause 9.1 is without its parent 9"),
        ('number: "8.10"', 'number: "8.01"', 21, "'8.01' is not a clause number"),
        ("kind: retain", "kind: retian", 15, "'kind' is 'retian'. Did you mean 'retain'?"),
        ("    asks: Lock it.", "    asks: ''", 13, "clause 8.2 lacks 'asks'"),
        ("    asks: Lock it.\n", "", 10, "clause 8.2 lacks 'asks'"),
        ("    asks:", "    ask:", 13, "unknown field 'ask' in clause 8.2. Did you mean 'asks'?"),
        (
            "kind: retain,",
            'kind: retain, as-evidence: "yes",',
            15,
            "clause 8.2 has 'as-evidence' beside kind retain",
        ),
        ("what: who locked it", "what: ''", 15, "clause 8.2 lacks 'what'"),
        ("fresh: 12 months", "fresh: yearly", 17, "'fresh' is 'yearly', which is not a span"),
        ('applicable: "yes"', "applicable: maybe", 18, "'may-be-not-applicable' is 'maybe'."),
        ("status: established", "status: sure", 19, "'status' is 'sure'."),
        ("    source: [S1]", "    source: [S2]", 20, "clause 8.2 cites the source 'S2'"),
        ("    source: [S1]", "    source: []", 20, "'source' is empty"),
        ("read: 2024-05-01", "read: in May", 7, "'read' is 'in May', which is not"),
        ("id: house-rules-2024", "id: house-2024", 1, "'id' is 'house-2024', the file"),
        ('edition: "2024"', 'edition: "2025"', 1, "does not end in the edition '2025'"),
        ("publisher: Us", "printer: Us", 4, "unknown field 'printer' in a requirement map"),
        ("clauses:\n", "clauses: []\nnote:\n", 9, "unknown field 'note'"),
        ("kind: heading", "kind: requirement", 9, "clause 8 lacks 'asks'"),
        ("title: Rules", "title: [Rules", 4, "not readable as YAML"),
    ],
)
def test_refuses_what_does_not_fit(old: str, new: str, line: int, message: str) -> None:
    assert old in SMALL
    with pytest.raises(StandardError) as raised:
        parse_map(SMALL.replace(old, new, 1), PATH)
    error = raised.value
    assert message in error.message
    assert error.place.startswith(f"{PATH}:{line}:")
    assert error.hint
    assert isinstance(error, ConfigurationError)


def test_refuses_a_heading_with_nothing_below_it() -> None:
    text = SMALL + '  - {number: "9", title: Roof, kind: heading, source: [S1]}\n'
    with pytest.raises(StandardError, match="heading with no auditable clause") as raised:
        parse_map(text, PATH)
    assert raised.value.line == 23


@pytest.mark.parametrize("data", [b"", b"- 1\n", b"x", b"\xff", b"clauses: &a [*a]\n"])
def test_refuses_what_is_no_map(data: bytes) -> None:
    with pytest.raises(StandardError) as raised:
        parse_map(data, PATH)
    assert raised.value.path == PATH


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_raise_nothing_else(data: bytes) -> None:
    with pytest.raises(StandardError):
        parse_map(data, PATH)


@given(st.data())
def test_a_damaged_map_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, len(SMALL)))
    damaged = SMALL[:start] + data.draw(st.text(max_size=10)) + SMALL[end:]
    with suppress(StandardError):
        assert parse_map(damaged, PATH).id == "house-rules-2024"


def test_an_unknown_standard_names_the_known_ones() -> None:
    with pytest.raises(StandardError, match="Did you mean 'iso-9001-2015'") as raised:
        load.load("iso-9001-2105")
    assert "iso-9001-2015" in raised.value.hint


@pytest.mark.parametrize("name", ["", "../standards/iso-9001-2015", "iso-9001-2015.yaml", "*"])
def test_a_standard_is_a_name_not_a_path(name: str) -> None:
    with pytest.raises(StandardError):
        load.load(name)


def test_a_standard_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = load.available()
    shutil.copytree(resources.path("schemas") / "standards", tmp_path / "standards")
    (tmp_path / "standards" / "house-rules-2024.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda name: tmp_path)
    load.load.cache_clear()
    try:
        assert load.available() == tuple(sorted(("house-rules-2024", *packed)))
        assert load.load("house-rules-2024").title == "Rules of the house"
    finally:
        load.load.cache_clear()
