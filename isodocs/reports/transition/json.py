"""A transition for programs, in the form of `schemas/transition.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.reports import heading
from isodocs.reports.transition import _words

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition, TransitionStep
    from isodocs.model.register import Register

VERSION = 1


def render(register: Register, found: StandardTransition, **_: object) -> str:
    """Render one JSON object; `known` is false where nobody has compared the two standards."""
    document = {
        **heading.as_data(register, VERSION),
        "from": found.comparison.source.id,
        "to": found.comparison.target.id,
        "known": found.comparison.via is not None,
        "statement": found.has_statement,
        "clauses": [_step(step) for step in found.steps],
    }
    return heading.as_json(document)


def _step(step: TransitionStep) -> dict[str, object]:
    return {
        "number": step.requirement.number,
        "title": step.requirement.title,
        "control": step.requirement.control,
        "change": step.change,
        "from": [
            {
                "number": link.source.number,
                "relation": str(link.relation),
                "status": link.status,
                "note": link.note,
            }
            for link in step.links
        ],
        "covered": str(step.covered.status),
        "reason": step.covered.reason,
        "documents": [*_words.documents(step)],
        "owners": [*step.owners],
        "to_do": step.to_do or None,
        "applicable_before": step.applicable or None,
    }
