"""A text that came back from a browser: line ends stay, and two edits meet or are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isodocs.lifecycle.text_merge import keeping, sent, three_way

TEXT = st.lists(st.sampled_from(["a", "b", "\n", "\r\n", "\r"]), max_size=10).map("".join)


@given(TEXT, TEXT, TEXT)
def test_what_is_not_touched_stays_and_no_change_is_lost(base: str, one: str, other: str) -> None:
    assert keeping(base, sent(base).replace("\n", "\r\n")) == base
    assert sent(keeping(base, one)) == sent(one)
    assert three_way(base, one, base) == keeping(base, one)
    assert three_way(base, base, one) == one
    first, second = three_way(base, one, other), three_way(base, other, one)
    assert (first is None) == (second is None)
    assert first is None or second is None or sent(first) == sent(second)


def test_two_edits_meet_where_lines_are_between_them() -> None:
    base = "a\r\nb\r\nc\nd\n"
    assert three_way(base, "A\nb\nc\nd\n", base.replace("d", "D")) == "A\r\nb\r\nc\nD\n"
    assert three_way(base, "A\nb\nc\nd\n", base.replace("b", "B")) is None
    assert three_way(base, "x\nb\nc\nd\n", base.replace("a", "x")) == base.replace("a", "x")
    assert keeping(base, "a\nb\nnew\nc\nd\n") == "a\r\nb\r\nnew\r\nc\nd\n"
