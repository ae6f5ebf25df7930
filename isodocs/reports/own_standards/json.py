"""Maps of one's own for programs, in the form of `schemas/own-standards.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs import __version__
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.own_maps import OwnMaps

VERSION = 1


def render(checked: Sequence[OwnMaps], **_: object) -> str:
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
            for each in checked
            for fault in each.faults
        ],
        "maps": [
            {
                "id": found.id,
                "path": found.path or None,
                "display_name": found.display_name,
                "auditable_clauses": len(found.auditable),
            }
            for each in checked
            for found in each.maps.values()
        ],
        "correspondences": [
            {"path": found.path} for each in checked for found in each.correspondences
        ],
    }
    return heading.as_json(content)
