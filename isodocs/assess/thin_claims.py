"""Claims on more clauses than what is said can answer: of documents, and of records kept elsewhere.

What a text says once counts once: the same sentence below each heading is one sentence. Clauses are
counted within one standard, because those of two editions, or of two standards, often ask the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from itertools import takewhile
from typing import TYPE_CHECKING

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.record_index import cited
from isodocs.model.outline import OwnWords
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.prose import count_words
from isodocs.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from isodocs.assess.claims import Claim
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline, Section
    from isodocs.model.record import Record
    from isodocs.model.register import Register

MANY = 8
"""What claims fewer clauses than this is left alone while it says a few words for each."""
WORDS_A_CLAUSE = 8
"""Fewer words of text for each of many clauses than this answer none of them."""
_SEVERAL = 6
"""What claims fewer clauses than this is left alone."""
_A_FEW_WORDS = 2
"""Fewer words for each of several clauses do not answer them; one sentence may answer six."""
_A_SENTENCE = 4
"""Fewer words for each of many clauses are not a sentence for each section that names them."""
_MANY_SECTIONS = 12
"""A document that locates so many clauses says at least a few words of its own in each section."""
_WORDS_A_SECTION = 2
_OF_A_RECORD = ("what", "where", "seen", "note", "evidence")
"""The fields of a record kept elsewhere that say what it is."""
_WORDS_OF_A_RECORD = 2


class ThinClaim(NamedTuple):
    """So many clauses, and words for all of them; `located` says that sections name them.

    `shared` says that the same words are behind clauses in several documents.
    """

    clauses: int
    words: int
    located: bool = False
    shared: bool = False

    def __str__(self) -> str:
        how = say("on sections that say the same") if self.located else say("as a whole")
        if self.shared:
            how = say("together with other documents that say the same")
        return say(
            "claims {clauses} clauses {how}, with {words} of text",
            clauses=self.clauses,
            how=how,
            words=counted(self.words, "word"),
        )


@once_per_register_and(lambda document: (document.path, document.blob))
def thin(register: Register, document: Document) -> tuple[ThinClaim, ...]:
    """What a document claims with hardly any text for it; none where its text can answer it.

    A clause that is claimed as a whole counts with those that the claim reaches. What several
    documents say in the same words is one text behind the clauses of all of them.
    """
    outline = register.outline(document)
    claims = clauses_claimed(register, document, outline)
    if not claims or outline is None:
        return ()
    texts = _texts_claimed(register)
    parts = _parts(register, claims).items()
    found = (texts.thin(outline, document.id, part, clauses) for part, clauses in parts)
    return tuple(filter(None, (thin_sections(register, document), *found)))


def thin_sections(register: Register, document: Document) -> ThinClaim | None:
    """What a document says in many sections that name clauses, if hardly anything once."""
    outline = register.outline(document)
    claims = clauses_claimed(register, document, outline)
    most = _most({claim.clause for claim in claims if claim.at})
    if outline is None or most < _MANY_SECTIONS:
        return None
    above = outline.said.words - sum(section.said.words for section in outline.sections)
    said = above + sum(said.words for said in {section.said for section in outline.sections})
    return ThinClaim(most, said, located=True) if said < most * _WORDS_A_SECTION else None


class Texts:
    """What documents say, as a whole or in a section, and the clauses that it is behind.

    A part is a section, or None for the whole. What is said in the same words is one text.
    """

    def __init__(self) -> None:
        self._behind: defaultdict[tuple[bool, OwnWords], set[ClauseReference]] = defaultdict(set)
        self._whose: defaultdict[tuple[bool, OwnWords], set[str]] = defaultdict(set)

    def add(
        self, outline: Outline, id: str, part: Section | None, clauses: Iterable[ClauseReference]
    ) -> None:
        """Put a part of a document behind clauses."""
        text = part is None, _said(outline, part)
        self._behind[text].update(clauses)
        self._whose[text].add(id)

    @property
    def sums(self) -> dict[str, tuple[int, ...]]:
        """The sums of what each document says, with whether that is all of it."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for (whole, said), ids in self._whose.items():
            for id in ids:
                found[id].add(2 * said.sum + whole)
        return {id: tuple(sorted(sums)) for id, sums in found.items()}

    def thin(
        self, outline: Outline, id: str, part: Section | None, clauses: Set[ClauseReference]
    ) -> ThinClaim | None:
        """Whether a part says too little for the clauses that its words are behind, and how.

        `clauses` are those that this part is behind, whether it was added or not.
        """
        said = _said(outline, part)
        text = part is None, said
        most = _most(self._behind.get(text, set()) | clauses)
        shared = not self._whose.get(text, set()) <= {id}
        words = said.words if part or shared else outline.words
        enough = _A_SENTENCE if part else WORDS_A_CLAUSE
        if most < MANY:
            enough = _A_FEW_WORDS if most >= _SEVERAL and part is None else 0
        if words >= most * enough:
            return None
        return ThinClaim(most, words, located=part is not None, shared=shared)


