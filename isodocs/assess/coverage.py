"""Coverage: for every auditable clause, the documents that answer it and whether they count.

A claim on a clause reaches its children one level down, marked inherited. A section that names the
clause and has text of its own (located) is stronger than the front matter alone (claimed), and that
than a table elsewhere that maps the clause to the document (mapped). Only the revision in force
counts fully; what is on its way, or overdue for review, covers partly; what is obsolete, or has no
text behind its claim, covers nothing. Of a control, the Statement of Applicability says how far it
is in place, and records that it names stand behind it as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary

from isodocs.assess.applicability import applicability
from isodocs.assess.claims import Claim, clauses_claimed
from isodocs.assess.equals import equal_clauses
from isodocs.assess.matrix import matrix_rows
from isodocs.assess.record_index import record_index
from isodocs.assess.standing import standing
from isodocs.model.applicability import Applicability, Decision, Implementation
from isodocs.model.coverage import (
    ClauseCoverage,
    Coverage,
    CoverageStatus,
    Evidence,
    Strength,
)
from isodocs.model.document import State, Status
from isodocs.model.requirement import Requirement, RequirementMap
from isodocs.register import Entry, Register

_ORDER = {strength: place for place, strength in enumerate(Strength)}
_STATEMENT = "the Statement of Applicability"

_KNOWN: WeakKeyDictionary[Register, dict[str, Coverage]] = WeakKeyDictionary()
"""Several rules and the report ask for the same coverage."""


def coverage(register: Register, standard: str) -> Coverage:
    """Assess one standard, whose map must be in `register.maps`; done once for a register."""
    known = _KNOWN.setdefault(register, {})
    if standard not in known:
        known[standard] = _Assessment(register, register.maps[standard]).coverage()
    return known[standard]


class _Assessment:
    """One pass over the documents for one standard."""

    def __init__(self, register: Register, requirements: RequirementMap) -> None:
        self.register = register
        self.requirements = requirements
        self.applies: Applicability = applicability(register, requirements)
        self.evidence: dict[str, dict[str, Evidence]] = defaultdict(dict)
        """By clause and document: the strongest."""
        self.shortcomings: dict[str, str] = {}

    def coverage(self) -> Coverage:
        """Gather what is behind the clauses, and judge each of them."""
        for entry in self.register:
            self._claims(entry)
            self._matrix(entry)
        self._statement()
        rows = [self._row(requirement) for requirement in self.requirements.auditable]
        return Coverage(self.requirements.id, tuple(rows))

    # -- what is behind the clauses ---------------------------------------------------------------

    def _claims(self, entry: Entry) -> None:
        """What a document itself names, here or in a standard that asks the same."""
        if entry.in_force is None and not entry.current:
            return
        document = (entry.in_force or entry.newest).document
        for claim in clauses_claimed(self.register, document, self.register.outline(document)):
            if claim.clause.standard == self.requirements.id:
                self._offer(entry, claim.clause.number, self._evidence(entry, claim))
                continue
            for equal in equal_clauses(self.register, claim.clause):
                if equal.standard == self.requirements.id and equal.number in self.requirements:
                    item = self._evidence(entry, claim)
                    through = str(claim.clause)
                    item = replace(item, strength=Strength.CORRESPONDING, through=through)
                    self._offer(entry, equal.number, item)

    def _matrix(self, entry: Entry) -> None:
        """What the tables of a document say of others, and of its own sections."""
        if entry.in_force is None and not entry.current:
            return
        document = (entry.in_force or entry.newest).document
        for row in matrix_rows(self.register, document, self.register.outline(document)):
            numbers = [c.number for c in row.clauses if c.standard == self.requirements.id]
            for target in row.targets if numbers else ():
                other = self.register.entries[target.id]
                text = target.section is None or target.section.words_below > 0
                title = target.section.title if target.section else ""
                item = self._mapped(other, entry.id, document.path, row.line, title)
                if not text:
                    item = replace(item, why_not="nothing is written there", partly=False)
                if why := self._shortcoming(entry):
                    item = _weakened(item, f"named only by a table in {entry.id}: {why}")
                for number in numbers:
                    self._offer(other, number, item)

    def _statement(self) -> None:
        """The documents that the Statement of Applicability puts behind its controls."""
        found = self.applies.statement
        for decision in found.counting.decisions.values() if found else ():
            for id in decision.documents if decision.applicable else ():
                entry = self.register.entries.get(id)
                if entry is None or (found and id == found.document):
                    continue  # the statement itself shows no control at work
                by = found.document if found and found.document else _STATEMENT
                item = self._mapped(entry, by, decision.place.path, decision.place.line)
                if found and found.approved is None:
                    item = _weakened(item, f"{_STATEMENT}, which names it, is not approved")
                self._offer(entry, decision.number, item)

    def _evidence(self, entry: Entry, claim: Claim) -> Evidence:
        status = entry.in_force or entry.newest
        document = status.document
        shortcoming = self._shortcoming(entry)
        return Evidence(
            document=entry.id,
            title=document.title,
            revision=document.revision,
            state=status.state,
            strength=claim.strength,
            path=document.path,
            line=claim.line,
            section=claim.section,
            why_not=shortcoming or ("" if claim.has_text else "nothing is written there"),
            partly=bool(shortcoming) and document.status is not Status.OBSOLETE and claim.has_text,
        )

    def _mapped(self, entry: Entry, by: str, path: str, line: int, section: str = "") -> Evidence:
        """A document named for a clause by a table at `path`, which stands in `by`."""
        status = entry.in_force or entry.newest
        document = status.document
        outline = self.register.outline(document)
        has_text = outline is None or outline.words > 0
        shortcoming = self._shortcoming(entry)
        return Evidence(
            document=entry.id,
            title=document.title,
            revision=document.revision,
            state=status.state,
            strength=Strength.MAPPED,
            path=path,
            line=line,
            section=section,
            through=by,
            why_not=shortcoming or ("" if has_text else "nothing is written there"),
            partly=bool(shortcoming) and document.status is not Status.OBSOLETE and has_text,
        )

    def _offer(self, entry: Entry, number: str, item: Evidence) -> None:
        """Put a document behind a clause and the clauses one level down, if nothing is stronger.

        A whole theme of an annex, or family of a catalogue, is no claim on its controls: each is
        decided on by itself. So is what stands below a clause that is answered itself, such as
        the enhancements of a control.
        """
        self._keep(entry.id, number, item)
        theme = bool(self.requirements.path) or (number.count(".") == 1 and number[:1].isalpha())
        clause = self.requirements.get(number)
        for child in self.requirements.children(number):
            if (clause and clause.auditable) or (theme and child.control):
                continue
            below = replace(item, strength=Strength.INHERITED, through=number)
            self._keep(entry.id, child.number, below)

    def _keep(self, id: str, number: str, item: Evidence) -> None:
        held = self.evidence[number].get(id)
        if held is None or _rank(item) < _rank(held):
            self.evidence[number][id] = item

    def _shortcoming(self, entry: Entry) -> str:
        """Why a document does not count fully, in words; empty when it does."""
        known = self.shortcomings.get(entry.id)
        if known is None:
            known = self.shortcomings[entry.id] = _shortcoming(self.register, entry)
        return known

    # -- the judgement ----------------------------------------------------------------------------

    def _row(self, requirement: Requirement) -> ClauseCoverage:
        number = requirement.number
        found = self.evidence[number].values() if number in self.evidence else ()
        ordered = tuple(sorted(found, key=lambda item: (_rank(item), item.document)))
        decision = self.applies.decision(number)
        shown = tuple(self._shown(decision)) if decision else ()

        def row(status: CoverageStatus, reason: str) -> ClauseCoverage:
            return ClauseCoverage(requirement, status, reason, ordered, decision, shown)

        if number in self.applies.excluded:
            return row(CoverageStatus.NOT_APPLICABLE, self.applies.excluded[number])
        counting = [f"{item.document} ({item.strength})" for item in ordered if item.counts]
        partly = [item for item in ordered if item.partly]
        why = "; ".join(f"{item.document}: {item.why_not}" for item in partly or ordered)
        if decision and not counting and shown and decision.applicable:
            counting = [*shown]
            if self.applies.statement and self.applies.statement.approved is None:
                text = f"{', '.join(shown)}: {_STATEMENT}, which names them, is not approved"
                return row(CoverageStatus.PARTIAL, text)
        if counting:
            text = ", ".join(counting)
            if decision and decision.state not in (None, Implementation.IMPLEMENTED):
                text = f"declared {_said(decision.state)} only; {text}"
                return row(CoverageStatus.PARTIAL, text)
            return row(CoverageStatus.COVERED, text)
        if partly:
            return row(CoverageStatus.PARTIAL, why)
        why = why or "no document names this clause"
        if requirement.control:
            why = why.replace("this clause", "this control")
        if number in self.applies.disputed:
            why += "; it is declared not applicable without sufficient ground"
        elif decision and decision.state:
            why += f"; declared {_said(decision.state)}"
        return row(CoverageStatus.GAP, why)

    def _shown(self, decision: Decision) -> Iterator[str]:
        """The records and files that a row names and that are there."""
        index = record_index(self.register) if decision.records else None
        yield from (id for id in decision.records if index and index.anywhere(id))
        for path in decision.evidence:
            if path.lstrip("/") in self.register.inventory.paths:
                yield path.lstrip("/")


def _weakened(item: Evidence, why: str) -> Evidence:
    """The same, counting partly at most."""
    return item if item.why_not else replace(item, why_not=why, partly=True)


def _said(state: Implementation | None) -> str:
    words = {Implementation.PARTLY: "partly implemented", Implementation.NOT: "not implemented"}
    return words.get(state, str(state)) if state else ""


def _rank(item: Evidence) -> tuple[bool, bool, int]:
    return (bool(item.why_not), not item.partly, _ORDER[item.strength])


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
