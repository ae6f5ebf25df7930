"""Coverage: for every auditable clause, the documents that answer it and whether they count.

A claim on a clause reaches its children one level down, marked inherited. A section that names the
clause and has text of its own (located) is stronger than the front matter alone (claimed). Only the
revision in force counts fully; what is on its way, or overdue for review, covers partly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from isodocs.model.coverage import (
    ClauseCoverage,
    Coverage,
    CoverageStatus,
    Evidence,
    Strength,
)
from isodocs.model.document import Document, State
from isodocs.model.outline import Outline
from isodocs.model.requirement import ClauseReference, Requirement, RequirementMap
from isodocs.register import Entry, Register
from isodocs.standards.clause import resolve

_ORDER = list(Strength)


def coverage(register: Register, standard: str) -> Coverage:
    """Assess one standard, whose map must be in `register.maps`; one pass over the documents."""
    requirements = register.maps[standard]
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for entry in register:
        for number, item in _best(register, entry, requirements).items():
            evidence[number].append(item)
    exclusions = _exclusions(register, requirements)
    rows = [
        _row(requirement, evidence.get(requirement.number, []), exclusions)
        for requirement in requirements.auditable
    ]
    return Coverage(standard, tuple(rows))


def clauses_claimed(
    register: Register, document: Document, outline: Outline | None
) -> Iterator[tuple[ClauseReference, Strength, int, str, bool]]:
    """Every known clause that a document names: clause, strength, line, section, has text."""
    has_text = outline is None or not outline.sections or any(s.words for s in outline.sections)
    for claim in document.claims:
        found = resolve(claim.clause, register.maps, claim.standard)
        if isinstance(found, ClauseReference) and found.standard == claim.standard:
            yield found, Strength.CLAIMED, claim.line, "", has_text
    default = register.config.standards[0] if len(register.config.standards) == 1 else ""
    for section in outline.sections if outline else ():
        for mark in section.clause_marks:
            found = resolve(mark.text, register.maps, default)
            if isinstance(found, ClauseReference):
                text = section.words_below > 0
                yield found, Strength.LOCATED, mark.line, section.title, text


def _best(register: Register, entry: Entry, requirements: RequirementMap) -> dict[str, Evidence]:
    """The strongest evidence that one document gives for each clause."""
    status = entry.in_force or entry.newest
    document = status.document
    if entry.state is State.OBSOLETE:
        return {}
    shortcoming = _shortcoming(register, entry)
    best: dict[str, Evidence] = {}

    def offer(number: str, strength: Strength, line: int, section: str, why_not: str) -> None:
        item = Evidence(
            document=entry.id,
            title=document.title,
            revision=document.revision,
            state=status.state,
            strength=strength,
            path=document.path,
            line=line,
            section=section,
            why_not=why_not,
        )
        held = best.get(number)
        if held is None or _rank(item) < _rank(held):
            best[number] = item

    outline = register.outline(document)
    for clause, strength, line, section, has_text in clauses_claimed(register, document, outline):
        if clause.standard != requirements.id:
            continue
        why_not = shortcoming or ("" if has_text else "nothing is written there")
        offer(clause.number, strength, line, section, why_not)
        for child in requirements.children(clause.number):
            offer(child.number, Strength.INHERITED, line, section, why_not)
    return best


def _rank(item: Evidence) -> tuple[bool, int]:
    return (not item.counts, _ORDER.index(item.strength))


def _shortcoming(register: Register, entry: Entry) -> str:
    """Why a document does not count fully, in words; empty when it does."""
    if not entry.current:
        return "the file is no longer there"
    if entry.in_force is None:
        status = entry.newest
        if status.state is State.AWAITING and register.inventory.authority is None:
            return "declared approved, but no approval is recorded"
        if status.state is State.APPROVED:
            return f"not effective before {status.effective_on}"
        return f"still {status.state}"
    if entry.review_overdue:
        return f"its review was due on {entry.next_review}"
    return ""


def _exclusions(register: Register, requirements: RequirementMap) -> dict[str, str]:
    """Justification by clause, for each declared not applicable and for all clauses below it."""
    found: dict[str, str] = {}
    for declared in register.config.not_applicable:
        if declared.standard != requirements.id or declared.clause not in requirements:
            continue
        waiting = [declared.clause]
        while waiting:
            number = waiting.pop()
            found[number] = declared.justification or "no justification is given"
            waiting += [child.number for child in requirements.children(number)]
    return found


def _row(
    requirement: Requirement, evidence: list[Evidence], exclusions: dict[str, str]
) -> ClauseCoverage:
    ordered = tuple(sorted(evidence, key=lambda item: (_rank(item), item.document)))
    if requirement.number in exclusions:
        reason = exclusions[requirement.number]
        return ClauseCoverage(requirement, CoverageStatus.NOT_APPLICABLE, reason, ordered)
    counting = [item for item in ordered if item.counts]
    if counting:
        names = ", ".join(f"{item.document} ({item.strength})" for item in counting)
        return ClauseCoverage(requirement, CoverageStatus.COVERED, names, ordered)
    if ordered:
        reason = "; ".join(f"{item.document}: {item.why_not}" for item in ordered)
        return ClauseCoverage(requirement, CoverageStatus.PARTIAL, reason, ordered)
    return ClauseCoverage(requirement, CoverageStatus.GAP, "no document names this clause")
