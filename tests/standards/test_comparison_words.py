"""What is said of two clauses that are compared, each way it can be, and from either side."""

from __future__ import annotations

import pytest

from isodocs.model.correspondence import ESTABLISHED, ClausePair, Relation
from isodocs.model.requirement import ClauseReference
from isodocs.standards import load
from isodocs.standards.comparison import compare, in_words

OLD, NEW = "iso-9001-2015", "iso-9001-2026"
EQUAL, LESS, MORE, SOME = Relation
MAPS = {id: load.load(id) for id in load.available()}
UNSURE = "to be confirmed"


def pair(one: str, other: str, relation: Relation, note: str = "", **more: object) -> ClausePair:
    near, far = ClauseReference(OLD, one), ClauseReference(NEW, other)
    return ClausePair(near, far, relation, note, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([pair("7.4", "7.4", EQUAL)], "the same"),
        ([pair("7.4", "7.4", EQUAL, "Why.", status=UNSURE)], "the same (to be confirmed): Why"),
        ([pair("7.4", "7.4", LESS, "who", status=UNSURE)], "ISO 9001:2026 asks more (to be "
         "confirmed): who"),
        ([pair("7.4", "7.4", LESS, "who speaks")], "ISO 9001:2026 asks more: who speaks"),
        ([pair("7.4", "7.4", MORE, "who speaks")], "ISO 9001:2015 asks more: who speaks"),
        ([pair("7.4", "7.4", MORE)], "ISO 9001:2015 asks more"),
        ([pair("7.4", "7.4", SOME, "2026 asks how")], "partly the same: 2026 asks how"),
        ([pair("7.4", "7.4", SOME)], "partly the same"),
        # several clauses of the source: each is named
        ([pair("6.1", "6.2", SOME, "some"), pair("6.2", "6.2", LESS, "more")],
         "partly the same as 6.1: some; ISO 9001:2026 asks more than 6.2: more"),
        ([pair("6.1", "6.2", MORE, "some"), pair("6.3", "6.2", EQUAL)],
         "ISO 9001:2015 asks more in 6.1: some; the same as 6.3"),
        ([pair("6.1", "6.2", LESS, "why"), pair("6.3", "6.2", LESS, "why")],
         "ISO 9001:2026 asks more than 6.1 and 6.3: why"),
        # a whole together
        ([pair("10.1", "10.1", LESS, "one clause", whole=("10.1", "10.3")),
          pair("10.3", "10.1", LESS, "one clause", whole=("10.1", "10.3"))],
         "10.1 and 10.3 of ISO 9001:2015 together ask all of it: one clause"),
        ([pair("10.1", "10.1", SOME, whole=("10.1", "10.3"), more=True)],
         "10.1 and 10.3 of ISO 9001:2015 together ask all of it and more"),
        ([pair("9.3", "9.3.1", MORE, whole=("9.3.1", "9.3.2"))],
         "9.3.1 and 9.3.2 of ISO 9001:2026 together ask all of it"),
        ([pair("9.3", "9.3.1", MORE, whole=("9.3.1",))], "ISO 9001:2015 asks more"),
    ],
)  # fmt: skip
def test_each_relation_in_words(links: list[ClausePair], words: str) -> None:
    assert in_words(*links) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [(OLD, NEW), ("iso-14001-2015", "iso-14001-2026"), ("iso-27001-2013", "iso-27001-2022"),
     (OLD, "iso-13485-2016"), (OLD, "iso-17025-2017"), (OLD, "iatf-16949-2016")],
)  # fmt: skip
def test_the_same_is_said_from_either_side(one: str, other: str) -> None:
    """Who asks more is named, so that no word depends on which of the two comes first."""
    there, back = compare(MAPS[one], MAPS[other]), compare(MAPS[other], MAPS[one])
    words = {(k.source.number, k.target.number): relation(k) for k in back.links}
    for link in there.links:  # what a whole asks beside is not seen from its one clause
        assert link.more or relation(link) == words[link.target.number, link.source.number], link
    # and no note is about the clause that it happens to be beside; what is of a map says of which
    notes = [k.note.partition(" leaves ")[0] for k in there.links]
    assert not [note for note in notes if " here" in note]


def relation(link: ClausePair) -> str:
    return in_words(link._replace(note="", status=ESTABLISHED))
