"""The rules of certification, from `schemas/certification-rules.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs.model.certification import CertificationRule
from isodocs.model.node import Mapping as MappingNode
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table

FILE = "certification-rules.yaml"


@cache
def rules() -> Mapping[str, CertificationRule]:
    """Every rule by name."""
    return {
        entry.key.text: _rule(entry.key.text, entry.value)
        for entry in table(FILE).children("rules") or ()
        if isinstance(entry.value, MappingNode)
    }


def _rule(name: str, node: MappingNode) -> CertificationRule:
    fields = Fields(node)
    return CertificationRule(
        name,
        fields.text("clause"),
        fields.period("span"),
        fields.period("lead"),
        fields.texts("kinds"),
    )
