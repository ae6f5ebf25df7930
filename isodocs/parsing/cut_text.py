"""Texts that are too long for their place."""

from __future__ import annotations


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words where there are some."""
    if len(text) <= longest:
        return text
    end = text.rfind(" ", 0, longest - 1)
    return text[: end if end > 0 else longest - 2].rstrip(" ,;:") + " …"
