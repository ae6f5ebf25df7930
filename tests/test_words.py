"""Did you mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.words import did_you_mean, suggest

KNOWN = ("revision", "review-every", "effective", "status", "superseded-by")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("efective", "effective"),
        ("Review_Every", "review-every"),
        ("review every", "review-every"),
        ("REVISION", "revision"),
        ("statsu", "status"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_the_nearest_word(word: str, meant: str) -> None:
    assert suggest(word, KNOWN) == meant
    assert did_you_mean(word, KNOWN) == (f" Did you mean {meant!r}?" if meant else "")


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert suggest("x", ()) == ""


@given(st.text(), st.lists(st.text(), max_size=5))
def test_only_known_words_are_suggested(word: str, known: list[str]) -> None:
    found = suggest(word, known)
    assert found in (*known, "")
    if word in known and word:
        assert suggest(word, [word]) == word
