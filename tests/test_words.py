"""Numbers with their nouns, lists of names, and the word that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.authority.authority_register import document_types
from isodocs.words import (
    agreed,
    article,
    counted,
    did_you_mean,
    listed,
    plural,
    spelled,
    suggest,
)

KNOWN = ("revision", "review-every", "effective", "status", "superseded-by")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("efective", "effective"),
        ("Review_Every", "review-every"),
        ("review every", "review-every"),
        ("REVISION", "revision"),
        ("statsu", "status"),
        ("every", "review-every"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_the_nearest_word(word: str, meant: str) -> None:
    assert suggest(word, KNOWN) == meant
    assert did_you_mean(word, KNOWN) == (f" Did you mean {meant!r}?" if meant else "")


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert suggest("x", ()) == ""


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("day", "days"),
        ("row", "rows"),
        ("entry", "entries"),
        ("person", "people"),
        ("first person", "first people"),
        ("branch", "branches"),
        ("address", "addresses"),
        ("suffix", "suffixes"),
        ("rule", "rules"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many
    assert [counted(n, one) for n in (0, 1, 2)] == [f"0 {many}", f"1 {one}", f"2 {many}"]


def test_small_numbers_are_words_beside_people_and_owners() -> None:
    assert [spelled(n, "owner") for n in (0, 1, 2)] == ["no owners", "one owner", "two owners"]
    assert (spelled(10), spelled(11), spelled(12, "person")) == ("ten", "11", "12 people")
    assert [agreed(n, "is", "are") for n in (0, 1, 2)] == ["are", "is", "are"]


@pytest.mark.parametrize(
    ("names", "most", "text"),
    [
        ([], 0, ""),
        (["A"], 0, "A"),
        (["A", "B"], 0, "A and B"),
        (["A", "B", "C"], 0, "A, B and C"),
        (["A", "B", "C"], 3, "A, B and C"),
        (["A", "B", "C"], 2, "A and 2 more"),
        (["A", "B", "C"], 1, "3 more"),
        ([], 2, ""),
    ],
)
def test_lists(names: list[str], most: int, text: str) -> None:
    assert listed(names, most=most) == text
    assert listed(iter(names), "or", most=most) == text.replace(" and ", " or ")


@given(st.lists(st.sampled_from("ABC"), max_size=12), st.integers(1, 8))
def test_a_cut_list_accounts_for_every_name(names: list[str], most: int) -> None:
    *shown, last = listed(names, most=most).replace(" and ", ", ").split(", ")
    left = int(last.removesuffix(" more")) if last.endswith(" more") else len(last)
    assert len(shown) + left == len(names)
    assert len(shown) + 1 <= most


def test_types_of_documents_in_the_plural() -> None:
    types = ["policy", "work-instruction", "objectives", "*"]
    assert document_types(types) == (
        "policies, work instructions, objectives and all other documents"
    )


@given(st.text(), st.lists(st.text(), max_size=5))
def test_only_known_words_are_suggested(word: str, known: list[str]) -> None:
    found = suggest(word, known)
    assert found in (*known, "")
    if word in known and word:
        assert suggest(word, [word]) == word


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("audit", "an audit"),
        ("nonconformity", "a nonconformity"),
        ("measuring equipment", "measuring equipment"),
        ("evidence kept elsewhere", "evidence kept elsewhere"),
        ("customer feedback", "customer feedback"),
    ],
)
def test_a_noun_with_its_article(noun: str, said: str) -> None:
    assert article(noun) == said
