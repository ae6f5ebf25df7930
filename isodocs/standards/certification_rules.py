"""The rules of certification, from `schemas/certification-rules.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from isodocs.model.certification import CertificationRule
from isodocs.model.node import Mapping as MappingNode
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table
from isodocs.words import say

FILE = "certification-rules.yaml"


@cache
def rules() -> Mapping[str, CertificationRule]:
    """Every rule by name."""
    return {
        entry.key.text: _rule(entry.key.text, entry.value)
        for entry in table(FILE).children("rules") or ()
        if isinstance(entry.value, MappingNode)
    }


@cache
def _by_accreditation() -> frozenset[str]:
    return frozenset(table(FILE).texts("by-accreditation"))


def is_accredited(standard: str) -> bool:
    """Whether one is accredited for a standard, such as `iso-17025-2017`, and not certified."""
    return not _by_accreditation().isdisjoint(standard.split("-"))


def assessor(standard: str) -> str:
    """Who assesses an organisation against a standard from outside."""
    return say("accreditation body") if is_accredited(standard) else say("certification body")


def comes_first(standard: str) -> str:
    """What comes first where nothing was granted yet."""
    if is_accredited(standard):
        return say("an initial assessment comes")
    return say("stage 1 and stage 2 come")


def _rule(name: str, node: MappingNode) -> CertificationRule:
    fields = Fields(node)
    return CertificationRule(
        name,
        fields.text("clause"),
        fields.period("span"),
        fields.period("lead"),
        fields.texts("kinds"),
        fields.text("of") or CertificationRule._field_defaults["of"],
    )
