"""Values of a mapping, typed."""

from __future__ import annotations

import pytest

from isodocs.model.node import Mapping
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields


def fields(text: str) -> Fields:
    node = strict_yaml.read(text)
    assert isinstance(node, Mapping)
    return Fields(node)


@pytest.mark.parametrize(("written", "number"), [("3", 3), ("007", 7), ("999", 999), ("", 1)])
def test_a_whole_number(written: str, number: int) -> None:
    found = fields(f"n: {written}")
    assert found.whole("n", 1) == number
    assert not found.problems


@pytest.mark.parametrize("written", ["0", "1000", "-1", "1.5", "x", "²", "9" * 5_000])
def test_what_is_none_is_a_problem(written: str) -> None:
    """Python refuses to convert thousands of digits, which is not a reason to stop."""
    found = fields(f"n: {written}")
    assert found.whole("n", 1) == 1
    (problem,) = found.problems
    assert "not a number from 1" in problem.message
