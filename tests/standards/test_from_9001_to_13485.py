"""From ISO 9001:2015 to ISO 13485:2016: nothing is claimed to be the same, and doubts are told."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from isodocs.model.correspondence import PairOfStandards, Relation
from isodocs.standards import correspondence

PAGE = Path(__file__).resolve().parents[2] / "docs/standards/from-9001-to-13485.md"
TABLES = {"S1", "S2", "S3", "S11"}
ON_THE_DIFFERENCE = {"S5", "S8", "S10"}


def comparison() -> PairOfStandards:
    found = correspondence.load("iso-9001-2015--iso-13485-2016")
    assert isinstance(found, PairOfStandards)
    return found


FOUND = comparison()


def test_no_clause_asks_the_same_in_both() -> None:
    """So a document on ISO 9001 never counts for ISO 13485 without a word on what is missing."""
    assert not any(pair.relation is Relation.EQUAL for pair in FOUND.pairs)
    assert all(pair.note for pair in FOUND.pairs)


def test_what_two_sources_do_not_pair_is_to_be_confirmed() -> None:
    for pair in FOUND.pairs:
        if pair.status == "established":
            cited = set(pair.sources)
            assert len(cited & TABLES) >= 2 or len(cited & ON_THE_DIFFERENCE) >= 2, pair


def test_the_page_counts_what_the_file_holds() -> None:
    page = PAGE.read_text("utf-8")
    told = {how: int(count) for how, count in re.findall(r"\| (\S+?):? [^|]*\| (\d+) \|", page)}
    held = Counter(str(pair.relation) for pair in FOUND.pairs)
    assert told == held
    open_ = sum(pair.status == "to be confirmed" for pair in FOUND.pairs)
    assert f"{open_} of {len(FOUND.pairs)}" in page


def test_the_page_lists_what_only_one_of_them_asks() -> None:
    page = PAGE.read_text("utf-8")
    for heading, alone in (
        ("Asked by ISO 13485 only", FOUND.anew),
        ("Asked by ISO 9001 only", FOUND.dropped),
    ):
        (listed,) = re.findall(rf"\*\*{heading}\*\*:(.*?)\.\n", page, re.DOTALL)
        assert re.findall(r"\((\d[\d.]*)\)", listed) == [one.clause for one in alone]
