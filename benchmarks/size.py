"""How large the generated repositories are, and for which day they are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

DAY = "2026-11-20"
"""Check the repositories for this day: then they have the gaps that were planted, and no others."""

PUSHED = 100
"""The commits at the end that are pushed together where a push is measured."""


class Size(NamedTuple):
    """How much is generated."""

    documents: int
    commits: int


SIZES: Mapping[str, Size] = {
    "tiny": Size(30, 120),
    "small": Size(300, 1_500),
    "medium": Size(2_000, 10_000),
    "large": Size(10_000, 100_000),
    "huge": Size(100_000, 300_000),
}
