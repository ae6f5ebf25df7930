"""A map of one's own: says less than ours must, is as exact, and takes no one's place."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from isodocs import resources
from isodocs.errors import StandardError
from isodocs.model.requirement import ClauseReference, RequirementMap, above, within
from isodocs.standards import own
from isodocs.standards.clause import UnknownClause, resolve
from isodocs.standards.parse import parse_map

PATH = own.path_of("acme-controls-2026")
TEXT = """\
id: acme-controls-2026
display-name: Acme controls
title: What Acme asks of its suppliers
publisher: Acme
edition: "2026"
sources:
  S1: {what: Annex 3 of our contract with Acme, where: file 4711, read: 2026-01-15}
clauses:
  - {number: AC, title: Access, kind: heading}
  - {number: AC-2, title: Accounts, kind: control, asks: Know every account., source: [S1]}
  - {number: AC-2(1), title: By machine, kind: control}
  - {number: AC-2(10), title: Of groups, kind: control}
  - {number: ZZ-7, title: Out of order, kind: requirement, status: to be confirmed, note: Ask them.}
  - {number: LAW, title: Law, kind: heading}
  - {number: 2016/679, title: Data protection, kind: requirement, below: LAW}
"""
ACME = parse_map(TEXT, PATH, own=True)


def valid(text: str) -> bool:
    schema = json.loads(
        (resources.path("schemas") / "own-requirement-map.schema.json").read_text("utf-8")
    )
    content: Any = yaml.load(text, yaml.BaseLoader)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(content))


def test_what_says_that_it_stands_below_a_clause_is_part_of_it() -> None:
    assert ACME.within("2016/679", "LAW")
    assert ACME.within("AC-2(1)", "AC")
    assert not ACME.within("LAW", "2016/679")
    assert not ACME.within("2016/679", "AC")
    assert ACME.within("ZZ-7.1", "ZZ-7")  # what the map does not list, by its number


@pytest.mark.parametrize("first", ["A.1", "A.1.1"])
def test_what_stands_below_itself_is_refused_and_not_climbed_for_ever(first: str) -> None:
    head = TEXT[: TEXT.index("clauses:")]
    text = f"{head}clauses:\n  - {{number: {first}, title: One, kind: requirement}}\n"
    text += f"  - {{number: A, title: Two, kind: requirement, below: {first}}}\n"
    with pytest.raises(StandardError, match="is below itself"):
        parse_map(text, PATH, own=True)


def test_it_may_say_no_more_than_number_title_and_kind() -> None:
    assert valid(TEXT)
    assert [clause.number for clause in ACME.auditable] == [
        "AC-2", "AC-2(1)", "AC-2(10)", "ZZ-7", "2016/679",
    ]  # fmt: skip
    machine = ACME.get("AC-2(1)")
    assert machine is not None
    assert (machine.asks, machine.evidence, machine.sources) == ("", (), ())
    assert (machine.status, machine.control) == ("established", True)
    # the organisation chooses controls; a requirement applies unless the map says otherwise
    assert {c.number for c in ACME if c.may_be_not_applicable} == {
        "AC", "AC-2", "AC-2(1)", "AC-2(10)",
    }  # fmt: skip
    assert ACME.path == PATH


@pytest.mark.parametrize(
    ("number", "up"),
    [("AC-2(1)", "AC-2"), ("AC-2", "AC"), ("2016/679", "LAW"), ("ZZ-7", None), ("AC", None)],
)
def test_what_stands_under_what(number: str, up: str | None) -> None:
    parent = ACME.parent(number)
    assert (parent.number if parent else None) == up
    children = ACME.children(up) if up else ()
    assert (number in [child.number for child in children]) == bool(up)


def test_a_number_above_is_always_shorter() -> None:
    for text in ("8.4.1", "AC-2(1)(a)", "8.4.1.", "((", "a\n", "A.5.19", "x" * 9):
        while text:
            assert len(above(text)) < len(text)
            text = above(text)


@pytest.mark.parametrize(
    ("number", "clause", "inside"),
    [
        ("8.4.1", "8.4", True),
        ("8.4", "8.4", True),
        ("8.41", "8.4", False),
        ("8.4", "8.4.1", False),
        ("AC-2(1)", "AC", True),
        ("AC-21", "AC-2", False),
        ("8", "", False),
    ],
)
def test_what_is_within_a_clause(number: str, clause: str, inside: bool) -> None:
    assert within(number, clause) is inside


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ac-2(1)", "AC-2(1)"), ("AC-02(01)", "AC-2(1)"), ("AC-2.1", "AC-2(1)"), ("AC-1", "AC-2")],
)
def test_helps_with_a_number_written_otherwise(typed: str, meant: str) -> None:
    found = resolve(typed, {ACME.id: ACME})
    assert isinstance(found, UnknownClause)
    assert found.suggestions[0] == ClauseReference(ACME.id, meant)


def test_a_reference_reads_back() -> None:
    maps: dict[str, RequirementMap] = {ACME.id: ACME}
    for clause in ACME:
        assert resolve(str(clause.reference), maps) == clause.reference


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("number: AC-2,", "number: AC 2,", 10, "'AC 2' is not a clause number"),
        ("number: AC-2,", "number: 'iso:2',", 10, "'iso:2' is not a clause number"),
        ("number: AC-2,", f"number: {'9' * 33},", 10, "is not a clause number"),
        ("number: AC-2(1),", "number: AC-2,", 11, "clause AC-2 is listed twice"),
        (
            "below: LAW",
            "below: LAWS",
            15,
            "below 'LAWS', which is not listed before it. Did you",
        ),
        ("below: LAW", "below: 2016/679", 15, "which is not listed before it"),
        ("source: [S1]", "source: [S2]", 10, "cites the source 'S2'"),
        ("title: By machine", "titel: By machine", 11, "Did you mean 'title'?"),
        ("kind: control}", "kind: control, may-be-not-applicable: no}", 11, "may not be declared"),
        ("kind: requirement, below: LAW", "kind: heading, below: LAW", 14, "no auditable clause"),
        ("title: Out of order", "title: ' '", 13, "clause ZZ-7 lacks 'title'"),
    ],
)
def test_refuses_what_does_not_fit(old: str, new: str, line: int, message: str) -> None:
    assert old in TEXT
    with pytest.raises(StandardError) as raised:
        own.parse_own(TEXT.replace(old, new, 1), PATH)
    assert message in raised.value.message
    assert raised.value.place.startswith(f"{PATH}:{line}:")
    assert raised.value.hint


def test_several_faults_are_told_at_once() -> None:
    text = TEXT.replace("kind: control", "kind: controll")
    read = own.read([(PATH, text.encode())])
    assert [fault.problem.line for fault in read.faults] == [10, 11, 12]
    assert (dict(read.maps), read.faulty) == ({}, {"acme-controls-2026"})


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("acme", "no identifier"),
        ("Acme-2026", "no identifier"),
        ("../x-2026", "no identifier"),
        ("iso-9001-2015", "comes with isodocs"),
    ],
)
def test_an_id_is_free_and_carries_an_edition(id: str, says: str) -> None:
    with pytest.raises(StandardError) as raised:
        own.refuse_malformed(id)
    assert says.replace("no identifier", "not an identifier") in raised.value.message


def test_ours_must_say_more() -> None:
    with pytest.raises(StandardError, match="lacks 'sources'"):
        parse_map(TEXT.replace("sources:\n", "").replace("  S1: {", "amendments: [x]\n#"), PATH)
