"""CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from isodocs.formats import Rows
from isodocs.formats import csv as written


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("a, b", "a, b"),
        ('say "no"', 'say "no"'),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\udcff", "\\udcff"),
    ],
)
def test_a_cell(value: str | None, cell: str) -> None:
    text = written.table(Rows(("head", ""), [(value, "x")]))
    assert next(csv.DictReader(StringIO(text))) == {"head": cell, "": "x"}
