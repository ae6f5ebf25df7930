"""Waiver files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing.waiver import KEYS, parse

FIELDS = {
    "rule": "REF002",
    "document": "SOP-001",
    "subject": "b.md",
    "reason": "The form comes with the new machine.",
    "granted-by": "dora",
    "granted": "2024-05-01",
    "until": "2024-12-31",
}


def text(**changes: str | None) -> bytes:
    fields = {**FIELDS, **{key.replace("_", "-"): value for key, value in changes.items()}}
    return "".join(f"{k}: {v}\n" for k, v in fields.items() if v is not None).encode()


def test_a_whole_waiver_is_read_with_its_places() -> None:
    waiver = parse("w.yaml", text())
    assert waiver.problems == ()
    assert (waiver.rule, waiver.document, waiver.subject) == ("REF002", "SOP-001", "b.md")
    assert (waiver.granted_by, waiver.reason) == ("dora", FIELDS["reason"])
    assert (waiver.granted, waiver.until) == (date(2024, 5, 1), date(2024, 12, 31))
    assert waiver.places["until"] == (7, 1)


def test_a_subject_may_be_left_out() -> None:
    assert parse("w.yaml", text(subject=None)).problems == ()


@pytest.mark.parametrize("key", [key for key in KEYS if key != "subject"])
@pytest.mark.parametrize("value", [None, "", "''"])
def test_what_is_missing_or_empty_is_named(key: str, value: str | None) -> None:
    (problem,) = parse("w.yaml", text(**{key: value})).problems
    assert f"'{key}'" in problem.message
    assert problem.hint
    assert problem.line == (1 if value is None else list(FIELDS).index(key) + 1)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"until": "2024-04-30"}, "before it was granted"),
        ({"until": "31.12.2024"}, "not a calendar date"),
        ({"rule": "[A, B]"}, "must be a text"),
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"granted_on": "2024-01-01"}, "unknown field 'granted-on'"),
        ({"reason": "&a x"}, "anchor"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, str], says: str) -> None:
    problems = parse("w.yaml", text(**changes)).problems
    assert says in problems[0].message
    assert problems[0].line


def test_a_waiver_of_one_day() -> None:
    assert parse("w.yaml", text(until="2024-05-01")).problems == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_reading_never_raises_and_never_grants_by_accident(data: bytes) -> None:
    waiver = parse("w.yaml", data)
    assert waiver.problems or all((waiver.rule, waiver.document, waiver.granted, waiver.until))
