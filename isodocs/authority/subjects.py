"""How the commits are named that bring statements, and how a squashed commit lists them."""

from __future__ import annotations

from collections.abc import Iterable


def subject(label: str, noun: str, name: str) -> str:
    """The subject of the commit of a statement: `SOP-014 rev 4: approval by Quinn Quality`."""
    return f"{label}: {noun} by {name}"


def approved(listed: Iterable[str], name: str) -> bool:
    """Whether an approval by that name is among the subjects that a commit's message lists."""
    return any(line.endswith(subject("", "approval", name)) for line in listed)
