"""Claims on more clauses than what is said can answer: of documents, and of records kept elsewhere.

What a text says once counts once: the same sentence below each heading is one sentence. Clauses are
counted within one standard, because those of two editions, or of two standards, often ask the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.once import once_per_register_and
from isodocs.assess.record_index import cited
from isodocs.model.coverage import Strength
from isodocs.model.requirement import ClauseReference
from isodocs.words import count_words, counted, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.record import Record
    from isodocs.model.register import Register

MANY = 8
"""What claims fewer clauses than this as a whole is left alone."""
WORDS_A_CLAUSE = 8
"""Fewer words of text for each clause claimed than this answer none of them."""
_MANY_SECTIONS = 12
"""A document that locates fewer clauses than this may say the same of each."""
_OF_A_RECORD = ("what", "where", "seen", "note", "evidence")
"""The fields of a record kept elsewhere that say what it is."""
_WORDS_OF_A_RECORD = 2


class ThinClaim(NamedTuple):
    """So many clauses, and words for all of them; `located` says that sections name them."""

    clauses: int
    words: int
    located: bool = False

    def __str__(self) -> str:
        how = say("on sections that say the same") if self.located else say("as a whole")
        return say(
            "claims {clauses} clauses {how}, with {words} of text",
            clauses=self.clauses,
            how=how,
            words=counted(self.words, "word"),
        )


@once_per_register_and(lambda document: (document.path, document.blob))
def thin(register: Register, document: Document) -> ThinClaim | None:
    """What a document claims with hardly any text for it; None where its text can answer it.

    A clause that is claimed as a whole counts with those that the claim reaches.
    """
    outline = register.outline(document)
    claims = clauses_claimed(register, document, outline)
    located = {claim.clause for claim in claims if claim.strength is Strength.LOCATED}
    whole = {
        clause
        for claim in claims
        if claim.strength is Strength.CLAIMED
        for clause in _reached(register, claim.clause)
    }
    words = outline.words if outline else 0
    if found := thin_whole(words, whole - located):
        return found
    most = _most(located)
    if outline and most >= _MANY_SECTIONS and _said_once(outline) < most:
        return ThinClaim(most, _said_once(outline), located=True)
    return None


def thin_whole(words: int, clauses: Iterable[ClauseReference]) -> ThinClaim | None:
    """The clauses of one standard that a text of so many words answers as a whole, if too many."""
    most = _most(clauses)
    return ThinClaim(most, words) if most >= MANY and words < most * WORDS_A_CLAUSE else None


def _reached(register: Register, clause: ClauseReference) -> Iterator[ClauseReference]:
    """The clause, and those below it that a claim on it answers, as far as they are audited."""
    known = register.known_maps[clause.standard]
    for number in (clause.number, *known.reached_from(clause.number)):
        if (requirement := known.get(number)) and requirement.auditable:
            yield requirement.reference


def _most(clauses: Iterable[ClauseReference]) -> int:
    """How many of them are of the standard that has most."""
    return max(Counter(clause.standard for clause in clauses).values(), default=0)


def _said_once(outline: Outline) -> int:
    """How many words a text has, what several sections say counted once."""
    above = outline.words - sum(section.words for section in outline.sections)
    return above + sum({found.said: found.words for found in outline.sections}.values())


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
