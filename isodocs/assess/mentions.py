"""The clauses that texts mention beside a standard, without a claim: `see ISO 9001:2015, 8.4`.

A mention covers nothing: who knows the document decides whether it answers the clause. It says
where to look, and what could be claimed. What denies (`except 8.3`), in the line or over it, is
none. A mention is firm where the line is nothing but the reference: a heading, an entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from isodocs.assess.claims import clauses_claimed
from isodocs.assess.clause_cells import control_number
from isodocs.assess.matrix_columns import numbers_in
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.scope import Headings, names_in
from isodocs.expressions import expression
from isodocs.model.document import Status
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.register import Register
    from isodocs.parsing.standard_names import Named

_LABEL = (
    r"(?:(?:sub-?)?clauses?|sections?|sect\.|chapters?|requirements?|controls?|annex|§{1,2}|kapitel"
    r"|abschnitte?s?|ziffer|normkapitel|anhang|chapitres?|articles?|paragraphes?|annexe|cl[aá]usulas?"
    r"|apartados?|secci[oó]n|anexo|clausol[ae]|punto|paragrafo|hoofdstuk|paragraaf|bijlage)"
)
_NUMBER = r"(?:[A-Z][. ]?)?[0-9]{1,2}\.[0-9]{1,2}"
_LABELLED = expression(rf"(?<!\w){_LABEL}[\s:(.]{{0,3}}(?={_NUMBER})", re.IGNORECASE)
_OF = expression(r"\s(?:of|in|from|der|des|von|aus|de|du|della|van|da)\s(?:the\s|die\s|la\s)?$")
_CLAUSE_ONLY = expression(
    rf"(?<!\w)(?:(?:clauses?|normkapitel|klausel)\s(?={_NUMBER})|(?=A\.[5-8]\.[0-9]))",
    re.IGNORECASE,
)
"""What in a heading is never a section of the document itself: `Inputs (clause 9.3.2)`, `A.5.1`."""
_DENIES = expression(
    r"(?<![\w-])(?:not|no longer|except(?:ion)?s?|exclud\w+|exclusions?|without|n/a|instead of"
    r"|former|nicht|kein\w*|ausgenommen|ausgeschlossen|ausser|außer|ohne|entf[aä]llt|sauf|hors|sans"
    r"|exclu\w*|excepto|salvo|sin|no aplica|eccetto|escluso|senza|niet|behalve|zonder|n[aã]o|exceto"
    r"|sem)(?![\w-])",
    re.IGNORECASE,
)
_SENTENCE = expression(r"(?<=[a-z)\]0-9])[.;!?]\s")
_INTRODUCED = expression(r"[^\W\d_][^:|.]{0,40}:\s+")
"""`Regulatory basis: ISO 13485:2016`."""
_FULL_STOP = expression(r"[^\W\d_][.!?]\s*$")
_BEFORE = 80
_MOST_FIRM = 160
"""A line that is nothing but a reference has at most so many characters."""


class ClauseMention(NamedTuple):
    """A clause that the document `id` mentions on a line, firmly or in passing."""

    clause: ClauseReference
    id: str
    path: str
    line: int
    firm: bool


@once_per_register_and(lambda document, outline: (document.path, document.blob, outline is None))
def mentions(
    register: Register, document: Document, outline: Outline | None
) -> tuple[ClauseMention, ...]:
    """Each clause that a document mentions and does not claim, once: firmly where it does."""
    claimed = {claim.clause for claim in clauses_claimed(register, document, outline)}
    found: dict[ClauseReference, ClauseMention] = {}
    over = Headings(document, outline)
    for line in _lines(outline):
        around = [line.text, line.lead, *(e.text for e in over.around(line.line, title=False))]
        if any(map(_DENIES.search, around)):
            continue
        for standard, number, firm in _in_line(register, line):
            clause = _clause(register, standard, number)
            known = found.get(clause) if clause else None
            if clause and clause not in claimed and (known is None or firm > known.firm):
                found[clause] = ClauseMention(clause, document.id, document.path, line.line, firm)
    return tuple(found.values())


@once_per_register
def mentioned(register: Register) -> Mapping[ClauseReference, tuple[ClauseMention, ...]]:
    """What mentions each clause, also by the one above it; what is firm and on top goes first."""
    found: dict[ClauseReference, list[ClauseMention]] = {}
    for entry in register.originals:
        if not entry.current or entry.document.status is Status.OBSOLETE:
            continue
        document = (entry.in_force or entry.newest).document
        for mention in mentions(register, document, register.outline(document)):
            known = register.known_maps[mention.clause.standard]
            for number in (mention.clause.number, *known.reached_from(mention.clause.number)):
                here = found.setdefault(ClauseReference(known.id, number), [])
                if entry.id not in {each.id for each in here}:
                    here.append(mention)
    return {
        clause: tuple(sorted(those, key=lambda e: (not e.firm, e.clause != clause, e.line, e.path)))
        for clause, those in found.items()
    }


class _MentioningLine(NamedTuple):
    """A line that may mention a clause; `inside` a row of a table it says where that is from."""

    line: int
    text: str
    lead: str = ""
    heading: bool = False
    inside: bool = False


def _lines(outline: Outline | None) -> Iterable[_MentioningLine]:
    """The lines that may mention a clause, from the top."""
    if outline is None:
        return ()
    first = {row.line: row.cells[0] for table in outline.tables for row in table.rows if row.cells}
    found = [
        _MentioningLine(section.line, section.title, heading=True) for section in outline.sections
    ]
    for text, line, lead in outline.referring:
        inside = line in first and text.strip() not in first[line]
        found.append(_MentioningLine(line, text, lead, inside=inside))
    return sorted(found)


def _in_line(register: Register, line: _MentioningLine) -> Iterator[tuple[str, str, bool]]:
    """The standard, the number and whether it is firm of each clause that a line mentions."""
    text = line.text
    names = names_in(register, text)
    if not names and (whose := _whose(register, line)):
        place = _CLAUSE_ONLY.search(text) if line.heading else None
        if line.heading and not place:
            return
        for number in _numbers(register, text[place.end() :] if place else text):
            yield whose, number, True
    for name, behind in zip_longest(names, names[1:]):
        if name.standard:
            firm = line.heading or (not line.inside and _is_firm(text, name))
            end = behind.start if behind else len(text)
            for number in _of_name(register, text, name, end):
                yield name.standard, number, firm


def _whose(register: Register, line: _MentioningLine) -> str:
    """The standard of numbers in a line without one: what leads in, or the only one in use."""
    if line.heading:
        return register.only_map
    named = [name.standard for name in names_in(register, line.lead) if name.standard]
    return named[0] if named else ""


def _of_name(register: Register, text: str, name: Named, end: int) -> Iterable[str]:
    """The numbers behind the name of a standard, in its sentence, or right before it."""
    sentence = _SENTENCE.split(text[name.end : end], maxsplit=1)[0]
    whole = text[name.start : name.end] + sentence
    if found := _numbers(register, whole):
        return found
    if label := _LABELLED.search(sentence):
        return _numbers(register, sentence[label.end() :])
    before = text[max(name.start - _BEFORE, 0) : name.start]
    labels = [*_LABELLED.finditer(before)] if _OF.search(before) else []
    return _numbers(register, before[labels[-1].end() :]) if labels else ()


def _numbers(register: Register, text: str) -> list[str]:
    return [number for group in numbers_in(register, text) for number in group.numbers]


def _is_firm(text: str, name: Named) -> bool:
    """Whether a line only refers: it begins with a standard, and does not go on as a sentence."""
    introduced = _INTRODUCED.match(text)
    begins = name.start == 0 or (introduced is not None and name.start == introduced.end())
    return begins and len(text) <= _MOST_FIRM and not _FULL_STOP.search(text)


def _clause(register: Register, standard: str, number: str) -> ClauseReference | None:
    """The clause of a standard in use that a number is; None for none."""
    known = register.known_maps[standard]
    number = control_number(number, known) if number not in known else number
    return ClauseReference(standard, number) if number in known else None
