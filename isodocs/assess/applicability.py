"""Applicability: which clauses the organisation leaves out, and whether it may (ISO 9001, 4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from isodocs.model.config import NotApplicable
from isodocs.model.document import State
from isodocs.model.requirement import RequirementMap
from isodocs.register import Entry, Register
from isodocs.standards.clause import UnknownClause, resolve


def unfounded(register: Register, declared: NotApplicable) -> str:
    """Why a declaration does not hold, in words; empty when it does."""
    known = register.maps.get(declared.standard)
    if known is None:
        return f"{declared.standard!r} is not among the standards of this repository"
    requirement = known.get(declared.clause)
    if requirement is None:
        found = resolve(declared.clause, {known.id: known}, known.id)
        why = found.message if isinstance(found, UnknownClause) else f"write it {found.number}"
        return why.removesuffix(".")
    if not requirement.may_be_not_applicable:
        return f"clause {declared.clause} applies to every organisation"
    if not declared.justification:
        return f"clause {declared.clause} is left out without a justification"
    if not declared.document:
        return f"no controlled document holds the justification for leaving out {declared.clause}"
    entry = register.entries.get(declared.document)
    if entry is None:
        return f"{declared.document}, which justifies leaving out {declared.clause}, does not exist"
    if entry.in_force is None:
        return f"{entry.id}, which justifies leaving out {declared.clause}, is {standing(entry)}"
    return ""


def standing(entry: Entry) -> str:
    """Where a document stands that is not in force, to follow `is`."""
    status = entry.newest
    if entry.state is State.OBSOLETE:
        return "obsolete"
    if status.state is State.APPROVED:
        return f"not effective before {status.effective_on}"
    return f"still {'a draft' if status.state is State.DRAFT else status.state}"


def excluded(register: Register, requirements: RequirementMap) -> Mapping[str, str]:
    """The justification of each clause that is left out with good reason, and of all below it."""
    return {
        number: declared.justification
        for declared in _of(register, requirements)
        if not unfounded(register, declared)
        for number in _and_below(requirements, declared.clause)
    }


def disputed(register: Register, requirements: RequirementMap) -> frozenset[str]:
    """The clauses that are declared not applicable without sufficient ground, and all below."""
    return frozenset(
        number
        for declared in _of(register, requirements)
        if unfounded(register, declared)
        for number in _and_below(requirements, declared.clause)
    )


def _of(register: Register, requirements: RequirementMap) -> Iterator[NotApplicable]:
    return (
        declared
        for declared in register.config.not_applicable
        if declared.standard == requirements.id and declared.clause in requirements
    )


def _and_below(requirements: RequirementMap, number: str) -> Iterator[str]:
    yield number
    for child in requirements.children(number):
        yield from _and_below(requirements, child.number)
