from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import CanonicalError
from isodocs.statements.canonical import LIMIT, dump, load

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES, max_size=5), st.booleans())
def test_what_is_written_reads_back(value: dict[str, object], readable: bool) -> None:
    assert load(dump(value, readable=readable), readable=readable) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}\n',
        b'{"a":1, "b":2}\n',
        b'{"a":1}',
        b'{"a":1}\n\n',
        b'{"a":1,"a":1}\n',
        b'{"a":1.0}\n',
        b'{"a":1e2}\n',
        b'{"a":NaN}\n',
        b'{"a":"\\u0041"}\n',
        b'{"a":"\\ud800"}\n',
        b'\xef\xbb\xbf{"a":1}\n',
        b'{"a":"\xff"}\n',
        b"[1]\n",
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a":' + b"9" * 5000 + b"}\n",
        b" " * (LIMIT + 1),
    ],
)
def test_any_other_form_is_refused(data: bytes) -> None:
    with pytest.raises(CanonicalError):
        load(data)


@given(st.binary(max_size=200))
def test_junk_never_raises_anything_else(data: bytes) -> None:
    try:
        value = load(data)
    except CanonicalError:
        return
    assert dump(value) == data


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=4), st.data())
def test_one_changed_byte_is_seen(value: dict[str, object], data: st.DataObject) -> None:
    written = bytearray(dump(value))
    position = data.draw(st.integers(0, len(written) - 1))
    written[position] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(CanonicalError):
        assert load(bytes(written)) != json.loads(dump(value))
