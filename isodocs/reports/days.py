"""Days as reports say them."""

from __future__ import annotations

from isodocs.words import say


def span(first: str, last: str) -> str:
    """From the first day to the last, in each language; one of them where there is no other."""
    if first and last and first != last:
        return say("{first} to {last}", first=first, last=last)
    return first or last
