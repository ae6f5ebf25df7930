"""Maps of one's own for programs, in the form of `schemas/own-standards.schema.json`."""

from __future__ import annotations

from isodocs import __version__
from isodocs.reports import heading
from isodocs.standards.own import OwnMaps

VERSION = 1


def render(checked: OwnMaps, **_: object) -> str:
    """Render the faults and what is sound as one JSON object."""
    content = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "faults": [
            {
                "path": fault.path,
                "line": fault.problem.line,
                "column": fault.problem.column,
                "message": fault.problem.message,
                "hint": fault.problem.hint,
            }
            for fault in checked.faults
        ],
        "maps": [
            {
                "id": found.id,
                "path": found.path or None,
                "display_name": found.display_name,
                "auditable_clauses": len(found.auditable),
            }
            for found in checked.maps.values()
        ],
        "correspondences": [{"path": found.path} for found in checked.correspondences],
    }
    return heading.as_json(content)
