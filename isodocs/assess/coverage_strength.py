"""How strong claims on clauses are: located, claimed for a whole document, shown by records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.clause_records import records_shown
from isodocs.assess.thin_claims import thin
from isodocs.model.coverage import CoverageStatus
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, Coverage
    from isodocs.model.register import Register


class CoverageStrength(NamedTuple):
    """Of the clauses that apply: how many are claimed and located, and what records show."""

    claimed: int  # clauses that a document in force names, or a table for it
    located: int  # clauses that a section with text names
    carried: int  # clauses that only a document answers which names the same of another standard
    record_items: int  # what clauses ask to retain
    records_shown: int  # what of it records show

    def __str__(self) -> str:
        text = f"{self.claimed} claimed"
        if self.carried:
            text += f", {self.carried} by claims on another standard"
        text += f", {self.located} located"
        if self.record_items:
            items = counted(self.record_items, "record item")
            text += f", {self.records_shown} of {items} shown"
        return text


def _is_located(register: Register, row: ClauseCoverage) -> bool:
    """Whether a section answers a clause with more text than the same words below each heading."""
    return any(
        item.section and not _is_thin(register, item.document)
        for item in row.evidence
        if item.counts and item.relation is None
    )


def _is_thin(register: Register, id: str) -> bool:
    entry = register.entries.get(id)
    return bool(entry and entry.in_force and thin(register, entry.in_force.document))


def clause_strength(register: Register, row: ClauseCoverage) -> CoverageStrength:
    """Count what one clause rests on; nothing where it is not applicable."""
    if row.status is CoverageStatus.NOT_APPLICABLE:
        return CoverageStrength(0, 0, 0, 0, 0)
    asked = 0 if row.requirement.control else len(row.requirement.retained)
    shown = asked if asked and records_shown(register, row.requirement).shown else 0
    counting = [item for item in row.evidence if item.counts]
    claimed = any(item.relation is None for item in counting)
    carried = bool(counting) and not claimed
    return CoverageStrength(
        int(claimed), int(_is_located(register, row)), int(carried), asked, shown
    )


def coverage_strength(register: Register, coverage: Coverage) -> CoverageStrength:
    """Count what a standard's coverage rests on."""
    each = (clause_strength(register, row) for row in coverage.rows)
    return CoverageStrength(*map(sum, zip((0, 0, 0, 0, 0), *each, strict=True)))
