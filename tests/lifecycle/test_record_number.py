"""The next free number of a record, in the form that the numbers have."""

from __future__ import annotations

import pytest

from isodocs.lifecycle.record_number import next_number
from isodocs.records.record_kinds import kinds


@pytest.mark.parametrize(
    ("kind", "used", "expected"),
    [
        ("nonconformity", [], "NC-2026-001"),
        ("nonconformity", ["NC-2026-009", "NC-2026-010", "NC-2025-044"], "NC-2026-011"),
        ("nonconformity", ["NC-2025-044"], "NC-2026-001"),
        ("nonconformity", ["NC2025/44", "NC2025/45", "X"], "NC2026/01"),
        ("nonconformity", ["CAR-0099", "CAR-0100"], "CAR-0101"),
        ("nonconformity", ["NC-2026-999"], "NC-2026-1000"),
        ("nonconformity", ["first", "second"], "NC-2026-001"),
        ("risk", [], "RSK-001"),
        ("risk", ["R9"], "R10"),
        ("risk", ["RSK-001", "RSK-002", "R-77"], "RSK-003"),
        ("competence", ["AWARE-9001"], ""),
        ("competence", [], ""),
        ("people", ["ann1"], ""),
    ],
)
def test_next_number(kind: str, used: list[str], expected: str) -> None:
    assert next_number(kinds()[kind], used, 2026) == expected


def test_every_number_is_a_valid_identifier_and_the_first() -> None:
    for kind in kinds().values():
        if kind.number:
            first = next_number(kind, [], 2026)
            assert first.endswith(("-001", "-01"))
            assert next_number(kind, [first], 2026)[:-1] == first[:-1]
