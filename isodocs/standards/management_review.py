"""What a management review looks at and decides on, from `schemas/management-review.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from isodocs import resources
from isodocs.model.node import Mapping as MappingNode
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields

FILE = "management-review.yaml"


@dataclass(frozen=True, slots=True)
class Agenda:
    """The inputs and outputs that one standard asks of a management review."""

    clause: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@cache
def agendas() -> Mapping[str, Agenda]:
    """The agenda of each standard that is known, by its id."""
    root = strict_yaml.read((resources.path("schemas") / FILE).read_bytes())
    found = {}
    for entry in root if isinstance(root, MappingNode) else ():
        fields = Fields(entry.value if isinstance(entry.value, MappingNode) else None)
        found[entry.key.text] = Agenda(
            fields.text("clause"), fields.texts("inputs"), fields.texts("outputs")
        )
    return found
