"""Coverage: for every auditable clause, the documents that answer it and whether they count.

A claim on a clause reaches its children one level down, marked inherited. A section that names the
clause and has text of its own (located) is stronger than the front matter alone (claimed). Only the
revision in force counts fully; what is on its way, or overdue for review, covers partly; what is
obsolete, or has no text behind its claim, covers nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from isodocs.assess.applicability import disputed, excluded, standing
from isodocs.model.coverage import (
    ClauseCoverage,
    Coverage,
    CoverageStatus,
    Evidence,
    Strength,
)
from isodocs.model.document import Document, State, Status
from isodocs.model.outline import Outline
from isodocs.model.requirement import ClauseReference, Requirement, RequirementMap
from isodocs.register import Entry, Register
from isodocs.standards.clause import resolve

_ORDER = list(Strength)


@dataclass(frozen=True, slots=True)
class Claim:
    """A known clause that a document names: where, how, and whether text stands behind it."""

    clause: ClauseReference
    strength: Strength
    line: int
    column: int
    section: str
    has_text: bool


_KNOWN: WeakKeyDictionary[Register, dict[str, Coverage]] = WeakKeyDictionary()
"""Several rules and the report ask for the same coverage."""


def coverage(register: Register, standard: str) -> Coverage:
    """Assess one standard, whose map must be in `register.maps`; done once for a register."""
    known = _KNOWN.setdefault(register, {})
    if standard not in known:
        known[standard] = _assess(register, standard)
    return known[standard]


def _assess(register: Register, standard: str) -> Coverage:
    """One pass over the documents."""
    requirements = register.maps[standard]
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for entry in register:
        for number, item in _best(register, entry, requirements).items():
            evidence[number].append(item)
    exclusions, doubtful = excluded(register, requirements), disputed(register, requirements)
    rows = [
        _row(requirement, evidence.get(requirement.number, []), exclusions, doubtful)
        for requirement in requirements.auditable
    ]
    return Coverage(standard, tuple(rows))


def clauses_claimed(
    register: Register, document: Document, outline: Outline | None
) -> Iterator[Claim]:
    """Every known clause that a document names, in its front matter first, then by section."""
    has_text = outline is None or outline.words > 0
    for claim in document.claims:
        found = resolve(claim.clause, register.maps, claim.standard)
        if isinstance(found, ClauseReference) and found.standard == claim.standard:
            yield Claim(found, Strength.CLAIMED, claim.line, claim.column, "", has_text)
    default = register.config.standards[0] if len(register.config.standards) == 1 else ""
    for section in outline.sections if outline else ():
        for mark in section.clause_marks:
            found = resolve(mark.text, register.maps, default)
            if isinstance(found, ClauseReference):
                text = section.words_below > 0
                yield Claim(found, Strength.LOCATED, mark.line, mark.column, section.title, text)


def _best(register: Register, entry: Entry, requirements: RequirementMap) -> dict[str, Evidence]:
    """The strongest evidence that one document gives for each clause."""
    if entry.in_force is None and not entry.current:
        return {}
    status = entry.in_force or entry.newest
    document = status.document
    partly = document.status is not Status.OBSOLETE
    shortcoming = _shortcoming(register, entry)
    best: dict[str, Evidence] = {}

    def offer(number: str, strength: Strength, claim: Claim) -> None:
        item = Evidence(
            document=entry.id,
            title=document.title,
            revision=document.revision,
            state=status.state,
            strength=strength,
            path=document.path,
            line=claim.line,
            section=claim.section,
            why_not=shortcoming or ("" if claim.has_text else "nothing is written there"),
            partly=bool(shortcoming) and partly and claim.has_text,
        )
        held = best.get(number)
        if held is None or _rank(item) < _rank(held):
            best[number] = item

    outline = register.outline(document)
    for claim in clauses_claimed(register, document, outline):
        if claim.clause.standard != requirements.id:
            continue
        offer(claim.clause.number, claim.strength, claim)
        for child in requirements.children(claim.clause.number):
            offer(child.number, Strength.INHERITED, claim)
    return best


def _rank(item: Evidence) -> tuple[bool, bool, int]:
    return (not item.counts, not item.partly, _ORDER.index(item.strength))


def _shortcoming(register: Register, entry: Entry) -> str:
    """Why a document does not count fully, in words; empty when it does."""
    if entry.in_force is None:
        status = entry.newest
        if status.state is State.AWAITING and register.inventory.authority is None:
            return f"declared {status.document.status}, but no approval is recorded"
        return standing(entry)
    if not entry.current:
        return "its file is gone or cannot be read"
    if entry.review_overdue:
        return f"its review was due on {entry.next_review}"
    return ""


def _row(
    requirement: Requirement,
    evidence: list[Evidence],
    exclusions: Mapping[str, str],
    doubtful: Collection[str],
) -> ClauseCoverage:
    ordered = tuple(sorted(evidence, key=lambda item: (_rank(item), item.document)))
    if requirement.number in exclusions:
        reason = exclusions[requirement.number]
        return ClauseCoverage(requirement, CoverageStatus.NOT_APPLICABLE, reason, ordered)
    counting = [item for item in ordered if item.counts]
    if counting:
        names = ", ".join(f"{item.document} ({item.strength})" for item in counting)
        return ClauseCoverage(requirement, CoverageStatus.COVERED, names, ordered)
    partly = [item for item in ordered if item.partly]
    reason = "; ".join(f"{item.document}: {item.why_not}" for item in partly or ordered)
    if partly:
        return ClauseCoverage(requirement, CoverageStatus.PARTIAL, reason, ordered)
    reason = reason or "no document names this clause"
    if requirement.number in doubtful:
        reason += "; it is declared not applicable without sufficient ground"
    return ClauseCoverage(requirement, CoverageStatus.GAP, reason, ordered)
