"""Identifiers in running text: replaced whole or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.parsing.identifiers import replaced

IDENTIFIER = st.from_regex(r"[A-C1é]([A-C1._-]{0,4}[A-C1é])?", fullmatch=True)
BETWEEN = st.sampled_from(
    [" ", ", ", "\n", "(", ") [", "|", "; ", ". ", ": ", "..\n", '"', "\udcff"]
)


@given(st.lists(st.tuples(IDENTIFIER, BETWEEN), min_size=1, max_size=12), st.data())
def test_identifiers_are_replaced_whole_and_all_else_stays(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from([piece for piece, _ in pieces]))
    # as a part of others, too
    pieces += [(old + tail, " ") for tail in ("1", ".1", "..1", "-1", "é", "_", ".-")]
    pieces += [(head + old, " ") for head in ("1", "1.", ".", "-", "é", "_")]
    text, wanted = "", ""
    for piece, between in pieces:
        text += piece + between
        wanted += ("NEW" if piece == old else piece) + between
    raw, expected = (t.encode("utf-8", "surrogateescape") for t in (text, wanted))
    assert replaced(raw, old, "NEW") == expected


@pytest.mark.parametrize("old", ["..", ".", "-", "_."])
def test_what_has_no_letter_and_no_figure_is_found_nowhere(old: str) -> None:
    text = f"[a](../{old}/b.md) {old} ... a{old}b ./x".encode()
    assert replaced(text, old, "SOP-1") == text


def test_a_folder_can_be_left_as_it_is() -> None:
    text = b"![x](SOP-1/a.png), SOP-1"
    assert replaced(text, "SOP-1", "N", also_before_slash=False) == b"![x](SOP-1/a.png), N"
    assert replaced(text, "SOP-1", "N") == b"![x](N/a.png), N"
