"""Rules for a spreadsheet: one row each."""

from __future__ import annotations

from collections.abc import Sequence

from isodocs.reports import spreadsheet
from isodocs.rules.rule import Rule

HEADER = ("code", "name", "level", "summary", "why", "remedy", "clauses", "blocks")


def render(rules: Sequence[Rule], **_: object) -> str:
    """Render `rules` below a header."""
    return spreadsheet.render(
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
