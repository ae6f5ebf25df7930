"""How much of all that there is an answer looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class LookedAt(NamedTuple):
    """What an answer was narrowed to; all there is where both are empty.

    `only` is what was asked about (`rules`, `paths`, `owners` ...), `without` what was left out.
    """

    only: Mapping[str, Sequence[str]]
    without: Mapping[str, Sequence[str]]

    @property
    def everything(self) -> bool:
        """Whether nothing was left out."""
        return not self.only and not self.without


EVERYTHING = LookedAt({}, {})


def looked_at(
    only: Mapping[str, Sequence[str]], without: Mapping[str, Sequence[str]] | None = None
) -> LookedAt:
    """What an answer was narrowed to; what was not asked for is left out."""
    return LookedAt(
        {what: tuple(words) for what, words in only.items() if words},
        {what: tuple(words) for what, words in (without or {}).items() if words},
    )
