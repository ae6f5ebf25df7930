"""Editions of standards, from `schemas/editions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs import resources
from isodocs.model.certification import Edition
from isodocs.model.node import Mapping as MappingNode
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields

FILE = "editions.yaml"


@cache
def editions() -> Mapping[str, Edition]:
    """Every edition that is known, by its id."""
    root = strict_yaml.read((resources.path("schemas") / FILE).read_bytes())
    top = Fields(root if isinstance(root, MappingNode) else None)
    return {
        entry.key.text: _edition(entry.key.text, entry.value)
        for entry in top.children("editions") or ()
        if isinstance(entry.value, MappingNode)
    }


def _edition(id: str, node: MappingNode) -> Edition:
    fields = Fields(node)
    return Edition(
        id, fields.text("state"), fields.text("successor"), fields.day("last-day-of-certificates")
    )
