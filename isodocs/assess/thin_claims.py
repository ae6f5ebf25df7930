"""Documents that claim more clauses than their text can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.once import once_per_register_and
from isodocs.model.coverage import Strength

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register

MANY = 8
"""A document that claims fewer clauses as a whole is left alone."""
WORDS_A_CLAUSE = 8
"""Fewer words of text for each clause claimed than this answer none of them."""


def claimed_as_a_whole(register: Register, document: Document) -> int:
    """How many clauses the front matter of a document claims that no section of it locates."""
    claims = clauses_claimed(register, document, register.outline(document))
    located = {claim.clause for claim in claims if claim.strength is Strength.LOCATED}
    whole = {claim.clause for claim in claims if claim.strength is Strength.CLAIMED}
    return len(whole - located)


def words_of(register: Register, document: Document) -> int:
    """How many words its text has."""
    outline = register.outline(document)
    return outline.words if outline else 0


@once_per_register_and(lambda document: (document.path, document.blob))
def is_thin(register: Register, document: Document) -> bool:
    """Whether a document claims many clauses as a whole, and has hardly any text for them."""
    claimed = claimed_as_a_whole(register, document)
    words = words_of(register, document)
    return claimed >= MANY and words < claimed * WORDS_A_CLAUSE
