"""The words that someone quoted are found in the text again, as long as they are there."""

from __future__ import annotations

import pytest

from isodocs.assess.passages import find, sections
from isodocs.model.comment import Passage, PassageFound

TEXT = b"""---
id: SOP-001
---
# Purchasing

Buy from **approved** suppliers only, see [the list](../list.md "All").

## Who decides

- The buyer decides up to 500 EUR.
- Above that the `director` decides.

## What to keep

1. The buyer keeps the order.
2. Sign it.
"""


@pytest.mark.parametrize(
    ("words", "section", "found"),
    [
        ("approved suppliers only", "Purchasing", ("Purchasing", 6, False)),
        ("APPROVED  suppliers", "Purchasing", ("Purchasing", 6, False)),
        ("proved suppliers onl", "Purchasing", ("Purchasing", 6, False)),
        ("see the list.", "Purchasing", ("Purchasing", 6, False)),
        ("see [the list](../list.md)", "Purchasing", ("Purchasing", 6, False)),
        ("the order. Sign it", "What to keep", ("What to keep", 15, False)),
        ("500 EUR. Above that the director", "Who decides", ("Who decides", 10, False)),
        ("The buyer", "What to keep", ("What to keep", 15, False)),
        ("The buyer", "", ("Who decides", 10, True)),
        ("director", "Elsewhere", ("Who decides", 11, True)),
        ("", "Who decides", ("Who decides", 8, False)),
        ("", "", ("", 1, False)),
    ],
)
def test_a_passage_is_found(words: str, section: str, found: tuple[str, int, bool]) -> None:
    assert find(TEXT, Passage(words, section)) == PassageFound(*found)


@pytest.mark.parametrize(
    ("words", "section"),
    [("approved sellers", "Purchasing"), ("", "Who paid"), ("…", ""), ("EUR approved", "")],
)
def test_what_is_gone_is_not_found(words: str, section: str) -> None:
    assert find(TEXT, Passage(words, section)) is None


def test_headings_are_listed_in_order() -> None:
    assert sections(TEXT) == ("Purchasing", "Who decides", "What to keep")
