"""Which sites and processes documents and records are about; what names none is about all.

A record of a process that is carried out at some sites only is about those sites. One that refers
to an audit is about the sites of that audit, and one of a person about those where they work. An
audit, or a line of the programme, is of what it
names and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import SITES, Where, compared, processes, sites
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.record_index import record_index
from isodocs.dataclass import replace
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register

_AUDITS = ("audit", "audit-programme")
_PROCESS = "process"
_PERSON, _OF_PERSON = "person", "people"
"""The field that names whose training or confirmation a record is, and the kind of a person."""


@once_per_register
def known_sites(register: Register) -> Mapping[str, str]:
    """Every site that anything names: as it is written, by the form in which two compare."""
    found = dict(sites(register))
    for document in register.documents:
        for name in document.sites:
            found.setdefault(compared(register, name), name)
    for record in register.inventory.records:
        for name in _own_sites(record):
            found.setdefault(compared(register, name), name)
    return found


def known_processes(register: Register) -> Mapping[str, str]:
    """Every process that anything names: as it is written, by the form in which two compare."""
    found = dict(processes(register))
    for record in register.inventory.records:
        for name in _own_processes(record):
            found.setdefault(compared(register, name), name)
    return found


def names(register: Register, record: Record, where: Where) -> bool:
    """Whether a record says that it is about a site and a process."""
    return _fits(register, record, where, unnamed=False)


def is_for(register: Register, record: Record, where: Where) -> bool:
    """Whether a record is about a site and a process: it names them, or none."""
    return _fits(register, record, where, unnamed=record.kind not in _AUDITS)


def _fits(register: Register, record: Record, where: Where, *, unnamed: bool) -> bool:
    if record.kind in _AUDITS:
        return where.has(register, record)
    about = sites_of(register, record), processes_of(register, record)
    return all(
        not name or compared(register, name) in found or (unnamed and not found)
        for name, found in zip(where, about, strict=True)
    )


@once_per_register_and(lambda record: (record.path, record.line))
def sites_of(register: Register, record: Record) -> frozenset[str]:
    """The sites that a record is about, as they are compared; none where it is about all."""
    if own := frozenset(compared(register, name) for name in _own_sites(record)):
        return own
    index = record_index(register)
    by_process = [_sites_of_process(register, name) for name in processes_of(register, record)]
    if by_process and all(by_process) and record.kind != _PROCESS:
        return frozenset().union(*by_process)
    for field in kinds()[record.kind].fields.values() if record.kind in kinds() else ():
        if field.refers == "audit" or field.name == _PERSON == field.refers:
            kind = _OF_PERSON if field.refers == _PERSON else field.refers
            if other := index.find(kind, record.text(field.name)):
                return frozenset(compared(register, name) for name in other.items(SITES))
    return frozenset()


@once_per_register_and(lambda record: (record.path, record.line))
def processes_of(register: Register, record: Record) -> frozenset[str]:
    """The processes that a record is about, as they are compared; none where it is about all."""
    found = {*_own_processes(record)}
    if record.id:
        found |= {
            process.id
            for process in register.records.get(_PROCESS, ())
            for field in kinds()[_PROCESS].fields.values()
            if field.refers == record.kind and record.id in process.each(field.name)
        }
    return frozenset(compared(register, name) for name in found)


def _own_sites(record: Record) -> Iterator[str]:
    kind = kinds().get(record.kind)
    for field in kind.fields.values() if kind else ():
        if field.site:
            yield from record.each(field.name)


def _own_processes(record: Record) -> Iterator[str]:
    kind = kinds().get(record.kind)
    if record.kind == _PROCESS and record.id:
        yield record.id
    for field in kind.fields.values() if kind else ():
        if field.known_in == _PROCESS:
            yield from record.each(field.name)


def _sites_of_process(register: Register, name: str) -> frozenset[str]:
    for process in register.records.get(_PROCESS, ()):
        if compared(register, process.id) == name:
            return frozenset(compared(register, site) for site in process.items(SITES))
    return frozenset()


def document_names(register: Register, document: Document, where: Where) -> bool:
    """Whether a document names the site, and the process register the document."""
    named = not where.site or compared(register, where.site) in _sites_named(register, document)
    return named and (not where.process or document.id in _described_by(register, where.process))


def _document_is_for(register: Register, document: Document, where: Where) -> bool:
    """Whether a document is for a site and a process: it names them, or none."""
    found = _sites_named(register, document)
    if where.site and found and compared(register, where.site) not in found:
        return False
    described = _described_by(register, where.process) if where.process else frozenset()
    return not where.process or document.id in described or not _describes_any(register, document)


def _sites_named(register: Register, document: Document) -> frozenset[str]:
    return frozenset(compared(register, name) for name in document.sites)


def _described_by(register: Register, process: str) -> frozenset[str]:
    """The documents of a process."""
    return frozenset(
        document
        for record in register.records.get(_PROCESS, ())
        if compared(register, record.id) == compared(register, process)
        for document in record.items("documents")
    )


def _describes_any(register: Register, document: Document) -> bool:
    return any(
        document.id in process.items("documents") for process in register.records.get(_PROCESS, ())
    )


@once_per_register_and(lambda where: where)
def at(register: Register, where: Where) -> Register:
    """The register of what is for a site and a process: what names others only is not there."""
    return _with(
        register,
        (e for e in register if _document_is_for(register, e.document, where)),
        (r for r in register.inventory.records if is_for(register, r, where)),
    )


@once_per_register_and(lambda where: where)
def naming(register: Register, where: Where) -> Register:
    """The register of what names a site and a process, and of nothing else."""
    return _with(
        register,
        (e for e in register if document_names(register, e.document, where)),
        (r for r in register.inventory.records if names(register, r, where)),
    )


@once_per_register_and(lambda where: where)
def showing(register: Register, where: Where) -> Register:
    """The register of what shows that clauses are answered at a site and in a process.

    What is recorded when something happens, and audits, show it for all: nothing may have happened
    there, and when a place was audited is a question of its own.
    """
    return _with(
        register,
        at(register, where),
        (
            record
            for record in register.inventory.records
            if record.kind in _AUDITS
            or (record.kind in kinds() and kinds()[record.kind].on_occasion)
            or is_for(register, record, where)
        ),
    )


def _with(register: Register, entries: Iterable[Entry], records: Iterable[Record]) -> Register:
    inventory = replace(register.inventory, records=tuple(records))
    return replace(register, entries={e.id: e for e in entries}, inventory=inventory)
