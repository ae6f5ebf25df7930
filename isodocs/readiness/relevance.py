"""Which standards a gap is about, so that an audit of one does not list the gaps of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import Where, compared
from isodocs.assess.claims import clauses_claimed
from isodocs.assess.coverage import coverage
from isodocs.assess.once import once_per_register
from isodocs.assess.places import at, is_for, known_sites, names, naming
from isodocs.assess.record_index import record_index, standards_of
from isodocs.records.record_kinds import kinds
from isodocs.standards.editions import editions, other_editions
from isodocs.standards.load import available

if TYPE_CHECKING:
    from collections.abc import Collection

    from isodocs.model.gap import Finding, Place
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def standards_concerned(register: Register, finding: Finding) -> frozenset[str]:
    """The standards in use or in preparation that a finding is about; empty where it is about all.

    What the finding itself names first counts. Else a record is about the standards that it names;
    else a clause says its standard, and a document is about those whose clauses it claims or
    supports.
    """
    named = register.counting(word.partition(":")[0] for word in finding.subject.split())
    if named:
        return named
    known = _known(register)
    record = record_at(register, finding.place)
    found = frozenset(standards_named(register, record) if record else ())
    if not found:
        found = frozenset(clause.partition(":")[0] for clause in finding.clauses)
    if not found:
        found = known.documents.get(finding.document, frozenset())
    return _counting(register, found)


def _counting(register: Register, named: Collection[str]) -> frozenset[str]:
    """These standards as they count here; what is known and not worked to, for its editions only.

    It is empty where nothing known is named: that is about all.
    """
    counting = register.counting(named)
    others = {id for id in named if id in editions() or id in available()}
    if counting or not others:
        return counting
    return frozenset((*others, *other_editions(others) & register.maps.keys()))


def concerns_place(register: Register, finding: Finding, where: Where) -> bool:
    """Whether a finding is about a site or process: about what names it, or none.

    Of a process, only what names it counts: what is about all is for the whole system to answer.
    """
    if record := record_at(register, finding.place):
        # A certificate names several sites; a gap of one of them has its name after the record's.
        site = compared(register, finding.subject.removeprefix(record.id).strip())
        if where.site and site in known_sites(register) and site != compared(register, where.site):
            return False
        return (names if where.process else is_for)(register, record, where)
    if entry := register.entries.get(finding.document):
        return entry.id in (naming if where.process else at)(register, where).entries
    return not where.process


_THROUGH = ("certification", "certification-event")


def standards_named(register: Register, record: Record) -> tuple[str, ...]:
    """The standards that a record names, else those of the certificate or audit that it refers to.

    An audit of a certification body may name its certificate only, a finding only its audit.
    """
    if named := standards_of(record):
        return named
    index = record_index(register)
    fields = kinds()[record.kind].fields if record.kind in kinds() else {}
    known = (
        index.find(field.refers, id)
        for field in fields.values()
        if field.refers in _THROUGH and field.refers != record.kind
        for id in record.each(field.name)
    )
    return tuple(name for other in known if other for name in standards_named(register, other))


def is_about(register: Register, record: Record, standards: Collection[str]) -> bool:
    """Whether a record is about one of these standards; one that names no known one is."""
    about = _counting(register, standards_named(register, record))
    return not about or not about.isdisjoint(standards)


def document_is_about(register: Register, id: str, standards: Collection[str]) -> bool:
    """Whether a document is about one of these standards; one that names no known one is."""
    about = _counting(register, _known(register).documents.get(id, frozenset()))
    return not about or not about.isdisjoint(standards)


def record_at(register: Register, place: Place) -> Record | None:
    """The record at a place; None where there is none."""
    rows = _known(register).records.get(place.path, ())
    before = [record for record in rows if record.line <= place.line]
    return before[-1] if before else None


class _Topics:
    """What each document and record is about, worked out once for a register."""

    def __init__(self, register: Register) -> None:
        documents: dict[str, set[str]] = {}
        for standard in register.maps:
            for row in coverage(register, standard).rows:
                for item in row.evidence:
                    documents.setdefault(item.document, set()).add(standard)
        for entry in register:
            document = entry.newest.document
            claims = clauses_claimed(register, document, register.outline(document))
            claimed = {claim.clause.standard for claim in claims}
            claimed |= {claim.standard for claim in document.claims} & register.known_maps.keys()
            documents.setdefault(entry.id, set()).update(claimed)
        for entry in register:
            documents[entry.id] |= documents[register.original(entry).id]
        self.documents = {id: frozenset(found) for id, found in documents.items()}
        self.records: dict[str, list[Record]] = {}
        for records in register.records.values():
            for record in records:
                self.records.setdefault(record.path, []).append(record)
        for records_of_file in self.records.values():
            records_of_file.sort(key=lambda record: record.line)


@once_per_register
def _known(register: Register) -> _Topics:
    return _Topics(register)
