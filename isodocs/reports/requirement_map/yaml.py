"""A requirement map as it can be kept in a repository and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.standards.write import as_yaml

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap


def render(found: RequirementMap, **_: object) -> str:
    """Render `found` in the form of `schemas/own-requirement-map.schema.json`."""
    if found.path:
        return as_yaml(found)
    return as_yaml(
        found,
        f"{found.display_name} as it comes with isodocs: paraphrases, no text of the standard.",
        "To keep a map of your own beside it, give this one another id and name the file so.",
    )
