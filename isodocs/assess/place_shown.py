"""What is there for one site or process: what names it, who looked at it, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.audited_places import PlaceAudited, place_audited
from isodocs.assess.audits import internal_audits
from isodocs.assess.nonconformities import nonconformities
from isodocs.assess.places import document_names, names
from isodocs.assess.record_index import cited
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.assess.audit_scope import Where
    from isodocs.model.coverage import Coverage
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_AUDITS = ("audit", "audit-programme")


class PlaceShown(NamedTuple):
    """A site or a process: the documents and records that name it, its audits, its open findings.

    `audits` are those that were held there, the newest first.
    """

    where: Where
    documents: tuple[str, ...]
    records: tuple[Record, ...]
    audits: tuple[Record, ...]
    audited: PlaceAudited
    open: tuple[Nonconformity, ...]


def of_place(register: Register, coverage: Coverage, place: PlaceShown) -> Coverage:
    """The coverage of a site: of all clauses. Of a process: of those that its own evidence names.

    These are the documents that describe it, and the records that name it and a clause.
    """
    if not place.where.process:
        return coverage
    known = register.maps[coverage.standard]
    cites = {
        clause.number
        for record in place.records
        for clause in cited(register, record)
        if isinstance(clause, ClauseReference) and clause.standard == coverage.standard
    }
    return coverage._replace(
        rows=tuple(
            row
            for row in coverage.rows
            if any(item.document in place.documents for item in row.evidence)
            or any(known.within(row.requirement.number, number) for number in cites)
        )
    )


def place_shown(register: Register, where: Where) -> PlaceShown:
    """What a register has for a place."""
    held = [
        (day, audit)
        for audit in internal_audits(register)
        if where.has(register, audit)
        and (day := audit.day("finished")) is not None
        and day <= register.on
    ]
    return PlaceShown(
        where,
        tuple(e.id for e in register if document_names(register, e.document, where)),
        tuple(
            record
            for record in register.inventory.records
            if record.kind not in _AUDITS and names(register, record, where)
        ),
        tuple(audit for _, audit in sorted(held, key=lambda pair: pair[0], reverse=True)),
        place_audited(register, where),
        tuple(
            found
            for found in nonconformities(register)
            if found.is_open and names(register, found.record, where)
        ),
    )
