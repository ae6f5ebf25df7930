"""Applicability: which clauses and controls the organisation leaves out, and whether it may.

Two sources, one model: `not-applicable` in `isodocs.yaml` (ISO 9001, 4.3) and the Statement of
Applicability (ISO/IEC 27001, 6.1.3). Where both speak of a control, the statement decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.not_in_force import is_waiting, state_in_words
from isodocs.assess.once import once_per_register_and
from isodocs.assess.soa import statement
from isodocs.model.applicability import Applicability, ControlDecision, StatementOfApplicability
from isodocs.model.config import PATH, NotApplicable
from isodocs.parsing.said_no import gives_no_reason, only_excuses
from isodocs.standards.clause import UnknownClause, resolve
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register
    from isodocs.model.requirement import RequirementMap


_MOST = 4
"""So many clauses that can be left out are named."""


def unfounded(register: Register, declared: NotApplicable) -> str:
    """Why a declaration in `isodocs.yaml` does not hold, in words; empty when it does."""
    return _flaw(register, declared) or _not_in_force(register, declared)


def awaited(register: Register, declared: NotApplicable) -> Entry | None:
    """The document that a declaration waits for, and for nothing else."""
    sound = is_waiting(register, declared.document) and not _flaw(register, declared)
    return register.entries[declared.document] if sound else None


def _flaw(register: Register, declared: NotApplicable) -> str:
    known = register.maps.get(declared.standard)
    if known is None:
        return say(
            "{standard!r} is not among the standards of this repository", standard=declared.standard
        )
    requirement = known.get(declared.clause)
    if requirement is None:
        found = resolve(declared.clause, {known.id: known}, known.id)
        why = (
            found.message
            if isinstance(found, UnknownClause)
            else say("write it {number}", number=found.number)
        )
        return why.removesuffix(".")
    if not requirement.may_be_not_applicable:
        below = (known.get(number) for number in _and_below(known, declared.clause))
        some = [found.number for found in below if found and found.may_be_not_applicable]
        if some:
            these = listed(some, most=_MOST)
            return say(
                "clause {clause} cannot be left out as a whole; {these} can be",
                clause=declared.clause,
                these=these,
            )
        return say("clause {clause} applies to every organisation", clause=declared.clause)
    if gives_no_reason(declared.justification):
        return say("clause {clause} is left out without a justification", clause=declared.clause)
    if not declared.document:
        return say(
            "no controlled document holds the justification for leaving out {clause}",
            clause=declared.clause,
        )
    entry = register.entries.get(declared.document)
    if entry is None:
        return say(
            "{document}, which justifies leaving out {clause}, does not exist",
            document=declared.document,
            clause=declared.clause,
        )
    return ""


def _not_in_force(register: Register, declared: NotApplicable) -> str:
    entry = register.entries[declared.document]
    if entry.in_force is not None:
        return ""
    return say(
        "{id}, which justifies leaving out {clause}, is {state_in_words}",
        id=entry.id,
        clause=declared.clause,
        state_in_words=state_in_words(entry),
    )


def rarely_accepted(register: Register, declared: NotApplicable) -> tuple[str, ...]:
    """The clauses of a sound declaration that the standard lets go and its auditors seldom do."""
    if unfounded(register, declared):
        return ()
    known = register.maps[declared.standard]
    below = (known.get(number) for number in _and_below(known, declared.clause))
    return tuple(c.number for c in below if c and c.auditable and c.rarely_left_out)


def may_not_be_left_out(requirements: RequirementMap, decision: ControlDecision) -> bool:
    """Whether a statement leaves out what applies to every organisation."""
    requirement = requirements.get(decision.number)
    out = decision.applicable is False
    return out and requirement is not None and not requirement.may_be_not_applicable


def declared_beside(
    register: Register, found: StatementOfApplicability
) -> Iterator[tuple[NotApplicable, ControlDecision]]:
    """What `isodocs.yaml` leaves out and the statement takes in, so that the two disagree."""
    requirements = register.maps[found.standard]
    for declared in _of(register, requirements):
        for number in _and_below(requirements, declared.clause):
            decision = found.table.decisions.get(number)
            if decision and decision.applicable:
                yield declared, decision


@once_per_register_and(lambda requirements: requirements.id)
def applicability(register: Register, requirements: RequirementMap) -> Applicability:
    """What applies of a standard whose map is in `register.maps`."""
    excluded: dict[str, str] = {}
    disputed: set[str] = set()
    where: dict[str, str] = {}
    waiting: dict[str, str] = {}
    unsound = _of_unsound_choices(register, requirements)
    for declared in _of(register, requirements):
        numbers = [*_and_below(requirements, declared.clause)]
        where |= dict.fromkeys(numbers, PATH)
        why = unfounded(register, declared)
        if why or declared in unsound:
            disputed.update(numbers)
            if declared not in unsound and awaited(register, declared):
                waiting |= dict.fromkeys(numbers, why)
        else:
            may = (n for n in numbers if n == declared.clause or _may_be_left_out(requirements, n))
            excluded |= dict.fromkeys(may, declared.justification)
    found = statement(register, requirements.id)
    for decision in found.counting.decisions.values() if found else ():
        excluded.pop(decision.number, None)
        disputed.discard(decision.number)
        where.pop(decision.number, None)
        if decision.applicable is not False:
            continue
        if may_not_be_left_out(requirements, decision):
            disputed.add(decision.number)
            continue
        where[decision.number] = decision.place.path
        justified = not only_excuses(decision.justification)
        if justified and found and found.approved is not None:
            excluded[decision.number] = decision.justification
        else:
            disputed.add(decision.number)
    return Applicability(excluded, frozenset(disputed), where, found, waiting)


def _of(register: Register, requirements: RequirementMap) -> Iterator[NotApplicable]:
    return (
        declared
        for declared in register.config.not_applicable
        if declared.standard == requirements.id and declared.clause in requirements
    )


def _of_unsound_choices(
    register: Register, requirements: RequirementMap
) -> frozenset[NotApplicable]:
    """The declarations that do not hold because of a choice between alternatives."""
    if not requirements.alternatives:
        return frozenset()
    from isodocs.assess.alternatives import unsound_choices  # few standards have any

    choices = unsound_choices(register, requirements)
    return frozenset(each for choice in choices for each in choice.declared)


def _may_be_left_out(requirements: RequirementMap, number: str) -> bool:
    """Whether a clause may go with the one above it; a supplement forbids that for some."""
    found = requirements.get(number)
    return found is None or found.may_be_not_applicable or not found.auditable


def _and_below(requirements: RequirementMap, number: str) -> Iterator[str]:
    yield number
    for child in requirements.children(number):
        yield from _and_below(requirements, child.number)
