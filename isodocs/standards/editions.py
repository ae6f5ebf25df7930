"""Editions of standards, from `schemas/editions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs.model.certification import Edition
from isodocs.model.node import Mapping as MappingNode
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table

FILE = "editions.yaml"


@cache
def editions() -> Mapping[str, Edition]:
    """Every edition that is known, by its id."""
    return {
        entry.key.text: _edition(entry.key.text, entry.value)
        for entry in table(FILE).children("editions") or ()
        if isinstance(entry.value, MappingNode)
    }


def _edition(id: str, node: MappingNode) -> Edition:
    fields = Fields(node)
    return Edition(
        id, fields.text("state"), fields.text("successor"), fields.day("last-day-of-certificates")
    )
