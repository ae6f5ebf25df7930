"""What an audit, or a line of the audit programme, covers: clauses, processes and sites.

Sites and processes are compared without capitals. Of a process that is in the process register, the
identifier and the title are one. An audit that names no site was at the only one that there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.once import once_per_register
from isodocs.assess.record_conditions import is_over
from isodocs.assess.record_index import cited
from isodocs.model.requirement import ClauseReference, Requirement, RequirementMap
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

SITES, PROCESSES = "sites", "processes"


class Where(NamedTuple):
    """One site, one process, or (where both are empty) everything."""

    site: str = ""
    process: str = ""

    def has(self, register: Register, record: Record) -> bool:
        """Whether an audit or a line of the programme is of this site and process."""
        return all(
            not name or compared(register, name) in named(register, record, field)
            for name, field in ((self.site, SITES), (self.process, PROCESSES))
        )


EVERYWHERE = Where()


def numbers(register: Register, record: Record, requirements: RequirementMap) -> Iterator[str]:
    """The auditable clauses of one standard that an audit or a line of the programme names.

    An audit that names a standard and no clause of it is of the whole standard. What does not apply
    is left out: there is nothing to audit.
    """
    if requirements.id not in record.items("standards"):
        return
    over = {
        found.number for found in clauses(register, record) if found.standard == requirements.id
    }
    scope = frozenset[str]().union(*map(requirements.below, over))
    for clause in applying(register, requirements):
        if not over or clause.number in scope:
            yield clause.number


def applying(register: Register, requirements: RequirementMap) -> Iterator[Requirement]:
    """The auditable clauses of a standard, without those that rightly do not apply."""
    excluded = applicability(register, requirements).excluded
    return (clause for clause in requirements.auditable if clause.number not in excluded)


def clauses(register: Register, record: Record) -> Iterator[ClauseReference]:
    """The clauses that a record names, without those that are none.

    A number without a standard is of each standard of the record that has it.
    """
    for found in cited(register, record):
        if isinstance(found, ClauseReference):
            yield found


def left_out(register: Register, line: Record, audits: Iterable[Record]) -> tuple[str, ...]:
    """What a line of the programme plans and none of `audits` covered, in words."""
    held = tuple(audits)
    found = []
    for standard in line.items("standards"):
        requirements = register.maps.get(standard)
        if requirements is None:
            if not any(standard in audit.items("standards") for audit in held):
                found.append(standard)
            continue
        done = {number for audit in held for number in numbers(register, audit, requirements)}
        open_ = [n for n in numbers(register, line, requirements) if n not in done]
        found += [
            say("{display_name} {number}", display_name=requirements.display_name, number=number)
            for number in open_
        ]
    for field, what in ((PROCESSES, "process"), (SITES, "site")):
        seen = {name for audit in held for name in named(register, audit, field)}
        wanted = line.items(field)
        found += [
            say("{what} {name}", what=what, name=name)
            for name in wanted
            if compared(register, name) not in seen
        ]
    return tuple(found)


def named(register: Register, record: Record, field: str) -> frozenset[str]:
    """The sites or processes that a record names, as they are compared."""
    names = frozenset(compared(register, name) for name in record.items(field))
    only = sites(register) if field == SITES and not names else {}
    return frozenset(only) if len(only) == 1 else names


@once_per_register
def sites(register: Register) -> Mapping[str, str]:
    """Every site that certificates, the programme and audits name: as it is written, by name."""
    return _written(register, SITES, ("certification", "audit-programme", "audit"))


@once_per_register
def processes(register: Register) -> Mapping[str, str]:
    """Every process of the register, and each that the programme and audits name: as written."""
    found = {
        compared(register, process.id): process.text("title") or process.id
        for process in register.records.get("process", ())
        if not is_over(process, register.on)
    }
    return found | {
        name: written
        for name, written in _written(register, PROCESSES, ("audit-programme", "audit")).items()
        if name not in found
    }


def _written(register: Register, field: str, kinds: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in kinds:
        for record in register.records.get(kind, ()):
            for name in record.items(field):
                found.setdefault(compared(register, name), name)
    return found


def compared(register: Register, name: str) -> str:
    """A site or a process in the form in which two are compared."""
    bare = _bare(name)
    return _registered(register).get(bare, bare)


@once_per_register
def _registered(register: Register) -> Mapping[str, str]:
    """The identifier of each process of the process register, by its title."""
    return {
        _bare(process.text("title")): _bare(process.id)
        for process in register.records.get("process", ())
        if process.text("title")
    }


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
