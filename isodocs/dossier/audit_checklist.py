"""What an auditor takes along: what each clause asks, where to look, and what was found before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import applying, numbers
from isodocs.assess.audits import audited
from isodocs.assess.clause_records import KindOfProof, proofs
from isodocs.assess.coverage import coverage
from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.record_index import cited
from isodocs.dataclass import immutable
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.coverage import ClauseCoverage
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import Requirement, RequirementMap


class ChecklistItem(NamedTuple):
    """One clause: what documents say of it, what records show it, and earlier findings on it.

    `last` is the day on which it was last audited.
    """

    row: ClauseCoverage
    proofs: tuple[KindOfProof, ...]
    findings: tuple[Nonconformity, ...]
    last: date | None

    @property
    def requirement(self) -> Requirement:
        """The clause."""
        return self.row.requirement


@immutable(frozen=True, slots=True)
class Checklist:
    """The clauses of an audit, by standard; `record` is the audit or the line of its programme.

    `unknown` are standards that the record names and that are not known here.
    """

    record: Record | None
    items: tuple[tuple[str, tuple[ChecklistItem, ...]], ...]
    unknown: tuple[str, ...] = ()


def checklist_of(register: Register, record: Record) -> Checklist:
    """The checklist of an audit, or of a line of the audit programme."""
    named = record.items("standards")
    found = [
        (id, tuple(_items(register, id, {*numbers(register, record, register.maps[id])})))
        for id in named
        if id in register.maps
    ]
    return Checklist(record, tuple(found), tuple(id for id in named if id not in register.maps))


def checklist_for(
    register: Register, requirements: RequirementMap, clauses: Sequence[str]
) -> Checklist:
    """The checklist of these clauses of a standard and of those below them; of all without any."""
    wanted = {
        clause.number
        for clause in applying(register, requirements)
        if not clauses or any(requirements.within(clause.number, over) for over in clauses)
    }
    return Checklist(None, ((requirements.id, tuple(_items(register, requirements.id, wanted))),))


def _items(register: Register, standard: str, wanted: set[str]) -> Iterator[ChecklistItem]:
    requirements = register.maps[standard]
    last = {each.clause.number: each.last for each in audited(register, requirements)}
    for row in coverage(register, standard).rows:
        number = row.requirement.number
        if number in wanted:
            yield ChecklistItem(
                row,
                proofs(register, standard, number),
                tuple(_findings(register, requirements, number)),
                last.get(number),
            )


def _findings(
    register: Register, requirements: RequirementMap, number: str
) -> Iterator[Nonconformity]:
    """What was raised on a clause, or on one that it is under or that is below it."""
    for found in nonconformities(register):
        for clause in cited(register, found.record):
            if (
                isinstance(clause, ClauseReference)
                and clause.standard == requirements.id
                and requirements.is_related(number, clause.number)
            ):
                yield found
                break
