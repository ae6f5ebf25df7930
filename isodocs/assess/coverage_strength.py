"""How strong claims on clauses are: located, claimed for a whole document, shown by records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.clause_records import records_shown
from isodocs.assess.once import once_per_register
from isodocs.model.coverage import CoverageStatus
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, Coverage
    from isodocs.model.register import Register


class CoverageStrength(NamedTuple):
    """Of the clauses that apply: how many are claimed and located, and what records show."""

    claimed: int  # clauses that a document in force answers, however
    located: int  # clauses that a section with text answers
    record_items: int  # what clauses ask to retain
    records_shown: int  # what of it records show

    def __str__(self) -> str:
        text = f"{self.claimed} claimed, {self.located} located"
        if self.record_items:
            items = counted(self.record_items, "record item")
            text += f", {self.records_shown} of {items} shown"
        return text


def is_located(row: ClauseCoverage) -> bool:
    """Whether a section with text answers a clause."""
    return any(item.section for item in row.evidence if item.counts)


@once_per_register
def coverage_strength(register: Register, coverage: Coverage) -> CoverageStrength:
    """Count what a standard's coverage rests on."""
    rows = [row for row in coverage.rows if row.status is not CoverageStatus.NOT_APPLICABLE]
    claimed = located = asked = shown = 0
    for row in rows:
        claimed += any(item.counts for item in row.evidence)
        located += is_located(row)
        items = [] if row.requirement.control else row.requirement.retained
        if items:
            asked += len(items)
            shown += len(items) if records_shown(register, row.requirement).shown else 0
    return CoverageStrength(claimed, located, asked, shown)
