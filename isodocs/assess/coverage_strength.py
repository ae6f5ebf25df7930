"""How strong claims on clauses are: located, claimed for a whole document, shown by records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.clause_records import records_shown
from isodocs.assess.thin_claims import thin
from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage
    from isodocs.model.register import Register


class CoverageStrength(NamedTuple):
    """Of the clauses that apply: how many are claimed and located, and what records show."""

    claimed: int  # clauses that a document in force names, or a table for it
    located: int  # clauses that a section with text names
    carried: int  # clauses that only a document answers which names the same of another standard
    waiting: int  # clauses that only documents name which are not in force
    record_items: int  # what clauses ask to retain
    records_shown: int  # what of it records show

    @property
    def said(self) -> str:
        """All of it in words."""
        text = say("{claimed} claimed", claimed=self.claimed)
        if self.waiting and not self.claimed:
            text = say("{waiting} claimed, none by a document in force", waiting=self.waiting)
        elif self.waiting:
            text += say(
                " and {waiting} more by documents that are not in force", waiting=self.waiting
            )
        if self.carried:
            text += say(", {carried} by claims on another standard", carried=self.carried)
        text += say(", {located} located", located=self.located)
        if self.record_items:
            items = counted(self.record_items, "record item")
            text += say(
                ", {records_shown} of {items} shown", records_shown=self.records_shown, items=items
            )
        return text


def summary(coverage: Coverage) -> str:
    """One line: covered of applicable, then what is not."""
    counts = coverage.counts
    covered, applicable = counts[CoverageStatus.COVERED], coverage.applicable
    # Rounded down: 99.6 % is not 100 %.
    share = f" ({covered * 100 // applicable} %)" if applicable else ""
    parts = [
        say(
            "{covered} of {applicable} applicable clauses covered{share}",
            covered=covered,
            applicable=applicable,
            share=share,
        )
    ]
    for status, sentence in (
        (CoverageStatus.PARTIAL, say("{count} partly")),
        (CoverageStatus.GAP, say("{count} not at all")),
        (CoverageStatus.NOT_APPLICABLE, say("{count} not applicable")),
    ):
        if counts[status]:
            parts.append(sentence.format(count=counts[status]))
    return joined(", ", parts)


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


def _is_waiting(item: ClauseEvidence) -> bool:
    """Whether a document names a clause itself and is not in force."""
    return item.partly and item.relation is None and item.state is not State.EFFECTIVE


def clause_strength(register: Register, row: ClauseCoverage) -> CoverageStrength:
    """Count what one clause rests on; nothing where it is not applicable."""
    if row.status is CoverageStatus.NOT_APPLICABLE:
        return CoverageStrength(0, 0, 0, 0, 0, 0)
    asked = 0 if row.requirement.control else len(row.requirement.retained)
    shown = asked if asked and records_shown(register, row.requirement).shown else 0
    counting = [item for item in row.evidence if item.counts]
    claimed = any(item.relation is None for item in counting)
    carried = bool(counting) and not claimed
    waiting = not counting and any(_is_waiting(item) for item in row.evidence)
    located = _is_located(register, row)
    return CoverageStrength(int(claimed), int(located), int(carried), int(waiting), asked, shown)


def coverage_strength(register: Register, coverage: Coverage) -> CoverageStrength:
    """Count what a standard's coverage rests on."""
    each = (clause_strength(register, row) for row in coverage.rows)
    return CoverageStrength(*map(sum, zip((0, 0, 0, 0, 0, 0), *each, strict=True)))
