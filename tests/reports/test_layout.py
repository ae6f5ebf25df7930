"""Text in columns: widths as a terminal counts them, and nothing that it would obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.formats.text.layout import Column, Text, table, width_of, wrap, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("plain", 5), ("検査", 4), ("e\u0301te\u0301", 3), ("ｗｉｄｅ", 8), ("→", 1)],
)
def test_the_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width_of(text) == columns


@given(st.text(), st.integers(2, 40))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(text: str, width: int) -> None:
    lines = wrap((text,), width)
    assert all(width_of(line) <= width for line in lines)
    assert not any(character in "\x1b\x07\r\n\u202e" for line in lines for character in line)
    if text.isalnum():
        assert "".join(lines) == text


def test_what_stands_without_a_blank_between_pieces_stays_together() -> None:
    pieces = ("see ", Text("SOP-001", ("bold",)), ", then")
    assert wrap(pieces, 12) == ["see \x1b[1mSOP-001\x1b[0m,", "then"]


def test_a_word_too_wide_is_cut_behind_its_hyphen() -> None:
    assert wrap(("quality-manager",), 11) == ["quality-", "manager"]
    assert wrap(("qualitymanager",), 11) == ["qualitymana", "ger"]


def test_indents() -> None:
    text = "one two three four five six seven eight nine ten"
    assert list(wrapped(text, 44, "    ", "  → ")) == [
        "  → one two three four five six seven eight",
        "    nine ten",
    ]


def test_a_table_fits_and_wraps_what_may_be_wrapped() -> None:
    columns = [Column("ID"), Column("TITLE", share=1), Column("REV", right=True)]
    rows = [["A-1", "検査 and a long title", "2"], Text("group"), ["B", ["x", "y"], "10"]]
    assert [
        line.replace("\x1b[2m", "").replace("\x1b[0m", "") for line in table(columns, rows, 24)
    ] == [
        "ID   TITLE           REV",
        "A-1  検査 and a        2",
        "     long title",
        "group",
        "B    x                10",
        "     y",
    ]


def test_an_empty_optional_column_is_left_out() -> None:
    columns = [Column(""), Column("", optional=True), Column("")]
    assert list(table(columns, [["a", "", "b"], ["c", "", "d"]], 20)) == ["a  b", "c  d"]


def test_columns_that_need_less_leave_it_to_others() -> None:
    columns = [Column("", share=1), Column("", share=1)]
    assert list(table(columns, [["ab", "a much longer text here"]], 27)) == [
        "ab  a much longer text here"
    ]
