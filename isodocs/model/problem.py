"""A fault found while reading a file; a rule turns it into a gap."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` names the fault for the rule that reports it; lines and columns are 1-based."""

    kind: str
    message: str
    hint: str
    line: int = 0
    column: int = 0
