"""Coverage: for every auditable clause, the documents that answer it and whether they count.

What names the clause itself counts (see `behind`), and what names a clause of another standard that
asks the same (see `equals`), in part where it is asked in part. Only the revision in force counts
fully; what is on its way, or overdue for review, covers partly; what is obsolete, or has no text
behind its claim, covers nothing. Of a control, the Statement of Applicability says how far it is in
place, and records that it names support it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.clause_documents import STATEMENT, behind, rank
from isodocs.assess.clause_records import records_shown
from isodocs.assess.corresponding_clauses import corresponding
from isodocs.assess.once import once_per_register
from isodocs.assess.record_index import record_index
from isodocs.model.applicability import Applicability, ControlDecision, Implementation
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage, CoverageStatus
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement, RequirementMap

_MOST = 3
"""So many documents, and so many clauses of other standards, are named in a reason."""


@once_per_register
def coverage(register: Register, standard: str) -> Coverage:
    """Assess one standard, whose map must be in `register.maps`."""
    return _Assessment(register, register.maps[standard]).coverage()


class _Assessment:
    """Judges the clauses of one standard by what supports them."""

    def __init__(self, register: Register, requirements: RequirementMap) -> None:
        self.register = register
        self.requirements = requirements
        self.applies: Applicability = applicability(register, requirements)
        self.named = behind(register, requirements)
        self.corresponding = corresponding(register, requirements)

    def coverage(self) -> Coverage:
        """Judge each auditable clause."""
        rows = [self._row(requirement) for requirement in self.requirements.auditable]
        return Coverage(self.requirements.id, tuple(rows))

    def _evidence(self, number: str) -> Iterable[ClauseEvidence]:
        """What supports a clause; of what counts as much, that which names it goes first."""
        found = dict(self.named.get(number, {}))
        for id, item in self.corresponding.get(number, {}).items():
            if id not in found or rank(item)[:2] < rank(found[id])[:2]:
                found[id] = item
        if any(item.counts for item in found.values()):
            return [item for item in found.values() if not item.in_part]
        return found.values()

    def _row(self, requirement: Requirement) -> ClauseCoverage:
        found = self._evidence(requirement.number)
        ordered = tuple(sorted(found, key=lambda item: (rank(item), item.document)))
        decision = self.applies.decision(requirement.number)
        shown = tuple(self._shown(decision)) if decision else ()
        status, reason = self._judged(requirement, ordered, decision, shown)
        return ClauseCoverage(requirement, status, reason, ordered, decision, shown)

    def _judged(
        self,
        requirement: Requirement,
        evidence: Sequence[ClauseEvidence],
        decision: ControlDecision | None,
        shown: Sequence[str],
    ) -> tuple[CoverageStatus, str]:
        """How far evidence, the strongest first, and what a statement shows cover it, and why."""
        if requirement.number in self.applies.excluded:
            return CoverageStatus.NOT_APPLICABLE, self.applies.excluded[requirement.number]
        counting = [
            say("{document} ({strength})", document=item.document, strength=item.strength)
            for item in evidence
            if item.counts
        ]
        if decision and decision.applicable and shown and not counting:
            if self.applies.statement and self.applies.statement.approved is None:
                text = say(
                    "{shown}: {statement}, which names them, is not approved",
                    shown=joined(", ", shown),
                    statement=STATEMENT,
                )
                return CoverageStatus.PARTIAL, text
            counting = [*shown]
        if counting:
            if decision and decision.state not in (None, Implementation.IMPLEMENTED):
                text = say(
                    "declared {said} only; {counting}",
                    said=_said(decision.state),
                    counting=joined(", ", counting),
                )
                return CoverageStatus.PARTIAL, text
            return CoverageStatus.COVERED, joined(", ", counting)
        if partly := [item for item in evidence if item.partly]:
            return CoverageStatus.PARTIAL, joined("; ", _reasons(partly))
        if _asks_only_for_records(requirement) and records_shown(self.register, requirement).shown:
            return CoverageStatus.COVERED, say("shown by records; it asks for no document")
        return CoverageStatus.GAP, self._missing(requirement, evidence, decision)

    def _missing(
        self,
        requirement: Requirement,
        evidence: Sequence[ClauseEvidence],
        decision: ControlDecision | None,
    ) -> str:
        """Why nothing covers it, not even in part."""
        none = (
            say("no document names this control")
            if requirement.control
            else say("no document names this clause")
        )
        why = joined("; ", _reasons(evidence)) or self._near(requirement) or none
        if requirement.number in self.applies.disputed:
            waits = self.applies.awaited.get(requirement.number)
            ground = (
                say(", but {waits}", waits=waits) if waits else say(" without sufficient ground")
            )
            return say("{why}; it is declared not applicable{ground}", why=why, ground=ground)
        if decision and decision.state:
            return say("{why}; declared {said}", why=why, said=_said(decision.state))
        return why

    def _near(self, requirement: Requirement) -> str:
        """What speaks of a clause and does not cover it, in words."""
        from isodocs.assess.near_cover import near_cover  # seldom needed by a hook

        near = near_cover(self.register, requirement.reference)
        return joined("; ", (each.what for each in near))

    def _shown(self, decision: ControlDecision) -> Iterator[str]:
        """The records and files that a row names and that are there."""
        index = record_index(self.register) if decision.records else None
        yield from (id for id in decision.records if index and index.anywhere(id))
        for path in decision.evidence:
            if path.lstrip("/") in self.register.inventory.paths:
                yield path.lstrip("/")


def _asks_only_for_records(requirement: Requirement) -> bool:
    """Whether a clause asks for records and for no document, and is not a control."""
    asked = requirement.documented_information
    return bool(asked) and len(requirement.retained) == len(asked) and not requirement.control


def _reasons(items: Iterable[ClauseEvidence]) -> Iterator[str]:
    """Why documents do not count fully: each its own reason, those of a correspondence together."""
    by_reason: dict[str, list[str]] = {}
    for item in items:
        if item.in_part:
            by_reason.setdefault(item.why_not, []).append(item.document)
        else:
            yield say("{document}: {why_not}", document=item.document, why_not=item.why_not)
    for why, ids in [*by_reason.items()][:_MOST]:
        more = say(" and {ids} more", ids=len(ids) - _MOST) if len(ids) > _MOST else ""
        yield say("{why} ({ids}{more})", why=why, ids=", ".join(ids[:_MOST]), more=more)
    if len(by_reason) > _MOST:
        yield say("{by_reason} more correspond in part", by_reason=len(by_reason) - _MOST)


def _said(state: Implementation | None) -> str:
    words = {
        Implementation.PARTLY: say("partly implemented"),
        Implementation.NOT: say("not implemented"),
    }
    return words.get(state, say(str(state))) if state else ""
