"""A gap is the same as long as its fingerprint or its words are, wherever its line has gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from isodocs.live.comparing import differing
from isodocs.model.gap import Finding, Gap, Level, Place
from isodocs.rules import registry

RULES = [registry.find(code) for code in ("DOC006", "REF001")]
FINDINGS = st.builds(
    Finding,
    st.sampled_from(("words", "other words")),
    st.just(""),
    st.builds(Place, st.sampled_from(("a.md", "b.md")), st.integers(1, 2)),
    st.sampled_from(("", "SOP-001")),
    st.sampled_from(("", "8.4")),
)
GAPS = st.lists(
    st.builds(Gap, st.sampled_from(RULES), st.sampled_from(Level), FINDINGS), max_size=8
)
ONE = Gap(RULES[0], Level.ERROR, Finding("words", "", Place("a.md", 1), "SOP-001", "x"))


@given(before=GAPS, after=GAPS)
def test_a_difference_leads_from_one_list_to_the_other(before: list[Gap], after: list[Gap]) -> None:
    found = differing(before, after)
    assert not any(differing(before, before))
    old = Counter(found.closed) + Counter(gap for gap, _ in found.altered)
    new = Counter(found.new) + Counter(gap for _, gap in found.altered)
    assert Counter(before) - old + new == Counter(after)
    assert not old - Counter(before)
    assert not {g.fingerprint for g in found.new} & {g.fingerprint for g in found.closed}


def test_a_gap_that_moved_is_neither_new_nor_closed() -> None:
    moved = replace(ONE, finding=replace(ONE.finding, place=Place("a.md", 7)))
    assert differing([ONE], [moved]) == ((), (), ((ONE, moved),))
    of_another_text = replace(ONE, finding=replace(ONE.finding, subject="y"))
    assert differing([ONE], [of_another_text]).altered == ((ONE, of_another_text),)
    another = replace(ONE, finding=replace(ONE.finding, subject="y", message="other words"))
    assert differing([ONE], [another]) == ((another,), (ONE,), ())
    assert differing([ONE], [ONE, ONE]) == ((ONE,), (), ())
