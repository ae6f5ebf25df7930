"""What the history of a table costs: in proportion to its versions, whatever was lost in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.history import lost_rows
from isodocs.model.commit import Change
from isodocs.model.history import LostRow, Stamp
from isodocs.records import record_parsing
from tests.parsing.test_growth import calls

HEAD = "person,topic,date\n"
PATH = "records/training.csv"
STAMP = Stamp(1, "1" * 40, "Ann", "ann@example.com", None, "")
(RECORD,) = record_parsing.parse(PATH, "", f"{HEAD}Ann,Fire,2024-01-01\n".encode())


def lost(
    versions: Sequence[str], path: str = PATH, *, standing: bool = False
) -> tuple[LostRow, ...]:
    """The rows lost in commits of one table, each of which has the next of the versions.

    `standing` says that the last one is what the snapshot has, else it has no such table.
    """
    blobs = {hashlib.sha1(text.encode()).hexdigest(): text.encode() for text in versions}
    names = [None, *blobs]

    def read(asked: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return ((blob, blobs[blob]) for blob in asked)

    events = [
        (Stamp(n, f"{n:040}", "Ann", "ann@example.com", None, ""), (Change(path, old, new),))
        for n, (old, new) in enumerate(pairwise(names), start=1)
    ]
    there = record_parsing.parse(path, [*blobs][-1], versions[-1].encode()) if standing else ()
    return lost_rows.lost(events, read, there)


def rows(n: int, what: str = "a", start: int = 0) -> str:
    return "".join(f"p{i},{what},2024-01-01\n" for i in range(start, start + n))


HISTORIES = {
    "one version": lambda n: [HEAD + rows(n)],
    "all rows removed": lambda n: [HEAD + rows(n), HEAD],
    "all rows changed": lambda n: [HEAD + rows(n), HEAD + rows(n, "b")],
    "all rows removed and put back": lambda n: [HEAD + rows(n), HEAD, HEAD + rows(n) + "\n"],
    "quotes without an end": lambda n: [HEAD + rows(n, '"a'), HEAD + rows(n, '"b')],
    "other columns": lambda n: [HEAD + rows(n), "topic,person,date\n" + rows(n)],
    "rows removed, then commits": lambda n: [
        HEAD + rows(n),
        *(HEAD + rows(1, "c", n + i) for i in range(n)),
    ],
}


@given(st.lists(st.sampled_from(["Person", "PERSON", "pErson"]), min_size=1, unique=True))
def test_capitals_of_a_header_remove_no_row(spellings: list[str]) -> None:
    heads = [HEAD.replace("person", name).replace("date", "Date") for name in spellings]
    assert lost([HEAD + rows(2), *(head + rows(2) for head in heads)], standing=True) == ()
    (gone,) = lost([HEAD + rows(2), *(head + rows(1) for head in heads)], standing=True)
    assert gone.record.text("person") == "p1"


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_costs_as_much_as_its_size(name: str) -> None:
    once, twice = HISTORIES[name](150), HISTORIES[name](300)
    assert lost([HEAD + rows(2), HEAD + rows(1)]), "a removed row is lost"
    assert calls(lambda: lost(twice)) <= 2.5 * calls(lambda: lost(once))


SAID = st.frozensets(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), max_size=4)


@given(
    st.lists(st.tuples(st.booleans(), SAID), max_size=12),
    st.lists(SAID, max_size=4),
)
def test_lost_rows_that_others_say_all_of_are_found(
    steps: list[tuple[bool, lost_rows.Said]], rows: list[lost_rows.Said]
) -> None:
    kind, there = lost_rows._Kind(), list[lost_rows.Said]()
    for lose, key in steps:
        if lose:
            kind.lose(key, lost_rows._Lost(RECORD, STAMP))
            there += [key] if key not in there else []
        else:
            assert (kind.find(key) is not None) is (key in there)
            there = [one for one in there if one != key]
    assert [*kind.gone] == there
    assert kind.said_by(rows) == [key for key in there if any(key <= row for row in rows)]
