"""Where the words of two pages differ, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.copies.page_words import difference

PAGE = "<html><head><title>T</title></head><body><p>Order <b>from</b> two.</p>{}</body>"


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("", "Its words are the same"),
        ("<script>x</script><style>y</style><svg><text>z</text></svg>", "Its words are the same"),
        (" Or not.", 'It says "Order from two. Or not." where isodocs writes "Order from two."'),
        ("</svg></head>more", 'It says "Order from two. more"'),
        ("x" * 900, f'two. {"x" * 60}" where'),
    ],
)
def test_what_a_reader_sees_is_compared(added: str, said: str) -> None:
    assert said in difference(PAGE.format(added).encode(), PAGE.format("").encode())


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_file_can_be_compared(one: bytes, other: bytes) -> None:
    assert difference(one, other)
    assert difference(one, one).startswith("Its words are the same")
