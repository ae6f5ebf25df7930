"""Find and load the requirement maps that come with isodocs: `schemas/standards/<id>.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs import resources
from isodocs.standards import compiled

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def available() -> tuple[str, ...]:
    """List the identifiers of the requirement maps that come with isodocs, sorted."""
    return tuple(sorted(file.stem for file in folder().glob("*.yaml")))


@cache
def load(standard: str) -> RequirementMap:
    """Return the map `standard`; raises StandardError when there is none or it is unsound."""
    file = folder() / f"{standard}.yaml"
    if not _NAME.issuperset(standard) or not file.is_file():
        from isodocs.errors import StandardError
        from isodocs.words import did_you_mean

        known = available()
        raise StandardError(
            f"there is no requirement map {standard!r}.{did_you_mean(standard, known)}",
            hint=f"Known standards are {', '.join(known)}.",
        )
    return compiled.load(file, compiled.read, _parse)


def _parse(data: bytes, path: str) -> RequirementMap:
    from isodocs.standards.parse import parse_map

    return parse_map(data, path)


def folder() -> Path:
    """Where the maps are that come with isodocs."""
    return resources.path("schemas") / "standards"
