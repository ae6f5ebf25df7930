"""Standards for programs, in the form of `schemas/standards.schema.json`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs import __version__
from isodocs.reports import heading, requirement

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

VERSION = 1


def render(
    maps: Sequence[RequirementMap],
    *,
    in_use: Collection[str] | None = None,
    in_preparation: Collection[str] = (),
    whole: bool = False,
    clause: str = "",
    **_: object,
) -> str:
    """Render as the text does; clauses are listed where they were asked for."""
    document = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "standards": [
            {
                "id": known.id,
                "display_name": known.display_name,
                "title": known.title,
                "publisher": known.publisher,
                "edition": known.edition,
                "amendments": list(known.amendments),
                "auditable_clauses": len(known.auditable),
                "controls": sum(clause.control for clause in known.auditable),
                "left_out_where": known.left_out_where,
                "path": known.path or None,
                "in_use": None if in_use is None else known.id in in_use,
                "in_preparation": None if in_use is None else known.id in in_preparation,
                "clauses": [*_clauses(known, clause)] if whole or clause else [],
                "sources": [
                    {"id": s.id, "what": s.what, "where": s.where, "read": s.read}
                    for s in known.sources
                ],
            }
            for known in maps
        ],
    }
    return heading.as_json(document)


def _clauses(known: RequirementMap, clause: str) -> Iterator[dict[str, Any]]:
    for asked in known:
        if clause in ("", asked.number):
            yield {
                **requirement.as_data(asked),
                "below": above.number if (above := known.parent(asked.number)) else None,
                "auditable": asked.auditable,
                "status": asked.status or None,
                "sources": list(asked.sources),
                "note": asked.note,
            }
