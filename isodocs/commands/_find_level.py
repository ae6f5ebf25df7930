"""The level of classification a user means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.config import Classification


def find_level(levels: Classification, typed: str) -> str:
    """The level as it is spelt in isodocs.yaml; raises IsodocsError with what was probably meant.

    Nothing typed is nothing found.
    """
    from isodocs.errors import IsodocsError
    from isodocs.words import did_you_mean

    found = levels.level(typed)
    if typed and not found:
        raise IsodocsError(
            f"no level of classification is called {typed!r}.{did_you_mean(typed, levels.levels)}",
            hint=f"The levels, from open to closed: {', '.join(levels.levels)}.",
        )
    return found
