"""The documents behind the clauses of each standard that name its clauses themselves.

A claim on a clause reaches its children one level down, marked inherited. A section that names the
clause and has text of its own (located) is stronger than the front matter alone (claimed), and that
than a table elsewhere that maps the clause to the document (mapped).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.claims import Claim, clauses_claimed
from isodocs.assess.matrix import matrix_rows
from isodocs.assess.not_in_force import state_in_words
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.thin_claims import Texts, thin_sections
from isodocs.dataclass import replace
from isodocs.model.coverage import ClauseEvidence, Strength
from isodocs.model.document import Document, State, Status
from isodocs.model.requirement import ClauseReference, RequirementMap
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.outline import Outline, Section
    from isodocs.model.register import Entry, Register

STATEMENT = say("the Statement of Applicability")

Behind = Mapping[str, Mapping[str, ClauseEvidence]]
"""The strongest evidence by clause and document."""

_Found = defaultdict[str, dict[str, ClauseEvidence]]

_ORDER = {strength: place for place, strength in enumerate(Strength)}


@once_per_register_and(lambda requirements: requirements.id)
def behind(register: Register, requirements: RequirementMap) -> Behind:
    """What supports each clause of a standard by its own name."""
    if requirements.id in register.in_use:
        return _behind_in_use(register)[requirements.id]
    return _Gathering(register, [requirements]).behind()[requirements.id]


@once_per_register
def _behind_in_use(register: Register) -> dict[str, Behind]:
    # What lends to another is asked for together with it: one pass finds all of them.
    return _Gathering(register, register.in_use.values()).behind()


def weakened(item: ClauseEvidence, why: str) -> ClauseEvidence:
    """The same, counting partly at most."""
    return item if item.why_not else replace(item, why_not=why, partly=True)


def rank(item: ClauseEvidence) -> tuple[bool, bool, int]:
    """Orders what is behind a clause, the strongest first."""
    return (bool(item.why_not), not item.partly, _ORDER[item.strength])


class _Gathering:
    """One pass over the documents, for several standards."""

    def __init__(self, register: Register, maps: Iterable[RequirementMap]) -> None:
        self.register = register
        self.maps = {requirements.id: requirements for requirements in maps}
        self.evidence: dict[str, _Found] = {id: defaultdict(dict) for id in self.maps}
        self.shortcomings: dict[str, str] = {}

    def behind(self) -> dict[str, Behind]:
        """Look at every document, and at what the statements name; by standard.

        What only a translation names is not what the document says: where its original is not
        here, nothing does.
        """
        for entry in self.register.originals:
            if entry.in_force is None and not entry.current:
                continue
            document = (entry.in_force or entry.newest).document
            outline = self.register.outline(document)
            self._claims(entry, document, outline)
            self._matrix(entry, document, outline)
        for requirements in self.maps.values():
            self._statement(requirements)
            self._thin(requirements)
        return {id: dict(found) for id, found in self.evidence.items()}

    def _claims(self, entry: Entry, document: Document, outline: Outline | None) -> None:
        """What a document itself names."""
        for claim in clauses_claimed(self.register, document, outline):
            if claim.clause.standard in self.maps:
                self._offer(entry, claim.clause, self._evidence(entry, claim))

    def _matrix(self, entry: Entry, document: Document, outline: Outline | None) -> None:
        """What the tables of a document say of others, and of its own sections."""
        for row in matrix_rows(self.register, document, outline):
            clauses = [clause for clause in row.clauses if clause.standard in self.maps]
            for target in row.targets if clauses else ():
                other = self.register.original(self.register.entries[target.id])
                text = target.section is None or target.section.words_below > 0
                title = target.section.title if target.section else ""
                item = self._mapped(other, entry.id, document.path, row.line, title)
                if not text:
                    item = replace(item, why_not=say("nothing is written there"), partly=False)
                if why := self._shortcoming(entry):
                    item = weakened(
                        item, say("named only by a table in {id}: {why}", id=entry.id, why=why)
                    )
                for clause in clauses:
                    self._offer(other, clause, item)

    def _statement(self, requirements: RequirementMap) -> None:
        """The documents that the Statement of Applicability puts behind its controls."""
        found = applicability(self.register, requirements).statement
        for decision in found.counting.decisions.values() if found else ():
            for id in decision.documents if decision.applicable else ():
                entry = self.register.entries.get(id)
                if entry is None or (found and id == found.document):
                    continue  # the statement itself shows no control at work
                entry = self.register.original(entry)
                by = found.document if found and found.document else STATEMENT
                item = self._mapped(entry, by, decision.place.path, decision.place.line)
                if found and found.approved is None:
                    item = weakened(
                        item,
                        say("{statement}, which names it, is not approved", statement=STATEMENT),
                    )
                self._offer(entry, ClauseReference(requirements.id, decision.number), item)

    def _thin(self, requirements: RequirementMap) -> None:
        """Weaken what rests on texts that say too little for all the clauses they are behind."""
        found = self.evidence[requirements.id]
        parts: defaultdict[tuple[str, Section | None], set[ClauseReference]] = defaultdict(set)
        for clause in requirements.auditable:
            for id, item in found[clause.number].items() if clause.number in found else ():
                if item.state is State.EFFECTIVE:
                    parts[id, self._section(item)].add(clause.reference)
        texts = Texts()
        for (id, part), clauses in parts.items():
            if outline := self._outline(id):
                texts.add(outline, id, part, clauses)
        for (id, part), clauses in parts.items():
            outline = self._outline(id)
            why = thin_sections(self.register, self._document(id)) if part else None
            why = why or (texts.thin(outline, id, part, clauses) if outline else None)
            for items in found.values() if why else ():
                if id in items and self._section(items[id]) == part:
                    item = weakened(items[id], say("it {why}", why=why))
                    items[id] = replace(item, says_little=True)

    def _document(self, id: str) -> Document:
        entry = self.register.entries[id]
        return (entry.in_force or entry.newest).document

    def _outline(self, id: str) -> Outline | None:
        return self.register.outline(self._document(id))

    def _section(self, item: ClauseEvidence) -> Section | None:
        """The section that answers a clause: that which names it, else the first of its title."""
        outline = self._outline(item.document) if item.section else None
        titled = [s for s in outline.sections if s.title == item.section] if outline else []
        naming = (s for s in titled if any(mark.line == item.line for mark in s.clause_marks))
        return next(naming, titled[0] if titled else None)

    def _evidence(self, entry: Entry, claim: Claim) -> ClauseEvidence:
        """A document that names the clause itself."""
        path = (entry.in_force or entry.newest).document.path
        return self._item(entry, claim.strength, path, claim.line, claim.section, claim.has_text)

    def _mapped(
        self, entry: Entry, by: str, path: str, line: int, section: str = ""
    ) -> ClauseEvidence:
        """A document named for a clause by a table at `path`, which is in `by`."""
        outline = self.register.outline((entry.in_force or entry.newest).document)
        has_text = outline is None or outline.words > 0
        return self._item(entry, Strength.MAPPED, path, line, section, has_text, by)

    def _item(
        self,
        entry: Entry,
        strength: Strength,
        path: str,
        line: int,
        section: str,
        has_text: bool,
        through: str = "",
    ) -> ClauseEvidence:
        status = entry.in_force or entry.newest
        document = status.document
        shortcoming = self._shortcoming(entry)
        return ClauseEvidence(
            document=entry.id,
            title=document.title,
            revision=document.revision,
            state=status.state,
            strength=strength,
            path=path,
            line=line,
            section=section,
            through=through,
            why_not=shortcoming or ("" if has_text else say("nothing is written there")),
            partly=bool(shortcoming) and has_text and _may_count(entry, document),
        )

    def _offer(self, entry: Entry, clause: ClauseReference, item: ClauseEvidence) -> None:
        """Put a document behind a clause and those that it reaches, if nothing is stronger."""
        found = self.evidence[clause.standard]
        _keep(found, entry.id, clause.number, item)
        for number in self.maps[clause.standard].reached_from(clause.number):
            below = replace(item, strength=Strength.INHERITED, through=clause.number)
            _keep(found, entry.id, number, below)

    def _shortcoming(self, entry: Entry) -> str:
        """Why a document does not count fully, in words; empty when it does."""
        known = self.shortcomings.get(entry.id)
        if known is None:
            known = self.shortcomings[entry.id] = _shortcoming(self.register, entry)
        return known


def _keep(found: _Found, id: str, number: str, item: ClauseEvidence) -> None:
    held = found[number].get(id)
    if held is None or rank(item) < rank(held):
        found[number][id] = item


def _may_count(entry: Entry, document: Document) -> bool:
    """Whether what a document lacks may be done.

    No one decides on a text without an original, nor on a draft whose file is gone.
    """
    is_here = bool(entry.current or entry.in_force)
    return is_here and document.status is not Status.OBSOLETE and not document.is_translation


def _shortcoming(register: Register, entry: Entry) -> str:
    """Why a document does not count fully, in words; empty when it does."""
    if (entry.in_force or entry.newest).document.is_translation:
        here = (
            say("is a translation itself")
            if entry.identifier in register.entries
            else say("is not here")
        )
        return say(
            "it is a translation of {identifier}, which {here}",
            identifier=entry.identifier,
            here=here,
        )
    if entry.in_force is None:
        status = entry.newest
        if status.state is State.AWAITING and register.inventory.authority is None:
            return say(
                "declared {status}, but no approval is recorded", status=status.document.status
            )
        return state_in_words(entry)
    if not entry.current:
        return say("its file is gone or cannot be read")
    if entry.review_overdue:
        return say("its review was due on {next_review}", next_review=entry.next_review)
    return ""
