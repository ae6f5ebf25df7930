"""When each site and each process was audited, and will be next.

An audit counts for the processes that it names. One that names none counts for those whose
documents it names; and audits without any process that together looked at every clause that applies
looked at every process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess import process_map
from isodocs.assess.applicability import applicability
from isodocs.assess.audit_scope import PROCESSES, SITES, Where, compared, processes, sites
from isodocs.assess.audits import (
    CYCLE,
    audited,
    carried_out,
    internal_audits,
    length_of,
    programme,
)
from isodocs.assess.once import once_per_register
from isodocs.dataclass import replace
from isodocs.model.period import Period
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_AUDITS = ("audit", "audit-programme")


class PlaceAudited(NamedTuple):
    """When a site or a process was last audited, and will be next."""

    where: Where
    last: date | None
    planned: date | None
    every: Period

    @property
    def due(self) -> date | None:
        """The day by which it must be audited again; None before it ever was."""
        return self.every.after(self.last) if self.last else None

    def is_open(self, on: date) -> bool:
        """Whether it was not audited in time, and no audit of it is planned."""
        return self.planned is None and (self.due is None or self.due < on)


def audited_sites(register: Register) -> Iterator[tuple[Record, PlaceAudited]]:
    """Each certificate that runs or is sought, with each of its sites: when it was audited."""
    for certificate in register.records.get("certification", ()):
        standard, expires = certificate.text("standard"), certificate.day("expires")
        over = certificate.text("status") == "closed" or certificate.day("withdrawn")
        if over or standard not in register.in_use or (expires and expires < register.on):
            continue
        for site in certificate.items(SITES):
            yield certificate, _place(register, Where(site=site), standard)


def audited_processes(register: Register) -> Iterator[tuple[Record, PlaceAudited]]:
    """Each process of the process register that is carried out: when it was audited."""
    for process in process_map.processes(register):
        if process.text("status") != "planned":
            yield process, place_audited(register, Where(process=process.id))


def audited_places(register: Register) -> tuple[PlaceAudited, ...]:
    """Each site and each process that is named anywhere: when it was audited, whatever against."""
    wanted = [Where(site=site) for site in sites(register).values()]
    wanted += [Where(process=process) for process in processes(register).values()]
    return tuple(place_audited(register, where) for where in wanted)


def place_audited(register: Register, where: Where) -> PlaceAudited:
    """When a site or a process was audited, whatever against."""
    found = _place(register, where)
    if not where.process or compared(register, where.process) not in _described(register):
        return found
    last, planned = _whole(register)
    return found._replace(
        last=max(filter(None, (found.last, last)), default=None),
        planned=min(filter(None, (found.planned, planned)), default=None),
    )


def _place(register: Register, where: Where, standard: str = "") -> PlaceAudited:
    """When a place was audited by name against a standard, or against any if none is named."""
    concerns = _concerns(register, where, standard)
    last = planned = None
    every = CYCLE
    for audit in filter(concerns, internal_audits(register)):
        finished, begin = audit.day("finished"), audit.day("planned")
        if finished and finished <= register.on:
            last = max(finished, last or finished)
        elif begin:
            planned = min(begin, planned or begin)
    for line in filter(concerns, programme(register)):
        due, period = line.day("due"), Period.parse(line.text("every"))
        every = min(every, period, key=length_of) if period else every
        if due and carried_out(register, line) is None:
            planned = min(due, planned or due)
    return PlaceAudited(where, last, planned, every)


def _concerns(register: Register, where: Where, standard: str) -> Callable[[Record], bool]:
    documents = _described(register).get(compared(register, where.process), frozenset())

    def concerns(record: Record) -> bool:
        if standard and standard not in record.items("standards"):
            return False
        by_document = not record.items(PROCESSES) and documents & {*record.items("documents")}
        return where.has(register, record) or bool(by_document)

    return concerns


@once_per_register
def _described(register: Register) -> dict[str, frozenset[str]]:
    """The documents that describe each process of the register."""
    return {
        compared(register, process.id): frozenset(process.items("documents"))
        for process in process_map.processes(register)
    }


@once_per_register
def _whole(register: Register) -> tuple[date | None, date | None]:
    """Since when all that applies was audited without naming a process, and by when it will be."""
    inventory = register.inventory
    records = tuple(
        record
        for record in inventory.records
        if record.kind not in _AUDITS or not record.items(PROCESSES)
    )
    alone = replace(register, inventory=replace(inventory, records=records))
    last: list[date] = []
    planned: list[date] = []
    for requirements in register.in_use.values():
        left_out = applicability(register, requirements).excluded
        found = [
            clause
            for clause in audited(alone, requirements)
            if clause.clause.number not in left_out
        ]
        days = [clause.last for clause in found if clause.last]
        if days and len(days) == len(found):
            last.append(min(days))
        ahead = [
            clause.planned for clause in found if clause.due is None or clause.due < register.on
        ]
        dated = [day for day in ahead if day and day >= register.on]
        if ahead and len(dated) == len(ahead):
            planned.append(max(dated))
    return max(last, default=None), min(planned, default=None)
