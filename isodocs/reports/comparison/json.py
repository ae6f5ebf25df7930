"""A comparison for programs, in the form of `schemas/comparison.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs import __version__
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.requirement import Requirement, RequirementMap
    from isodocs.standards.comparison import Comparison

VERSION = 1


def render(found: Comparison, **_: object) -> str:
    """Render one JSON object; `known` is false where nobody has compared the two."""
    known = found.via is not None
    document = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "from": _standard(found.source),
        "to": _standard(found.target),
        "known": known,
        "correspondence": found.name or None,
        "summary": {
            "equal": len(found.equal),
            "partly": len(found.partly),
            "only_in_from": len(found.only_source) if known else None,
            "only_in_to": len(found.only_target) if known else None,
        },
        "pairs": [
            {
                "from": link.source.number,
                "to": link.target.number,
                "relation": str(link.relation),
                "together": [*link.whole],
                "counts": "fully" if link.exact else "partly",
                "status": link.status,
                "topic": link.topic or None,
                "note": link.note,
            }
            for link in found.links
        ],
        "only_in_from": [_alone(found, c) for c in found.only_source] if known else [],
        "only_in_to": [_alone(found, c) for c in found.only_target] if known else [],
    }
    return heading.as_json(document)


def _standard(known: RequirementMap) -> dict[str, str]:
    return {"id": known.id, "display_name": known.display_name}


def _alone(found: Comparison, clause: Requirement) -> dict[str, Any]:
    return {"number": clause.number, "title": clause.title, "note": found.note(clause.number)}
