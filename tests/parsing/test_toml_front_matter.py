"""Front matter in TOML: read like that in YAML, and written as YAML when it is edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import IsodocsError
from isodocs.parsing.front_matter import edit, read, split
from tests.parsing.test_front_matter import values

DOCUMENT = b"""+++
# Purchasing
title = "Purchasing: suppliers"
date = 2025-03-01
version = 2.10
draft = false
clauses = { iso-9001-2015 = ["8.4.1", "8.4.2"] }
weight = 7

[extra]
id = "SOP-014"
reviewed = 2025-03-01T08:00:00Z
+++
# Purchasing
"""
FACTS = {
    "id": "SOP-014",
    "reviewed": "2025-03-01T08:00:00+00:00",
    "title": "Purchasing: suppliers",
    "date": "2025-03-01",
    "version": "2.10",
    "draft": "false",
    "clauses": {"iso-9001-2015": ["8.4.1", "8.4.2"]},
    "weight": "7",
}
FRAGMENTS = (
    *("+++", "---", "a = 1", "b = [1, [2]]", '"c d" = "x\\u0000"', "[t]", "[[u]]", "a.b = 2"),
    *("e = 1e9999999", "f = " + "[" * 2_000, "g = " + "9" * 5_000, "# x", "", "\ufeff", "h = '''"),
)


def test_values_are_as_they_are_written() -> None:
    assert values(DOCUMENT) == FACTS
    assert values(DOCUMENT.replace(b"\n", b"\r\n")) == FACTS
    matter = read(DOCUMENT)
    assert (matter.body, matter.body_line) == (b"# Purchasing\n", 14)
    assert matter.mapping
    title = matter.mapping.key("title")
    assert title
    assert title.line == 3


def test_edited_it_is_yaml() -> None:
    edited = edit(DOCUMENT, {"version": "3", "owner": "buyer", "weight": None})
    assert edited.startswith(b"---\n")
    expected = {**FACTS, "version": "3", "owner": "buyer"}
    del expected["weight"]
    assert values(edited) == expected
    assert split(edited).body == split(DOCUMENT).body


def test_what_yaml_would_not_show_well_is_not_rewritten() -> None:
    with pytest.raises(IsodocsError, match="'menu' is more than a list"):
        edit(b'+++\nid = "A"\n[[menu]]\nname = "x"\n+++\n', {"id": "B"})


def test_a_fault_has_its_place() -> None:
    (problem,) = read(b'+++\nid = "A"\ntitle = Purchasing\n+++\n').problems
    assert (problem.line, problem.column) == (3, 9)
    assert "not TOML" in problem.message


@pytest.mark.parametrize(
    "text", [b"+++\nText\n+++\n", b"+++ {}\nid = 1\n+++\n", b"+++\n\n+++\n", b"++\nid = 1\n++\n"]
)
def test_lines_that_part_a_text_are_no_front_matter(text: bytes) -> None:
    assert split(text).block is None
    assert not read(text).problems


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("\n".join))
def test_any_text_is_read(text: str) -> None:
    data = f"+++\na0 = 1\n{text}".encode()
    matter = read(data)
    if matter.mapping is None:
        assert matter.problems
        return
    try:
        edited = edit(data, {"a0": "2"})
    except IsodocsError:
        return
    changed = values(edited)
    assert changed.pop("a0") == "2"
    kept = values(data)
    del kept["a0"]
    assert changed == kept
