"""Rules as a table: one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

HEADER = ("code", "name", "level", "summary", "why", "remedy", "clauses", "blocks")


def table(rules: Sequence[Rule], **_: object) -> Rows:
    """A row to each of `rules`."""
    return Rows(
        HEADER,
        (
            (
                rule.code,
                rule.name,
                rule.level,
                rule.document.summary,
                rule.document.why,
                rule.document.remedy,
                ", ".join(rule.clauses),
                "yes" if rule.blocks else "no",
            )
            for rule in rules
        ),
    )
