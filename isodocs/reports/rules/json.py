"""Rules for programs, in the form of `schemas/rules.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs import __version__
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

VERSION = 1


def render(rules: Sequence[Rule], **_: object) -> str:
    """Render each of `rules` in full in one JSON object."""
    content = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "rules": [_rule(rule) for rule in rules],
    }
    return heading.as_json(content)


def _rule(rule: Rule) -> dict[str, Any]:
    document = rule.document
    return {
        "code": rule.code,
        "name": rule.name,
        "level": str(rule.level),
        "summary": document.summary,
        "why": document.why,
        "example": document.example,
        "example_files": dict(document.files),
        "remedy": document.remedy,
        "clauses": list(rule.clauses),
        "area": rule.family.area,
        "stops": sorted(rule.stops),
        "stops_as_warning": rule.stops_as_warning,
        "blocks": rule.blocks,
        "waits_for_approval": rule.waits_for_approval,
        "by_calendar": rule.by_calendar,
        "waivable": rule.waivable,
    }
