"""The clauses that a document itself names: in its front matter, and on its headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.header_words import is_only_a_name
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.scope import Headings, Scope, names_in, scope
from isodocs.model.coverage import Strength
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.standards.clause import UnknownClause, resolve

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline, Section
    from isodocs.model.register import Register


class Claim(NamedTuple):
    """A known clause that a document names: where, how, and whether text supports it.

    `at` is the section whose heading names it.
    """

    clause: ClauseReference
    strength: Strength
    line: int
    column: int
    section: str
    has_text: bool
    at: Section | None = None


def default_standard(register: Register) -> str:
    """The standard that a clause without one belongs to; empty where there are several."""
    return register.config.default_standard


# Thousands of claims name a few clauses.
@once_per_register
def reference(register: Register, text: str, standard: str = "") -> ClauseReference | UnknownClause:
    """The clause that `text` stands for among the standards of a register."""
    return resolve(text, register.known_maps, standard or register.only_map)


@once_per_register_and(lambda document, outline: (document.path, document.blob, outline is None))
def clauses_claimed(
    register: Register, document: Document, outline: Outline | None
) -> tuple[Claim, ...]:
    """Every known clause that a document names, in its front matter first, then by section."""
    return tuple(_claims(register, document, outline))


def named_clauses(
    register: Register, document: Document, outline: Outline | None
) -> tuple[Claim, ...]:
    """Each clause that a document names, once: with the first section that names it, if any."""
    found: dict[ClauseReference, Claim] = {}
    for claim in clauses_claimed(register, document, outline):
        if claim.clause not in found or (claim.section and not found[claim.clause].section):
            found[claim.clause] = claim
    return tuple(found.values())


def _claims(register: Register, document: Document, outline: Outline | None) -> Iterator[Claim]:
    has_text = outline is None or outline.words > 0
    for claim in document.claims:
        found = reference(register, claim.clause, claim.standard)
        if isinstance(found, ClauseReference) and found.standard == claim.standard:
            yield Claim(found, Strength.CLAIMED, claim.line, claim.column, "", has_text)
    for mark in marks(register, document, outline):
        if isinstance(mark.found, ClauseReference):
            section, text = mark.section, mark.section.words_below > 0
            yield Claim(
                mark.found, Strength.LOCATED, mark.line, mark.column, section.title, text, section
            )


class Mark(NamedTuple):
    """A clause named on a heading as `text`, and what it is.

    `found` is None for a bare number of a standard that is not in use: `scope` says which and why.
    """

    section: Section
    text: str
    line: int
    column: int
    found: ClauseReference | UnknownClause | None
    scope: Scope


def marks(register: Register, document: Document, outline: Outline | None) -> Iterator[Mark]:
    """Every clause that is named on a heading.

    A bare number is of the standard that the front matter says, or of the only one in use, unless
    its heading, or one above, is nothing but the name of another (`## ISO 14001:2015`).
    """
    headings: Headings | None = None
    for section in outline.sections if outline and register.maps else ():
        for mark in section.clause_marks:
            whose = Scope(())
            found: ClauseReference | UnknownClause | None
            if ":" in mark.text or names_in(register, mark.text):
                found = reference(register, mark.text, default_standard(register))
            else:
                headings = headings or Headings(document, outline)
                whose = _scope_of_marks(register, document, headings, section)
                one = whose.standards[0] if len(whose.standards) == 1 else ""
                found = None if whose.other else reference(register, mark.text, one)
            yield Mark(section, mark.text, mark.line, mark.column, found, whose)


def _scope_of_marks(
    register: Register, document: Document, headings: Headings, section: Section
) -> Scope:
    texts = [
        text
        for text in headings.around(section.line, title=False)
        if text.text == document.standard
        or is_only_a_name(text.text, names_in(register, text.text))
    ]
    found = scope(register, texts)
    return found if found.other or found.standards else Scope((default_standard(register),))