def said_behind_clauses(register: Register) -> dict[str, tuple[int, ...]]:
    """A number for what each document says behind clauses, as a whole and by section.

    What says the same has the same number.
    """
    return _texts_claimed(register).sums


@once_per_register
def _texts_claimed(register: Register) -> Texts:
    """What all documents claim, by what they say; the text in force counts, else the newest."""
    texts = Texts()
    for entry in register.originals:
        document = (entry.in_force or entry.newest).document
        outline = register.outline(document)
        if outline is None or (entry.in_force is None and not entry.current):
            continue
        claims = clauses_claimed(register, document, outline)
        for part, clauses in _parts(register, claims).items():
            texts.add(outline, document.id, part, clauses)
    return texts


def _parts(
    register: Register, claims: Iterable[Claim]
) -> dict[Section | None, set[ClauseReference]]:
    """The clauses that a document claims as a whole, and those that each of its sections names."""
    parts: defaultdict[Section | None, set[ClauseReference]] = defaultdict(set)
    for claim in claims:
        parts[claim.at].update([claim.clause] if claim.at else _reached(register, claim.clause))
    located = [clauses for part, clauses in parts.items() if part]
    if whole := parts.pop(None, set()).difference(*located):
        parts[None] = whole
    return parts


def _said(outline: Outline, part: Section | None) -> OwnWords:
    """What a text says, or a section with those below it."""
    if part is None:
        return outline.said
    after = outline.sections[outline.sections.index(part) + 1 :]
    below = takewhile(lambda section: section.level > part.level, after)
    return reduce(OwnWords.and_then, (section.said for section in below), part.said)


def _reached(register: Register, clause: ClauseReference) -> Iterator[ClauseReference]:
    """The clause, and those below it that a claim on it answers, as far as they are audited."""
    known = register.known_maps[clause.standard]
    for number in (clause.number, *known.reached_from(clause.number)):
        if (requirement := known.get(number)) and requirement.auditable:
            yield requirement.reference


def _most(clauses: Iterable[ClauseReference]) -> int:
    """How many of them are of the standard that has most."""
    return max(Counter(clause.standard for clause in clauses).values(), default=0)


def thin_record(register: Register, record: Record) -> ThinClaim | None:
    """The clauses of one standard that a record names in hardly any words; None where it says more.

    A heading is all the clauses below it.
    """
    named: defaultdict[str, set[str]] = defaultdict(set)
    for clause in cited(register, record):
        if isinstance(clause, ClauseReference) and (
            known := register.known_maps.get(clause.standard)
        ):
            below = (r.number for r in known.auditable if known.within(r.number, clause.number))
            named[known.id].update(below)
    most = max(map(len, named.values()), default=0)
    words = sum(count_words(record.text(field)) for field in _OF_A_RECORD)
    if most >= MANY and words < most * _WORDS_OF_A_RECORD:
        return ThinClaim(most, words)
    return None
