from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.scheme import SCHEMES, RevisionStep


@pytest.mark.parametrize(
    ("scheme", "old", "new", "step"),
    [
        ("integer", "3", "4", RevisionStep.NEXT),
        ("integer", "3", "5", RevisionStep.JUMP),
        ("integer", "10", "9", RevisionStep.BACK),
        ("integer", "03", "3", RevisionStep.SAME),
        ("integer", "r2", "r3", RevisionStep.NEXT),
        ("integer", "A", "4", RevisionStep.NEXT),
        ("major.minor", "1.9", "1.10", RevisionStep.NEXT),
        ("major.minor", "1.9", "2.0", RevisionStep.NEXT),
        ("major.minor", "1.9", "2.1", RevisionStep.NEXT),
        ("major.minor", "1.9", "2.2", RevisionStep.JUMP),
        ("major.minor", "1.10", "1.9", RevisionStep.BACK),
        ("major.minor", "1.0", "3.0", RevisionStep.JUMP),
        ("major.minor", "1.2.3", "1.2.4", RevisionStep.NEXT),
        ("letter", "A", "B", RevisionStep.NEXT),
        ("letter", "H", "J", RevisionStep.NEXT),
        ("letter", "H", "I", RevisionStep.NEXT),
        ("letter", "Z", "AA", RevisionStep.NEXT),
        ("letter", "A", "C", RevisionStep.JUMP),
        ("letter", "C", "B", RevisionStep.BACK),
    ],
)
def test_steps(scheme: str, old: str, new: str, step: RevisionStep) -> None:
    assert SCHEMES[scheme].step(old, new) is step


@pytest.mark.parametrize(
    ("scheme", "old", "following"),
    [
        ("integer", "9", "10"),
        ("integer", "r9", "r10"),
        ("integer", "draft", "1"),
        ("major.minor", "2.9", "2.10"),
        ("letter", "H", "J"),
        ("letter", "N", "P"),
        ("letter", "Z", "AA"),
    ],
)
def test_next(scheme: str, old: str, following: str) -> None:
    assert SCHEMES[scheme].next(old) == following


@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=12))
def test_any_text_has_a_rank_or_none(name: str, text: str) -> None:
    rank = SCHEMES[name].rank(text)
    assert rank is None or all(number >= 0 for number in rank)


@given(st.sampled_from(sorted(SCHEMES)), st.integers(1, 600))
def test_counting_up_never_jumps_or_goes_back(name: str, steps: int) -> None:
    scheme = SCHEMES[name]
    revision = scheme.first
    for _ in range(steps % 60 + 1):
        following = scheme.next(revision)
        assert scheme.step(revision, following) is RevisionStep.NEXT
        assert scheme.step(following, revision) is RevisionStep.BACK
        revision = following
